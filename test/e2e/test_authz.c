/*
 * The module authz as the API has it, on the real local stage: no route of any module but the public
 * ones without a token, and what becomes of tokens.
 */
#include <criterion/criterion.h>

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "authz_api.h"
#include "lamina/check.h"
#include "lamina/plugin.h"
#include "lamina/text.h"
#include "token_peer.h"

static authz_api api;

/* ---- every route of every module ---- */

enum { MODULE_CAP = 7 };

/* What may be reached without a token, and why: nobody can have one before. A route that is public and not here was made so
   without a word; a route that is here and not public cannot do its work. */
static const char *const public_routes[] = {
    "GET /authz/.well-known/jwks.json", /* public keys */
    "POST /authz/logout",               /* the refresh token in the body is the proof */
    "POST /authz/password/reset-requests",
    "POST /authz/password/resets", /* the code is the proof */
    "POST /authz/registrations",
    "POST /authz/token",
    "POST /authz/verifications", /* the code is the proof */
};

static bool is_known_public(const char *route)
{
    for (size_t i = 0; i < sizeof public_routes / sizeof *public_routes; i++)
        if (strcmp(public_routes[i], route) == 0)
            return true;
    return false;
}

/* The modules that the stage shall serve: all that were built, by what lies in build/plugins. */
static size_t find_modules(char names[MODULE_CAP][64])
{
    char path[512];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/plugins", getenv("LAMINA_BUILD"));
    DIR *folder = opendir(path);
    cr_assert_not_null(folder, "%s", path);
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        lamina_str rest = lamina_str_from(entry->d_name), name;
        if (!lamina_str_cut(&rest, '.', &name) || !lamina_str_is(rest, "so") ||
            lamina_str_is(name, "authz"))
            continue;
        cr_assert_lt(count, MODULE_CAP, "give the stage more room for plugins");
        snprintf(names[count++], 64, "%.*s", LAMINA_FMT(name));
    }
    closedir(folder);
    return count;
}

static const lamina_plugin *open_module(const char *name)
{
    lamina_str path =
        lamina_arena_format(api.arena, "%s/plugins/%s.so", getenv("LAMINA_BUILD"), name);
    void *handle = dlopen(path.ptr, RTLD_NOW | RTLD_LOCAL);
    cr_assert_not_null(handle, "%s", dlerror());
    return dlsym(handle, LAMINA_PLUGIN_SYMBOL);
}

