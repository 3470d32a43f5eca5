/*
 * json_oracle.c - our JSON reader held against cJSON.
 */
#include "json_oracle.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* cJSON reads no further than that into a number. */
#define NUMBER_CAP 62u

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

/* cJSON cuts strings at U+0000 and numbers at 63 bytes. */
static bool is_beyond_oracle(lamina_str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = is_number_byte(text.ptr[i]) ? run + 1 : 0;
        if (run > NUMBER_CAP)
            return true;
    }
    return memmem(text.ptr, text.len, "\\u0000", 6) != NULL ||
           memchr(text.ptr, '\0', text.len) != NULL;
}

/* Is the text one of those that cJSON takes although RFC 8259 does not? To it, "\\uzzzz" is U+0000. */
static bool is_lax(lamina_str text, const lamina_json_fault *fault)
{
    if (strcmp(fault->reason, "\\u needs four hexadecimal digits") == 0)
        return true;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c >= 0x80)
            return true;
    }
    size_t at = fault->offset;
    return (at < text.len && is_number_byte(text.ptr[at])) ||
           (at > 0 && is_number_byte(text.ptr[at - 1]));
}

static const char *difference_of_names(const lamina_json *ours, const cJSON *theirs)
{
    if (theirs->string == NULL)
        return lamina_json_name(ours).ptr == NULL ? NULL : "a name where none is";
    return lamina_str_is(lamina_json_name(ours), theirs->string) ? NULL : "names";
}

static const char *difference_of_numbers(const lamina_json *ours, const cJSON *theirs)
{
    double number = 0;
    if (lamina_json_double(ours, &number) != LAMINA_OK)
        return isfinite(theirs->valuedouble) ? "a number that a double can hold" : NULL;
    bool has_sign = signbit(number) != 0; /* -0 is not 0 */
    bool is_same = number == theirs->valuedouble && has_sign == (signbit(theirs->valuedouble) != 0);
    return is_same ? NULL : "numbers";
}

static const char *difference_of_values(const lamina_json *ours, const cJSON *theirs)
{
    switch (lamina_json_type(ours)) {
    case LAMINA_JSON_NULL: return cJSON_IsNull(theirs) ? NULL : "null";
    case LAMINA_JSON_BOOLEAN:
        return cJSON_IsBool(theirs) && lamina_json_true(ours) == (cJSON_IsTrue(theirs) != 0)
                   ? NULL
                   : "booleans";
    case LAMINA_JSON_NUMBER:
        return cJSON_IsNumber(theirs) ? difference_of_numbers(ours, theirs) : "a number";
    case LAMINA_JSON_STRING:
        return cJSON_IsString(theirs) &&
                       lamina_str_is(lamina_json_string(ours), theirs->valuestring)
                   ? NULL
                   : "strings";
    case LAMINA_JSON_ARRAY: return cJSON_IsArray(theirs) ? NULL : "an array";
    case LAMINA_JSON_OBJECT: return cJSON_IsObject(theirs) ? NULL : "an object";
    default: return "a value of no type";
    }
}

/* As deep as our reader goes. */
static const char *difference_of_trees(const lamina_json *ours, const cJSON *theirs)
{
    const char *difference = difference_of_names(ours, theirs);
    if (difference == NULL)
        difference = difference_of_values(ours, theirs);
    if (difference == NULL && lamina_json_count(ours) != (size_t)cJSON_GetArraySize(theirs))
        return "counts of elements";
    const lamina_json *mine = lamina_json_first(ours);
    const cJSON *its = theirs->child;
    for (; difference == NULL && mine != NULL && its != NULL; its = its->next) {
        difference = difference_of_trees(mine, its);
        mine = lamina_json_next(mine);
    }
    return difference;
}

const char *json_oracle_difference(lamina_arena *arena, lamina_str text, bool *accepted)
{
    const lamina_json *ours = NULL;
    lamina_json_fault fault = {0};
    lamina_status status = lamina_json_read(arena, text, 0, &ours, &fault);
    *accepted = status == LAMINA_OK;
    if (text.len == 0 || status == LAMINA_E_LIMIT || is_beyond_oracle(text))
        return NULL;

    /* With the NUL that it asks for behind a text of which nothing is left. */
    char *copy = malloc(text.len + 1);
    if (copy == NULL)
        return "memory";
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    cJSON *theirs = cJSON_ParseWithLengthOpts(copy, text.len + 1, NULL, 1);
    free(copy);
    const char *difference = NULL;
    if (*accepted)
        difference = theirs != NULL ? difference_of_trees(ours, theirs) : "a text that is JSON";
    else if (theirs != NULL && !is_lax(text, &fault))
        difference = "a text that is no JSON";
    cJSON_Delete(theirs);
    return difference;
}
