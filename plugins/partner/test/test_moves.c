/*
 * Moves from status to status, and the audit trail that every change leaves.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/text.h"
#include "partner_requests.h"

TestSuite(moves, .init = partner_requests_begin, .fini = partner_requests_end);

#define UNPAID "{\"reason\":\"unpaid\"}"

static void post(const char *path, const char *more, const char *body)
{
    lamina_test_send(api, "POST", partner_requests_path(path, more), body);
}

Test(moves, a_partner_is_activated_suspended_and_reactivated)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    cr_assert(lamina_test_says(api, "/status", "pending"));
    post(path, "/activate", NULL);
    cr_assert(lamina_test_status_is(api, 200));
    cr_assert(lamina_test_says(api, "/status", "active"));
    post(path, "/suspend", UNPAID);
    cr_assert(lamina_test_says(api, "/status", "suspended"));
    cr_assert(lamina_test_says(api, "/statusReason", "unpaid"));
    cr_assert(lamina_test_header_is(api, "ETag", "\"3\""));
    post(path, "/reactivate", "{\"reason\":\"paid\"}");
    cr_assert(lamina_test_says(api, "/status", "active"));
    cr_assert(lamina_test_lacks(api, "/statusReason"));
    lamina_test_send(api, "GET", path, NULL);
    cr_assert(lamina_test_says(api, "/status", "active"));
    cr_assert(lamina_test_header_is(api, "ETag", "\"4\""));
}

Test(moves, only_some_are_allowed)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    post(path, "/reactivate", UNPAID);
    cr_expect(lamina_test_problem_is(api, 409, "partner-move-refused"));
    post(path, "/suspend", UNPAID);
    cr_expect(lamina_test_status_is(api, 200));
    post(path, "/activate", NULL);
    cr_expect(lamina_test_problem_is(api, 409, "partner-move-refused"));
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_says(api, "/status", "suspended"));
}

Test(moves, a_retry_is_answered_as_before_and_leaves_no_second_entry)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    for (int i = 0; i < 3; i++) {
        lamina_test_header(api, "If-Match", "\"1\"");
        post(path, "/suspend", UNPAID);
        cr_expect(lamina_test_status_is(api, 200));
        cr_expect(lamina_test_header_is(api, "ETag", "\"2\""));
    }
    post(path, "/suspend", "{\"reason\":\"another\"}");
    cr_expect(lamina_test_problem_is(api, 409, "partner-move-refused"));
    lamina_test_send(api, "GET", partner_requests_path(path, "/audit"), NULL);
    cr_expect_eq(partner_requests_items(), 2);
}

Test(moves, ask_for_a_reason_and_a_version)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    post(path, "/suspend", "{}");
    cr_expect(lamina_test_violates(api, "/reason", "required"));
    post(path, "/suspend", "{\"reason\":\" \"}");
    cr_expect(lamina_test_violates(api, "/reason", "format"));
    lamina_test_header(api, "If-Match", "\"7\"");
    post(path, "/suspend", UNPAID);
    cr_expect(lamina_test_problem_is(api, 412, "partner-version-conflict"));
    post("/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/suspend", UNPAID);
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
}

Test(moves, nobody_sets_a_status_otherwise)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    lamina_test_send(api, "PATCH", path, "{\"status\":\"active\"}");
    cr_expect(lamina_test_violates(api, "/status", "read-only"));
    lamina_test_send(api, "PATCH", path, "{\"statusReason\":\"x\"}");
    cr_expect(lamina_test_violates(api, "/statusReason", "unknown"));
    lamina_test_send(api, "POST", "/partners",
                     "{\"legalName\":\"B\",\"email\":\"b@example.com\",\"country\":\"DE\","
                     "\"status\":\"suspended\"}");
    cr_expect(lamina_test_violates(api, "/status", "enum"));
}

/* ---- the audit trail ---- */

static void expect_entry(size_t i, const char *action, const char *caller, const char *reason)
{
    cr_expect(lamina_test_says(api, partner_requests_text("/items/%zu/action", i), action));
    cr_expect(lamina_test_says(api, partner_requests_text("/items/%zu/callerId", i), caller));
    const char *where = partner_requests_text("/items/%zu/reason", i);
    cr_expect(reason == NULL ? lamina_test_lacks(api, where)
                             : lamina_test_says(api, where, reason));
}

Test(moves, every_change_says_who_did_what_and_why)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    post(path, "/activate", NULL);
    lamina_test_as(api, "bob", NULL, "partner:write");
    lamina_test_send(api, "PATCH", path,
                     "{\"phone\":\"+4930123456\",\"displayName\":null,"
                     "\"bankAccount\":{\"iban\":\"DE89370400440532013000\"}}");
    cr_assert(lamina_test_status_is(api, 200));
    post(path, "/suspend", UNPAID);
    partner_requests_be_staff();
    lamina_test_send(api, "GET", partner_requests_path(path, "/audit"), NULL);
    cr_assert_eq(partner_requests_items(), 4);
    expect_entry(0, "suspended", "bob", "unpaid");
    expect_entry(1, "changed", "bob", NULL);
    expect_entry(2, "activated", "ada", NULL);
    expect_entry(3, "created", "ada", NULL);
    cr_expect(lamina_test_says(api, "/items/1/changed/0", "displayName"));
    cr_expect(lamina_test_says(api, "/items/1/changed/1", "phone"));
    cr_expect(lamina_test_says(api, "/items/1/changed/2", "bankAccount"));
    cr_expect(lamina_test_lacks(api, "/items/1/changed/3"));
    cr_expect_eq(lamina_test_at(api, "/items/0/at").len, 27);
    cr_expect_null(memmem(lamina_test_body(api).ptr, lamina_test_body(api).len, "3000", 4),
                   "a trail names fields and holds no values");
}

Test(moves, a_change_that_is_refused_leaves_no_entry)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    partner_requests_create("B", "b@example.com");
    lamina_test_send(api, "PATCH", path, "{\"email\":\"B@example.com\"}");
    cr_expect(lamina_test_problem_is(api, 409, "partner-email-taken"));
    lamina_test_header(api, "If-Match", "\"9\"");
    lamina_test_send(api, "PATCH", path, "{\"phone\":null}");
    cr_expect(lamina_test_status_is(api, 412));
    lamina_test_send(api, "GET", partner_requests_path(path, "/audit"), NULL);
    cr_expect_eq(partner_requests_items(), 1);
}

Test(moves, a_trail_outlives_its_partner)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    const char *audit = partner_requests_path(path, "/audit");
    lamina_test_send(api, "DELETE", path, NULL);
    cr_assert(lamina_test_status_is(api, 204));
    lamina_test_send(api, "GET", audit, NULL);
    cr_assert_eq(partner_requests_items(), 2);
    cr_expect(lamina_test_says(api, "/items/0/action", "deleted"));
    lamina_test_send(api, "GET", "/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV/audit", NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
}

Test(moves, a_trail_is_read_page_by_page)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    post(path, "/activate", NULL);
    post(path, "/suspend", UNPAID);
    lamina_test_send(api, "GET", partner_requests_path(path, "/audit?limit=2"), NULL);
    cr_expect_eq(partner_requests_items(), 2);
    const char *next = partner_requests_text("%s/audit?limit=2&cursor=%.*s", path,
                                             LAMINA_FMT(lamina_test_at(api, "/cursor")));
    lamina_test_send(api, "GET", next, NULL);
    cr_expect(lamina_test_says(api, "/items/0/action", "created"));
}
