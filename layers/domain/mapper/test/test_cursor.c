/* Cursors: what seals them, what opens them. */
#define _GNU_SOURCE /* memmem */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "mapper/cursor.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    unsetenv("LAMINA_CURSOR_KEY");
    test = test_context_new();
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(cursor, .init = setup, .fini = teardown);

#define KEY "{\"id\":{\"S\":\"secret-name\"}}"

static lamina_str seal(const char *binding)
{
    lamina_str cursor = {NULL, 0};
    cr_assert_eq(mapper__cursor_seal(context, LAMINA_STR(KEY), lamina_str_from(binding), &cursor),
                 LAMINA_OK);
    return cursor;
}

Test(cursor, opens_for_its_own_query_alone)
{
    lamina_str cursor = seal("query");
    lamina_str key = {NULL, 0};
    cr_assert_eq(mapper__cursor_open(context, cursor, LAMINA_STR("query"), &key), LAMINA_OK);
    cr_assert(lamina_str_is(key, KEY));
    cr_assert_eq(mapper__cursor_open(context, cursor, LAMINA_STR("other"), &key), LAMINA_E_SYNTAX);
    cr_assert(lamina_str_is(test_context_problem(test).code, "invalid-cursor"));
}

Test(cursor, is_url_safe_and_never_twice_the_same)
{
    lamina_str first = seal("q");
    lamina_str second = seal("q");
    cr_assert_not(lamina_str_equal(first, second));
    for (size_t i = 0; i < first.len; i++)
        cr_assert_not_null(strchr(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", first.ptr[i]));
    lamina_str bytes;
    cr_assert_eq(lamina_base64url_decode(context->arena, first, &bytes), LAMINA_OK);
    cr_assert_null(memmem(bytes.ptr, bytes.len, "secret", 6), "the key shows");
}

Test(cursor, of_a_too_long_key_is_a_limit)
{
    lamina_str cursor;
    char key[4000];
    memset(key, 'k', sizeof key);
    cr_assert_eq(mapper__cursor_seal(context, (lamina_str){key, 3030}, LAMINA_STR("q"), &cursor),
                 LAMINA_OK);
    cr_assert_leq(cursor.len, MAPPER__CURSOR_CAP);
    cr_assert_eq(
        mapper__cursor_seal(context, (lamina_str){key, sizeof key}, LAMINA_STR("q"), &cursor),
        LAMINA_E_LIMIT);
}

Test(cursor, without_a_key_in_the_environment_warns_once)
{
    seal("q");
    seal("q");
    lamina_str log = test_context_log(test);
    const char *line = strstr(log.ptr, "LAMINA_CURSOR_KEY is not set");
    cr_assert_not_null(line);
    cr_assert_null(strstr(line + 1, "LAMINA_CURSOR_KEY is not set"));
}

Test(cursor, a_key_in_the_environment_is_used)
{
    uint8_t key[LAMINA_AEAD_KEY_LEN];
    setenv("LAMINA_CURSOR_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 1);
    cr_assert_eq(mapper__cursor_key(context, key), LAMINA_OK);
    for (size_t i = 0; i < sizeof key; i++)
        cr_assert_eq(key[i], i);
    cr_assert_eq(test_context_log(test).len, 0);
}

Test(cursor, a_wrong_key_is_told_by_name_and_not_by_value)
{
    static const char *const wrong[] = {"AAEC", "c2VjcmV0IQ", "not base64",
                                        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ=="};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lamina_str cursor;
        setenv("LAMINA_CURSOR_KEY", wrong[i], 1);
        cr_assert_eq(mapper__cursor_seal(context, LAMINA_STR(KEY), LAMINA_STR("q"), &cursor),
                     LAMINA_E_CONFIG);
        lamina_str causes = test_context_causes(test);
        cr_assert_not_null(strstr(causes.ptr, "LAMINA_CURSOR_KEY must be"));
        cr_assert_null(strstr(causes.ptr, wrong[i]));
        lamina_error_reset(context);
    }
}
