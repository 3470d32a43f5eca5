/*
 * The rules of a plugin's entry and routes, one by one; test/abi has the same on real files.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/check.h"
#include "lamina/text.h"

static lamina_arena *arena;
static lamina_refusal refusal;
static lamina_route routes[3];
static lamina_plugin plugin;

static lamina_status handler(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return LAMINA_OK;
}

static const void *table(const lamina_host *host, const char *id)
{
    (void)id;
    return strcmp(id, LAMINA_LOG_1) == 0 ? host : NULL;
}

static const lamina_host host = {
    .abi_major = 1, .abi_minor = 0, .version = "1.0.0", .table = table};

/* A sound plugin of three routes, which each test then spoils in one place. */
static void set_up(void)
{
    arena = lamina_arena_new((size_t)1024 * 1024);
    routes[0] = (lamina_route){.operation = "list",
                               .method = "GET",
                               .path = "/things",
                               .handler = handler,
                               .flags = LAMINA_ROUTE_PUBLIC};
    routes[1] = (lamina_route){.operation = "get_one",
                               .method = "GET",
                               .path = "/things/{id}",
                               .handler = handler,
                               .scope = "things:read"};
    routes[2] = (lamina_route){.operation = "delete_one",
                               .method = "DELETE",
                               .path = "/things/{id}",
                               .handler = handler,
                               .scope = "things:write"};
    plugin = (lamina_plugin){.magic = LAMINA_PLUGIN_MAGIC,
                             .size = sizeof plugin,
                             .abi_major = 1,
                             .name = "things",
                             .version = "1.0.0",
                             .routes = routes,
                             .route_count = 3,
                             .route_size = sizeof *routes};
}

static void tear_down(void)
{
    lamina_arena_free(arena);
}

TestSuite(plugin_check, .init = set_up, .fini = tear_down);

static lamina_status check(void)
{
    return lamina_plugin_check(arena, &plugin, &host, LAMINA_STR("things"), &refusal);
}

static void expect(const char *type, const char *words)
{
    cr_expect_eq(check(), LAMINA_E_CONFIG, "accepted, expected %s: %s", type, words);
    if (refusal.type == NULL)
        return;
    cr_expect_str_eq(refusal.type, type, "%s: %.*s", refusal.type, LAMINA_FMT(refusal.message));
    cr_expect_not_null(strstr(refusal.message.ptr, words), "no \"%s\" in: %.*s", words,
                       LAMINA_FMT(refusal.message));
}

Test(plugin_check, accepts_what_is_sound)
{
    cr_assert_eq(check(), LAMINA_OK);
    cr_assert_null(refusal.type);
}

/* ---- needs ---- */

Test(plugin_check, names_all_missing_tables_and_the_latest_version)
{
    const lamina_need needs[] = {{"lamina.b/1", "1.9"},
                                 {LAMINA_LOG_1, "1.0"},
                                 {"lamina.c/1", "1.10"},
                                 {"lamina.d/1", "1.2"},
                                 {NULL, NULL}};
    plugin.needs = needs;
    plugin.need_count = 5;
    expect("Runtime.NeedMissing", "lamina.b/1, which came with host 1.9, and lamina.c/1");
    expect("Runtime.NeedMissing", "a table without an id, which came with host a later version");
    expect("Runtime.NeedMissing", "Deploy a layer of 1.10 or later");
}

Test(plugin_check, bounds_the_needs)
{
    plugin.need_count = 1;
    expect("Runtime.BadEntry", ".needs is NULL");
    plugin.needs = &(const lamina_need){LAMINA_LOG_1, "1.0"};
    plugin.need_count = UINT32_MAX;
    expect("Runtime.BadEntry", "256 are the most");
}

/* ---- the entry ---- */

Test(plugin_check, has_a_rule_for_names)
{
    static const char *const bad[] = {NULL,
                                      "",
                                      "Things",
                                      "1things",
                                      "-things",
                                      "thi_ngs",
                                      "thi.ngs",
                                      "a23456789012345678901234567890123456789012345678901234567890"
                                      "12345"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        plugin.name = bad[i];
        expect("Runtime.BadEntry", "a name is a lower-case letter");
    }
    plugin.name = "other";
    expect("Runtime.BadEntry", "file and name must agree");
}

