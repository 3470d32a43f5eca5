/*
 * Claims on unique texts: see claim.h.
 */
#include "models/claim.h"

#include <string.h>

#include "lamina/text.h"

bool domain__claim_is_same(lamina_str a, lamina_str b)
{
    return lamina_str_equal_nocase(a, b);
}

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

lamina_status domain__claim_init(lamina_context *context, lamina_str prefix, lamina_str text,
                                 lamina_str owner, claim *out)
{
    char *key = lamina_alloc(context, prefix.len + text.len);
    if (key == NULL)
        return LAMINA_E_LIMIT;
    memcpy(key, prefix.ptr, prefix.len);
    for (size_t i = 0; i < text.len; i++)
        key[prefix.len + i] = to_lower(text.ptr[i]);

    *out = (claim){.key = {key, prefix.len + text.len}, .owner = owner};
    lamina_mark(&out->has, CLAIM_KEY);
    lamina_mark(&out->has, CLAIM_OWNER);
    return LAMINA_OK;
}
