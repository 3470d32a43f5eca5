/*
 * The partner API from a client's side: what each operation answers, and what it refuses.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"
#include "partner_api.h"

static partner_api api;

static void begin(void)
{
    partner_api_begin(&api, NULL);
}

static void end(void)
{
    partner_api_end(&api);
}

TestSuite(partner_api, .init = begin, .fini = end, .timeout = 110);

#define UNKNOWN "/partners/01ARZ3NDEKTSV4RRFFQ69G5FAV"

static partner_answer get(const char *path)
{
    return partner_api_send(&api, "GET", path, NULL, NULL, NULL);
}

static partner_answer post(const char *body)
{
    return partner_api_send(&api, "POST", "/partners", body, NULL, NULL);
}

static partner_answer patch(const char *path, const char *body, const char *if_match)
{
    return partner_api_send(&api, "PATCH", path, body, if_match == NULL ? NULL : "If-Match",
                            if_match);
}

static partner_answer delete (const char *path, const char *if_match)
{
    return partner_api_send(&api, "DELETE", path, NULL, if_match == NULL ? NULL : "If-Match",
                            if_match);
}

static bool has(const partner_answer *answer, const char *member)
{
    return lamina_json_member(answer->body, member) != NULL;
}

/* ---- the journey ---- */

static const char whole_partner[] =
    "{\"legalName\":\"Analytical Engines Ltd\",\"displayName\":\"Engines\","
    "\"email\":\"Ada@Example.com\",\"phone\":\"+442079460000\",\"country\":\"GB\","
    "\"taxId\":\"GB 123.456\",\"status\":\"active\",\"tags\":[\"gold\",\"\xC3\xA4\"],"
    "\"address\":{\"line1\":\"Ring 1\",\"line2\":\"c/o Ada\",\"postalCode\":\"W1\","
    "\"city\":\"London\",\"region\":\"LDN\",\"country\":\"GB\"}}";

Test(partner_api, a_partner_lives_from_post_to_delete)
{
    partner_answer created = post(whole_partner);
    cr_assert_eq(created.status, 201, "%.*s", LAMINA_FMT(created.text));
    cr_assert(lamina_str_is(created.content_type, "application/json"));
    cr_assert(lamina_str_is(created.etag, "\"1\""));
    lamina_str id = partner_answer_text(&created, "partnerId");
    const char *path = partner_api_path(&api, id);
    /* Relative to /v1/partners: the last segment is replaced, and the stage stays. */
    cr_assert(lamina_str_is(created.location, path + 1));
    cr_assert(lamina_str_is(partner_answer_text(&created, "email"), "Ada@Example.com"));
    cr_assert_eq(lamina_json_count(lamina_json_member(created.body, "tags")), 2);
    cr_assert(lamina_str_is(
        lamina_json_member_string(lamina_json_member(created.body, "address"), "city"), "London"));
    cr_assert_eq(partner_answer_text(&created, "createdAt").len, 27);
    cr_assert_not(has(&created, "collection"));

    partner_answer read = get(path);
    cr_assert_eq(read.status, 200);
    cr_assert(lamina_str_is(read.etag, "\"1\""));
    cr_assert_eq(lamina_json_count(read.body), lamina_json_count(created.body));
    cr_assert(lamina_str_equal(partner_answer_text(&read, "updatedAt"),
                               partner_answer_text(&created, "updatedAt")));

    partner_answer patched =
        patch(path, "{\"displayName\":null,\"taxId\":\"2\",\"tags\":[]}", "\"1\"");
    cr_assert_eq(patched.status, 200, "%.*s", LAMINA_FMT(patched.text));
    cr_assert(lamina_str_is(patched.etag, "\"2\""));
    cr_assert_not(has(&patched, "displayName"));
    cr_assert_not(has(&patched, "tags"));
    cr_assert(lamina_str_is(partner_answer_text(&patched, "taxId"), "2"));
    cr_assert(lamina_str_is(partner_answer_text(&patched, "phone"), "+442079460000"));
    cr_assert(lamina_str_equal(get(path).text, patched.text));

    partner_answer deleted = delete (path, "\"2\"");
    cr_assert_eq(deleted.status, 204);
    cr_assert_eq(deleted.text.len, 0);
    partner_answer gone = get(path);
    cr_assert(partner_answer_is_problem(&gone, 404, "partner-not-found"));
    gone = delete (path, NULL);
    cr_assert(partner_answer_is_problem(&gone, 404, "partner-not-found"));
}

