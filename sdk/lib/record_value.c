/*
 * record_value.c - the constraints of fields: lengths, ranges, patterns, formats, allowed texts.
 *
 * Messages say the rule and never the value, which may be secret, huge or hostile.
 */
#include "record_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "number.h"
#include "record_pattern.h"
#include "record_type.h"

typedef struct limits {
    size_t minimum;
    size_t maximum; /* 0: none */
} limits;

static limits limits_of(const lamina_field *field, bool is_element)
{
    if (is_element)
        return (limits){0, field->item_max_length};
    return (limits){field->min_length, field->max_length};
}

/* unit is "character", "byte" or "element"; rule is "be ... long" or "have ...". */
static void check_length(lamina__walk *walk, const lamina__path *path, size_t len, limits limit,
                         const char *unit, bool is_count)
{
    bool is_short = len < limit.minimum;
    bool is_long = limit.maximum != 0 && len > limit.maximum;
    if (!is_short && !is_long)
        return;
    const char *code = is_short ? "min-length" : "max-length";
    const char *verb = is_count ? "have" : "be";
    const char *end = is_count ? "" : " long";
    if (limit.minimum != 0 && limit.minimum == limit.maximum)
        lamina__walk_violate(walk, path, code, "must %s exactly %zu %s%s%s", verb, limit.minimum,
                             unit, limit.minimum == 1 ? "" : "s", end);
    else if (limit.minimum != 0 && limit.maximum != 0)
        lamina__walk_violate(walk, path, code, "must %s %zu to %zu %ss%s", verb, limit.minimum,
                             limit.maximum, unit, end);
    else if (is_short)
        lamina__walk_violate(walk, path, code, "must %s at least %zu %s%s%s", verb, limit.minimum,
                             unit, limit.minimum == 1 ? "" : "s", end);
    else
        lamina__walk_violate(walk, path, code, "must %s at most %zu %s%s%s", verb, limit.maximum,
                             unit, limit.maximum == 1 ? "" : "s", end);
}

/* The text's length in code points; false, with a violation, when it is not UTF-8. Code points are
   only counted where the number of bytes leaves a limit in doubt. */
static bool check_characters(lamina__walk *walk, const lamina__path *path, lamina_str text,
                             limits limit)
{
    bool fits = (limit.maximum == 0 || text.len <= limit.maximum) &&
                text.len / 4 + (text.len % 4 != 0) >= limit.minimum;
    if (fits && walk->is_utf8)
        return true;
    size_t len;
    if (!lamina_str_is_utf8(text, &len)) {
        lamina__walk_violate(walk, path, "type", "must be valid UTF-8 text");
        return false;
    }
    check_length(walk, path, len, limit, "character", false);
    return (len >= limit.minimum) && (limit.maximum == 0 || len <= limit.maximum);
}

/* ---- texts ---- */

static void check_allowed(lamina__walk *walk, const lamina__path *path, lamina_str text,
                          const char *const *values)
{
    for (const char *const *value = values; *value != NULL; value++) {
        if (lamina_str_is(text, *value))
            return;
    }
    char list[400] = "";
    size_t len = 0;
    for (const char *const *value = values; *value != NULL; value++) {
        const char *comma = value == values ? "" : ", ";
        int more = snprintf(list + len, sizeof(list) - len, "%s%s", comma, *value);
        if (more < 0 || (size_t)more >= sizeof(list) - len) {
            list[len] = '\0';
            lamina__walk_violate(walk, path, "enum", "must be one of: %s, ...", list);
            return;
        }
        len += (size_t)more;
    }
    lamina__walk_violate(walk, path, "enum", "must be one of: %s", list);
}

static void check_pattern(lamina__walk *walk, const lamina__path *path, lamina_str text,
                          const char *pattern)
{
    bool matches;
    lamina_status status = lamina__pattern_match(pattern, text, &matches);
    if (status != LAMINA_OK)
        lamina__walk_fail(walk, status);
    else if (!matches)
        lamina__walk_violate(walk, path, "pattern", "must match the pattern %s", pattern);
}

static void check_text(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                       const void *value, limits limit)
{
    lamina_str text = *(const lamina_str *)value;
    if (!check_characters(walk, path, text, limit))
        return;
    if (field->values != NULL)
        check_allowed(walk, path, text, field->values);
    if (field->pattern != NULL)
        check_pattern(walk, path, text, field->pattern);
    if (field->format != NULL && !walk->is_table_check && !field->format->check(text))
        lamina__walk_violate(walk, path, "format", "must be %s", field->format->rule);
}