Test(plugin_check, has_a_rule_for_versions)
{
    static const char *const bad[] = {NULL,
                                      "",
                                      "1 0",
                                      "1.0\n",
                                      "\xc3\xa4",
                                      "1.012345678901234567890123456789012345678901234567890123456"
                                      "7890123456789"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        plugin.version = bad[i];
        expect("Runtime.BadEntry", ".version");
    }
}

Test(plugin_check, bounds_sizes_and_counts)
{
    plugin.size = UINT32_MAX;
    expect("Runtime.NotAPlugin", "4294967295 bytes");
    plugin.size = 119;
    expect("Runtime.NotAPlugin", "119 bytes");
    plugin.size = sizeof plugin;
    plugin.route_size = 80;
    expect("Runtime.BadEntry", ".route_size is 80");
    plugin.route_size = 0;
    expect("Runtime.BadEntry", ".route_size is 0");
    plugin.route_size = 90;
    expect("Runtime.BadEntry", ".route_size is 90");
    plugin.route_size = sizeof *routes;
    plugin.route_count = UINT32_MAX;
    expect("Runtime.BadEntry", "4096 are the most");
    plugin.route_count = 0;
    expect("Runtime.BadEntry", "no routes");
    plugin.route_count = 3;
    plugin.routes = NULL;
    expect("Runtime.BadEntry", "no routes");
}

static lamina_status hook(void *state)
{
    (void)state;
    return LAMINA_OK;
}

Test(plugin_check, leaves_reserved_members_to_later_minors)
{
    plugin.before_snapshot = hook;
    expect("Runtime.BadEntry", "reserves");
    plugin.abi_minor = 1;
    cr_expect_eq(check(), LAMINA_OK);
}

Test(plugin_check, leaves_unknown_numbers_to_later_minors)
{
    plugin.concurrency = LAMINA_CONCURRENT + 1;
    expect("Runtime.BadEntry", ".concurrency is 2");
    plugin.abi_minor = 1;
    cr_expect_eq(check(), LAMINA_OK);

    plugin.abi_minor = 0;
    plugin.concurrency = LAMINA_CONCURRENT;
    routes[1].flags = 0x80000000u;
    expect("Runtime.BadRoute", "has .flags of 0x80000000");
    plugin.abi_minor = 1;
    cr_expect_eq(check(), LAMINA_OK);
}

Test(plugin_check, steps_over_routes_of_a_later_size)
{
    struct {
        lamina_route known;
        uint64_t later[3];
    } grown[2] = {{.known = routes[0]}, {.known = routes[1]}};
    plugin.routes = &grown[0].known;
    plugin.route_count = 2;
    plugin.route_size = sizeof grown[0];
    cr_assert_eq(check(), LAMINA_OK);
    cr_assert_eq(lamina_plugin_route(&plugin, 1), &grown[1].known);
}

/* ---- routes ---- */

Test(plugin_check, has_a_rule_for_operations)
{
    static const char *const bad[] = {NULL, "", "Get", "get-one", "_get", "1get", "get one"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        routes[1].operation = bad[i];
        expect("Runtime.BadRoute", ".operation");
    }
}

Test(plugin_check, knows_the_methods_of_handlers)
{
    static const char *const bad[] = {NULL, "", "get", "HEAD", "OPTIONS", "TRACE", "GET "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        routes[1].method = bad[i];
        expect("Runtime.BadRoute", ".method");
    }
}

Test(plugin_check, has_a_rule_for_paths)
{
    static const char *const bad[] = {NULL, "", "things", "/things/", "/{a}/{a}", "/{a+}/b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        routes[1].path = bad[i];
        expect("Runtime.BadRoute", ".path");
    }
}

Test(plugin_check, wants_a_handler_and_a_body_that_can_come)
{
    routes[1].handler = NULL;
    expect("Runtime.BadRoute", "no .handler");
    routes[1].handler = handler;
    routes[1].body_cap = 6 * 1024 * 1024 + 1;
    expect("Runtime.BadRoute", ".body_cap of 6291457");
    routes[1].body_cap = 6 * 1024 * 1024;
    cr_expect_eq(check(), LAMINA_OK);
}