Test(partner_api, a_new_partner_is_pending_and_has_what_was_sent)
{
    partner_answer created = post("{\"legalName\":\"A\",\"email\":\"a@b.co\",\"country\":\"DE\"}");
    cr_assert_eq(created.status, 201);
    cr_assert(lamina_str_is(partner_answer_text(&created, "status"), "pending"));
    static const char *const optional[] = {"displayName", "phone", "taxId", "tags", "address"};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        cr_assert_not(has(&created, optional[i]));
}

/* ---- versions ---- */

Test(partner_api, if_match_compares_versions)
{
    static const struct {
        const char *if_match;
        int32_t status;
    } cases[] = {
        {"\"9\"", 412},
        {"W/\"1\"", 412},
        {"\"01\"", 412},
        {"\"x\"", 412},
        {"\"\"", 412},
        {"\"8\", \"9\"", 412},
        {"1", 400},
        {"\"1", 400},
        {"*, \"1\"", 400},
        {"\"9223372036854775807\"", 412},
        {"\"1\"", 200},
        {"*", 200},
        {"\"9\", \"3\"", 200},
        {"W/\"4\", \"4\"", 200},
    };
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        partner_answer answer = patch(path, "{\"phone\":null}", cases[i].if_match);
        cr_assert_eq(answer.status, cases[i].status, "%s: %.*s", cases[i].if_match,
                     LAMINA_FMT(answer.text));
        if (answer.status == 412)
            cr_assert(partner_answer_is_problem(&answer, 412, "partner-version-conflict"));
        if (answer.status == 400)
            cr_assert(partner_answer_is_problem(&answer, 400, "invalid-precondition"));
    }
    partner_answer answer = patch(path, "{\"phone\":null}", NULL);
    cr_assert(lamina_str_is(answer.etag, "\"6\""));
}

Test(partner_api, delete_compares_versions_too)
{
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    partner_answer answer = delete (path, "\"2\"");
    cr_assert(partner_answer_is_problem(&answer, 412, "partner-version-conflict"));
    answer = delete (path, "W/\"1\"");
    cr_assert(partner_answer_is_problem(&answer, 412, "partner-version-conflict"));
    answer = delete (path, "nonsense");
    cr_assert(partner_answer_is_problem(&answer, 400, "invalid-precondition"));
    cr_assert_eq(delete (path, "*").status, 204);
}

Test(partner_api, what_is_missing_is_404_whatever_if_match_says)
{
    static const char *const if_match[] = {"*", "\"1\"", "W/\"1\"", "\"1\", \"2\"", NULL};
    for (size_t i = 0; i < sizeof if_match / sizeof *if_match; i++) {
        partner_answer answer = patch(UNKNOWN, "{\"phone\":null}", if_match[i]);
        cr_assert(partner_answer_is_problem(&answer, 404, "partner-not-found"));
        answer = delete (UNKNOWN, if_match[i]);
        cr_assert(partner_answer_is_problem(&answer, 404, "partner-not-found"));
    }
}

Test(partner_api, if_none_match_saves_the_body)
{
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    static const char *const known[] = {"\"1\"", "W/\"1\"", "*", "\"0\", \"1\""};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        partner_answer answer =
            partner_api_send(&api, "GET", path, NULL, "If-None-Match", known[i]);
        cr_assert_eq(answer.status, 304, "%s", known[i]);
        cr_assert_eq(answer.text.len, 0);
        cr_assert(lamina_str_is(answer.etag, "\"1\""));
    }
    partner_answer answer = partner_api_send(&api, "GET", path, NULL, "If-None-Match", "\"2\"");
    cr_assert_eq(answer.status, 200);
}

/* ---- e-mail ---- */

