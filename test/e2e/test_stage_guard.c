/*
 * Every route of every module, by what the plugins themselves say they have: none that is not public is
 * reached without a token, with one that nobody gave, or without the scope that it needs.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "program.h"
#include "stage_process.h"

enum { PLUGIN_CAP = 7, ARENA_CAP = 16 << 20 };

static lamina_arena *arena;
static lamina_http_client *client;
static stage_process *stage;
static const lamina_json *routes;
static const char *plugins[PLUGIN_CAP + 1]; /* closed by NULL */

/* All that `make` builds of plugins/. */
static void find_plugins(void)
{
    const lamina_str folder = lamina_arena_format(arena, "%s/plugins", getenv("LAMINA_BUILD"));
    DIR *open = opendir(folder.ptr);
    cr_assert_not_null(open, "%s", folder.ptr);
    size_t count = 0;
    for (const struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".so") != 0)
            continue;
        cr_assert_lt(count, PLUGIN_CAP, "raise PLUGIN_CAP: there are more plugins");
        plugins[count++] = lamina_arena_format(arena, "%s/%s", folder.ptr, entry->d_name).ptr;
    }
    closedir(open);
    cr_assert_gt(count, 0);
}

static void read_routes(void)
{
    const char *words[PROGRAM_WORDS_CAP] = {"routes", "--json"};
    for (size_t i = 0; plugins[i] != NULL; i++)
        words[2 + i] = plugins[i];
    char *program = program_built("bin/lamina");
    program_result result = program_run(program, words);
    cr_assert_eq(result.status, 0, "%s", result.errors);
    const lamina_str text = lamina_arena_copy(arena, lamina_str_from(result.output));
    cr_assert_eq(lamina_json_read(arena, text, 0, &routes, NULL), LAMINA_OK);
    program_forget(&result);
    free(program);
}

static void start(void)
{
    arena = lamina_arena_new(ARENA_CAP);
    client = lamina_http_client_new(NULL);
    cr_assert(arena != NULL && client != NULL);
    find_plugins();
    read_routes();
    /* Without a database: whatever reached a handler would be answered 5xx, and seen. */
    stage_options options = {.arguments = {"--authorizer", STAGE_AUTHORIZER}};
    size_t count = 0;
    for (; plugins[count] != NULL; count++)
        options.plugins[count] = plugins[count];
    options.plugins[count] = STAGE_AUTHORIZER;
    stage = stage_start(&options);
}

static void stop(void)
{
    cr_expect_eq(stage_stop(stage), 0);
    lamina_http_client_free(client);
    lamina_arena_free(arena);
}

TestSuite(stage_guard, .init = start, .fini = stop);

/* "/partners/{partnerId}" as "/partners/x". */
static const char *sample_path(lamina_str template)
{
    char path[512];
    size_t len = 0;
    bool in_braces = false;
    for (size_t i = 0; i < template.len && len < sizeof path - 1; i++) {
        if (template.ptr[i] == '{')
            path[len++] = 'x';
        in_braces = template.ptr[i] == '{' || (in_braces && template.ptr[i] != '}');
        if (!in_braces && template.ptr[i] != '}')
            path[len++] = template.ptr[i];
    }
    return lamina_arena_copy(arena, (lamina_str){path, len}).ptr;
}

static lamina_http_answer ask(const lamina_json *route, const char *token)
{
    stage_call call = {.method =
                           lamina_arena_copy(arena, lamina_json_member_string(route, "method")).ptr,
                       .path = sample_path(lamina_json_member_string(route, "path"))};
    if (token != NULL)
        call.headers[0] = (lamina_param){LAMINA_STR("Authorization"), lamina_str_from(token)};
    return stage_send(client, stage, &call);
}

static void expect(const lamina_json *route, const char *token, int32_t status, const char *part)
{
    const lamina_http_answer answer = ask(route, token);
    const lamina_str operation = lamina_json_member_string(route, "operation");
    cr_expect_eq(answer.status, status, "%.*s with %s: %d", LAMINA_FMT(operation),
                 token != NULL ? token : "no token", (int)answer.status);
    cr_expect_not_null(memmem(answer.body.ptr, answer.body.len, part, strlen(part)), "%.*s: %.*s",
                       LAMINA_FMT(operation), LAMINA_FMT(answer.body));
}

static bool is_guarded(const lamina_json *route)
{
    return lamina_json_member(route, "method") != NULL &&
           lamina_json_member_string(route, "scope").len > 0;
}

Test(stage_guard, lets_nobody_pass_without_a_token_and_a_scope)
{
    size_t count = 0;
    for (const lamina_json *at = lamina_json_first(routes); at != NULL; at = lamina_json_next(at)) {
        if (!is_guarded(at))
            continue;
        count++;
        expect(at, NULL, 401, "{\"message\":\"Unauthorized\"}");
        expect(at, "", 401, "{\"message\":\"Unauthorized\"}");
        expect(at, "Bearer nobody gave this", 401, "{\"message\":\"Unauthorized\"}");
        expect(at, "Bearer deny", 403, "explicit deny");
        expect(at, "Bearer test:ada:-:-", 403, "urn:lamina:problem:forbidden");
        expect(at, "Bearer test:ada:p1:other:read,other:write", 403,
               "urn:lamina:problem:forbidden");
    }
    cr_expect_gt(count, 10, "there are more routes than that");
}

/* Of the modules that are shipped. One that is being written may say that its routes are public. */
static bool has_no_public_route(lamina_str module)
{
    return lamina_str_is(module, "partner") || lamina_str_is(module, "contract") ||
           lamina_str_is(module, "transaction");
}

Test(stage_guard, knows_public_routes_of_the_module_that_gives_tokens_alone)
{
    for (const lamina_json *at = lamina_json_first(routes); at != NULL; at = lamina_json_next(at))
        cr_expect(is_guarded(at) || lamina_json_member(at, "method") == NULL ||
                      !has_no_public_route(lamina_json_member_string(at, "module")),
                  "%.*s is public", LAMINA_FMT(lamina_json_member_string(at, "operation")));
}
