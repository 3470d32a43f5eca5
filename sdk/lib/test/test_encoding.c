/*
 * test_encoding.c - base64, hexadecimal, percent.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/text.h"

static lamina_arena *arena;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(encoding, .init = setup, .fini = teardown);

/* RFC 4648 section 10, and two bytes that need the last two digits. */
static const struct {
    const char *bytes;
    const char *plain;
    const char *url;
} vectors[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"\xFB\xFF", "+/8=", "-_8"},
};

Test(encoding, base64_has_the_vectors_of_its_rfc)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        lamina_text text;
        lamina_str bytes = lamina_str_from(vectors[i].bytes);
        lamina_str decoded;
        lamina_text_init(&text, 100);
        lamina_text_add_base64(&text, bytes);
        cr_expect(lamina_str_is(lamina_text_view(&text), vectors[i].plain));
        lamina_text_reset(&text);
        lamina_text_add_base64url(&text, bytes);
        cr_expect(lamina_str_is(lamina_text_view(&text), vectors[i].url));
        lamina_text_clear(&text);

        cr_expect_eq(lamina_base64_decode(arena, lamina_str_from(vectors[i].plain), &decoded), 0);
        cr_expect(lamina_str_equal(decoded, bytes));
        cr_expect_eq(lamina_base64url_decode(arena, lamina_str_from(vectors[i].url), &decoded), 0);
        cr_expect(lamina_str_equal(decoded, bytes));
    }
}

Test(encoding, base64_is_strict)
{
    static const char *const bad[] = {
        "Z",      "Zg",   "Zg=",  "Zg===", "Zh==",     "Zm9=", "Zm 9",
        "Zm9v\n", "====", "=Zg=", "Z===",  "Zg==Zg==", "Zm-_", "Zm9\x80"};
    static const char *const bad_url[] = {"Z", "Zg==", "Zh", "Zm9", "Zm+/", "Zm 9", "Zm8="};
    lamina_str decoded;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(lamina_base64_decode(arena, lamina_str_from(bad[i]), &decoded),
                     LAMINA_E_SYNTAX, "%s", bad[i]);
    for (size_t i = 0; i < sizeof(bad_url) / sizeof(bad_url[0]); i++)
        cr_expect_eq(lamina_base64url_decode(arena, lamina_str_from(bad_url[i]), &decoded),
                     LAMINA_E_SYNTAX, "%s", bad_url[i]);
}

Test(encoding, base64_of_an_empty_view_is_empty)
{
    lamina_str decoded;
    cr_expect_eq(lamina_base64_decode(arena, (lamina_str){0}, &decoded), LAMINA_OK);
    cr_expect_eq(decoded.len, 0);
    lamina_text text;
    lamina_text_init(&text, 10);
    lamina_text_add_base64(&text, (lamina_str){0});
    cr_expect_eq(lamina_text_view(&text).len, 0);
    lamina_text_clear(&text);
}

Test(encoding, decoders_say_when_the_arena_is_full)
{
    lamina_arena *full = lamina_arena_new(0);
    lamina_str decoded;
    cr_expect_eq(lamina_base64_decode(full, LAMINA_STR("Zg=="), &decoded), LAMINA_E_LIMIT);
    cr_expect_eq(lamina_percent_decode(full, LAMINA_STR("%41"), false, &decoded), LAMINA_E_LIMIT);
    cr_expect_eq(lamina_percent_decode(full, LAMINA_STR("A"), false, &decoded), LAMINA_OK);
    lamina_arena_free(full);
}

Test(encoding, encoders_keep_to_the_cap)
{
    lamina_text text;
    lamina_text_init(&text, 3);
    lamina_text_add_base64(&text, LAMINA_STR("f"));
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    lamina_text_reset(&text);
    lamina_text_add_hex(&text, LAMINA_STR("ab"));
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    lamina_text_clear(&text);
}

Test(encoding, hex_is_lower_case)
{
    lamina_text text;
    lamina_text_init(&text, 100);
    lamina_text_add_hex(&text, LAMINA_STR("\x00\x1F\xAB\xFF"));
    cr_expect(lamina_str_is(lamina_text_view(&text), "001fabff"));
    lamina_text_clear(&text);
}

Test(encoding, percent_leaves_only_unreserved_characters)
{
    lamina_text text;
    lamina_text_init(&text, 100);
    lamina_text_add_percent(&text, LAMINA_STR("aZ09-._~/ +%\xC3\xA9"));
    cr_expect(lamina_str_is(lamina_text_view(&text), "aZ09-._~%2F%20%2B%25%C3%A9"));
    lamina_text_clear(&text);
}

Test(encoding, percent_decodes_once)
{
    static const struct {
        const char *text;
        bool plus;
        const char *decoded; /* NULL: LAMINA_E_SYNTAX */
    } rows[] = {
        {"abc", false, "abc"},         {"%41%62", false, "Ab"}, {"%2541", false, "%41"},
        {"a+b", false, "a+b"},         {"a+b", true, "a b"},    {"%2B", true, "+"},
        {"%C3%a9", false, "\xC3\xA9"}, {"%", false, NULL},      {"%4", false, NULL},
        {"%4g", false, NULL},          {"%g4", false, NULL},    {"abc%", true, NULL},
        {"%%41", false, NULL},         {"", true, ""},          {"% 41", false, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_str decoded;
        lamina_str text = lamina_str_from(rows[i].text);
        lamina_status status = lamina_percent_decode(arena, text, rows[i].plus, &decoded);
        cr_expect_eq(status, rows[i].decoded != NULL ? LAMINA_OK : LAMINA_E_SYNTAX, "%s",
                     rows[i].text);
        if (status == LAMINA_OK)
            cr_expect(lamina_str_is(decoded, rows[i].decoded), "%s", rows[i].text);
    }
    lamina_str decoded;
    lamina_str clean = LAMINA_STR("nothing to do");
    cr_expect_eq(lamina_percent_decode(arena, clean, true, &decoded), LAMINA_OK);
    cr_expect_eq(decoded.ptr, clean.ptr, "no copy where a view serves");
    cr_expect_eq(lamina_percent_decode(arena, LAMINA_STR("a%00b"), true, &decoded), LAMINA_OK);
    cr_expect_eq(decoded.len, 3);
}
