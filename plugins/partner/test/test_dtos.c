/*
 * What the partner API takes and refuses: bodies and queries against their records.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/models/partner.h"
#include "dtos.h"
#include "dtos_contacts.h"
#include "lamina/lamina.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(dtos, .init = begin, .fini = end);

/* What the text breaks, as "pointer code, pointer code"; "" when it is good. */
static const char *read_body(const lamina_record *record, const char *text, partner_input *out)
{
    const lamina_json *json = NULL;
    cr_assert_eq(lamina_json_read(context->arena, lamina_str_from(text), 0, &json, NULL), LAMINA_OK,
                 "%s", text);
    lamina_violations broken = {0};
    lamina_status status = lamina_record_read_json(context->arena, record, json, out, &broken);
    cr_assert_eq(status, broken.count == 0 ? LAMINA_OK : LAMINA_E_INVALID);
    lamina_str list = LAMINA_STR("");
    for (size_t i = 0; i < broken.count; i++)
        list = lamina_arena_format(context->arena, "%.*s%s%.*s %.*s", LAMINA_FMT(list),
                                   i == 0 ? "" : ", ", LAMINA_FMT(broken.items[i].pointer),
                                   LAMINA_FMT(broken.items[i].code));
    return list.ptr;
}

Test(dtos, all_records_are_sound)
{
    const lamina_record *all[] = {&create_partner_record, &patch_partner_record,
                                  &list_partners_record,  &partner_reason_record,
                                  &partner_dto_record,    &partner_list_record,
                                  &create_contact_record, &patch_contact_record,
                                  &contact_dto_record,    &contact_list_record};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        lamina_str reason = {0};
        cr_expect_eq(lamina_record_check(context->arena, all[i], &reason), LAMINA_OK, "%s: %.*s",
                     all[i]->name, LAMINA_FMT(reason));
    }
}

static const lamina_field *field_of(const lamina_record *record, const char *name)
{
    for (uint32_t i = 0; i < record->field_count; i++)
        if (strcmp(lamina_record_field(record, i)->name, name) == 0)
            return lamina_record_field(record, i);
    return NULL;
}

static bool are_among(const char *const *values, const char *const *allowed)
{
    for (; values != NULL && *values != NULL; values++) {
        const char *const *found = allowed;
        while (*found != NULL && strcmp(*found, *values) != 0)
            found++;
        if (*found == NULL)
            return false;
    }
    return (values == NULL) == (allowed == NULL);
}

/* Limits stand in the API's record and in the stored one, each for its own reasons; but what the API
   lets in must be storable. */
Test(dtos, nothing_is_let_in_that_cannot_be_stored)
{
    const lamina_record *requests[] = {&create_partner_record, &patch_partner_record};
    for (size_t r = 0; r < 2; r++) {
        for (uint32_t i = 0; i < requests[r]->field_count; i++) {
            const lamina_field *asked = lamina_record_field(requests[r], i);
            const lamina_field *stored = field_of(&partner_record, asked->name);
            cr_assert_not_null(stored, "%s", asked->name);
            cr_expect_eq(asked->type, stored->type, "%s", asked->name);
            cr_expect(stored->max_length == 0 ||
                          (asked->max_length > 0 && asked->max_length <= stored->max_length),
                      "%s", asked->name);
            cr_expect_leq(asked->item_max_length, stored->item_max_length, "%s", asked->name);
            cr_expect(asked->format == stored->format || asked->pattern != NULL, "%s", asked->name);
            cr_expect(are_among(asked->values, stored->values), "%s", asked->name);
            cr_expect_eq(asked->record, stored->record, "%s", asked->name);
        }
    }
}

#define REQUIRED_MEMBERS "\"legalName\":\"ACME\",\"email\":\"a@example.com\",\"country\":\"DE\""

Test(dtos, create_takes_a_whole_partner)
{
    partner_input input;
    const char *broken =
        read_body(&create_partner_record,
                  "{" REQUIRED_MEMBERS ",\"displayName\":\"Acme\",\"phone\":\"+4930123456\","
                  "\"taxId\":\"DE 123/456.7-8\",\"status\":\"active\",\"tags\":[\"gold\",\"new\"],"
                  "\"address\":{\"line1\":\"Ring 1\",\"city\":\"Berlin\",\"country\":\"DE\"}}",
                  &input);
    cr_assert_str_eq(broken, "");
    cr_assert(lamina_str_is(input.legal_name, "ACME"));
    cr_assert_eq(input.tags.count, 2);
    cr_assert(lamina_str_is(input.address->city, "Berlin"));
    cr_assert(lamina_is_absent(&input.address->has, POSTAL_ADDRESS_LINE2));
}

