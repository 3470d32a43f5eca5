/*
 * The stage's authorizer: the real function of one module before the routes of another.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "stage_process.h"

static stage_process *stage;
static lamina_http_client *client;
static lamina_arena *arena;

static void start(void)
{
    client = lamina_http_client_new(NULL);
    arena = lamina_arena_new((size_t)64 << 20);
    cr_assert(client != NULL && arena != NULL);
    stage = stage_start(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER}});
}

static void stop(void)
{
    if (stage != NULL)
        cr_expect_eq(stage_stop(stage), 0);
    lamina_http_client_free(client);
    lamina_arena_free(arena);
}

/* Another stage than the suite's. */
static void restart(const stage_options *options)
{
    cr_expect_eq(stage_stop(stage), 0);
    stage = stage_start(options);
}

TestSuite(test_stage_authorizer, .init = start, .fini = stop);

static lamina_http_answer send(const char *method, const char *path, const char *token)
{
    stage_call call = {.method = method, .path = path};
    if (token != NULL)
        call.headers[0] = (lamina_param){LAMINA_STR("Authorization"), lamina_str_from(token)};
    return stage_send(client, stage, &call);
}

static void expect(const char *path, const char *token, int32_t status, const char *body,
                   const char *error_type)
{
    lamina_http_answer answer = send("GET", path, token);
    cr_expect_eq(answer.status, status, "%d: %.*s", (int)answer.status, LAMINA_FMT(answer.body));
    cr_expect(lamina_str_is(answer.body, body), "%.*s", LAMINA_FMT(answer.body));
    cr_expect(lamina_str_is(stage_header(&answer, "x-amzn-ErrorType"), error_type));
}

/* How often the function was asked, by its own log. */
static size_t times_asked(void)
{
    char *output = stage_errors(stage);
    size_t count = 0;
    for (const char *at = strstr(output, "asked about"); at != NULL;
         at = strstr(at + 1, "asked about"))
        count++;
    free(output);
    return count;
}

#define ADA "Bearer test:ada:t1:echo:read,echo:write"

Test(test_stage_authorizer, passes_on_who_is_asking)
{
    lamina_http_answer answer = send("GET", "/request/scoped", ADA);
    cr_assert_eq(answer.status, 200, "%.*s", LAMINA_FMT(answer.body));
    const lamina_json *body = NULL;
    cr_assert_eq(lamina_json_read(arena, lamina_arena_copy(arena, answer.body), 0, &body, NULL),
                 LAMINA_OK);
    cr_expect(lamina_str_is(lamina_json_member_string(body, "principalId"), "ada"));
    cr_expect(lamina_str_is(lamina_json_member_string(body, "scopes"), "echo:read echo:write"));
    cr_expect(lamina_str_is(lamina_json_member_string(body, "authorizer"),
                            "{\"scope\":\"echo:read echo:write\",\"tenant\":\"t1\","
                            "\"principalId\":\"ada\"}"));
    /* The guard knows which scope the route needs. */
    answer = send("GET", "/request/scoped", "Bearer test:bob:-:other");
    cr_expect_eq(answer.status, 403);
    cr_expect(lamina_str_is(stage_header(&answer, "Content-Type"), "application/problem+json"));
}

Test(test_stage_authorizer, keeps_out_whom_it_does_not_know)
{
    expect("/request/scoped", NULL, 401, "{\"message\":\"Unauthorized\"}", "UnauthorizedException");
    cr_expect_eq(times_asked(), 0, "a missing token is not asked about");
    expect("/request/scoped", "Bearer what", 401, "{\"message\":\"Unauthorized\"}",
           "UnauthorizedException");
    expect("/request/scoped", "Bearer what", 401, "{\"message\":\"Unauthorized\"}",
           "UnauthorizedException");
    cr_expect_eq(times_asked(), 2, "only policies are kept");
    expect(
        "/request/scoped", "Bearer deny", 403,
        "{\"Message\":\"User is not authorized to access this resource with an explicit deny in an "
        "identity-based policy\"}",
        "AccessDeniedException");
}

Test(test_stage_authorizer, answers_500_when_the_function_fails)
{
    expect("/request/scoped", "Bearer fail", 500, "{\"message\":null}",
           "AuthorizerFailureException");
    expect("/request/scoped", "Bearer crash", 500, "{\"message\":null}",
           "AuthorizerFailureException");
    cr_expect_eq(send("GET", "/request/scoped", ADA).status, 200, "the next process answers");
}

