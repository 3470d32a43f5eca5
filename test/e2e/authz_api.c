/* The module authz on a local stage: see authz_api.h. */
#include "authz_api.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/models.h"
#include "dynamodb_local.h"
#include "lamina/json.h"
#include "lamina/text.h"

enum { ARENA_CAP = 64 << 20, FILE_CAP = 512 };

static const char *in_build(authz_api *api, const char *folder, const char *name, const char *end)
{
    return lamina_arena_format(api->arena, "%s/%s/%s%s", getenv("LAMINA_BUILD"), folder, name, end)
        .ptr;
}

/* ---- the stage ---- */

/* The program's tests share one database: each has tables of its own in it. Models that share a table share its
   variable, and the last name holds for all. */
static void name_tables(authz_api *api, stage_options *options)
{
    size_t at = 0;
    while (options->arguments[at] != NULL)
        at++;
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        char table[DYNAMODB_LOCAL_TABLE_CAP];
        dynamodb_local_table_name(table, domain_models[i]->name);
        options->arguments[at++] = "--env";
        options->arguments[at++] =
            lamina_arena_format(api->arena, "%s=%s", domain_models[i]->table_env, table).ptr;
        cr_assert_lt(at, sizeof options->arguments / sizeof *options->arguments - 2);
    }
}

static void start(authz_api *api, const char *const *plugins)
{
    const char *tables = in_build(api, "bin", "domain-tables", " create");
    const char *administrator = in_build(api, "bin", "domain-administrator", "");
    stage_options options = {
        .plugins = {in_build(api, "plugins", "authz", ".so")},
        .arguments = {
            "--setup", tables, "--setup",
            lamina_arena_format(api->arena, "%s %s http://api.example/v1", administrator, api->file)
                .ptr,
            "--env", "LAMINA_SCRYPT_COST=4,8,1"}};
    name_tables(api, &options);
    for (size_t i = 0; plugins[i] != NULL; i++)
        options.plugins[1 + i] = in_build(api, "plugins", plugins[i], ".so");
    api->stage = stage_start(&options);
}

/* The request that domain-administrator has written. */
static void log_administrator_in(authz_api *api)
{
    char body[FILE_CAP] = {0};
    FILE *file = fopen(api->file, "r");
    cr_assert_not_null(file, "%s", api->file);
    cr_assert_gt(fread(body, 1, sizeof body - 1, file), 0);
    fclose(file);
    lamina_str answer = authz_api_expect(api, "POST", "/authz/token", (lamina_str){0}, body, 200);
    lamina_str token = authz_api_member(api, answer, "access_token");
    api->administrator = lamina_arena_format(api->arena, "Bearer %.*s", LAMINA_FMT(token));
}

void authz_api_begin(authz_api *api, const char *const *plugins)
{
    *api =
        (authz_api){.client = lamina_http_client_new(NULL), .arena = lamina_arena_new(ARENA_CAP)};
    cr_assert(api->client != NULL && api->arena != NULL);
    dynamodb_local_use();
    snprintf(api->file, sizeof api->file, "/tmp/lamina-administrator-%d.json", getpid());
    start(api, plugins);
    log_administrator_in(api);
}

void authz_api_end(authz_api *api)
{
    cr_expect_eq(stage_stop(api->stage), 0);
    unlink(api->file);
    lamina_http_client_free(api->client);
    lamina_arena_free(api->arena);
}

/* ---- requests ---- */

lamina_http_answer authz_api_send(authz_api *api, const char *method, const char *path,
                                  lamina_str authorization, const char *body)
{
    stage_call call = {.method = method, .path = path};
    size_t count = 0;
    if (authorization.len > 0)
        call.headers[count++] = (lamina_param){LAMINA_STR("Authorization"), authorization};
    if (body != NULL) {
        call.body = lamina_str_from(body);
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Content-Type"), LAMINA_STR("application/json")};
    }
    return stage_send(api->client, api->stage, &call);
}