Test(partner_api, an_address_belongs_to_one_partner)
{
    lamina_str first = partner_api_create(&api, "ada@example.com");
    lamina_str second = partner_api_create(&api, "eve@example.com");
    partner_answer answer =
        post("{\"legalName\":\"B\",\"email\":\"ADA@example.COM\",\"country\":\"DE\"}");
    cr_assert(partner_answer_is_problem(&answer, 409, "partner-email-taken"));
    cr_assert_null(strstr(answer.text.ptr, "example"), "nobody's address is told");

    const char *path = partner_api_path(&api, second);
    answer = patch(path, "{\"email\":\"ada@example.com\"}", NULL);
    cr_assert(partner_answer_is_problem(&answer, 409, "partner-email-taken"));
    answer = patch(path, "{\"email\":\"EVE@example.com\"}", NULL);
    cr_assert_eq(answer.status, 200);
    cr_assert(lamina_str_is(partner_answer_text(&answer, "email"), "EVE@example.com"));

    cr_assert_eq(delete (partner_api_path(&api, first), NULL).status, 204);
    answer = patch(path, "{\"email\":\"ada@example.com\",\"phone\":\"+4930123456\"}", "\"2\"");
    cr_assert_eq(answer.status, 200);
    cr_assert(lamina_str_is(answer.etag, "\"3\""));
    cr_assert(lamina_str_equal(get(path).text, answer.text));
    partner_api_create(&api, "eve@example.com");
}

/* ---- lists ---- */

static bool is_known(const lamina_str *ids, size_t count, lamina_str id)
{
    for (size_t i = 0; i < count; i++)
        if (lamina_str_equal(ids[i], id))
            return true;
    return false;
}

Test(partner_api, pages_hold_everybody_once)
{
    enum { COUNT = 45, LIMIT = 7 };
    lamina_str created[COUNT], listed[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        char email[64];
        snprintf(email, sizeof email, "p%zu@example.com", i);
        created[i] = partner_api_create(&api, email);
    }
    size_t count = 0, pages = 0;
    lamina_str cursor = LAMINA_STR("");
    do {
        lamina_str path = lamina_arena_format(api.arena, "/partners?limit=%d&cursor=%.*s", LIMIT,
                                              LAMINA_FMT(cursor));
        partner_answer page = get(path.ptr);
        cr_assert_eq(page.status, 200, "%.*s", LAMINA_FMT(page.text));
        const lamina_json *items = lamina_json_member(page.body, "items");
        cr_assert_leq(lamina_json_count(items), LIMIT);
        for (const lamina_json *item = lamina_json_first(items); item != NULL;
             item = lamina_json_next(item)) {
            cr_assert_lt(count, COUNT);
            listed[count++] = lamina_json_member_string(item, "partnerId");
        }
        cr_assert_lt(++pages, 2 * COUNT);
        cursor = partner_answer_text(&page, "cursor");
    } while (cursor.len > 0);

    cr_assert_eq(count, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        cr_assert(is_known(listed, COUNT, created[i]));
    for (size_t i = 1; i < COUNT; i++)
        cr_assert_lt(lamina_str_compare(listed[i - 1], listed[i]), 0);
}

Test(partner_api, an_empty_list_is_an_empty_array)
{
    partner_answer page = get("/partners");
    cr_assert_eq(page.status, 200);
    cr_assert(lamina_str_is(page.text, "{\"items\":[]}"), "%.*s", LAMINA_FMT(page.text));
}

Test(partner_api, forged_cursors_are_400)
{
    partner_api_create(&api, "a@example.com");
    partner_api_create(&api, "b@example.com");
    partner_answer page = get("/partners?limit=1");
    lamina_str cursor = partner_answer_text(&page, "cursor");
    cr_assert_gt(cursor.len, 0);
    char *forged = strdup(cursor.ptr);
    forged[cursor.len / 2] = forged[cursor.len / 2] == 'A' ? 'B' : 'A';

    const char *const cursors[] = {forged, "x", "%00", "%F0%9F%8F%A2", "..%2F..", "AAAA"};
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        lamina_str path = lamina_arena_format(api.arena, "/partners?limit=1&cursor=%s", cursors[i]);
        partner_answer answer = get(path.ptr);
        cr_assert(partner_answer_is_problem(&answer, 400, "invalid-cursor"), "%s", cursors[i]);
    }
    free(forged);
}

Test(partner_api, limits_are_checked)
{
    static const char *const bad[] = {"0", "101", "-1", "x", "1.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lamina_str path = lamina_arena_format(api.arena, "/partners?limit=%s", bad[i]);
        partner_answer answer = get(path.ptr);
        cr_assert(partner_answer_is_problem(&answer, 400, "invalid-query"), "%s", bad[i]);
    }
    cr_assert_eq(get("/partners?limit=100&unknown=1").status, 200);
    cr_assert_eq(get("/partners?limit=&cursor=").status, 200);
}

/* ---- what is refused ---- */

