/*
 * Contacts of partners: their life, their versions, their number, and what becomes of them with their partner.
 */
#include <criterion/criterion.h>

#include "domain/models/partner.h"
#include "domain/repositories/partner_contact_repository.h"
#include "lamina/text.h"
#include "partner_requests.h"

TestSuite(contacts, .init = partner_requests_begin, .fini = partner_requests_end, .timeout = 60);

static const char *partner_path, *contacts;

/* Its path. */
static const char *add(const char *name)
{
    lamina_test_send(api, "POST", contacts, partner_requests_text("{\"name\":\"%s\"}", name));
    cr_assert(lamina_test_status_is(api, 201));
    return partner_requests_text("%s/%.*s", contacts,
                                 LAMINA_FMT(lamina_test_at(api, "/contactId")));
}

static void make_partner(void)
{
    partner_path = partner_requests_create("ACME", "a@example.com");
    contacts = partner_requests_path(partner_path, "/contacts");
}

static void expect_count(const char *count, const char *etag)
{
    lamina_test_send(api, "GET", partner_path, NULL);
    cr_expect(lamina_test_says(api, "/contactCount", count));
    cr_expect(lamina_test_header_is(api, "ETag", etag));
}

Test(contacts, one_lives_from_post_to_delete)
{
    make_partner();
    expect_count("0", "\"1\"");
    lamina_test_send(api, "POST", contacts,
                     "{\"name\":\"Ada\",\"role\":\"Accounts\",\"email\":\"ada@example.com\","
                     "\"phone\":\"+4930123456\"}");
    cr_assert(lamina_test_status_is(api, 201));
    cr_expect(lamina_test_header_is(api, "ETag", "\"1\""));
    const char *path =
        partner_requests_text("%s/%.*s", contacts, LAMINA_FMT(lamina_test_at(api, "/contactId")));
    cr_expect(lamina_test_header_is(
        api, "Location", partner_requests_text("contacts/%s", partner_requests_id(path))));
    cr_expect(lamina_test_lacks(api, "/partnerId"));
    expect_count("1", "\"2\"");

    lamina_test_header(api, "If-Match", "\"1\"");
    lamina_test_send(api, "PATCH", path, "{\"role\":null,\"name\":\"Ada L.\"}");
    cr_assert(lamina_test_status_is(api, 200));
    cr_expect(lamina_test_says(api, "/name", "Ada L."));
    cr_expect(lamina_test_says(api, "/phone", "+4930123456"));
    cr_expect(lamina_test_lacks(api, "/role"));
    cr_expect(lamina_test_header_is(api, "ETag", "\"2\""));
    lamina_test_header(api, "If-None-Match", "\"2\"");
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_status_is(api, 304));

    lamina_test_header(api, "If-Match", "\"1\"");
    lamina_test_send(api, "DELETE", path, NULL);
    cr_expect(lamina_test_problem_is(api, 412, "partner-contact-version-conflict"));
    lamina_test_send(api, "DELETE", path, NULL);
    cr_expect(lamina_test_status_is(api, 204));
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-contact-not-found"));
    lamina_test_send(api, "DELETE", path, NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-contact-not-found"));
    expect_count("0", "\"3\"");
}

Test(contacts, are_listed_in_order_of_creation)
{
    make_partner();
    lamina_test_send(api, "GET", contacts, NULL);
    cr_expect_eq(partner_requests_items(), 0);
    add("one");
    add("two");
    add("three");
    lamina_test_send(api, "GET", partner_requests_path(contacts, "?limit=2"), NULL);
    cr_expect(lamina_test_says(api, "/items/0/name", "one"));
    cr_expect(lamina_test_says(api, "/items/1/name", "two"));
    lamina_test_send(api, "GET",
                     partner_requests_text("%s?cursor=%.*s", contacts,
                                           LAMINA_FMT(lamina_test_at(api, "/cursor"))),
                     NULL);
    cr_expect(lamina_test_says(api, "/items/0/name", "three"));
    lamina_test_send(api, "GET", "/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV/contacts", NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
}

Test(contacts, keep_their_rules)
{
    make_partner();
    lamina_test_send(api, "POST", contacts, "{\"email\":\"x\",\"phone\":\"1\",\"role\":\"\"}");
    cr_expect(lamina_test_violates(api, "/name", "required"));
    cr_expect(lamina_test_violates(api, "/email", "format"));
    cr_expect(lamina_test_violates(api, "/phone", "format"));
    cr_expect(lamina_test_violates(api, "/role", "min-length"));
    const char *path = add("Ada");
    lamina_test_send(api, "PATCH", path, "{\"name\":null}");
    cr_expect(lamina_test_violates(api, "/name", "null"));
    lamina_test_send(api, "PATCH", path, "{}");
    cr_expect(lamina_test_problem_is(api, 422, "invalid-request"));
    lamina_test_send(api, "PATCH", path, "{\"contactId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"}");
    cr_expect(lamina_test_violates(api, "/contactId", "unknown"));
}

Test(contacts, need_their_partner)
{
    make_partner();
    const char *path = add("Ada");
    const char *other = partner_requests_create("B", "b@example.com");
    lamina_test_send(api, "GET",
                     partner_requests_text("%s/contacts/%s", other, partner_requests_id(path)),
                     NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-contact-not-found"));
    lamina_test_send(api, "POST", "/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV/contacts",
                     "{\"name\":\"Ada\"}");
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
    lamina_test_send(api, "POST", "/partners/x/contacts", "{\"name\":\"Ada\"}");
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
    lamina_test_send(api, "GET", partner_requests_path(contacts, "/x"), NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-contact-not-found"));
}

Test(contacts, are_so_many_at_most_and_go_with_their_partner)
{
    make_partner();
    const char *path = NULL;
    for (int i = 0; i < PARTNER_CONTACT_CAP; i++)
        path = add("Ada");
    lamina_test_send(api, "POST", contacts, "{\"name\":\"Eve\"}");
    cr_expect(lamina_test_problem_is(api, 409, "partner-contacts-full"));
    expect_count("50", "\"51\"");

    lamina_test_send(api, "DELETE", partner_path, NULL);
    cr_assert(lamina_test_status_is(api, 204));
    lamina_test_send(api, "GET", path, NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-contact-not-found"));
    lamina_test_send(api, "GET", contacts, NULL);
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
    lamina_test_send(api, "POST", contacts, "{\"name\":\"Eve\"}");
    cr_expect(lamina_test_problem_is(api, 404, "partner-not-found"));
}

Test(contacts, stand_in_the_trail_of_their_partner)
{
    make_partner();
    const char *path = add("Ada");
    lamina_test_send(api, "PATCH", path, "{\"role\":\"Accounts\"}");
    lamina_test_send(api, "DELETE", path, NULL);
    lamina_test_send(api, "GET", partner_requests_path(partner_path, "/audit"), NULL);
    cr_assert_eq(partner_requests_items(), 4);
    cr_expect(lamina_test_says(api, "/items/0/action", "contact removed"));
    cr_expect(lamina_test_says(api, "/items/1/action", "contact changed"));
    cr_expect(lamina_test_says(api, "/items/1/changed/0", "role"));
    cr_expect(lamina_test_says(api, "/items/2/action", "contact added"));
    for (size_t i = 0; i < 3; i++)
        cr_expect(lamina_test_says(api, partner_requests_text("/items/%zu/part", i),
                                   partner_requests_id(path)));
    cr_expect(lamina_test_lacks(api, "/items/3/part"));
}
