/*
 * http_token.c - RFC 9110 section 5.6.2: token = 1*tchar.
 */
#include "http_token.h"

#include <string.h>

bool local__is_token(lamina_str text)
{
    static const char tchar[] = "!#$%&'*+-.^_`|~0123456789"
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (size_t i = 0; i < text.len; i++)
        if (!memchr(tchar, text.ptr[i], sizeof(tchar) - 1))
            return false;
    return text.len > 0;
}
