/* Keys that are made of other fields: in look-ups, whole items and patches. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "scripted_database.h"

TestSuite(key_template, .init = scripted_database_open, .fini = scripted_database_close);

#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""
#define KEY_1 "\"Key\":{\"pk\":{\"S\":\"CUSTOMER#ada\"},\"sk\":{\"S\":\"LEASE#c1#000042\"}}"

static lease new_lease(void)
{
    return (lease){.customer = LAMINA_STR("ada"), .id = LAMINA_STR("c1"), .sequence = 42};
}

static void set_status(lease *item, const char *status, int64_t due)
{
    item->status = lamina_str_from(status);
    item->due = due;
    lamina_mark(&item->has, LEASE_STATUS);
    lamina_mark(&item->has, LEASE_DUE);
}

static void expect_status(lamina_status status, lamina_status expected)
{
    scripted_expect_status(status, expected);
}

/* The verdict LAMINA_E_INVALID, with that one violation. */
static void expect_violation(lamina_status status, const char *pointer, const char *code,
                             const char *words)
{
    expect_status(status, LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1, "%zu violations", problem.violation_count);
    scripted_expect_text(problem.violations[0].pointer, pointer);
    scripted_expect_text(problem.violations[0].code, code);
    cr_assert_not_null(strstr(problem.violations[0].message.ptr, words), "%.*s",
                       LAMINA_FMT(problem.violations[0].message));
    cr_assert_eq(scripted_request_count(), 0, "something was sent");
}

static lamina_str key_of(uint32_t field, const lease *item)
{
    lamina_str key = {NULL, 0};
    expect_status(mapper_key_of(scripted_context(), &lease_model, field, item, &key), LAMINA_OK);
    return key;
}

/* ---- text ---- */

Test(key_template, pads_numbers_and_writes_times)
{
    lease item = new_lease();
    set_status(&item, "open", TEST_CONTEXT_START_US);
    scripted_expect_text(key_of(LEASE_PK, &item), "CUSTOMER#ada");
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#c1#000042");
    scripted_expect_text(key_of(LEASE_STATUS_SK, &item), "2026-01-31T12:00:00.000000Z#c1");
    item.sequence = 0;
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#c1#000000");
    item.sequence = 999999;
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#c1#999999");
}

Test(key_template, escapes_what_could_forge_a_part)
{
    lease item = new_lease();
    item.id = LAMINA_STR("c1#000042");
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#c1%23000042#000042");
    item.id = LAMINA_STR("c1%23000042");
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#c1%2523000042#000042");
    item.id = LAMINA_STR("\xC3\xA4/{}:");
    scripted_expect_text(key_of(LEASE_SK, &item), "LEASE#\xC3\xA4/{}:#000042");
}

Test(key_template, refuses_numbers_that_would_not_sort)
{
    lease item = new_lease();
    lamina_str key;
    item.sequence = -1;
    expect_violation(mapper_key_of(scripted_context(), &lease_model, LEASE_SK, &item, &key),
                     "/sequence", "range", "must not be negative, nor have more than 6 digits");
    lamina_error_reset(scripted_context());
    item.sequence = 1000000;
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item), "/sequence",
                     "range", "the key \"sk\" is made of it");
    lamina_error_reset(scripted_context());
    item.sequence = INT64_MIN;
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item), "/sequence",
                     "range", "must not be negative");
}

Test(key_template, names_the_field_that_is_missing)
{
    lease item = new_lease();
    item.id = (lamina_str){NULL, 0};
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item), "/leaseId",
                     "required", "must be given (partial composite): the key \"sk\" is made of it");
    lamina_error_reset(scripted_context());
    expect_violation(mapper_create(scripted_context(), &lease_model, &item, NULL), "/leaseId",
                     "required", "partial composite");
    lamina_error_reset(scripted_context());
    item = new_lease();
    lamina_mark_null(&item.has, LEASE_CUSTOMER);
    expect_violation(mapper_remove(scripted_context(), &lease_model, &item, NULL), "/customerId",
                     "required", "the key \"pk\" is made of it");
}

Test(key_template, refuses_text_that_is_too_long_or_no_utf8)
{
    static char text[2049];
    memset(text, '#', sizeof text - 1);
    lease item = new_lease();
    item.customer = (lamina_str){text, 680};
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item),
                     "/customerId", "max-length", "more than 2048 bytes");
    lamina_error_reset(scripted_context());
    item.customer = LAMINA_STR("\xFF");
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item),
                     "/customerId", "type", "must be UTF-8");
    lamina_error_reset(scripted_context());
    item.customer = LAMINA_STR("ada");
    memset(text, 'a', sizeof text - 1);
    item.id = (lamina_str){text, 1012};
    expect_violation(mapper_get(scripted_context(), &lease_model, &item, NULL, &item), "/sk",
                     "max-length", "at most 1024 bytes");
}

