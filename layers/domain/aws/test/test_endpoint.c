/* Where requests go: options, environment, regions; what is refused. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/endpoint.h"
#include "lamina/text.h"

static const aws__service service = {.name = "dynamodb",
                                     .endpoint_variable = "AWS_ENDPOINT_URL_DYNAMODB"};
static lamina_arena *arena;
static aws__endpoint endpoint;
static lamina_str reason;

static void start(void)
{
    arena = lamina_arena_new(1u << 20);
    static const char *const names[] = {"AWS_REGION",
                                        "AWS_DEFAULT_REGION",
                                        "AWS_ENDPOINT_URL",
                                        "AWS_ENDPOINT_URL_DYNAMODB",
                                        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                                        "AWS_USE_FIPS_ENDPOINT",
                                        "AWS_USE_DUALSTACK_ENDPOINT",
                                        "AWS_ACCOUNT_ID_ENDPOINT_MODE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
}

static void stop(void)
{
    lamina_arena_free(arena);
}

TestSuite(endpoint, .init = start, .fini = stop);

static void expect_url(const char *region, const char *option, const char *url, const char *host)
{
    reason = (lamina_str){.ptr = NULL, .len = 0};
    lamina_status status = aws__endpoint_find(&service, region, option, arena, &endpoint, &reason);
    cr_assert_eq(status, LAMINA_OK, "%.*s", LAMINA_FMT(reason));
    cr_assert_str_eq(endpoint.url, url);
    cr_assert_str_eq(endpoint.host, host);
}

static void expect_refused(const char *region, const char *option, const char *why)
{
    reason = (lamina_str){.ptr = NULL, .len = 0};
    cr_assert_eq(aws__endpoint_find(&service, region, option, arena, &endpoint, &reason),
                 LAMINA_E_CONFIG, "%s %s", region, option);
    cr_assert_not_null(reason.ptr);
    cr_assert_not_null(strstr(reason.ptr, why), "%s", reason.ptr);
}

Test(endpoint, each_region_has_one_of_its_own)
{
    static const char *const cases[][2] = {
        {"us-east-1", "dynamodb.us-east-1.amazonaws.com"},
        {"eu-central-1", "dynamodb.eu-central-1.amazonaws.com"},
        {"us-gov-west-1", "dynamodb.us-gov-west-1.amazonaws.com"},
        {"cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"},
        {"cn-northwest-1", "dynamodb.cn-northwest-1.amazonaws.com.cn"},
        {"us-iso-east-1", "dynamodb.us-iso-east-1.c2s.ic.gov"},
        {"us-isob-east-1", "dynamodb.us-isob-east-1.sc2s.sgov.gov"},
        {"eusc-de-east-1", "dynamodb.eusc-de-east-1.amazonaws.eu"},
        {"xx-newland-9", "dynamodb.xx-newland-9.amazonaws.com"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char url[128];
        snprintf(url, sizeof url, "https://%s/", cases[i][1]);
        expect_url(cases[i][0], NULL, url, cases[i][1]);
        cr_assert_str_eq(endpoint.region, cases[i][0]);
    }
}

Test(endpoint, region_comes_from_option_then_environment)
{
    expect_refused(NULL, NULL, "AWS_REGION");
    setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
    expect_url(NULL, NULL, "https://dynamodb.eu-west-1.amazonaws.com/",
               "dynamodb.eu-west-1.amazonaws.com");
    setenv("AWS_REGION", "eu-west-2", 1);
    expect_url(NULL, NULL, "https://dynamodb.eu-west-2.amazonaws.com/",
               "dynamodb.eu-west-2.amazonaws.com");
    expect_url("eu-west-3", NULL, "https://dynamodb.eu-west-3.amazonaws.com/",
               "dynamodb.eu-west-3.amazonaws.com");
    setenv("AWS_REGION", "", 1);
    expect_url(NULL, NULL, "https://dynamodb.eu-west-1.amazonaws.com/",
               "dynamodb.eu-west-1.amazonaws.com");
}

Test(endpoint, a_region_that_is_none_is_refused)
{
    static const char *const regions[] = {
        "",           "EU-WEST-1",
        "eu west 1",  "eu-west-1.evil.example",
        "eu-west-1/", "-eu",
        "eu-",        "eu_west_1",
        "eu-west-1#", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        expect_refused(regions[i], NULL, "not a region");
}

Test(endpoint, environment_names_it_in_the_order_of_the_sdks)
{
    setenv("AWS_REGION", "eu-west-1", 1);
    setenv("AWS_ENDPOINT_URL", "https://all.example", 1);
    expect_url(NULL, NULL, "https://all.example/", "all.example");
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "https://Table.Example:8443/", 1);
    expect_url(NULL, NULL, "https://table.example:8443/", "table.example:8443");
    setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE", 1);
    expect_url(NULL, NULL, "https://dynamodb.eu-west-1.amazonaws.com/",
               "dynamodb.eu-west-1.amazonaws.com");
    expect_url(NULL, "https://option.example", "https://option.example/", "option.example");
    setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "", 1);
    expect_url(NULL, NULL, "https://all.example/", "all.example");
}

Test(endpoint, plain_http_goes_to_this_machine_only)
{
    expect_url("eu-west-1", "http://localhost:8000", "http://localhost:8000/", "localhost:8000");
    expect_url("eu-west-1", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/", "127.0.0.1:8000");
    expect_url("eu-west-1", "http://127.9.9.9", "http://127.9.9.9/", "127.9.9.9");
    expect_url("eu-west-1", "http://[::1]:8000", "http://[::1]:8000/", "[::1]:8000");
    expect_url("eu-west-1", "HTTP://LOCALHOST:80", "http://localhost/", "localhost");
    expect_url("eu-west-1", "https://example.com:443", "https://example.com/", "example.com");
    static const char *const refused[] = {
        "http://example.com",
        "http://10.0.0.1:8000",
        "http://127.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://128.0.0.1",
        "http://127.0.0",
        "http://127.0.0.256",
        "http://[::2]",
        "http://0.0.0.0:8000",
        "http://dynamodb:8000",
        "http://127.0.0.1.",
        "http://localhost.",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        expect_refused("eu-west-1", refused[i], "plain http");
}

Test(endpoint, what_is_no_plain_url_is_refused)
{
    static const char *const urls[] = {
        "",
        "localhost:8000",
        "ftp://localhost",
        "http://",
        "https://",
        "https://:443",
        "https://a b",
        "https://user@host",
        "https://user:pw@localhost",
        "https://localhost@evil",
        "https://host:0",
        "https://host:65536",
        "https://host:",
        "https://host:+1",
        "https://host:1x",
        "https://[::1",
        "https://[]",
        "https://[::1]x",
        "https://[::1%25lo]",
        "https://ho\nst",
        "https://ho%73t",
        "//host",
        "https:/host",
        "https://h\xc3\xb6st",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        expect_refused("eu-west-1", urls[i], "no http:// or https:// URL");
    static const char *const paths[] = {"https://host/path", "https://host//", "https://host?a=b",
                                        "https://host/#f", "https://host/?"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect_refused("eu-west-1", paths[i], "path");
}

Test(endpoint, the_message_names_the_variable)
{
    setenv("AWS_REGION", "eu-west-1", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://example.com", 1);
    expect_refused(NULL, NULL, "AWS_ENDPOINT_URL_DYNAMODB");
}

Test(endpoint, the_message_shows_no_password)
{
    static const char *const urls[] = {"https://user:hunter2@host/", "https://u:a@hunter2@host",
                                       "http://user:hunter2@127.0.0.1:8000/path"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        expect_refused("eu-west-1", urls[i], "no http:// or https:// URL");
        cr_assert_null(strstr(reason.ptr, "hunter2"), "%s", reason.ptr);
    }
}

Test(endpoint, settings_that_are_not_followed_are_refused_by_name)
{
    static const char *const settings[][2] = {{"AWS_USE_FIPS_ENDPOINT", "true"},
                                              {"AWS_USE_DUALSTACK_ENDPOINT", "true"},
                                              {"AWS_ACCOUNT_ID_ENDPOINT_MODE", "required"}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        setenv(settings[i][0], settings[i][1], 1);
        expect_refused("eu-west-1", NULL, settings[i][0]);
        expect_url("eu-west-1", "https://example.com", "https://example.com/", "example.com");
        unsetenv(settings[i][0]);
    }
    setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "preferred", 1);
    setenv("AWS_USE_FIPS_ENDPOINT", "false", 1);
    expect_url("eu-west-1", NULL, "https://dynamodb.eu-west-1.amazonaws.com/",
               "dynamodb.eu-west-1.amazonaws.com");
}

Test(endpoint, the_longest_host_fits)
{
    char url[320] = "https://";
    char label[64];
    memset(label, 'a', 63);
    label[63] = '\0';
    for (int i = 0; i < 4; i++)
        snprintf(url + strlen(url), sizeof url - strlen(url), "%s%.*s", i > 0 ? "." : "",
                 i < 3 ? 63 : 61, label);
    char with_port[330];
    snprintf(with_port, sizeof with_port, "%s:65535", url);
    char expected[340];
    snprintf(expected, sizeof expected, "%s/", with_port);
    expect_url("eu-west-1", with_port, expected, with_port + 8);
    cr_assert_eq(strlen(endpoint.host), 253 + 6);
}
