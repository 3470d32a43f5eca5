/*
 * Who reaches which partner: scopes at the door, tenants behind it.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/text.h"
#include "partner_requests.h"

TestSuite(tenants, .init = partner_requests_begin, .fini = partner_requests_end);

/* Every operation on a partner, behind its path. */
static const struct {
    const char *method, *more, *body;
} operations[] = {
    {"GET", "", NULL},
    {"PATCH", "", "{\"phone\":null}"},
    {"DELETE", "", NULL},
    {"POST", "/activate", NULL},
    {"POST", "/suspend", "{\"reason\":\"x\"}"},
    {"POST", "/reactivate", "{\"reason\":\"x\"}"},
    {"GET", "/audit", NULL},
    {"GET", "/contacts", NULL},
    {"POST", "/contacts", "{\"name\":\"x\"}"},
    {"GET", "/contacts/01ARZ3NDEKTSV4RRFFQ69G5FAV", NULL},
    {"PATCH", "/contacts/01ARZ3NDEKTSV4RRFFQ69G5FAV", "{\"name\":\"x\"}"},
    {"DELETE", "/contacts/01ARZ3NDEKTSV4RRFFQ69G5FAV", NULL},
};

enum { OPERATION_COUNT = sizeof operations / sizeof *operations };

static void send(size_t i, const char *path)
{
    lamina_test_send(api, operations[i].method, partner_requests_path(path, operations[i].more),
                     operations[i].body);
}

/* The answer without what differs from request to request. */
static const char *answer(void)
{
    const lamina_str body = lamina_test_body(api);
    const char *instance = memmem(body.ptr, body.len, ",\"instance\"", 12);
    int len = instance == NULL ? (int)body.len : (int)(instance - body.ptr);
    return partner_requests_text("%d %.*s", (int)lamina_test_status(api), len, body.ptr);
}

Test(tenants, anothers_partner_is_as_if_it_did_not_exist)
{
    const char *ours = partner_requests_create("Ours", "a@example.com");
    const char *theirs = partner_requests_create("Theirs", "b@example.com");
    partner_requests_be_bound(partner_requests_id(ours));
    for (size_t i = 0; i < OPERATION_COUNT; i++) {
        send(i, theirs);
        cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"), "%s %s",
                  operations[i].method, operations[i].more);
        const char *existing = answer();
        send(i, "/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV");
        cr_expect_str_eq(answer(), existing);
    }
    partner_requests_be_staff();
    lamina_test_send(api, "GET", theirs, NULL);
    cr_expect(lamina_test_header_is(api, "ETag", "\"1\""), "nothing was changed");
}

Test(tenants, a_partner_reaches_itself)
{
    const char *ours = partner_requests_create("Ours", "a@example.com");
    partner_requests_be_bound(partner_requests_id(ours));
    lamina_test_send(api, "GET", ours, NULL);
    cr_expect(lamina_test_says(api, "/legalName", "Ours"));
    lamina_test_send(api, "PATCH", ours, "{\"phone\":\"+4930123456\"}");
    cr_expect(lamina_test_status_is(api, 200));
    lamina_test_send(api, "POST", partner_requests_path(ours, "/contacts"), "{\"name\":\"Ada\"}");
    cr_expect(lamina_test_status_is(api, 201));
    lamina_test_send(api, "GET", partner_requests_path(ours, "/audit"), NULL);
    cr_expect_eq(partner_requests_items(), 3);
    cr_expect(lamina_test_says(api, "/items/0/callerId", "eve"));
}

Test(tenants, a_partner_lists_itself_alone)
{
    partner_requests_create("Other", "b@example.com");
    const char *ours = partner_requests_create("Ours", "a@example.com");
    lamina_test_send(api, "PATCH", ours, "{\"bankAccount\":{\"iban\":\"DE89370400440532013000\"}}");
    cr_assert(lamina_test_status_is(api, 200));
    partner_requests_be_bound(partner_requests_id(ours));
    static const struct {
        const char *path;
        size_t count;
    } cases[] = {{"/partners", 1},
                 {"/partners?name=OU", 1},
                 {"/partners?name=other", 0},
                 {"/partners?limit=1", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_test_send(api, "GET", cases[i].path, NULL);
        cr_expect(lamina_test_status_is(api, 200));
        cr_expect_eq(partner_requests_items(), cases[i].count, "%s", cases[i].path);
        cr_expect(lamina_test_lacks(api, "/cursor"));
        cr_expect(lamina_test_lacks(api, "/items/0/bankAccount"));
    }
    partner_requests_be_bound("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    lamina_test_send(api, "GET", "/partners", NULL);
    cr_expect_eq(partner_requests_items(), 0, "a partner that was deleted");
}

Test(tenants, some_is_for_staff)
{
    const char *ours = partner_requests_create("Ours", "a@example.com");
    partner_requests_be_bound(partner_requests_id(ours));
    lamina_test_send(api, "POST", "/partners",
                     "{\"legalName\":\"B\",\"email\":\"b@example.com\",\"country\":\"DE\"}");
    cr_expect(lamina_test_problem_is(api, 403, "staff-only"));
    static const char *const moves[] = {"/activate", "/suspend", "/reactivate"};
    for (size_t i = 0; i < 3; i++) {
        lamina_test_send(api, "POST", partner_requests_path(ours, moves[i]),
                         i == 0 ? NULL : "{\"reason\":\"x\"}");
        cr_expect(lamina_test_problem_is(api, 403, "staff-only"), "%s", moves[i]);
    }
    lamina_test_send(api, "DELETE", ours, NULL);
    cr_expect(lamina_test_problem_is(api, 403, "staff-only"));
    partner_requests_be_staff();
    lamina_test_send(api, "GET", ours, NULL);
    cr_expect(lamina_test_header_is(api, "ETag", "\"1\""), "nothing was changed");
}

Test(tenants, no_operation_is_open_without_its_scope)
{
    const char *path = partner_requests_create("ACME", "a@example.com");
    for (size_t i = 0; i < OPERATION_COUNT; i++) {
        bool reads = strcmp(operations[i].method, "GET") == 0;
        lamina_test_as(api, NULL, NULL, NULL);
        send(i, path);
        cr_expect(lamina_test_status_is(api, 401), "%s %s", operations[i].method,
                  operations[i].more);
        lamina_test_as(api, "ada", NULL, reads ? "partner:write" : "partner:read contract:write");
        send(i, path);
        cr_expect(lamina_test_problem_is(api, 403, "forbidden"), "%s %s", operations[i].method,
                  operations[i].more);
    }
    partner_requests_be_staff();
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_header_is(api, "ETag", "\"1\""), "nothing was changed");
}