Test(key_template, writes_the_beginning_of_a_key)
{
    lease item = new_lease();
    lamina_str prefix = {NULL, 0};
    expect_status(mapper_key_prefix(scripted_context(), &lease_model, LEASE_SK, &item, 1, &prefix),
                  LAMINA_OK);
    scripted_expect_text(prefix, "LEASE#c1#");
    expect_status(mapper_key_prefix(scripted_context(), &lease_model, LEASE_SK, &item, 0, &prefix),
                  LAMINA_OK);
    scripted_expect_text(prefix, "LEASE#");
    expect_status(mapper_key_of(scripted_context(), &lease_model, LEASE_NOTE, &item, &prefix),
                  LAMINA_E_ARGUMENT);
    item.id.len = 0;
    expect_violation(
        mapper_key_prefix(scripted_context(), &lease_model, LEASE_SK, &item, 1, &prefix),
        "/leaseId", "required", "partial composite");
}

/* ---- look-ups ---- */

Test(key_template, look_ups_make_the_key_and_leave_the_struct_alone)
{
    lease item = new_lease();
    lease before = item;
    scripted_answer(200, "{}");
    expect_status(mapper_get(scripted_context(), &lease_model, &item, NULL, &item),
                  LAMINA_E_NOT_FOUND);
    scripted_expect(0, "GetItem", "{\"TableName\":\"lease\"," KEY_1 "}");
    cr_assert_eq(memcmp(&item, &before, sizeof item), 0);
}

Test(key_template, a_key_that_stands_alone_is_looked_up_as_it_is)
{
    lease item = {.pk = LAMINA_STR("CUSTOMER#ada"), .sk = LAMINA_STR("LEASE#c1#000042")};
    lamina_mark(&item.has, LEASE_PK);
    lamina_mark(&item.has, LEASE_SK);
    scripted_answer(200, "{}");
    expect_status(mapper_get(scripted_context(), &lease_model, &item, NULL, &item),
                  LAMINA_E_NOT_FOUND);
    scripted_expect(0, "GetItem", "{\"TableName\":\"lease\"," KEY_1 "}");
}

Test(key_template, a_look_up_goes_by_the_fields_and_not_by_an_old_key)
{
    lease item = new_lease();
    item.pk = LAMINA_STR("CUSTOMER#bob");
    item.sk = LAMINA_STR("LEASE#c9#000001");
    scripted_answer(200, "{}");
    expect_status(mapper_remove(scripted_context(), &lease_model, &item, NULL), LAMINA_OK);
    cr_assert_not_null(strstr(scripted_body(0).ptr, KEY_1), "%s", scripted_body(0).ptr);
}

/* ---- whole items ---- */

Test(key_template, create_fills_all_keys)
{
    lease item = new_lease();
    set_status(&item, "open", TEST_CONTEXT_START_US);
    item.assignee = LAMINA_STR("bob#1");
    lamina_mark(&item.has, LEASE_ASSIGNEE);
    scripted_answer(200, "{}");
    expect_status(mapper_create(scripted_context(), &lease_model, &item, NULL), LAMINA_OK);
    static const char written[] =
        "\"Item\":{\"pk\":{\"S\":\"CUSTOMER#ada\"},\"sk\":{\"S\":\"LEASE#c1#000042\"},"
        "\"customerId\":{\"S\":\"ada\"},\"leaseId\":{\"S\":\"c1\"},\"sequence\":{\"N\":\"42\"},"
        "\"status\":{\"S\":\"open\"},\"dueAt\":{\"S\":\"2026-01-31T12:00:00.000000Z\"},"
        "\"assignee\":{\"S\":\"bob#1\"},\"statusPk\":{\"S\":\"STATUS#open\"},"
        "\"statusSk\":{\"S\":\"2026-01-31T12:00:00.000000Z#c1\"},"
        "\"assigneePk\":{\"S\":\"ada#bob%231\"},\"version\":{\"N\":\"1\"}}";
    cr_assert_not_null(strstr(scripted_body(0).ptr, written), "%s", scripted_body(0).ptr);
    scripted_expect_text(item.pk, "CUSTOMER#ada");
    cr_assert(lamina_is_present(&item.has, LEASE_STATUS_PK));
}

