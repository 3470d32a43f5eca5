/*
 * test_settings.c - the environment, as it should and as it should not be.
 */
#include <stdlib.h>

#include "fixture.h"
#include "settings.h"

static lamina_arena *arena;
static host_settings settings;
static lamina_refusal refusal;

static void set_good_variables(void)
{
    arena = lamina_arena_new(1024 * 1024);
    refusal = (lamina_refusal){0};
    setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001", 1);
    setenv("LAMBDA_TASK_ROOT", "/var/task", 1);
    setenv("_HANDLER", "partner", 1);
    unsetenv("LAMINA_LOG_LEVEL");
    unsetenv("AWS_LAMBDA_LOG_LEVEL");
    unsetenv("LAMINA_ACCESS_LOG");
    unsetenv("LAMINA_CORS_ALLOW_ORIGIN");
}

static void free_arena(void)
{
    lamina_arena_free(arena);
}

static lamina_status read_settings(void)
{
    return host__settings_read(arena, &settings, &refusal);
}

/* Refused with that type, and the text names the variable. */
static void expect_refusal(const char *name, const char *value, const char *type)
{
    setenv(name, value, 1);
    cr_expect_eq(read_settings(), LAMINA_E_CONFIG, "%s=%s was accepted", name, value);
    fixture_expect(lamina_str_from(refusal.type), type);
    cr_expect_not_null(memmem(refusal.message.ptr, refusal.message.len, name, strlen(name)));
}

TestSuite(settings, .init = set_good_variables, .fini = free_arena);

Test(settings, reads_what_lambda_sets)
{
    cr_assert_eq(read_settings(), LAMINA_OK);
    fixture_expect(settings.runtime_api, "127.0.0.1:9001");
    fixture_expect(settings.task_root, "/var/task");
    fixture_expect(settings.plugin, "partner");
    cr_expect_eq(settings.operation.len, 0);
    cr_expect_eq(settings.log_level, LAMINA_LOG_INFO);
    cr_expect(settings.access_log);
}

Test(settings, takes_one_operation_of_a_plugin)
{
    setenv("_HANDLER", "partner-v2.get_partner", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    fixture_expect(settings.plugin, "partner-v2");
    fixture_expect(settings.operation, "get_partner");
}

Test(settings, tolerates_the_name_of_the_file)
{
    setenv("_HANDLER", "partner.so", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    fixture_expect(settings.plugin, "partner");
    cr_expect_eq(settings.operation.len, 0);
}

Test(settings, refuses_handlers_that_are_no_names)
{
    static const char *const bad[] = {"../partner",       "/partner",       "lib/partner",
                                      "Partner",          "partner.",       ".get_partner",
                                      "1partner",         "part ner",       "partner.a.b",
                                      "partner.get part", "partner.so.get", "-a"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        expect_refusal("_HANDLER", bad[i], "Runtime.BadHandler");
    char long_name[200];
    memset(long_name, 'a', sizeof(long_name));
    long_name[sizeof(long_name) - 1] = '\0';
    expect_refusal("_HANDLER", long_name, "Runtime.BadHandler");
}

Test(settings, says_that_the_handler_is_missing)
{
    expect_refusal("_HANDLER", "", "Runtime.HandlerMissing");
    unsetenv("_HANDLER");
    cr_expect_eq(read_settings(), LAMINA_E_CONFIG);
    fixture_expect(lamina_str_from(refusal.type), "Runtime.HandlerMissing");
}

Test(settings, keeps_the_runtime_api_when_something_later_is_refused)
{
    expect_refusal("_HANDLER", "../x", "Runtime.BadHandler");
    fixture_expect(settings.runtime_api, "127.0.0.1:9001");
}

Test(settings, refuses_a_runtime_api_that_is_no_host_and_port)
{
    expect_refusal("AWS_LAMBDA_RUNTIME_API", "host/path", "Runtime.BadSetting");
    expect_refusal("AWS_LAMBDA_RUNTIME_API", "user@host", "Runtime.BadSetting");
    expect_refusal("AWS_LAMBDA_RUNTIME_API", "", "Runtime.BadSetting");
    cr_expect_eq(settings.runtime_api.len, 0);
}

Test(settings, refuses_a_missing_task_root)
{
    expect_refusal("LAMBDA_TASK_ROOT", "", "Runtime.BadSetting");
}

Test(settings, prefers_its_own_log_level)
{
    setenv("AWS_LAMBDA_LOG_LEVEL", "ERROR", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect_eq(settings.log_level, LAMINA_LOG_ERROR);
    setenv("LAMINA_LOG_LEVEL", "debug", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect_eq(settings.log_level, LAMINA_LOG_DEBUG);
}

Test(settings, is_strict_with_its_own_variables_and_not_with_lambdas)
{
    setenv("AWS_LAMBDA_LOG_LEVEL", "VERBOSE", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect_eq(settings.log_level, LAMINA_LOG_INFO);
    expect_refusal("LAMINA_LOG_LEVEL", "VERBOSE", "Runtime.BadSetting");
    unsetenv("LAMINA_LOG_LEVEL");
    expect_refusal("LAMINA_ACCESS_LOG", "yes", "Runtime.BadSetting");
}

Test(settings, turns_the_access_log_off)
{
    setenv("LAMINA_ACCESS_LOG", "off", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect_not(settings.access_log);
}

Test(settings, takes_an_origin_for_cors_and_nothing_else)
{
    static const char *const wrong[] = {
        "app.example",          "https://",          "https://app.example/", "https://*.example",
        "https://a.example, x", "https://A.example", "ftp://app.example",    "null",
        "https://a\r\nX: y",
    };
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect_eq(settings.cors_origin.len, 0);
    setenv("LAMINA_CORS_ALLOW_ORIGIN", "https://app.example:8443", 1);
    cr_assert_eq(read_settings(), LAMINA_OK);
    cr_expect(lamina_str_is(settings.cors_origin, "https://app.example:8443"));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_refusal("LAMINA_CORS_ALLOW_ORIGIN", wrong[i], "Runtime.BadSetting");
}
