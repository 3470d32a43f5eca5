/*
 * The contract API as a client sees it, behind the host's own parts, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "contract_module.h"
#include "lamina/text.h"

TestSuite(contract_api, .init = contract_module_begin, .fini = contract_module_end);

#define UNKNOWN_ID "01ARZ3NDEKTSV4RRFFQ69G5FAV"

static void send(const char *method, const char *path, const char *body)
{
    lamina_test_send(api, method, path, body);
}

/* ---- contracts ---- */

Test(contract_api, a_new_contract_is_a_draft_with_a_place_and_a_tag)
{
    const char *partner = contract_module_partner("ada@example.com");
    const char *id = contract_module_create(partner, "FW-1");
    lamina_str location = lamina_test_answer_header(api, "Location");
    cr_expect(lamina_str_has_prefix(location, LAMINA_STR("contracts/")));
    cr_expect(lamina_test_header_is(api, "ETag", "\"1\""));
    cr_expect(lamina_test_says(api, "/status", "draft"));
    cr_expect(lamina_test_says(api, "/balance", "0"));
    cr_expect(lamina_test_says(api, "/availableCredit", "1000"));
    cr_expect(lamina_test_says(api, "/partnerId", partner));
    cr_expect(lamina_test_lacks(api, "/collection"));

    send("GET", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_status_is(api, 200));
    cr_expect(lamina_test_says(api, "/number", "FW-1"));
    lamina_test_header(api, "If-None-Match", "\"1\"");
    send("GET", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_status_is(api, 304));

    send("GET", contract_module_at(UNKNOWN_ID, ""), NULL);
    cr_expect(lamina_test_problem_is(api, 404, "contract-not-found"));
}

Test(contract_api, a_number_that_is_taken_names_its_contract)
{
    const char *partner = contract_module_partner("ada@example.com");
    const char *id = contract_module_create(partner, "FW-1");
    const char *body = contract_module_text(
        "{\"partnerId\":\"%s\",\"number\":\"fw-1\",\"type\":\"loan\",\"title\":\"Other\","
        "\"startDate\":\"2026-01-01\",\"endDate\":\"2026-12-31\",\"currency\":\"USD\","
        "\"creditLimit\":0}",
        partner);
    send("POST", "/contracts", body);
    cr_expect(lamina_test_problem_is(api, 409, "contract-number-taken"));
    const char *detail = contract_module_kept("/detail");
    cr_expect_not_null(strstr(detail, id), "%s", detail);
}

Test(contract_api, a_draft_changes_and_goes_under_conditions)
{
    const char *id = contract_module_create(contract_module_partner("ada@example.com"), "FW-1");
    lamina_test_header(api, "If-Match", "\"2\"");
    send("PATCH", contract_module_at(id, ""), "{\"terms\":\"Cash\"}");
    cr_expect(lamina_test_problem_is(api, 412, "contract-version-conflict"));
    lamina_test_header(api, "If-Match", "\"1\"");
    send("PATCH", contract_module_at(id, ""), "{\"terms\":\"Cash\",\"creditLimit\":50}");
    cr_expect(lamina_test_status_is(api, 200));
    cr_expect(lamina_test_header_is(api, "ETag", "\"2\""));
    cr_expect(lamina_test_says(api, "/terms", "Cash"));
    cr_expect(lamina_test_says(api, "/availableCredit", "50"));

    lamina_test_header(api, "If-Match", "\"1\"");
    send("DELETE", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_problem_is(api, 412, "contract-version-conflict"));
    lamina_test_header(api, "If-Match", "\"1\", \"2\"");
    send("DELETE", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_status_is(api, 204));
    send("DELETE", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_problem_is(api, 404, "contract-not-found"));
}

/* ---- moves ---- */

static const struct {
    const char *move, *body, *status;
} life[] = {
    {"/sign", "{\"signedBy\":\"Ada\"}", "draft"},          {"/activate", NULL, "active"},
    {"/suspend", "{\"reason\":\"overdue\"}", "suspended"}, {"/resume", NULL, "active"},
    {"/terminate", "{\"reason\":\"sold\"}", "terminated"},
};
enum { LIFE_COUNT = sizeof life / sizeof *life };

Test(contract_api, a_life_of_moves_each_sent_twice)
{
    const char *id = contract_module_create(contract_module_partner("ada@example.com"), "FW-1");
    for (size_t i = 0; i < LIFE_COUNT; i++) {
        const char *expected = contract_module_text("\"%zu\"", i + 1);
        lamina_test_header(api, "If-Match", expected);
        send("POST", contract_module_at(id, life[i].move), life[i].body);
        cr_expect(lamina_test_status_is(api, 200), "%s", life[i].move);
        cr_expect(lamina_test_says(api, "/status", life[i].status));
        const char *version = contract_module_kept("/version");
        lamina_test_header(api, "If-Match", expected);
        send("POST", contract_module_at(id, life[i].move), life[i].body);
        cr_expect(lamina_test_status_is(api, 200), "%s again", life[i].move);
        cr_expect(lamina_test_says(api, "/version", version));
    }
    send("POST", contract_module_at(id, "/resume"), NULL);
    cr_expect(lamina_test_problem_is(api, 409, "contract-move-refused"));
    send("GET", contract_module_at(id, "/audit?limit=2"), NULL);
    cr_expect(lamina_test_says(api, "/items/0/action", "terminated"));
    cr_expect(lamina_test_says(api, "/items/0/reason", "sold"));
    cr_expect(lamina_test_says(api, "/items/0/callerId", "u1"));
    cr_expect(lamina_test_says(api, "/items/1/action", "resumed"));
    cr_expect_not(lamina_test_at(api, "/cursor").len == 0);
}

