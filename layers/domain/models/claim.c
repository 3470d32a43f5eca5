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

lamina_str domain__claim_key(lamina_context *context, lamina_str prefix, lamina_str text)
{
    char *key = lamina_alloc(context, prefix.len + text.len);
    if (key == NULL)
        return (lamina_str){NULL, 0};
    memcpy(key, prefix.ptr, prefix.len);
    for (size_t i = 0; i < text.len; i++)
        key[prefix.len + i] = to_lower(text.ptr[i]);
    return (lamina_str){key, prefix.len + text.len};
}

lamina_status domain__claim_init(lamina_context *context, lamina_str prefix, lamina_str text,
                                 lamina_str owner, claim *out)
{
    *out = (claim){.key = domain__claim_key(context, prefix, text), .owner = owner};
    if (out->key.ptr == NULL)
        return LAMINA_E_LIMIT;
    lamina_mark(&out->has, CLAIM_KEY);
    lamina_mark(&out->has, CLAIM_OWNER);
    return LAMINA_OK;
}