Test(key_template, an_item_without_the_fields_of_an_index_is_not_in_it)
{
    lease item = new_lease();
    item.assignee_pk = LAMINA_STR("forged");
    lamina_mark(&item.has, LEASE_ASSIGNEE_PK);
    item.due = TEST_CONTEXT_START_US;
    lamina_mark(&item.has, LEASE_DUE);
    item.status = LAMINA_STR("open");
    lamina_mark(&item.has, LEASE_STATUS);
    scripted_answer(200, "{}");
    expect_status(mapper_put(scripted_context(), &lease_model, &item, NULL), LAMINA_OK);
    cr_assert_null(strstr(scripted_body(0).ptr, "assigneePk"), "%s", scripted_body(0).ptr);
    cr_assert(lamina_is_absent(&item.has, LEASE_ASSIGNEE_PK));
}

/* A key of two fields that is not sparse. */
static mapper_key_template two_fields[2];
static mapper_model changed_model;

static void use_two_fields(const char *text)
{
    two_fields[0] = (mapper_key_template){.text = "CUSTOMER#{customerId}", .field = LEASE_PK};
    two_fields[1] = (mapper_key_template){.text = text, .field = LEASE_STATUS_SK};
    changed_model = lease_model;
    changed_model.key_templates = two_fields;
    changed_model.key_template_count = 2;
}

static lease with_status(void)
{
    lease item = new_lease();
    item.sk = LAMINA_STR("as it is");
    item.status = LAMINA_STR("open");
    lamina_mark(&item.has, LEASE_STATUS);
    return item;
}

Test(key_template, a_partial_index_key_is_refused)
{
    use_two_fields("{status}#{dueAt}");
    lease item = with_status();
    expect_violation(mapper_create(scripted_context(), &changed_model, &item, NULL), "/dueAt",
                     "required",
                     "must be given (partial composite): the key \"statusSk\" is made of it");
}

/* The id is always there: without the status the key is partial. */
Test(key_template, a_key_with_a_field_of_the_tables_key_is_partial_too)
{
    use_two_fields("{customerId}#{status}");
    lease item = with_status();
    lamina_mark_absent(&item.has, LEASE_STATUS);
    expect_violation(mapper_create(scripted_context(), &changed_model, &item, NULL), "/status",
                     "required", "partial composite");
    lamina_error_reset(scripted_context());
    lamina_mark_null(&item.has, LEASE_STATUS);
    expect_violation(mapper_patch(scripted_context(), &changed_model, &item, NULL), "/status",
                     "required", "partial composite");
}

/* ---- patches ---- */

Test(key_template, a_patch_of_other_fields_leaves_the_index_keys)
{
    lease item = new_lease();
    item.note = LAMINA_STR("n");
    lamina_mark(&item.has, LEASE_NOTE);
    item.status_pk = LAMINA_STR("forged");
    lamina_mark(&item.has, LEASE_STATUS_PK);
    scripted_answer(500, "{}");
    (void)mapper_patch(scripted_context(), &lease_model, &item, NULL);
    cr_assert_not_null(strstr(scripted_body(0).ptr, KEY_1 ",\"UpdateExpression\":\"SET #n0 = :v0, "
                                                          "#n1 = if_not_exists(#n1, :v1) + :v2\""),
                       "%s", scripted_body(0).ptr);
    cr_assert_null(strstr(scripted_body(0).ptr, "forged"));
}

Test(key_template, a_patch_makes_index_keys_of_marked_fields_anew)
{
    lease item = new_lease();
    set_status(&item, "closed", TEST_CONTEXT_START_US);
    lamina_mark_null(&item.has, LEASE_ASSIGNEE);
    item.version = 3;
    scripted_answer(200, "{\"Attributes\":{\"pk\":{\"S\":\"CUSTOMER#ada\"},"
                         "\"sk\":{\"S\":\"LEASE#c1#000042\"},\"customerId\":{\"S\":\"ada\"},"
                         "\"leaseId\":{\"S\":\"c1\"},\"sequence\":{\"N\":\"42\"},"
                         "\"version\":{\"N\":\"4\"}}}");
    expect_status(mapper_patch(scripted_context(), &lease_model, &item, NULL), LAMINA_OK);
    const char *body = scripted_body(0).ptr;
    cr_assert_not_null(strstr(body, "SET #n0 = :v0, #n1 = :v1, #n2 = :v2, #n3 = :v3, #n4 = :v4 "
                                    "REMOVE #n5, #n6"),
                       "%s", body);
    cr_assert_not_null(strstr(body, "\"#n2\":\"statusPk\",\"#n3\":\"statusSk\",\"#n4\":\"version\","
                                    "\"#n5\":\"assignee\",\"#n6\":\"assigneePk\""),
                       "%s", body);
    cr_assert_not_null(strstr(body, "\":v2\":{\"S\":\"STATUS#closed\"},"
                                    "\":v3\":{\"S\":\"2026-01-31T12:00:00.000000Z#c1\"}"),
                       "%s", body);
}