Test(dtos, create_tells_what_is_broken)
{
    static const struct {
        const char *members, *broken;
    } cases[] = {
        {"", "/legalName required, /email required, /country required"},
        {REQUIRED_MEMBERS ",\"status\":\"gone\"", "/status enum"},
        {REQUIRED_MEMBERS ",\"status\":\"suspended\"", "/status enum"},
        {REQUIRED_MEMBERS ",\"bankAccount\":{\"iban\":\"DE1\",\"bic\":\"x\"}",
         "/bankAccount/iban format, /bankAccount/bic format"},
        {REQUIRED_MEMBERS ",\"bankAccount\":{\"iban\":\"****3000\"}", "/bankAccount/iban format"},
        {REQUIRED_MEMBERS ",\"bankAccount\":{}", "/bankAccount/iban required"},
        {REQUIRED_MEMBERS ",\"phone\":\"030 123\"", "/phone format"},
        {REQUIRED_MEMBERS ",\"phone\":null", "/phone null"},
        {REQUIRED_MEMBERS ",\"tags\":[\"a\",\"a\"]", "/tags/1 unique"},
        {REQUIRED_MEMBERS ",\"tags\":[\" \"]", "/tags/0 format"},
        {REQUIRED_MEMBERS ",\"tags\":\"a\"", "/tags type"},
        {REQUIRED_MEMBERS ",\"tags\":[1]", "/tags/0 type"},
        {REQUIRED_MEMBERS ",\"taxId\":\"\"", "/taxId min-length"},
        {REQUIRED_MEMBERS ",\"taxId\":\"1;DROP\"", "/taxId pattern"},
        {REQUIRED_MEMBERS ",\"taxId\":\" 1\"", "/taxId pattern"},
        {REQUIRED_MEMBERS ",\"version\":3", "/version unknown"},
        {REQUIRED_MEMBERS ",\"partnerId\":\"x\"", "/partnerId unknown"},
        {REQUIRED_MEMBERS ",\"address\":{}",
         "/address/line1 required, /address/city required, /address/country required"},
        {REQUIRED_MEMBERS ",\"address\":[]", "/address type"},
        {"\"legalName\":\"  \",\"email\":\"a\",\"country\":\"de\"",
         "/legalName format, /email format, /country format"},
        {"\"legalName\":\"a\\nb\",\"email\":\"a@example.com\",\"country\":\"DE\"",
         "/legalName format"},
        {"\"legalName\":\"a\\u0000b\",\"email\":\"a@example.com\",\"country\":\"DE\"",
         "/legalName format"},
        {"\"legalName\":7,\"email\":null,\"country\":\"DE\"", "/legalName type, /email null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        partner_input input;
        lamina_str body = lamina_arena_format(context->arena, "{%s}", cases[i].members);
        cr_expect_str_eq(read_body(&create_partner_record, body.ptr, &input), cases[i].broken);
    }
}

Test(dtos, create_counts_characters_and_not_bytes)
{
    char text[2000] = "{\"email\":\"a@example.com\",\"country\":\"DE\",\"legalName\":\"";
    for (int i = 0; i < 200; i++)
        memcpy(text + strlen(text), "\xE6\xA0\xAA", sizeof "\xE6\xA0\xAA");
    partner_input input;
    lamina_str just = lamina_arena_format(context->arena, "%s\"}", text);
    cr_expect_str_eq(read_body(&create_partner_record, just.ptr, &input), "");
    lamina_str over = lamina_arena_format(context->arena, "%sx\"}", text);
    cr_expect_str_eq(read_body(&create_partner_record, over.ptr, &input), "/legalName max-length");
}

Test(dtos, patch_keeps_absent_and_null_apart)
{
    partner_input input;
    cr_assert_str_eq(read_body(&patch_partner_record, "{\"phone\":null,\"taxId\":\"1\"}", &input),
                     "");
    cr_assert(lamina_is_null(&input.has, PARTNER_INPUT_PHONE));
    cr_assert(lamina_is_present(&input.has, PARTNER_INPUT_TAX_ID));
    cr_assert(lamina_is_absent(&input.has, PARTNER_INPUT_EMAIL));
}

Test(dtos, patch_removes_only_what_is_optional)
{
    partner_input input;
    cr_expect_str_eq(read_body(&patch_partner_record,
                               "{\"displayName\":null,\"phone\":null,\"taxId\":null,\"tags\":null,"
                               "\"address\":null,\"bankAccount\":null}",
                               &input),
                     "");
    cr_expect_str_eq(
        read_body(&patch_partner_record,
                  "{\"legalName\":null,\"email\":null,\"country\":null,\"status\":\"active\"}",
                  &input),
        "/legalName null, /email null, /country null, /status read-only");
}

Test(dtos, patch_changes_something)
{
    partner_input input;
    cr_expect_str_eq(read_body(&patch_partner_record, "{}", &input), " min-present");
}