lamina_str authz_api_expect(authz_api *api, const char *method, const char *path,
                            lamina_str authorization, const char *body, int32_t status)
{
    lamina_http_answer answer = authz_api_send(api, method, path, authorization, body);
    cr_assert_eq(answer.status, status, "%s %s: %d, not %d: %.*s", method, path, (int)answer.status,
                 (int)status, LAMINA_FMT(answer.body));
    return lamina_arena_copy(api->arena, answer.body);
}

lamina_str authz_api_member(authz_api *api, lamina_str json, const char *name)
{
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(api->arena, json, 0, &value, NULL), LAMINA_OK, "%.*s",
                 LAMINA_FMT(json));
    return lamina_json_member_string(value, name);
}

/* ---- users ---- */

/* The code in the outbox for that address. It is found by way of an index, which may be behind its table. */
static lamina_str code_for(authz_api *api, const char *email)
{
    lamina_str list = authz_api_expect(api, "GET", "/authz/notifications?limit=100",
                                       api->administrator, NULL, 200);
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(api->arena, list, 0, &value, NULL), LAMINA_OK);
    const lamina_json *item = lamina_json_first(lamina_json_member(value, "items"));
    for (; item != NULL; item = lamina_json_next(item))
        if (lamina_str_is(lamina_json_member_string(item, "recipient"), email))
            return lamina_json_member_string(item, "code");
    cr_assert_fail("there is no code for %s in %.*s", email, LAMINA_FMT(list));
    return (lamina_str){0};
}

static lamina_str id_of(authz_api *api, const char *email)
{
    lamina_str list =
        authz_api_expect(api, "GET", "/authz/users?limit=100", api->administrator, NULL, 200);
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(api->arena, list, 0, &value, NULL), LAMINA_OK);
    const lamina_json *item = lamina_json_first(lamina_json_member(value, "items"));
    for (; item != NULL; item = lamina_json_next(item))
        if (lamina_str_is(lamina_json_member_string(item, "email"), email))
            return lamina_json_member_string(item, "userId");
    cr_assert_fail("there is no user %s in %.*s", email, LAMINA_FMT(list));
    return (lamina_str){0};
}

static void set_grants(authz_api *api, const char *email, const char *grants)
{
    lamina_str id = id_of(api, email);
    lamina_str path = lamina_arena_format(api->arena, "/authz/users/%.*s", LAMINA_FMT(id));
    lamina_str body = lamina_arena_format(api->arena, "{\"grants\":%s}", grants);
    authz_api_expect(api, "PATCH", path.ptr, api->administrator, body.ptr, 200);
}

lamina_str authz_api_log_in(authz_api *api, const char *email)
{
    lamina_str body = lamina_arena_format(
        api->arena,
        "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"" AUTHZ_API_PASSWORD "\"}",
        email);
    lamina_str answer =
        authz_api_expect(api, "POST", "/authz/token", (lamina_str){0}, body.ptr, 200);
    lamina_str token = authz_api_member(api, answer, "access_token");
    return lamina_arena_format(api->arena, "Bearer %.*s", LAMINA_FMT(token));
}

lamina_str authz_api_user(authz_api *api, const char *email, const char *grants)
{
    lamina_str body = lamina_arena_format(
        api->arena, "{\"email\":\"%s\",\"password\":\"" AUTHZ_API_PASSWORD "\"}", email);
    authz_api_expect(api, "POST", "/authz/registrations", (lamina_str){0}, body.ptr, 202);
    lamina_str code = code_for(api, email);
    body = lamina_arena_format(api->arena, "{\"code\":\"%.*s\"}", LAMINA_FMT(code));
    authz_api_expect(api, "POST", "/authz/verifications", (lamina_str){0}, body.ptr, 204);
    if (grants != NULL)
        set_grants(api, email, grants);
    return authz_api_log_in(api, email);
}
