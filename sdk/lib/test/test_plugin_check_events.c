/*
 * The rules of a plugin's handlers of events other than HTTP, one by one.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/check.h"
#include "lamina/text.h"

static lamina_arena *arena;
static lamina_refusal refusal;
static lamina_route route;
static lamina_event_handler events[3];
static lamina_plugin plugin;

static lamina_status serve(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return LAMINA_OK;
}

static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    (void)context;
    (void)event;
    (void)decision;
    return LAMINA_OK;
}

static lamina_status do_it(lamina_context *context, const lamina_direct_event *event,
                           lamina_direct_answer *answer)
{
    (void)context;
    (void)event;
    (void)answer;
    return LAMINA_OK;
}

static lamina_status on_message(lamina_context *context, const lamina_sqs_message *message)
{
    (void)context;
    (void)message;
    return LAMINA_OK;
}

static const void *table(const lamina_host *host, const char *id)
{
    (void)host;
    (void)id;
    return NULL;
}

static const lamina_host host = {
    .abi_major = 1, .abi_minor = 0, .version = "1.0.0", .table = table};

/* A sound plugin of one route and three handlers, which each test then spoils in one place. */
static void set_up(void)
{
    arena = lamina_arena_new((size_t)1024 * 1024);
    route = (lamina_route){.operation = "list",
                           .method = "GET",
                           .path = "/things",
                           .handler = serve,
                           .flags = LAMINA_ROUTE_PUBLIC};
    events[0] = (lamina_event_handler){
        .operation = "authorize", .kind = LAMINA_EVENT_AUTHORIZER, .handler.authorizer = authorize};
    events[1] = (lamina_event_handler){
        .operation = "do_it", .kind = LAMINA_EVENT_DIRECT, .handler.direct = do_it};
    events[2] = (lamina_event_handler){.operation = "on_message",
                                       .kind = LAMINA_EVENT_SQS,
                                       .flags = LAMINA_EVENT_WHOLE_BATCH,
                                       .handler.sqs = on_message};
    plugin = (lamina_plugin){.magic = LAMINA_PLUGIN_MAGIC,
                             .size = sizeof plugin,
                             .abi_major = 1,
                             .name = "things",
                             .version = "1.0.0",
                             .routes = &route,
                             .route_count = 1,
                             .route_size = sizeof route,
                             .events = events,
                             .event_count = 3,
                             .event_size = sizeof *events};
}

static void tear_down(void)
{
    lamina_arena_free(arena);
}

TestSuite(plugin_check_events, .init = set_up, .fini = tear_down);

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

Test(plugin_check_events, accepts_what_is_sound)
{
    cr_expect_eq(check(), LAMINA_OK, "%.*s", LAMINA_FMT(refusal.message));
}

Test(plugin_check_events, need_no_routes_beside_them)
{
    plugin.routes = NULL;
    plugin.route_count = 0;
    plugin.route_size = 0;
    cr_expect_eq(check(), LAMINA_OK, "%.*s", LAMINA_FMT(refusal.message));
    plugin.event_count = 0;
    expect("Runtime.BadEntry", "or .events, .event_count and .event_size");
}

Test(plugin_check_events, bound_the_table)
{
    plugin.event_size = 40;
    expect("Runtime.BadEntry", ".event_size is 40");
    plugin.event_size = 52;
    expect("Runtime.BadEntry", ".event_size is 52");
    plugin.event_size = sizeof *events;
    plugin.event_count = UINT32_MAX;
    expect("Runtime.BadEntry", "1024 are the most");
    plugin.event_count = 3;
    plugin.events = NULL;
    expect("Runtime.BadEntry", ".events is NULL");
}

Test(plugin_check_events, have_a_rule_for_operations)
{
    static const char *const bad[] = {NULL, "", "On", "on-it", "_on", "1on", "on it"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        events[1].operation = bad[i];
        expect("Runtime.BadEventHandler", ".operation");
    }
}

Test(plugin_check_events, want_a_function)
{
    events[0].handler.authorizer = NULL;
    expect("Runtime.BadEventHandler", "authorize (authorizer) has no function");
    events[0].handler.authorizer = authorize;
    events[2].handler.sqs = NULL;
    expect("Runtime.BadEventHandler", "Set .handler.sqs.");
}

Test(plugin_check_events, leave_unknown_kinds_to_later_minors)
{
    static const uint32_t unknown[] = {0, LAMINA_EVENT_SCHEDULE + 1, UINT32_MAX};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        plugin.abi_minor = 0;
        events[1].kind = unknown[i];
        expect("Runtime.BadEventHandler", "has a .kind of");
        plugin.abi_minor = 1;
        cr_expect_eq(check(), LAMINA_OK, "%.*s", LAMINA_FMT(refusal.message));
    }
    events[1].operation = "Not A Name";
    expect("Runtime.BadEventHandler", ".operation");
}

Test(plugin_check_events, have_only_what_their_kind_has)
{
    events[0].flags = LAMINA_EVENT_WHOLE_BATCH;
    expect("Runtime.BadEventHandler", "has .flags of 0x1");
    events[0].flags = 0;
    events[2].flags = 0x10;
    expect("Runtime.BadEventHandler", "has .flags of 0x10");
    events[2].flags = 0;
    const lamina_record record = {0};
    events[0].request = &record;
    expect("Runtime.BadEventHandler", "has a .request record");
    events[0].request = NULL;
    events[2].response = &record;
    expect("Runtime.BadEventHandler", "only direct operations have an output");
}

Test(plugin_check_events, have_sound_records)
{
    const lamina_record record = {.size = sizeof record, .name = "Empty"};
    events[1].request = &record;
    expect("Runtime.BadRecord", "do_it (direct) has a .request record that is not sound");
    events[1].request = NULL;
    events[1].response = &record;
    expect("Runtime.BadRecord", "has a .response record");
}

Test(plugin_check_events, have_names_of_their_own)
{
    events[2].operation = "list";
    expect("Runtime.DuplicateOperation", "has the .operation of a route (GET /things)");
    events[2].operation = "do_it";
    expect("Runtime.DuplicateOperation", "another event handler (direct)");
}

Test(plugin_check_events, may_be_of_a_later_size)
{
    struct {
        lamina_event_handler known;
        uint64_t later[3];
    } grown[2] = {{.known = events[0]}, {.known = events[1]}};
    plugin.events = &grown[0].known;
    plugin.event_count = 2;
    plugin.event_size = sizeof grown[0];
    cr_assert_eq(check(), LAMINA_OK);
    cr_assert_eq(lamina_plugin_event(&plugin, 1), &grown[1].known);
}

Test(plugin_check_events, have_words_for_their_kinds)
{
    cr_expect_str_eq(lamina_event_kind_name(LAMINA_EVENT_AUTHORIZER), "authorizer");
    cr_expect_str_eq(lamina_event_kind_name(LAMINA_EVENT_SCHEDULE), "schedule");
    cr_expect_str_eq(lamina_event_kind_name(0), "unknown kind");
    cr_expect_str_eq(lamina_event_kind_name(LAMINA_EVENT_SCHEDULE + 1), "unknown kind");
}
