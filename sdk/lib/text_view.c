/*
 * text_view.c - comparing and cutting views of text.
 */
#include <string.h>

#include "lamina/text.h"

lamina_str lamina_str_from(const char *text)
{
    return text != NULL ? (lamina_str){text, strlen(text)} : (lamina_str){0};
}

/* memcmp must not see the NULL of an empty view, not even with a length of 0. */
static bool same_bytes(const char *a, const char *b, size_t len)
{
    return len == 0 || memcmp(a, b, len) == 0;
}

bool lamina_str_equal(lamina_str a, lamina_str b)
{
    return a.len == b.len && same_bytes(a.ptr, b.ptr, a.len);
}

/* Not by way of its length: most texts that are asked about differ in their first byte. */
bool lamina_str_is(lamina_str a, const char *b)
{
    if (b == NULL)
        return a.len == 0;
    for (size_t i = 0; i < a.len; i++)
        if (b[i] == '\0' || a.ptr[i] != b[i])
            return false;
    return b[a.len] == '\0';
}

/* Not tolower(): that asks the locale. */
static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool lamina_str_equal_nocase(lamina_str a, lamina_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    }
    return true;
}

bool lamina_str_has_prefix(lamina_str text, lamina_str prefix)
{
    return text.len >= prefix.len && same_bytes(text.ptr, prefix.ptr, prefix.len);
}

int lamina_str_compare(lamina_str a, lamina_str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

lamina_str lamina_str_trim(lamina_str text)
{
    while (text.len > 0 && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

bool lamina_str_cut(lamina_str *text, char separator, lamina_str *head)
{
    const char *found = text->len > 0 ? memchr(text->ptr, separator, text->len) : NULL;
    *head = *text;
    if (found == NULL) {
        if (text->len > 0)
            text->ptr += text->len;
        text->len = 0;
        return false;
    }
    head->len = (size_t)(found - text->ptr);
    text->ptr = found + 1;
    text->len -= head->len + 1;
    return true;
}