Test(plugin_check, wants_to_know_who_may_call_a_route)
{
    routes[1].scope = NULL;
    expect("Runtime.BadRoute", "neither a .scope nor LAMINA_ROUTE_PUBLIC");
    routes[1].scope = "a";
    routes[1].flags = LAMINA_ROUTE_PUBLIC;
    expect("Runtime.BadRoute", "both a .scope and LAMINA_ROUTE_PUBLIC");
    routes[1].flags = 0;
    static const char *const bad[] = {"", "a b", "a\"", "a\\", "\x01", "\xc3\xa4"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        routes[1].scope = bad[i];
        expect("Runtime.BadRoute", "no single scope");
    }
}

Test(plugin_check, finds_duplicates)
{
    routes[2].operation = "get_one";
    expect("Runtime.DuplicateRoute", "has the .operation of another route (GET /things/{id})");
    routes[2].operation = "delete_one";
    routes[2].method = "GET";
    routes[2].path = "/things/{thing}";
    expect("Runtime.DuplicateRoute", "matches the same paths as route get_one");
    routes[2].path = "/things/{thing+}";
    cr_expect_eq(check(), LAMINA_OK);
}

/* ---- records ---- */

typedef struct pair {
    lamina_presence has;
    lamina_str name;
    const void *inner;
} pair;

static const lamina_field bad_inner_fields[] = {
    {.name = "name", .type = 99, .offset = offsetof(pair, name)}};
static const lamina_record bad_inner = {.size = sizeof(lamina_record),
                                        .name = "Inner",
                                        .struct_size = sizeof(pair),
                                        .field_size = sizeof(lamina_field),
                                        .fields = bad_inner_fields,
                                        .field_count = 1};
static const lamina_field outer_fields[] = {{.name = "inner",
                                             .type = LAMINA_TYPE_RECORD,
                                             .offset = offsetof(pair, inner),
                                             .record = &bad_inner}};
static const lamina_record outer = {.size = sizeof(lamina_record),
                                    .name = "Outer",
                                    .struct_size = sizeof(pair),
                                    .field_size = sizeof(lamina_field),
                                    .fields = outer_fields,
                                    .field_count = 1};

Test(plugin_check, looks_into_the_records_of_every_member)
{
    routes[1].query = &outer;
    expect("Runtime.BadRecord", ".query");
    routes[1].query = NULL;
    routes[1].request = &outer;
    expect("Runtime.BadRecord", ".request");
    routes[1].request = NULL;
    routes[2].response = &bad_inner;
    expect("Runtime.BadRecord", ".response");
}

static const lamina_field name_fields[] = {
    {.name = "name", .type = LAMINA_TYPE_STRING, .offset = offsetof(pair, name)}};
static const lamina_record sound_inner = {.size = sizeof(lamina_record),
                                          .name = "Inner",
                                          .struct_size = sizeof(pair),
                                          .field_size = sizeof(lamina_field),
                                          .fields = name_fields,
                                          .field_count = 1};
static const lamina_field nested_fields[] = {{.name = "inner",
                                              .type = LAMINA_TYPE_RECORD,
                                              .offset = offsetof(pair, inner),
                                              .record = &sound_inner}};
static const lamina_record nested = {.size = sizeof(lamina_record),
                                     .name = "Nested",
                                     .struct_size = sizeof(pair),
                                     .field_size = sizeof(lamina_field),
                                     .fields = nested_fields,
                                     .field_count = 1};

Test(plugin_check, refuses_records_in_a_query_string)
{
    routes[1].request = &nested;
    cr_expect_eq(check(), LAMINA_OK);
    routes[0].query = &nested;
    expect("Runtime.BadRecord", "a query string is flat");
}

/* ---- room ---- */

Test(plugin_check, still_names_the_refusal_when_the_arena_is_full)
{
    while (lamina_arena_alloc(arena, 16) != NULL)
        continue;
    plugin.magic = 0;
    cr_assert_eq(check(), LAMINA_E_CONFIG);
    cr_assert_str_eq(refusal.type, "Runtime.NotAPlugin");
    cr_assert_gt(refusal.message.len, 0);
    plugin.magic = LAMINA_PLUGIN_MAGIC;
    cr_assert_eq(check(), LAMINA_E_CONFIG);
    cr_assert_str_eq(refusal.type, "Runtime.BadEntry");
}