Test(partner_api, each_broken_rule_has_an_entry)
{
    partner_answer answer = post(
        "{\"legalName\":\" \",\"email\":\"x\",\"phone\":\"1\",\"country\":\"XX\",\"taxId\":null,"
        "\"status\":\"gone\",\"tags\":[\"a\",\"a\"],\"address\":{\"line1\":7},\"extra\":1}");
    cr_assert(partner_answer_is_problem(&answer, 422, "invalid-request"));
    static const char *const entries[][2] = {
        {"/legalName", "format"},
        {"/email", "format"},
        {"/phone", "format"},
        {"/country", "format"},
        {"/taxId", "null"},
        {"/status", "enum"},
        {"/tags/1", "unique"},
        {"/address/line1", "type"},
        {"/address/city", "required"},
        {"/extra", "unknown"},
        {"/address/country", "required"},
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        cr_expect(partner_answer_has_violation(&answer, entries[i][0], entries[i][1]), "%s",
                  entries[i][0]);
    cr_expect_eq(lamina_json_count(lamina_json_member(answer.body, "errors")), 11, "%.*s",
                 LAMINA_FMT(answer.text));
}

Test(partner_api, a_patch_keeps_what_is_required_and_changes_something)
{
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    partner_answer answer = patch(path, "{\"legalName\":null,\"email\":null}", NULL);
    cr_assert(partner_answer_is_problem(&answer, 422, "invalid-request"));
    cr_assert(partner_answer_has_violation(&answer, "/legalName", "null"));
    cr_assert(partner_answer_has_violation(&answer, "/email", "null"));
    answer = patch(path, "{}", NULL);
    cr_assert(partner_answer_is_problem(&answer, 422, "invalid-request"));
    answer = patch(path, "{\"version\":7}", NULL);
    cr_assert(partner_answer_is_problem(&answer, 422, "invalid-request"));
    cr_assert(lamina_str_is(get(path).etag, "\"1\""));
}

Test(partner_api, bodies_that_are_no_json_are_400)
{
    static const char *const bodies[] = {"{",     "{\"legalName\":}", "nonsense",
                                         "{} {}", "{\"a\":1,}",       "\"\xFF\""};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        partner_answer answer = post(bodies[i]);
        cr_assert_eq(answer.status, 400, "%s", bodies[i]);
        cr_assert(lamina_str_is(answer.content_type, "application/problem+json"));
    }
    partner_answer answer = partner_api_send(&api, "POST", "/partners", "", NULL, NULL);
    cr_assert_eq(answer.status, 400, "a body that is missing: %.*s", LAMINA_FMT(answer.text));
}

Test(partner_api, bodies_of_another_type_are_415)
{
    static const char *const types[] = {"text/plain", "application/xml",
                                        "application/x-www-form-urlencoded",
                                        "application/json; charset=utf-16", "json"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        partner_answer answer =
            partner_api_send(&api, "POST", "/partners", "{}", "Content-Type", types[i]);
        cr_assert(partner_answer_is_problem(&answer, 415, "unsupported-media-type"), "%s",
                  types[i]);
    }
}

Test(partner_api, bodies_over_the_limit_are_413)
{
    size_t len = (1 << 20) + 1;
    char *body = malloc(len + 1);
    memset(body, ' ', len);
    body[0] = '{';
    body[len - 1] = '}';
    body[len] = '\0';
    partner_answer answer = post(body);
    cr_assert(partner_answer_is_problem(&answer, 413, "content-too-large"));
    body[len - 1] = '\0';
    body[len - 2] = '}';
    answer = post(body);
    cr_assert_eq(answer.status, 422, "1 MiB is accepted");
    free(body);
}

Test(partner_api, unknown_partners_are_404)
{
    static const char *const paths[] = {UNKNOWN, "/partners/x", "/partners/email%23a@example.com",
                                        "/partners/%F0%9F%8F%A2",
                                        "/partners/01arz3ndektsv4rrffq69g5fav"};
    partner_api_create(&api, "a@example.com");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        partner_answer answer = get(paths[i]);
        cr_assert(partner_answer_is_problem(&answer, 404, "partner-not-found"), "%s", paths[i]);
    }
}