static void check_binary(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                         const void *value, limits limit)
{
    (void)field;
    check_length(walk, path, ((const lamina_str *)value)->len, limit, "byte", false);
}

static void check_json(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                       const void *value, limits limit)
{
    (void)field;
    lamina_str text = *(const lamina_str *)value;
    /* Readers made the text themselves; a struct filled by hand may hold anything. */
    if (!walk->is_utf8) {
        const lamina_json *tree;
        lamina_status status = lamina_json_read(walk->arena, text, 0, &tree, NULL);
        if (status == LAMINA_E_SYNTAX ||
            (status == LAMINA_E_LIMIT && !lamina_arena_is_exhausted(walk->arena))) {
            lamina__walk_violate(walk, path, "type", "must be valid JSON");
            return;
        }
        if (status != LAMINA_OK)
            lamina__walk_fail(walk, status);
    }
    (void)check_characters(walk, path, text, limit);
}

/* ---- numbers ---- */

static void violate_range(lamina__walk *walk, const lamina__path *path, const lamina_range *range)
{
    if (range->minimum == INT64_MIN)
        lamina__walk_violate(walk, path, "range", "must be at most %" PRId64, range->maximum);
    else if (range->maximum == INT64_MAX)
        lamina__walk_violate(walk, path, "range", "must be at least %" PRId64, range->minimum);
    else
        lamina__walk_violate(walk, path, "range", "must be between %" PRId64 " and %" PRId64,
                             range->minimum, range->maximum);
}

static void check_int64(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                        const void *value, limits limit)
{
    (void)limit;
    int64_t number = *(const int64_t *)value;
    const lamina_range *range = field->range;
    if (range != NULL && (number < range->minimum || number > range->maximum))
        violate_range(walk, path, range);
}

static void check_double(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                         const void *value, limits limit)
{
    (void)limit;
    double number = *(const double *)value;
    const lamina_range *range = field->range;
    if (!isfinite(number))
        lamina__walk_violate(walk, path, "type", "must be a finite number");
    else if (range != NULL && (lamina__double_compare(number, range->minimum) < 0 ||
                               lamina__double_compare(number, range->maximum) > 0))
        violate_range(walk, path, range);
}

static void check_decimal(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                          const void *value, limits limit)
{
    (void)limit;
    lamina_str text = *(const lamina_str *)value;
    if (!lamina_is_decimal(text)) {
        lamina__walk_violate(walk, path, "format",
                             "must be a decimal number of at most 38 significant digits, between "
                             "1E-130 and 9.9E+125");
        return;
    }
    const lamina_range *range = field->range;
    if (range == NULL)
        return;
    lamina__decimal number;
    lamina__decimal minimum;
    lamina__decimal maximum;
    (void)lamina__decimal_read(text, &number);
    lamina__decimal_from_int64(range->minimum, &minimum);
    lamina__decimal_from_int64(range->maximum, &maximum);
    if (lamina__decimal_compare(&number, &minimum) < 0 ||
        lamina__decimal_compare(&number, &maximum) > 0)
        violate_range(walk, path, range);
}

static void check_timestamp(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                            const void *value, limits limit)
{
    (void)field;
    (void)limit;
    char text[LAMINA_TIMESTAMP_LEN + 1];
    if (lamina_format_timestamp(*(const int64_t *)value, text) != LAMINA_OK)
        lamina__walk_violate(walk, path, "range", "must be within the years 0001 to 9999");
}

/* ---- all of them ---- */

typedef void check_fn(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                      const void *value, limits limit);

void lamina__value_check(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                         uint32_t type, const void *value, bool is_element)
{
    /* Every bool is a good one. */
    static check_fn *const checks[] = {
        [LAMINA_TYPE_STRING] = check_text,     [LAMINA_TYPE_BINARY] = check_binary,
        [LAMINA_TYPE_INT64] = check_int64,     [LAMINA_TYPE_DOUBLE] = check_double,
        [LAMINA_TYPE_DECIMAL] = check_decimal, [LAMINA_TYPE_TIMESTAMP] = check_timestamp,
        [LAMINA_TYPE_EPOCH] = check_int64,     [LAMINA_TYPE_JSON] = check_json,
    };
    if (checks[type] != NULL)
        checks[type](walk, field, path, value, limits_of(field, is_element));
}

void lamina__value_check_count(lamina__walk *walk, const lamina_field *field,
                               const lamina__path *path, size_t count)
{
    check_length(walk, path, count, limits_of(field, false), "element", true);
}
