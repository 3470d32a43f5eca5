/*
 * test_json_oracle.c - random texts, whole and damaged, read by us and by cJSON.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>

#include "json_oracle.h"

#define TEXTS 4000
#define DAMAGES 10
#define TEXT_CAP ((size_t)1 << 16)

/* Says how to see a failure again; LAMINA_TEST_SEED chooses another run. */
static uint64_t seed;
static uint64_t state;

static lamina_arena *arena;
static lamina_text text;

static void setup(void)
{
    const char *chosen = getenv("LAMINA_TEST_SEED");
    int64_t number = 20260101;
    if (chosen != NULL)
        cr_assert_eq(lamina_parse_int64(lamina_str_from(chosen), &number), LAMINA_OK);
    seed = state = (uint64_t)number;
    arena = lamina_arena_new((size_t)64 << 20);
    lamina_text_init(&text, TEXT_CAP);
}

static void teardown(void)
{
    lamina_text_clear(&text);
    lamina_arena_free(arena);
}

TestSuite(json_oracle, .init = setup, .fini = teardown);

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t draw(uint64_t below)
{
    state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % below;
}

static void add_one_of(const char *const *choices, size_t count)
{
    lamina_text_add(&text, lamina_str_from(choices[draw(count)]));
}
#define ADD_ONE_OF(choices) add_one_of((choices), sizeof(choices) / sizeof((choices)[0]))

static void add_space(void)
{
    static const char *const spaces[] = {"", "", "", "", " ", "\n", "\r\n", "\t", "  "};
    ADD_ONE_OF(spaces);
}

static void add_string(void)
{
    static const char *const parts[] = {
        "a",
        "bcdefgh",
        "ijklmnopqrstuvwxyz",
        "\xC3\xA9",
        "\xE2\x82\xAC",
        "\xF0\x9F\x98\x80",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b\\f",
        "\\n\\r\\t",
        "\\u0041",
        "\\u00e9",
        "\\ud83d\\uDE00",
        "\x7F",
        "{[,:]}",
        " ",
        "\\\\\\\"",
        "\\uFFFF",
        "\\u0001",
        "\\uDBFF\\uDFFF",
    };
    lamina_text_add_char(&text, '"');
    for (uint64_t i = draw(6); i > 0; i--)
        ADD_ONE_OF(parts);
    lamina_text_add_char(&text, '"');
}

static void add_number(void)
{
    static const char *const whole[] = {
        "0", "-0", "1", "-17", "9007199254740993", "123456789012345678"};
    static const char *const fractions[] = {"", "", ".0", ".5", ".25", ".1234567890123456789"};
    static const char *const exponents[] = {"",    "",     "",      "e0",  "E+2",
                                            "e-7", "e308", "E-320", "e400"};
    ADD_ONE_OF(whole);
    ADD_ONE_OF(fractions);
    ADD_ONE_OF(exponents);
}

static void add_value(uint32_t depth);

static void add_container(uint32_t depth, bool is_object)
{
    lamina_text_add_char(&text, is_object ? '{' : '[');
    add_space();
    uint64_t count = draw(5);
    for (uint64_t i = 0; i < count; i++) {
        if (i > 0)
            lamina_text_add_char(&text, ',');
        add_space();
        if (is_object) {
            add_string();
            add_space();
            lamina_text_add_char(&text, ':');
        }
        add_value(depth + 1);
    }
    lamina_text_add_char(&text, is_object ? '}' : ']');
}

static void add_value(uint32_t depth)
{
    static const char *const literals[] = {"true", "false", "null"};
    add_space();
    switch (draw(depth < 8 ? 7 : 4)) {
    case 0: ADD_ONE_OF(literals); break;
    case 1: add_number(); break;
    case 2:
    case 3: add_string(); break;
    case 4: add_container(depth, false); break;
    default: add_container(depth, true);
    }
    add_space();
}

static void expect_agreement(bool expect_accepted)
{
    bool accepted = false;
    lamina_arena_reset(arena);
    const char *difference = json_oracle_difference(arena, lamina_text_view(&text), &accepted);
    cr_assert_null(difference, "LAMINA_TEST_SEED=%llu: cJSON differs: %s: %.*s",
                   (unsigned long long)seed, difference, LAMINA_FMT(lamina_text_view(&text)));
    cr_assert(accepted || !expect_accepted, "LAMINA_TEST_SEED=%llu: refused: %.*s",
              (unsigned long long)seed, LAMINA_FMT(lamina_text_view(&text)));
}

/* One byte more, one less, or another, mostly of those that mean something. */
static void damage(void)
{
    static const char bytes[] = "{}[]:,\"\\/0123456789+-.eEtrufalsn \n\t\x01\x7F\xC3\xA9\xED\xFF";
    size_t at = draw(text.len);
    char byte = bytes[draw(sizeof(bytes) - 1)];
    lamina_str whole = lamina_arena_copy(arena, lamina_text_view(&text));
    uint64_t kind = draw(3);
    size_t skipped = kind == 0 ? 0 : 1;
    lamina_text_reset(&text);
    lamina_text_add(&text, (lamina_str){whole.ptr, at});
    if (kind < 2)
        lamina_text_add_char(&text, byte);
    lamina_text_add(&text, (lamina_str){whole.ptr + at + skipped, whole.len - at - skipped});
}

Test(json_oracle, reads_random_texts_as_cjson_does)
{
    for (int i = 0; i < TEXTS; i++) {
        lamina_text_reset(&text);
        add_value(0);
        cr_assert_eq(lamina_text_status(&text), LAMINA_OK);
        expect_agreement(true);
    }
}

Test(json_oracle, refuses_what_cjson_refuses_of_damaged_texts)
{
    for (int i = 0; i < TEXTS; i++) {
        lamina_text_reset(&text);
        add_value(0);
        for (int j = 0; j < DAMAGES && text.len > 0; j++) {
            damage();
            expect_agreement(false);
        }
    }
}