/* A path of the template: an id in the place of each parameter. */
static const char *path_of(const char *template)
{
    lamina_text text;
    lamina_text_init(&text, 4096);
    for (const char *c = template; *c != '\0'; c++) {
        if (*c != '{') {
            lamina_text_add_char(&text, *c);
            continue;
        }
        lamina_text_add(&text, LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        c = strchr(c, '}');
    }
    const char *path = lamina_arena_copy(api.arena, lamina_text_view(&text)).ptr;
    lamina_text_clear(&text);
    return path;
}

static int32_t status_of(const lamina_route *route, lamina_str authorization)
{
    bool has_body = route->request != NULL;
    return authz_api_send(&api, route->method, path_of(route->path), authorization,
                          has_body ? "{}" : NULL)
        .status;
}

static void try_closed(const lamina_route *route, lamina_str nobody)
{
    const lamina_str refused[] = {{NULL, 0},
                                  LAMINA_STR("Bearer"),
                                  LAMINA_STR("Bearer x.y.z"),
                                  LAMINA_STR("Basic YWRhOnNlY3JldA=="),
                                  {nobody.ptr, nobody.len - 1}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        cr_expect_eq(status_of(route, refused[i]), 401, "%s %s, try %zu", route->method,
                     route->path, i);
    if (strcmp(route->scope, "authz:self") != 0)
        cr_expect_eq(status_of(route, nobody), 403, "%s %s without the scope %s", route->method,
                     route->path, route->scope);
}

/* Their public routes are known here; a module that is being written says itself which are. */
static bool is_shipped(const char *name)
{
    static const char *const shipped[] = {"authz", "partner", "contract", "transaction"};
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
        if (strcmp(name, shipped[i]) == 0)
            return true;
    return false;
}

static size_t try_module(const char *name, lamina_str nobody)
{
    const lamina_plugin *plugin = open_module(name);
    size_t open = 0;
    for (uint32_t i = 0; i < plugin->route_count; i++) {
        const lamina_route *route = lamina_plugin_route(plugin, i);
        lamina_str text = lamina_arena_format(api.arena, "%s %s", route->method, route->path);
        bool is_public = (route->flags & LAMINA_ROUTE_PUBLIC) != 0;
        cr_expect(!is_shipped(name) || is_public == is_known_public(text.ptr), "%s", text.ptr);
        if (!is_public)
            try_closed(route, nobody);
        else
            cr_expect_neq(status_of(route, (lamina_str){0}), 401, "%s", text.ptr);
        open += is_public && is_shipped(name);
    }
    return open;
}

/* Nothing is there to see behind a module's name either. */
static void try_elsewhere(const char *name)
{
    lamina_str path = lamina_arena_format(api.arena, "/%ss/no-such-place", name);
    int32_t status = authz_api_send(&api, "GET", path.ptr, (lamina_str){0}, NULL).status;
    cr_expect(status == 401 || status == 403, "%s: %d", path.ptr, (int)status);
}

Test(authz, no_route_but_the_public_ones_is_reached_without_a_token)
{
    char names[MODULE_CAP][64];
    const char *modules[MODULE_CAP + 1] = {NULL};
    size_t count = find_modules(names), open = 0;
    for (size_t i = 0; i < count; i++)
        modules[i] = names[i];
    authz_api_begin(&api, modules);
    lamina_str nobody = authz_api_user(&api, "nobody@example.com", NULL);
    open += try_module("authz", nobody);
    for (size_t i = 0; i < count; i++) {
        open += try_module(names[i], nobody);
        try_elsewhere(names[i]);
    }
    cr_expect_eq(open, sizeof public_routes / sizeof *public_routes);
    authz_api_end(&api);
}

/* ---- tokens ---- */

static void begin(void)
{
    static const char *const none[] = {NULL};
    authz_api_begin(&api, none);
}

static void end(void)
{
    authz_api_end(&api);
}

Test(authz, what_is_wrong_says_nothing_about_who_is_registered, .init = begin, .fini = end)
{
    authz_api_user(&api, "ada@example.com", NULL);
    const char *const bodies[] = {
        "{\"grant_type\":\"password\",\"username\":\"ada@example.com\",\"password\":\"wrong\"}",
        "{\"grant_type\":\"password\",\"username\":\"eve@example.com\",\"password\":\"wrong\"}"};
    lamina_str details[2];
    for (size_t i = 0; i < 2; i++) {
        lamina_str answer =
            authz_api_expect(&api, "POST", "/authz/token", (lamina_str){0}, bodies[i], 401);
        details[i] = authz_api_member(&api, answer, "detail");
        cr_expect(lamina_str_is(authz_api_member(&api, answer, "type"),
                                "urn:lamina:problem:invalid-credentials"));
    }
    cr_expect(lamina_str_equal(details[0], details[1]));
    static const char *const emails[] = {"ada@example.com", "eve@example.com"};
    for (size_t i = 0; i < 2; i++) {
        lamina_str body = lamina_arena_format(
            api.arena, "{\"email\":\"%s\",\"password\":\"another long password\"}", emails[i]);
        lamina_str answer =
            authz_api_expect(&api, "POST", "/authz/registrations", (lamina_str){0}, body.ptr, 202);
        cr_expect_eq(answer.len, 0);
        body = lamina_arena_format(api.arena, "{\"email\":\"%s\"}", emails[i]);
        answer = authz_api_expect(&api, "POST", "/authz/password/reset-requests", (lamina_str){0},
                                  body.ptr, 202);
        cr_expect_eq(answer.len, 0);
    }
}

/* The keys that are published, the token that was given: PyJWT knows nothing of us but these two. */
Test(authz, another_library_accepts_the_token_by_the_published_keys, .init = begin, .fini = end)
{
    lamina_str token = authz_api_user(&api, "ada@example.com", "[{\"roleId\":\"auditor\"}]");
    lamina_str keys =
        authz_api_expect(&api, "GET", "/authz/.well-known/jwks.json", (lamina_str){0}, NULL, 200);
    const char *words[PROGRAM_WORDS_CAP] = {"verify", keys.ptr, token.ptr + strlen("Bearer "),
                                            "urn:lamina", "urn:lamina"};
    program_result result = token_peer_run(words);
    cr_assert_eq(result.status, 0, "%s", result.errors);
    cr_expect_not_null(strstr(result.output, "authz:self contract:read partner:read"));
    program_forget(&result);
}

/* The codes and passwords that were used lie nowhere in what the stage and its processes wrote. */
Test(authz, no_secret_is_in_what_the_processes_write, .init = begin, .fini = end)
{
    lamina_str token = authz_api_user(&api, "ada@example.com", NULL);
    char *output = stage_output(api.stage), *errors = stage_errors(api.stage);
    const char *const texts[] = {output, errors};
    for (size_t i = 0; i < 2; i++) {
        cr_expect_null(strstr(texts[i], AUTHZ_API_PASSWORD));
        cr_expect_null(strstr(texts[i], "ada@example.com"));
        cr_expect_null(strstr(texts[i], token.ptr + strlen("Bearer ")));
    }
    cr_expect_not_null(strstr(errors, "user registered"));
    free(output);
    free(errors);
}

Test(authz, a_token_cannot_be_kept_by_a_cache, .init = begin, .fini = end)
{
    authz_api_user(&api, "ada@example.com", NULL);
    lamina_http_answer answer = authz_api_send(
        &api, "POST", "/authz/token", (lamina_str){0},
        "{\"grant_type\":\"password\",\"username\":\"ada@example.com\",\"password\":\"" AUTHZ_API_PASSWORD
        "\"}");
    cr_assert_eq(answer.status, 200);
    cr_expect(lamina_str_is(stage_header(&answer, "Cache-Control"), "no-store"));
    answer = authz_api_send(&api, "GET", "/authz/.well-known/jwks.json", (lamina_str){0}, NULL);
    cr_assert_eq(answer.status, 200);
    cr_expect(lamina_str_is(stage_header(&answer, "Cache-Control"), "public, max-age=300"));
}

Test(authz, an_administrator_keeps_roles_clients_and_keys, .init = begin, .fini = end)
{
    lamina_str a = api.administrator;
    authz_api_expect(&api, "POST", "/authz/roles", a,
                     "{\"roleId\":\"stock-keeper\",\"scopes\":[\"stock:count\"]}", 201);
    authz_api_expect(&api, "POST", "/authz/roles", a,
                     "{\"roleId\":\"stock-keeper\",\"scopes\":[\"stock:count\"]}", 409);
    authz_api_expect(&api, "PUT", "/authz/roles/stock-keeper", a,
                     "{\"scopes\":[\"stock:count\",\"stock:move\"]}", 200);
    authz_api_expect(&api, "PUT", "/authz/roles/auditor", a, "{\"scopes\":[\"stock:count\"]}", 409);
    authz_api_expect(&api, "DELETE", "/authz/roles/stock-keeper", a, NULL, 204);
    lamina_str made =
        authz_api_expect(&api, "POST", "/authz/clients", a,
                         "{\"name\":\"Importer\",\"scopes\":[\"authz:introspect\"]}", 201);
    lamina_str id = authz_api_member(&api, made, "clientId");
    lamina_str secret = authz_api_member(&api, made, "clientSecret");
    lamina_str body = lamina_arena_format(api.arena,
                                          "{\"grant_type\":\"client_credentials\",\"client_id\":"
                                          "\"%.*s\",\"client_secret\":\"%.*s\"}",
                                          LAMINA_FMT(id), LAMINA_FMT(secret));
    lamina_str answer =
        authz_api_expect(&api, "POST", "/authz/token", (lamina_str){0}, body.ptr, 200);
    lamina_str token = authz_api_member(&api, answer, "access_token");
    lamina_str client = lamina_arena_format(api.arena, "Bearer %.*s", LAMINA_FMT(token));
    body = lamina_arena_format(api.arena, "{\"token\":\"%.*s\"}", LAMINA_FMT(token));
    answer = authz_api_expect(&api, "POST", "/authz/introspections", client, body.ptr, 200);
    cr_expect_not_null(strstr(answer.ptr, "\"active\":true"));
    authz_api_expect(&api, "GET", "/authz/users", client, NULL, 403);

    authz_api_expect(&api, "POST", "/authz/signing-keys/rotations", a, NULL, 204);
    answer = authz_api_expect(&api, "GET", "/authz/signing-keys", a, NULL, 200);
    cr_expect_not_null(strstr(answer.ptr, "\"state\":\"retired\""));
    authz_api_expect(&api, "GET", "/authz/users", a, NULL, 200);
}
