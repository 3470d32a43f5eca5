/*
 * A plugin that is its own authorizer: who is known, who is not, and when it is not asked.
 */
#include <stdio.h>

#include "fixture.h"
#include "lamina/event.h"

static fixture f;
static lamina_plugin own;
static uint32_t asked;
static lamina_authorizer_event seen;

/* "Bearer ada" is let in, "Bearer eve" kept out, "Bearer down" cannot be told. */
static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    asked++;
    seen = *event;
    if (lamina_str_is(event->token, "Bearer down"))
        return LAMINA_E_UNAVAILABLE;
    if (lamina_str_is(event->token, "Bearer nobody"))
        return lamina_fail(context, LAMINA_E_UNAUTHENTICATED, "own-words", "in words of its own");
    if (lamina_str_is(event->token, "Bearer eve"))
        decision->verdict = LAMINA_AUTHORIZER_DENY;
    if (lamina_str_is(event->token, "Bearer ghost"))
        decision->verdict = LAMINA_AUTHORIZER_ALLOW; /* without a name */
    if (!lamina_str_is(event->token, "Bearer ada") && !lamina_str_is(event->token, "Bearer reader"))
        return LAMINA_OK;
    decision->verdict = LAMINA_AUTHORIZER_ALLOW;
    decision->principal_id = LAMINA_STR("ada");
    decision->tenant = LAMINA_STR("t-1");
    decision->scopes = lamina_str_is(event->token, "Bearer ada") ? LAMINA_STR("items:write")
                                                                 : LAMINA_STR("items:read");
    return LAMINA_OK;
}

static const lamina_event_handler events[] = {
    {.operation = "authorize", .kind = LAMINA_EVENT_AUTHORIZER, .handler.authorizer = authorize},
};

static lamina_str caller, tenant;

static lamina_status see_caller(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    (void)request;
    (void)response;
    caller = context->caller_id;
    tenant = context->caller_tenant;
    cr_expect_eq(request->authorizer.len, 0);
    return LAMINA_OK;
}

static void open_own(void)
{
    fixture_open(&f);
    own = *f.service.plugin;
    own.events = events;
    own.event_count = 1;
    own.event_size = sizeof(lamina_event_handler);
    f.service.plugin = &own;
    fixture_handler.act = see_caller;
}

static void close_own(void)
{
    fixture_close(&f);
}

TestSuite(own_authorizer, .init = open_own, .fini = close_own);

static int64_t status_for(const char *method, const char *credentials)
{
    char members[256];
    snprintf(members, sizeof members,
             ",\"headers\":{\"Content-Type\":\"application/json\"%s%s%s},"
             "\"body\":\"{\\\"name\\\":\\\"saw\\\"}\"",
             credentials != NULL ? ",\"authorization\":\"" : "",
             credentials != NULL ? credentials : "", credentials != NULL ? "\"" : "");
    cr_assert_eq(fixture_run_rest(&f, method, "/items/1", members), LAMINA_OK);
    return fixture_status(&f);
}

Test(own_authorizer, knows_its_caller_where_no_authorizer_was)
{
    cr_expect_eq(status_for("PUT", "Bearer ada"), 204);
    fixture_expect(caller, "ada");
    fixture_expect(tenant, "t-1");
    fixture_expect(seen.method, "PUT");
    fixture_expect(seen.path, "/items/1");
    cr_expect_eq(seen.type, LAMINA_AUTHORIZER_REQUEST);
    cr_expect_eq(asked, 1);
}

Test(own_authorizer, refuses_as_the_guard_does)
{
    cr_expect_eq(status_for("PUT", "Bearer reader"), 403);
    fixture_expect(fixture_problem(&f, "type"), "urn:lamina:problem:forbidden");
    cr_expect_eq(status_for("PUT", "Bearer eve"), 403);
    static const char *const unknown[] = {"Bearer x", "Bearer nobody", "Bearer ghost"};
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(status_for("PUT", unknown[i]), 401, "%s", unknown[i]);
        fixture_expect(fixture_problem(&f, "type"), "urn:lamina:problem:unauthenticated");
    }
    cr_expect_eq(status_for("PUT", "Bearer down"), 503);
    cr_expect_eq(fixture_handler.calls, 0);
}

Test(own_authorizer, is_not_asked_without_credentials_or_where_nobody_need_be_known)
{
    cr_expect_eq(status_for("PUT", NULL), 401);
    cr_expect_eq(status_for("GET", "Bearer ada"), 204);
    cr_expect_eq(asked, 0);
}

Test(own_authorizer, does_not_contradict_the_authorizer_in_front)
{
    cr_assert_eq(fixture_run_text(&f, "{\"httpMethod\":\"PUT\",\"path\":\"/items/1\","
                                      "\"headers\":{\"Authorization\":\"Bearer ada\"},"
                                      "\"requestContext\":{\"authorizer\":{\"scope\":"
                                      "\"items:read\"}}}"),
                 LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 403);
    cr_expect_eq(asked, 0);
}