/* ---- amendments ---- */

Test(contract_api, amendments_are_put_under_their_number)
{
    const char *id = contract_module_activate(contract_module_partner("ada@example.com"), "FW-1");
    const char *body = "{\"reason\":\"market\",\"creditLimit\":2500,\"endDate\":\"2027-12-31\"}";
    for (int i = 0; i < 2; i++) {
        send("PUT", contract_module_at(id, "/amendments/1"), body);
        cr_expect(lamina_test_status_is(api, 200));
        cr_expect(lamina_test_says(api, "/number", "1"));
        cr_expect(lamina_test_says(api, "/creditLimit", "2500"));
        cr_expect(lamina_test_says(api, "/title", "Wheels"));
    }
    send("PUT", contract_module_at(id, "/amendments/1"), "{\"reason\":\"pity\",\"title\":\"T\"}");
    cr_expect(lamina_test_problem_is(api, 409, "contract-amendment-conflict"));
    send("PUT", contract_module_at(id, "/amendments/one"), body);
    cr_expect(lamina_test_problem_is(api, 404, "not-found"));

    send("GET", contract_module_at(id, "/amendments?limit=1"), NULL);
    cr_expect(lamina_test_says(api, "/items/0/number", "0"));
    cr_expect(lamina_test_says(api, "/items/0/creditLimit", "1000"));
    cr_expect(lamina_test_lacks(api, "/items/1"));
    const char *cursor = contract_module_kept("/cursor");
    send("GET", contract_module_at(id, contract_module_text("/amendments?cursor=%s", cursor)),
         NULL);
    cr_expect(lamina_test_says(api, "/items/0/number", "1"));
    cr_expect(lamina_test_says(api, "/items/0/reason", "market"));
    send("GET", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_says(api, "/amendment", "1"));
    cr_expect(lamina_test_says(api, "/endDate", "2027-12-31"));
}

/* ---- lists ---- */

Test(contract_api, lists_answer_summaries)
{
    const char *ada = contract_module_partner("ada@example.com");
    const char *eve = contract_module_partner("eve@example.com");
    contract_module_activate(ada, "A-1");
    contract_module_create(ada, "A-2");
    contract_module_create(eve, "B-1");
    static const struct {
        const char *query, *first, *second;
    } cases[] = {
        {"?status=active", "A-1", NULL},
        {"?status=draft&limit=1", "A-2", NULL},
        {"?endsFrom=2027-01-01", NULL, NULL},
        {"?endsFrom=2026-12-31&endsUntil=2026-12-31&limit=2", "A-1", "A-2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = contract_module_text("/contracts%s", cases[i].query);
        send("GET", path, NULL);
        cr_expect(lamina_test_status_is(api, 200));
        if (cases[i].first == NULL)
            cr_expect(lamina_test_lacks(api, "/items/0"));
        else
            cr_expect(lamina_test_says(api, "/items/0/type", "supply"), "%s", cases[i].query);
    }
    send("GET", contract_module_text("/contracts?partnerId=%s", ada), NULL);
    cr_expect(lamina_test_says(api, "/items/0/number", "A-1"));
    cr_expect(lamina_test_says(api, "/items/0/status", "active"));
    cr_expect(lamina_test_says(api, "/items/1/number", "A-2"));
    cr_expect(lamina_test_lacks(api, "/items/2"));
    cr_expect(lamina_test_lacks(api, "/items/0/balance"));
    cr_expect(lamina_test_lacks(api, "/items/0/version"));
}

/* ---- events ---- */

Test(contract_api, what_is_over_is_written_down_by_an_operator_and_by_a_schedule)
{
    const int64_t day_us = INT64_C(86400000000);
    const char *id = contract_module_activate(contract_module_partner("ada@example.com"), "FW-1");
    lamina_test_send_event(api, "{\"operation\":\"expire_contracts\"}");
    cr_expect(lamina_test_says(api, "/expired", "0"));
    cr_expect(lamina_test_says(api, "/complete", "true"));

    lamina_test_advance_us(api, 335 * day_us);
    send("GET", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_says(api, "/status", "expired"));
    cr_expect(lamina_test_says(api, "/version", "3"), "nobody has written it down");
    lamina_test_send_event(api,
                           "{\"version\":\"0\",\"id\":\"e1\",\"detail-type\":\"Scheduled Event\","
                           "\"source\":\"aws.events\",\"account\":\"1\",\"region\":\"r\","
                           "\"time\":\"2027-01-01T00:00:00Z\",\"resources\":[],\"detail\":{}}");
    cr_expect_eq(lamina_test_failure(api).len, 0);
    cr_expect(lamina_test_logged(api, "contracts swept expired=1 complete=1"));
    send("GET", contract_module_at(id, ""), NULL);
    cr_expect(lamina_test_says(api, "/status", "expired"));
    cr_expect(lamina_test_says(api, "/version", "4"));
    lamina_test_send_event(api, "{\"operation\":\"expire_contracts\"}");
    cr_expect(lamina_test_says(api, "/expired", "0"));
}
