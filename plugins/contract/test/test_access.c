/*
 * Who may do what with contracts: every route with no authorizer, with the wrong scope, and for another
 * tenant's contract.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "contract_module.h"
#include "lamina/text.h"

TestSuite(access, .init = contract_module_begin, .fini = contract_module_end);

/* Every route on a contract, with a body that it takes. */
static const struct {
    const char *method, *rest, *body;
    bool is_for_staff;
} calls[] = {
    {"GET", "", NULL, false},
    {"PATCH", "", "{\"title\":\"T\"}", false},
    {"DELETE", "", NULL, false},
    {"POST", "/sign", "{\"signedBy\":\"Ada\"}", false},
    {"POST", "/activate", NULL, true},
    {"POST", "/suspend", "{\"reason\":\"r\"}", true},
    {"POST", "/resume", NULL, true},
    {"POST", "/terminate", "{\"reason\":\"r\"}", true},
    {"PUT", "/amendments/1", "{\"reason\":\"r\",\"title\":\"T\"}", true},
    {"GET", "/amendments", NULL, false},
    {"GET", "/audit", NULL, false},
};
enum { CALL_COUNT = sizeof calls / sizeof *calls };

Test(access, no_route_is_served_to_nobody_or_without_its_scope)
{
    uint32_t on_one = 0;
    for (uint32_t i = 0; i < lamina_plugin_entry.route_count; i++) {
        const lamina_route *route = &lamina_plugin_entry.routes[i];
        const char *wrong = lamina_str_is(lamina_str_from(route->scope), "contract:read")
                                ? "contract:write"
                                : "contract:read";
        on_one += strcmp(route->path, "/contracts") != 0;
        lamina_test_as(api, NULL, NULL, NULL);
        lamina_test_send(api, route->method, route->path, NULL);
        cr_expect(lamina_test_problem_is(api, 401, "unauthenticated"), "%s", route->operation);
        lamina_test_as(api, "u1", NULL, wrong);
        lamina_test_send(api, route->method, route->path, NULL);
        cr_expect(lamina_test_problem_is(api, 403, "forbidden"), "%s", route->operation);
    }
    cr_expect_eq(on_one, CALL_COUNT, "the table above has every route");
}

Test(access, another_tenants_contract_is_as_if_it_were_not_there)
{
    const char *own = contract_module_partner("ada@example.com");
    const char *other = contract_module_partner("eve@example.com");
    const char *theirs = contract_module_create(other, "B-1");
    contract_module_be(own);
    for (size_t i = 0; i < CALL_COUNT; i++) {
        lamina_test_send(api, calls[i].method, contract_module_at(theirs, calls[i].rest),
                         calls[i].body);
        cr_expect(lamina_test_problem_is(api, 404, "contract-not-found"), "%s %s", calls[i].method,
                  calls[i].rest);
        const char *found = contract_module_kept("/detail");
        lamina_test_send(api, calls[i].method,
                         contract_module_at("01ARZ3NDEKTSV4RRFFQ69G5FAV", calls[i].rest),
                         calls[i].body);
        cr_expect(lamina_test_says(api, "/detail", found), "the very same words");
    }
    lamina_test_send(api, "GET", "/contracts", NULL);
    cr_expect(lamina_test_lacks(api, "/items/0"));
    contract_module_be(NULL);
    lamina_test_send(api, "GET", contract_module_at(theirs, ""), NULL);
    cr_expect(lamina_test_says(api, "/version", "1"), "nothing was done to it");
}

Test(access, a_partner_draws_up_and_signs_and_staff_decide)
{
    const char *own = contract_module_partner("ada@example.com");
    contract_module_be(own);
    const char *id = contract_module_create(own, "A-1");
    for (size_t i = 0; i < CALL_COUNT; i++) {
        if (!calls[i].is_for_staff)
            continue;
        lamina_test_send(api, calls[i].method, contract_module_at(id, calls[i].rest),
                         calls[i].body);
        cr_expect(lamina_test_problem_is(api, 403, "staff-only"), "%s", calls[i].rest);
    }
    lamina_test_send(api, "PATCH", contract_module_at(id, ""), "{\"title\":\"Axles\"}");
    cr_expect(lamina_test_status_is(api, 200));
    lamina_test_send(api, "POST", contract_module_at(id, "/sign"), "{\"signedBy\":\"Ada\"}");
    cr_expect(lamina_test_status_is(api, 200));
    contract_module_be(NULL);
    lamina_test_send(api, "POST", contract_module_at(id, "/activate"), NULL);
    cr_expect(lamina_test_says(api, "/status", "active"));
}