Test(key_template, a_patch_takes_the_key_with_its_fields)
{
    lease item = new_lease();
    lamina_mark_null(&item.has, LEASE_STATUS);
    lamina_mark_null(&item.has, LEASE_DUE);
    scripted_answer(500, "{}");
    (void)mapper_patch(scripted_context(), &lease_model, &item, NULL);
    const char *body = scripted_body(0).ptr;
    cr_assert_not_null(strstr(body, "REMOVE #n1, #n2, #n3, #n4"), "%s", body);
    cr_assert_not_null(strstr(body, "\"#n3\":\"statusPk\",\"#n4\":\"statusSk\""), "%s", body);
}

Test(key_template, a_patch_that_would_change_the_tables_key_is_refused)
{
    lease item = new_lease();
    lamina_mark_null(&item.has, LEASE_ID);
    expect_violation(mapper_patch(scripted_context(), &lease_model, &item, NULL), "/leaseId",
                     "read-only", "must not change: the key \"sk\" is made of it");
    lamina_error_reset(scripted_context());
    /* As it was read, but for the customer. */
    item = new_lease();
    item.pk = LAMINA_STR("CUSTOMER#ada");
    item.sk = LAMINA_STR("LEASE#c1#000042");
    item.has.present = 1u << LEASE_PK | 1u << LEASE_SK | 1u << LEASE_CUSTOMER | 1u << LEASE_ID |
                       1u << LEASE_SEQUENCE;
    item.customer = LAMINA_STR("eve");
    expect_violation(mapper_patch(scripted_context(), &lease_model, &item, NULL), "/customerId",
                     "read-only", "the key \"pk\" is made of it");
}

Test(key_template, a_refused_write_leaves_the_marks_as_they_were)
{
    use_two_fields("{status}#{dueAt}");
    lease item = with_status();
    lamina_presence before = item.has;
    expect_status(mapper_create(scripted_context(), &changed_model, &item, NULL), LAMINA_E_INVALID);
    cr_assert_eq(memcmp(&item.has, &before, sizeof before), 0);
    cr_assert_eq(item.version, 0);
}

Test(key_template, a_patch_with_some_of_the_fields_is_refused)
{
    use_two_fields("{status}#{dueAt}");
    lease item = with_status();
    expect_violation(mapper_patch(scripted_context(), &changed_model, &item, NULL), "/dueAt",
                     "required", "partial composite");
    lamina_error_reset(scripted_context());
    lamina_mark_null(&item.has, LEASE_DUE);
    expect_violation(mapper_patch(scripted_context(), &changed_model, &item, NULL), "/dueAt",
                     "required", "partial composite");
}

/* ---- upserts ---- */

Test(key_template, an_upsert_makes_keys_as_a_patch_does)
{
    lease item = new_lease();
    set_status(&item, "open", TEST_CONTEXT_START_US);
    scripted_answer(500, "{}");
    (void)mapper_upsert(scripted_context(), &lease_model, &item, NULL);
    const char *body = scripted_body(0).ptr;
    cr_assert_not_null(strstr(body, "{\"S\":\"STATUS#open\"}"), "%s", body);
    cr_assert_not_null(strstr(body, "{\"S\":\"2026-01-31T12:00:00.000000Z#c1\"}"), "%s", body);
    cr_assert_not_null(strstr(body, KEY_1), "%s", body);
}

/* The item may be there, and be older than now. */
Test(key_template, an_upsert_makes_no_key_of_the_time_of_creation)
{
    use_two_fields("{dueAt}#{customerId}");
    changed_model.created_field = LEASE_DUE;
    lease item = with_status();
    expect_status(mapper_upsert(scripted_context(), &changed_model, &item, NULL),
                  LAMINA_E_ARGUMENT);
    item.due = TEST_CONTEXT_START_US;
    lamina_mark(&item.has, LEASE_DUE);
    scripted_answer(500, "{}");
    (void)mapper_upsert(scripted_context(), &changed_model, &item, NULL);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "{\"S\":\"2026-01-31T12:00:00.000000Z#ada\"}"));
}
