/*
 * DTOs into models and back: what is copied, what is not, and what stays absent.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/lamina.h"
#include "mappers.h"
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

TestSuite(mappers, .init = begin, .fini = end);

static partner *stored_partner(void)
{
    partner *item = partner_new(context);
    item->partner_id = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    item->legal_name = LAMINA_STR("ACME");
    item->email = LAMINA_STR("a@example.com");
    item->country = LAMINA_STR("DE");
    item->status = LAMINA_STR(PARTNER_STATUS_ACTIVE);
    item->created_at = 1;
    item->updated_at = 2;
    item->version = 3;
    item->collection = LAMINA_STR(PARTNER_COLLECTION_ALL);
    return item;
}

static lamina_str json_of(const lamina_record *record, const void *value)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 64 << 10);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(lamina_record_write_json(record, value, &writer, NULL), LAMINA_OK);
    lamina_str json = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return json;
}

Test(mappers, a_patch_keeps_its_three_states)
{
    partner_input input = {.email = LAMINA_STR("b@example.com")};
    lamina_mark(&input.has, PARTNER_INPUT_EMAIL);
    lamina_mark_null(&input.has, PARTNER_INPUT_PHONE);

    partner *changes;
    cr_assert_eq(partner_from_patch(context, &input, &changes), LAMINA_OK);
    cr_assert(lamina_is_present(&changes->has, PARTNER_EMAIL));
    cr_assert(lamina_str_is(changes->email, "b@example.com"));
    cr_assert(lamina_is_null(&changes->has, PARTNER_PHONE));
    for (uint32_t i = 0; i < partner_record.field_count; i++)
        if (i != PARTNER_EMAIL && i != PARTNER_PHONE)
            cr_assert(lamina_is_absent(&changes->has, i), "field %u", i);
}

Test(mappers, an_answer_has_every_field_but_those_of_the_table)
{
    partner *item = stored_partner();
    const partner_dto *dto = NULL;
    cr_assert_eq(partner_to_dto(context, item, &dto), LAMINA_OK);
    lamina_str json = json_of(&partner_dto_record, dto);
    cr_assert(lamina_str_is(
                  json,
                  "{\"partnerId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
                  "\"legalName\":\"ACME\",\"email\":\"a@example.com\","
                  "\"country\":\"DE\",\"status\":\"active\",\"contactCount\":0,\"contractCount\":0,"
                  "\"createdAt\":\"1970-01-01T00:00:00.000001Z\","
                  "\"updatedAt\":\"1970-01-01T00:00:00.000002Z\",\"version\":3}"),
              "%.*s", LAMINA_FMT(json));
}

Test(mappers, an_answer_has_the_optional_fields_that_are_there)
{
    lamina_str tags[] = {LAMINA_STR("gold")};
    postal_address *address = postal_address_new(context);
    address->line1 = LAMINA_STR("Ring 1");
    address->city = LAMINA_STR("Berlin");
    address->country = LAMINA_STR("DE");
    partner *item = stored_partner();
    item->tags = (lamina_list){tags, 1};
    item->address = address;
    lamina_mark(&item->has, PARTNER_TAGS);
    lamina_mark(&item->has, PARTNER_ADDRESS);

    const partner_dto *dto = NULL;
    cr_assert_eq(partner_to_dto(context, item, &dto), LAMINA_OK);
    cr_assert_eq(dto->tags.count, 1);
    cr_assert(lamina_str_is(dto->address->line1, "Ring 1"));
    cr_assert(lamina_is_absent(&dto->has, PARTNER_DTO_PHONE));
}

static partner *with_account(const char *iban, const char *bic)
{
    partner *item = stored_partner();
    item->account = bank_account_new(context);
    item->account->iban = lamina_str_from(iban);
    item->account->holder = LAMINA_STR("Ada");
    lamina_mark(&item->account->has, BANK_ACCOUNT_HOLDER);
    if (bic != NULL) {
        item->account->bic = lamina_str_from(bic);
        lamina_mark(&item->account->has, BANK_ACCOUNT_BIC);
    }
    lamina_mark(&item->has, PARTNER_BANK_ACCOUNT);
    return item;
}

Test(mappers, no_bank_account_leaves_whole)
{
    partner *item = with_account("DE89370400440532013000", "DEUTDEFF500");
    const partner_dto *dto = NULL;
    cr_assert_eq(partner_to_dto(context, item, &dto), LAMINA_OK);
    lamina_str json = json_of(&partner_dto_record, dto);
    cr_assert_not_null(strstr(json.ptr,
                              "\"bankAccount\":{\"iban\":\"****3000\",\"bic\":\"****F500\","
                              "\"holder\":\"Ada\"}"),
                       "%s", json.ptr);
    cr_assert_null(strstr(json.ptr, "DE89"));
    cr_assert(lamina_str_is(item->account->iban, "DE89370400440532013000"),
              "the model is as it was");

    cr_assert_eq(partner_to_dto(context, with_account("NO9386011117947", NULL), &dto), LAMINA_OK);
    cr_assert(lamina_is_absent(&dto->account->has, BANK_ACCOUNT_BIC));
    cr_assert(lamina_str_is(dto->account->iban, "****7947"));
}
