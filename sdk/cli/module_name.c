/*
 * module_name.c - ASCII alone: names go into C, file names, URLs and CloudFormation.
 */
#include "module_name.h"

#include <stdint.h>
#include <string.h>

#include "lamina/text.h"

enum { NAME_CAP = 40, SEGMENT_CAP = 60, SCOPE_CAP = 100 };

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_words(const char *text, size_t cap)
{
    const size_t len = strlen(text);
    return len > 0 && len <= cap && strspn(text, LOWER DIGITS "-") == len && text[0] != '-' &&
           text[len - 1] != '-' && strstr(text, "--") == NULL;
}

bool cli__module_name_is_good(const char *name)
{
    return is_words(name, NAME_CAP) && strchr(LOWER, name[0]) != NULL;
}

bool cli__path_segment_is_good(const char *segment)
{
    return is_words(segment, SEGMENT_CAP);
}

bool cli__scope_is_good(const char *scope)
{
    static const char word[] = LOWER UPPER DIGITS "-_";
    const size_t first = strspn(scope, word);
    const size_t len = strlen(scope);
    if (len > SCOPE_CAP || first == 0 || scope[first] != ':')
        return false;
    const size_t second = strspn(scope + first + 1, word);
    return second > 0 && first + 1 + second == len;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Hyphens become underscores. */
static lamina_str snake(lamina_arena *arena, const char *name, bool in_capitals)
{
    const lamina_str copy = lamina_arena_copy(arena, lamina_str_from(name));
    char *text = (char *)(uintptr_t)copy.ptr;
    for (size_t i = 0; text != NULL && i < copy.len; i++) {
        const char c = text[i] == '-' ? '_' : text[i];
        text[i] = in_capitals ? upper(c) : c;
    }
    return copy;
}

lamina_str cli__name_snake(lamina_arena *arena, const char *name)
{
    return snake(arena, name, false);
}

lamina_str cli__name_upper(lamina_arena *arena, const char *name)
{
    return snake(arena, name, true);
}

lamina_str cli__name_pascal(lamina_arena *arena, const char *name)
{
    const lamina_str copy = lamina_arena_copy(arena, lamina_str_from(name));
    char *text = (char *)(uintptr_t)copy.ptr;
    if (text == NULL)
        return copy;
    size_t len = 0;
    for (size_t i = 0; i < copy.len; i++)
        if (name[i] != '-')
            text[len++] = i == 0 || name[i - 1] == '-' ? upper(name[i]) : name[i];
    text[len] = '\0';
    return (lamina_str){copy.ptr, len};
}
