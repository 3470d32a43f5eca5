/* What only the service can know, for it depends on the stored item: see refusal.h. It says so in words
   only. */
#define _GNU_SOURCE /* memmem */
#include "mapper/refusal.h"

#include <string.h>

#include "lamina/problem.h"

static const char too_large[] = "exceeded the maximum allowed size";
static const char *const unfit[] = {
    "The document path provided in the update expression is invalid", /* what it leads into is not there */
    "operand in the update expression has an incorrect data type",
    "refers to an attribute that does not exist in the item",
    "Number overflow",
    "supports precision up to 38 digits", /* a sum has more */
};

static bool says(lamina_str message, const char *words)
{
    size_t len = strlen(words);
    return message.len >= len && memmem(message.ptr, message.len, words, len) != NULL;
}

lamina_status mapper__refusal_by_stored(lamina_context *context, lamina_str message)
{
    if (says(message, too_large))
        return lamina_fail_field(context, "", "max-length",
                                 "is larger than the 400 KB that can be stored");
    for (size_t i = 0; i < sizeof unfit / sizeof unfit[0]; i++)
        if (says(message, unfit[i]))
            return LAMINA_E_CONFLICT;
    return LAMINA_OK;
}
