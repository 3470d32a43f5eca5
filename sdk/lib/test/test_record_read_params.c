/*
 * test_record_read_params.c - query parameters into structs.
 */
#include <criterion/criterion.h>

#include "sample_record.h"

static lamina_arena *arena;
static lamina_violations violations;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_read_params, .init = setup, .fini = teardown);

/* "a=1&b=2", as it stands: nothing is decoded. */
static lamina_status read_query(const lamina_record *record, const char *query, void *out)
{
    lamina_param params[32];
    size_t count = 0;
    lamina_str rest = lamina_str_from(query);
    while (rest.len > 0 && count < 32) {
        lamina_str pair;
        lamina_str_cut(&rest, '&', &pair);
        lamina_str_cut(&pair, '=', &params[count].name);
        params[count++].value = pair;
    }
    violations = (lamina_violations){0};
    return lamina_record_read_params(arena, record, params, count, out, &violations);
}

Test(record_read_params, fills_every_type_that_a_parameter_can_be)
{
    every e;
    cr_assert_eq(read_query(&every_record,
                            "string=text&binary=AAH/&int64=-5&number=1e3&decimal=1.50&"
                            "timestamp=1970-01-01T00:00:01Z&epoch=7&boolean=true&flags=true&"
                            "strings=a&flags=false&strings=b&numbers=1&binaries=AA==&json=[1, 2]",
                            &e),
                 LAMINA_OK);
    cr_expect(lamina_str_is(e.string, "text"));
    cr_expect_eq(e.binary.len, 3);
    cr_expect_eq(e.int64, -5);
    cr_expect_eq(e.number, 1000);
    cr_expect(lamina_str_is(e.decimal, "1.50"));
    cr_expect_eq(e.timestamp, 1000000);
    cr_expect_eq(e.epoch, 7);
    cr_expect(e.boolean);
    cr_expect_eq(e.flags.count, 2);
    cr_expect(((const bool *)e.flags.items)[0]);
    cr_expect_not(((const bool *)e.flags.items)[1]);
    cr_expect_eq(e.strings.count, 2);
    cr_expect(lamina_str_is(((const lamina_str *)e.strings.items)[1], "b"));
    cr_expect_eq(e.binaries.count, 1);
    cr_expect(lamina_str_is(e.json, "[1, 2]"));
    cr_expect(lamina_is_absent(&e.has, EVERY_CHILD));
}

Test(record_read_params, tells_absent_and_empty_apart)
{
    every e;
    cr_assert_eq(read_query(&every_record, "", &e), LAMINA_OK);
    cr_expect_eq(e.has.present, 0);
    cr_assert_eq(read_query(&every_record, "string=", &e), LAMINA_OK);
    cr_expect(lamina_is_present(&e.has, EVERY_STRING));
    cr_expect_not_null(e.string.ptr);
    cr_assert_eq(read_query(&every_record, "string", &e), LAMINA_OK);
    cr_expect_not_null(e.string.ptr);
}

Test(record_read_params, takes_empty_numbers_and_booleans_for_absent)
{
    every e;
    cr_expect_eq(read_query(&every_record, "int64=&number=&decimal=&epoch=&boolean=", &e),
                 LAMINA_OK);
    cr_expect_eq(e.has.present, 0);
    cr_expect_eq(e.has.null, 0);
    cr_expect_eq(read_query(&every_record, "int64=&int64=7&int64=", &e), LAMINA_OK);
    cr_expect_eq(e.int64, 7);
}

Test(record_read_params, names_the_parameter_in_violations)
{
    static const struct {
        const char *query;
        const char *lines;
    } rows[] = {
        {"int64= ", "type int64\n"},
        {"flags=", "type flags\n"},
        {"timestamp=", "format timestamp\n"},
        {"int64=1.0", "type int64\n"},
        {"int64=1&int64=2", "duplicate int64\n"},
        {"number=inf", "type number\n"},
        {"decimal=x", "format decimal\n"},
        {"boolean=1", "type boolean\n"},
        {"boolean=TRUE", "type boolean\n"},
        {"timestamp=x", "format timestamp\n"},
        {"binary=x", "format binary\n"},
        {"child=x", "type child\n"},
        {"children=x", "type children\n"},
        {"json={", "type json\n"},
        {"string=\xFF", "type string\n"},
        {"flags=true&flags=x&flags=y", "type flags\ntype flags\n"},
        {"strings=a&strings=a", "unique strings\n"},
        {"numbers=1&numbers=1.0", "unique numbers\n"},
        {"unknown=1&other=\xFF", ""},
    };
    every e;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_status status = read_query(&every_record, rows[i].query, &e);
        cr_expect_eq(status, rows[i].lines[0] != '\0' ? LAMINA_E_INVALID : LAMINA_OK, "%s",
                     rows[i].query);
        cr_expect_str_eq(violation_lines(arena, &violations), rows[i].lines, "%s", rows[i].query);
    }
}

Test(record_read_params, checks_constraints_and_what_is_missing)
{
    person p;
    cr_expect_eq(read_query(&person_record, "age=151&id=1&status=x&tags=abcde", &p),
                 LAMINA_E_INVALID);
    cr_expect_str_eq(violation_lines(arena, &violations),
                     "range age\nread-only id\nenum status\nmax-length tags\nrequired name\n");
    cr_expect_eq(read_query(&person_record, "name=Ada&tags=a&tags=b", &p), LAMINA_OK);
    cr_expect_eq(p.tags.count, 2);
}

Test(record_read_params, says_when_the_arena_is_full)
{
    lamina_arena *full = lamina_arena_new(0);
    const lamina_param params[] = {{LAMINA_STR("strings"), LAMINA_STR("a")}};
    every e;
    violations = (lamina_violations){0};
    cr_expect_eq(lamina_record_read_params(full, &every_record, params, 1, &e, &violations),
                 LAMINA_E_LIMIT);
    lamina_arena_free(full);
}
