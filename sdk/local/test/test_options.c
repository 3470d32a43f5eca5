/*
 * The local stage's command line.
 */
#include "options.h"

#include <criterion/criterion.h>
#include <string.h>

static local_options options;
static lamina_text fault;

static void start(void)
{
    lamina_text_init(&fault, 4096);
}

static void stop(void)
{
    local__options_clear(&options);
    lamina_text_clear(&fault);
}

TestSuite(test_options, .init = start, .fini = stop);

#define READ(...) read_words((char *[]){"lamina-local", __VA_ARGS__, NULL})

static lamina_status read_words(char **words)
{
    int count = 0;
    while (words[count])
        count++;
    return local__options_read(count, words, &options, &fault);
}

static void expect_fault(lamina_status status, const char *text)
{
    cr_expect_eq(status, LAMINA_E_ARGUMENT);
    cr_assert_not_null(fault.ptr);
    cr_expect_not_null(strstr(fault.ptr, text), "%s", fault.ptr);
}

Test(test_options, have_defaults)
{
    cr_assert_eq(READ("a.so"), LAMINA_OK);
    cr_expect_eq(options.port, 8080);
    cr_expect_str_eq(options.host, "127.0.0.1");
    cr_expect_str_eq(options.stage, "v1");
    cr_expect_eq(options.db, LOCAL_DB_DISK);
    cr_expect_str_eq(options.data, "build/local");
    cr_expect_eq(options.max_children, 4);
    cr_expect_eq(options.timeout_s, 29);
    cr_expect_eq(options.authorizer_ttl_s, 300);
    cr_expect_null(options.authorizer);
    cr_expect_eq(options.setup_count, 0);
    cr_expect_eq(options.plugin_count, 1);
    cr_expect_str_eq(options.plugins[0], "a.so");
}

Test(test_options, are_read_in_both_spellings_and_any_order)
{
    cr_assert_eq(READ("a.so", "--port=0", "--db", "memory", "b.so", "--env", "A=1", "--env=B=x=y",
                      "--setup", "tool create", "--setup=tool fill"),
                 LAMINA_OK);
    cr_expect_eq(options.port, 0);
    cr_expect_eq(options.db, LOCAL_DB_MEMORY);
    cr_expect_eq(options.plugin_count, 2);
    cr_expect_eq(options.env_count, 2);
    cr_expect_str_eq(options.env[1], "B=x=y");
    cr_expect_eq(options.setup_count, 2);
    cr_expect_str_eq(options.setups[0], "tool create");
    cr_expect_str_eq(options.setups[1], "tool fill");
}

Test(test_options, end_at_two_dashes)
{
    cr_assert_eq(READ("--", "--port.so"), LAMINA_OK);
    cr_expect_str_eq(options.plugins[0], "--port.so");
}

Test(test_options, ask_for_a_plugin)
{
    expect_fault(READ("--port", "1"), "name at least one plugin");
}

Test(test_options, name_the_word_that_is_unknown)
{
    expect_fault(READ("--prot", "1", "a.so"), "unknown option --prot; the options are --port");
}

Test(test_options, name_the_option_whose_value_is_missing)
{
    expect_fault(READ("a.so", "--port"), "--port needs a value: --port PORT");
}

Test(test_options, refuse_an_empty_value)
{
    expect_fault(READ("a.so", "--data="), "--data needs a value");
}

Test(test_options, refuse_ports_that_are_none)
{
    expect_fault(READ("a.so", "--port", "65536"), "from 0 to 65535");
}

Test(test_options, refuse_numbers_with_something_behind_them)
{
    expect_fault(READ("a.so", "--timeout", "5s"), "--timeout takes a number from 1 to 900");
}

Test(test_options, refuse_other_databases)
{
    expect_fault(READ("a.so", "--db", "sqlite"), "disk, memory or none");
}

Test(test_options, serve_no_address_that_others_reach)
{
    expect_fault(READ("a.so", "--host", "0.0.0.0"), "loopback");
}

Test(test_options, refuse_what_only_begins_like_a_loopback_address)
{
    expect_fault(READ("a.so", "--host", "127.example.org"), "loopback");
}

Test(test_options, refuse_variables_that_lambda_reserves)
{
    expect_fault(READ("a.so", "--env", "_HANDLER=x"), "Lambda reserves");
}

Test(test_options, refuse_a_variable_without_a_value)
{
    expect_fault(READ("a.so", "--env", "A"), "NAME=VALUE");
}

Test(test_options, refuse_a_stage_with_a_slash)
{
    expect_fault(READ("a.so", "--stage", "v1/x"), "--stage takes");
}

Test(test_options, ask_for_help_alone)
{
    cr_assert_eq(READ("--help"), LAMINA_OK);
    cr_expect(options.help);
    lamina_text help;
    lamina_text_init(&help, 1 << 16);
    local__options_help(&help);
    static const char *const named[] = {"--port PORT",     "--max-children COUNT",
                                        "(default: 29)",   "--dynamodb-local FOLDER",
                                        "(default: disk)", "AWS_ENDPOINT_URL_DYNAMODB"};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        cr_expect_not_null(strstr(help.ptr, named[i]), "%s", named[i]);
    lamina_text_clear(&help);
}

Test(test_options, bound_how_long_an_authorizers_word_is_kept)
{
    cr_assert_eq(READ("a.so", "--authorizer-ttl", "0", "--authorizer=authz"), LAMINA_OK);
    cr_expect_eq(options.authorizer_ttl_s, 0);
    cr_expect_str_eq(options.authorizer, "authz");
    local__options_clear(&options);
    expect_fault(READ("a.so", "--authorizer-ttl", "3601"),
                 "--authorizer-ttl takes a number from 0 to 3600");
}

Test(test_options, put_processes_to_the_test)
{
    cr_assert_eq(READ("--freeze", "--asan", "a.so"), LAMINA_OK);
    cr_expect(options.freeze && options.asan && !options.debug);
}

Test(test_options, have_one_process_a_module_under_a_debugger)
{
    cr_assert_eq(READ("--debug", "--max-children", "7", "a.so"), LAMINA_OK);
    cr_expect(options.debug);
    cr_expect_eq(options.max_children, 1);
}

Test(test_options, do_not_freeze_what_is_debugged)
{
    expect_fault(READ("--debug", "--freeze", "a.so"), "choose one of --debug and --freeze");
}
