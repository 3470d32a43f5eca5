/* The key of a claim on an e-mail address: see models/email_key.h. */
#include "models/email_key.h"

#include <string.h>

#define KEY_PREFIX "email#"

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

lamina_str domain__email_key(lamina_context *context, lamina_str address)
{
    size_t prefix_len = sizeof KEY_PREFIX - 1;
    char *key = lamina_alloc(context, prefix_len + address.len);
    if (key == NULL)
        return (lamina_str){NULL, 0};

    memcpy(key, KEY_PREFIX, prefix_len);
    for (size_t i = 0; i < address.len; i++)
        key[prefix_len + i] = to_lower(address.ptr[i]);
    return (lamina_str){key, prefix_len + address.len};
}
