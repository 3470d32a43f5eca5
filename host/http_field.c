/*
 * http_field.c - what names and values of header fields may consist of.
 */
#include "http_field.h"

#include <string.h>

bool host__is_token(lamina_str text)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_alphanumeric && memchr(others, c, sizeof(others) - 1) == NULL)
            return false;
    }
    return text.len > 0;
}

bool host__is_field_value(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}