Test(partner_api, other_methods_are_405_with_allow)
{
    partner_answer answer = partner_api_send(&api, "PUT", "/partners", "{}", NULL, NULL);
    cr_assert(partner_answer_is_problem(&answer, 405, "method-not-allowed"));
    cr_assert(strstr(answer.allow.ptr, "GET") != NULL && strstr(answer.allow.ptr, "POST") != NULL);
    cr_assert_null(strstr(answer.allow.ptr, "PATCH"));
    answer = partner_api_send(&api, "POST", UNKNOWN, "{}", NULL, NULL);
    cr_assert(partner_answer_is_problem(&answer, 405, "method-not-allowed"));
    cr_assert(strstr(answer.allow.ptr, "PATCH") != NULL &&
              strstr(answer.allow.ptr, "DELETE") != NULL);
}

Test(partner_api, paths_below_a_partner_are_404)
{
    partner_answer answer = get(UNKNOWN "/contracts");
    cr_assert_eq(answer.status, 404);
    cr_assert_neq(answer.text.len, 0);
}

/* ---- who may ---- */

static int32_t status_as(const char *method, const char *path, const char *body, const char *token)
{
    return partner_api_send(&api, method, path, body, "Authorization", token).status;
}

Test(partner_api, asks_for_a_scope_of_every_caller)
{
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    const char *reader = "Bearer test:ada:-:partner:read";
    const char *writer = "Bearer test:ada:-:partner:write";
    const char *other = "Bearer test:ada:-:contract:read,contract:write";
    const struct {
        const char *method;
        const char *path;
        const char *body;
        const char *with;
        int32_t status;
        const char *without;
    } cases[] = {{"GET", "/partners", NULL, reader, 200, writer},
                 {"GET", path, NULL, reader, 200, writer},
                 {"POST", "/partners", "{}", writer, 422, reader},
                 {"PATCH", path, "{\"displayName\":\"B\"}", writer, 200, reader},
                 {"DELETE", path, NULL, writer, 204, reader}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *method = cases[i].method;
        cr_expect_eq(status_as(method, cases[i].path, cases[i].body, cases[i].without), 403, "%s",
                     method);
        cr_expect_eq(status_as(method, cases[i].path, cases[i].body, other), 403, "%s", method);
        cr_expect_eq(status_as(method, cases[i].path, cases[i].body, "Bearer x"), 401, "%s",
                     method);
        cr_expect_eq(status_as(method, cases[i].path, cases[i].body, cases[i].with),
                     cases[i].status, "%s", method);
    }
}

/* ---- HEAD and OPTIONS ---- */

Test(partner_api, head_is_get_without_the_body)
{
    const char *path = partner_api_path(&api, partner_api_create(&api, "a@example.com"));
    partner_answer answer = partner_api_send(&api, "HEAD", path, NULL, NULL, NULL);
    cr_assert_eq(answer.status, 200);
    cr_assert_eq(answer.text.len, 0);
    cr_assert(lamina_str_is(answer.etag, "\"1\""));
    answer = partner_api_send(&api, "HEAD", UNKNOWN, NULL, NULL, NULL);
    cr_assert_eq(answer.status, 404);
    cr_assert_eq(answer.text.len, 0);
}

Test(partner_api, options_tells_the_methods)
{
    partner_answer answer = partner_api_send(&api, "OPTIONS", "/partners", NULL, NULL, NULL);
    cr_assert_eq(answer.status, 204);
    cr_assert(strstr(answer.allow.ptr, "POST") != NULL && strstr(answer.allow.ptr, "HEAD") != NULL);
}

/* ---- the log ---- */

Test(partner_api, the_log_names_ids_and_no_people)
{
    lamina_str id =
        partner_answer_text(&(partner_answer){.body = post(whole_partner).body}, "partnerId");
    partner_api_create(&api, "eve@example.com");
    cr_assert_eq(
        patch(partner_api_path(&api, id), "{\"email\":\"grace@example.com\"}", NULL).status, 200);
    post(whole_partner);
    post("{\"email\":\"not an address\"}");

    char *log = stage_errors(api.stage);
    char *output = stage_output(api.stage);
    /* No word that an id of random digits and letters may spell. */
    static const char *const private[] = {"Ada ",  "ada@", "grace@", "Analytical",
                                          "+4420", "Ring", "not an", "GB 123"};
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        cr_expect_null(strcasestr(log, private[i]), "%s", private[i]);
        cr_expect_null(strcasestr(output, private[i]), "%s", private[i]);
    }
    free(log);
    free(output);
}
