/*
 * Finding partners by the beginning of their names, and bank accounts that stay secret meanwhile.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/text.h"
#include "partner_requests.h"

TestSuite(search, .init = partner_requests_begin, .fini = partner_requests_end);

static size_t find(const char *name)
{
    lamina_test_send(api, "GET", partner_requests_text("/partners?name=%s", name), NULL);
    cr_assert(lamina_test_status_is(api, 200));
    return partner_requests_items();
}

Test(search, finds_names_by_their_beginning_whatever_their_case)
{
    partner_requests_create("ACME GmbH", "a@example.com");
    partner_requests_create("Acme  International", "b@example.com");
    partner_requests_create("\xC3\x84rzte AG", "c@example.com");
    partner_requests_create("Beta", "d@example.com");
    cr_expect_eq(find("acme"), 2);
    cr_expect_eq(find("ACME"), 2);
    cr_expect_eq(find("acme%20int"), 1);
    cr_expect_eq(find("%20acme%20%20g"), 1, "blanks do not count");
    cr_expect_eq(find("%C3%A4RZ"), 1, "letters beyond ASCII have a case too");
    cr_expect_eq(find("gmbh"), 0, "it is the beginning that counts");
    cr_expect_eq(find("%23"), 0);
    cr_expect_eq(find(""), 4, "no name is no filter");
}

Test(search, follows_a_change_of_name)
{
    const char *path = partner_requests_create("Old", "a@example.com");
    lamina_test_send(api, "PATCH", path, "{\"legalName\":\"New\"}");
    cr_assert(lamina_test_status_is(api, 200));
    cr_expect_eq(find("old"), 0);
    cr_expect_eq(find("new"), 1);
    lamina_test_send(api, "GET", partner_requests_path(path, "/audit"), NULL);
    cr_expect(lamina_test_says(api, "/items/0/changed/0", "legalName"));
    cr_expect(lamina_test_lacks(api, "/items/0/changed/1"), "the key is nobody's business");
}

Test(search, pages_in_the_order_of_names)
{
    static const char *const names[] = {"acme c", "ACME a", "Acme D", "acme B"};
    for (size_t i = 0; i < 4; i++)
        partner_requests_create(names[i], partner_requests_text("p%zu@example.com", i));
    static const char *const wanted[] = {"ACME a", "acme B", "acme c", "Acme D"};
    const char *cursor = "";
    for (size_t i = 0; i < 4; i++) {
        lamina_test_send(api, "GET",
                         partner_requests_text("/partners?name=acme&limit=1&cursor=%s", cursor),
                         NULL);
        cr_assert(lamina_test_says(api, "/items/0/legalName", wanted[i]));
        cursor = partner_requests_text("%.*s", LAMINA_FMT(lamina_test_at(api, "/cursor")));
    }
    lamina_test_send(api, "GET", "/partners?name=acme&limit=1", NULL);
    const char *other = partner_requests_text("/partners?limit=1&cursor=%.*s",
                                              LAMINA_FMT(lamina_test_at(api, "/cursor")));
    lamina_test_send(api, "GET", other, NULL);
    cr_expect(lamina_test_problem_is(api, 400, "invalid-cursor"), "a cursor is of one query");
}

/* ---- bank accounts ---- */

static const char whole[] =
    "{\"legalName\":\"ACME\",\"email\":\"a@example.com\",\"country\":\"DE\","
    "\"bankAccount\":{\"iban\":\"FR1420041010050500013M02606\","
    "\"bic\":\"PSSTFRPPXXX\",\"holder\":\"Ada Lovelace\"}}";

Test(search, a_bank_account_is_shown_masked_and_not_in_lists)
{
    lamina_test_send(api, "POST", "/partners", whole);
    cr_assert(lamina_test_status_is(api, 201));
    cr_expect(lamina_test_says(api, "/bankAccount/iban", "****2606"));
    cr_expect(lamina_test_says(api, "/bankAccount/bic", "****PXXX"));
    const char *path =
        partner_requests_text("/partners/%.*s", LAMINA_FMT(lamina_test_at(api, "/partnerId")));
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_says(api, "/bankAccount/iban", "****2606"));
    lamina_test_send(api, "GET", "/partners", NULL);
    cr_expect_eq(partner_requests_items(), 1);
    cr_expect(lamina_test_lacks(api, "/items/0/bankAccount"));
}

Test(search, a_bank_account_is_replaced_and_removed_as_a_whole)
{
    lamina_test_send(api, "POST", "/partners", whole);
    const char *path =
        partner_requests_text("/partners/%.*s", LAMINA_FMT(lamina_test_at(api, "/partnerId")));
    lamina_test_send(api, "PATCH", path, "{\"bankAccount\":{\"iban\":\"NO9386011117947\"}}");
    cr_expect(lamina_test_says(api, "/bankAccount/iban", "****7947"));
    cr_expect(lamina_test_lacks(api, "/bankAccount/bic"));
    lamina_test_send(api, "PATCH", path, "{\"bankAccount\":{\"iban\":\"****7947\"}}");
    cr_expect(lamina_test_violates(api, "/bankAccount/iban", "format"));
    lamina_test_send(api, "PATCH", path, "{\"phone\":\"+4930123456\"}");
    cr_expect(lamina_test_says(api, "/bankAccount/iban", "****7947"), "others leave it alone");
    lamina_test_send(api, "PATCH", path, "{\"bankAccount\":null}");
    cr_expect(lamina_test_lacks(api, "/bankAccount"));
}

Test(search, no_secret_reaches_the_log)
{
    static const char *const secrets[] = {"FR14", "FR15", "M02606", "PSST", "Lovelace"};
    static const char *const bodies[] = {
        whole, whole, /* the address is taken */
        "{\"legalName\":\"B\",\"email\":\"b@example.com\",\"country\":\"DE\","
        "\"bankAccount\":{\"iban\":\"FR1520041010050500013M02606\",\"holder\":\"Lovelace\"}}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        lamina_test_send(api, "POST", "/partners", bodies[i]);
        lamina_str log = lamina_test_log(api), body = lamina_test_body(api);
        for (size_t j = 0; j < sizeof secrets / sizeof *secrets; j++) {
            cr_expect_null(memmem(log.ptr, log.len, secrets[j], strlen(secrets[j])), "%s: %.*s",
                           secrets[j], LAMINA_FMT(log));
            cr_expect(i == 0 || memmem(body.ptr, body.len, secrets[j], strlen(secrets[j])) == NULL,
                      "%s: %.*s", secrets[j], LAMINA_FMT(body));
        }
    }
}