Test(test_stage_authorizer, asks_once_for_each_token)
{
    for (int i = 0; i < 3; i++)
        cr_expect_eq(send("GET", "/request/scoped", ADA).status, 200);
    cr_expect_eq(times_asked(), 1);
    cr_expect_eq(send("GET", "/nothing/there", ADA).status, 403, "no module has it");
    cr_expect_eq(send("DELETE", "/request/scoped", ADA).status, 405, "the same policy for all");
    cr_expect_eq(times_asked(), 1);
    cr_expect_eq(send("GET", "/request/scoped", "Bearer test:ada:t1:echo:read").status, 200);
    cr_expect_eq(times_asked(), 2);
    restart(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER},
                             .arguments = {"--authorizer-ttl", "0"}});
    for (int i = 0; i < 3; i++)
        cr_expect_eq(send("GET", "/request/scoped", ADA).status, 200);
    cr_expect_eq(times_asked(), 3);
}

Test(test_stage_authorizer, leaves_public_routes_and_options_alone)
{
    cr_expect_eq(send("GET", "/request", NULL).status, 200);
    cr_expect_eq(send("HEAD", "/request", NULL).status, 200);
    cr_expect_eq(send("OPTIONS", "/request/scoped", NULL).status, 204);
    cr_expect_eq(send("GET", "/request", "Bearer deny").status, 200);
    cr_expect_eq(times_asked(), 0);
    /* Nobody learns which routes there are. */
    cr_expect_eq(send("GET", "/request/other", NULL).status, 401);
    cr_expect_eq(send("DELETE", "/request", NULL).status, 401);
    cr_expect_eq(send("GET", "/request/other", ADA).status, 404);
}

Test(test_stage_authorizer, says_what_holds)
{
    char *output = stage_output(stage);
    cr_expect_not_null(strstr(output, "/request  (public)"), "%s", output);
    cr_expect_not_null(strstr(output, "/request/scoped  (scope echo:read)"));
    cr_expect_not_null(strstr(output, "event   authorize (authorizer)"));
    cr_expect_not_null(strstr(output, "Authorizer: authorize of test-authorizer is asked"));
    free(output);
    restart(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER},
                             .arguments = {"--authorizer", "none"}});
    output = stage_output(stage);
    cr_expect_not_null(strstr(output, "no authorizer is asked, nobody holds it"));
    cr_expect_not_null(strstr(output, "Authorizer: none"));
    free(output);
    cr_expect_eq(send("GET", "/request/scoped", ADA).status, 401, "the guard knows of nobody");
}

Test(test_stage_authorizer, wants_to_know_which)
{
    char *output = NULL;
    char *errors = NULL;
    cr_expect_eq(stage_run(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER, "events"}},
                           &output, &errors),
                 1);
    cr_expect_not_null(
        strstr(errors, "2 modules have an authorizer; choose one with --authorizer"));
    free(output);
    free(errors);
    cr_expect_eq(
        stage_run(&(stage_options){.plugins = {"echo"}, .arguments = {"--authorizer", "echo"}},
                  &output, &errors),
        1);
    cr_expect_not_null(
        strstr(errors, "no module of that name has a handler of the kind authorizer"));
    free(output);
    free(errors);
    restart(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER, "events"},
                             .arguments = {"--authorizer", "test-authorizer"}});
    cr_expect_eq(send("GET", "/request/scoped", ADA).status, 200);
}

Test(test_stage_authorizer, lets_everybody_be_who_the_command_line_says)
{
    restart(&(stage_options){
        .plugins = {"echo"},
        .arguments = {"--as", "{\"principalId\":\"ada\",\"scope\":\"echo:read\"}"}});
    lamina_http_answer answer = send("GET", "/request/scoped", NULL);
    cr_expect_eq(answer.status, 200, "%.*s", LAMINA_FMT(answer.body));
    cr_expect_not_null(memmem(answer.body.ptr, answer.body.len, "\"principalId\":\"ada\"", 19));
    char *output = stage_output(stage);
    cr_expect_not_null(strstr(output, "Authorizer: none; every caller is {"), "%s", output);
    free(output);

    char *errors = NULL;
    cr_expect_eq(stage_run(&(stage_options){.plugins = {"echo"}, .arguments = {"--as", "ada"}},
                           &output, &errors),
                 1);
    cr_expect_not_null(strstr(errors, "--as takes a JSON object"));
    free(output);
    free(errors);
    cr_expect_eq(stage_run(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER},
                                            .arguments = {"--as", "{\"principalId\":\"a\"}",
                                                          "--authorizer", STAGE_AUTHORIZER}},
                           &output, &errors),
                 1);
    cr_expect_not_null(strstr(errors, "choose one of --as and --authorizer"));
    free(output);
    free(errors);
}
