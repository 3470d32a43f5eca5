/* Explaining: every verb shows its request, sends nothing and leaves its struct as it was. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

/* The script has no answer: a request that is sent fails the test. */
TestSuite(explain, .init = scripted_database_open, .fini = scripted_database_close);

static const mapper_explanation *end_one(void)
{
    const mapper_explanation *step = NULL;
    cr_assert_eq(mapper_explain_end(scripted_context(), &step), 1);
    cr_assert_eq(scripted_request_count(), 0);
    return step;
}

static note sample_note(void)
{
    note item = {.id = LAMINA_STR("1"), .text = LAMINA_STR("hello")};
    lamina_mark(&item.has, NOTE_ID);
    lamina_mark(&item.has, NOTE_TEXT);
    return item;
}

Test(explain, a_get)
{
    note key = sample_note();
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    cr_assert_eq(mapper_get(scripted_context(), &note_model, &key, NULL, &key), LAMINA_E_UNSENT);
    const mapper_explanation *step = end_one();
    cr_assert_str_eq(step->operation, "GetItem");
    cr_assert_str_eq(step->model, "note");
    scripted_expect_text(step->table, "note");
    scripted_expect_text(step->index, "");
    scripted_expect_text(step->request, "{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"1\"}}}");
    cr_assert_eq(step->item_count, 0);
    cr_assert_eq(step->value_bytes, 3);
    cr_assert_eq(step->repeat, DYNAMODB_REPEAT_SAFE);
}

Test(explain, writes_take_their_stamps_back)
{
    note item = sample_note();
    note before = item;
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    cr_assert_eq(mapper_create(scripted_context(), &note_model, &item, NULL), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_put(scripted_context(), &note_model, &item, NULL), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_patch(scripted_context(), &note_model, &item, NULL), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_remove(scripted_context(), &note_model, &item, NULL), LAMINA_E_UNSENT);
    cr_assert_eq(memcmp(&item, &before, sizeof item), 0);
    const mapper_explanation *steps = NULL;
    cr_assert_eq(mapper_explain_end(scripted_context(), &steps), 4);
    static const char *const operations[] = {"PutItem", "PutItem", "UpdateItem", "DeleteItem"};
    for (size_t i = 0; i < 4; i++)
        cr_assert_str_eq(steps[i].operation, operations[i]);
    /* id 2 + 1, text 4 + 5, version 7 + 2 */
    cr_assert_eq(steps[0].item_count, 1);
    cr_assert_eq(steps[0].item_bytes, 3 + 9 + 9);
    cr_assert_eq(steps[0].largest_item_bytes, 21);
    cr_assert_eq(steps[0].repeat, DYNAMODB_REPEAT_UNSAFE);
    cr_assert_eq(steps[2].item_count, 0);
    cr_assert_gt(steps[2].value_bytes, 3 + 5);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(explain, a_query_names_its_index)
{
    mapper_query query = {.size = sizeof query,
                          .index = SAMPLE_BY_GROUP,
                          .hash = dynamodb_text(LAMINA_STR("g")),
                          .limit = 7};
    mapper_page page = {.size = sizeof page};
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    cr_assert_eq(mapper_query_page(scripted_context(), &sample_model, &query, &page),
                 LAMINA_E_UNSENT);
    const mapper_explanation *step = end_one();
    cr_assert_str_eq(step->operation, "Query");
    scripted_expect_text(step->index, SAMPLE_BY_GROUP);
    cr_assert_not_null(strstr(step->request.ptr, "\"Limit\":7"));
}

Test(explain, a_transaction_adds_up_its_items)
{
    note a = sample_note(), b = sample_note();
    b.id = LAMINA_STR("22");
    mapper_action actions[] = {
        {.size = sizeof actions[0], .op = MAPPER_OP_CREATE, .model = &note_model, .item = &a},
        {.size = sizeof actions[0], .op = MAPPER_OP_CREATE, .model = &note_model, .item = &b}};
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    cr_assert_eq(mapper_transact(scripted_context(), actions, 2, NULL), LAMINA_E_UNSENT);
    const mapper_explanation *step = end_one();
    cr_assert_str_eq(step->operation, "TransactWriteItems");
    cr_assert_eq(step->item_count, 2);
    cr_assert_eq(step->item_bytes, 21 + 22);
    cr_assert_eq(step->largest_item_bytes, 22);
    cr_assert_eq(a.version, 0);
}

Test(explain, sizes_are_those_of_every_type)
{
    sample item = {.id = LAMINA_STR("1"), .rank = 12345, .blob = {"\0\1\2\3", 4}, .active = true};
    lamina_str lines[] = {LAMINA_STR("ab"), LAMINA_STR("c")};
    item.lines = (lamina_list){lines, 2};
    item.tags = (lamina_list){lines, 2};
    item.document = LAMINA_STR("{\"k\":[1,null]}");
    static const uint32_t set[] = {SAMPLE_ID,    SAMPLE_RANK, SAMPLE_BLOB,    SAMPLE_ACTIVE,
                                   SAMPLE_LINES, SAMPLE_TAGS, SAMPLE_DOCUMENT};
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        lamina_mark(&item.has, set[i]);
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    scripted_expect_status(mapper_put(scripted_context(), &sample_model, &item, NULL),
                           LAMINA_E_UNSENT);
    const mapper_explanation *step = end_one();
    /* blob, active, lines, tags, document {k:[1,null]}: as item_size.c counts a struct */
    cr_assert_gt(step->item_bytes, (size_t)(4 + 4 + 6 + 1 + 5 + 3 + 2 + 3 + 4 + 3 + 8 + 3 + 2));
    cr_assert_lt(step->item_bytes, 200);
}

Test(explain, refuses_what_would_be_refused)
{
    note item = sample_note();
    item.id = LAMINA_STR("");
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_OK);
    cr_assert_eq(mapper_create(scripted_context(), &note_model, &item, NULL), LAMINA_E_INVALID);
    cr_assert_eq(mapper_explain_end(scripted_context(), NULL), 0);
}

Test(explain, ends_where_it_is_told_and_with_the_invocation)
{
    note key = sample_note();
    scripted_answer(200, "{}");
    scripted_answer(200, "{}");
    cr_assert_eq(mapper_explain_end(scripted_context(), NULL), 0);
    mapper_explain_begin(scripted_context());
    mapper_explain_end(scripted_context(), NULL);
    cr_assert_eq(mapper_get(scripted_context(), &note_model, &key, NULL, &key), LAMINA_E_NOT_FOUND);
    mapper_explain_begin(scripted_context());
    test_context_reset(scripted_test());
    cr_assert_eq(mapper_get(scripted_context(), &note_model, &key, NULL, &key), LAMINA_E_NOT_FOUND);
    scripted_context()->notes = NULL;
    cr_assert_eq(mapper_explain_begin(scripted_context()), LAMINA_E_UNSUPPORTED);
}

Test(explain, the_invocations_line_says_so)
{
    note key = sample_note();
    lamina_log_field field;
    mapper_explain_begin(scripted_context());
    for (int i = 0; i < 9; i++)
        mapper_get(scripted_context(), &note_model, &key, NULL, &key);
    const mapper_explanation *steps = NULL;
    cr_assert_eq(mapper_explain_end(scripted_context(), &steps), 9);
    cr_assert_str_eq(steps[8].operation, "GetItem");
    cr_assert_eq(lamina_notes_read(scripted_context()->notes, &field, 1), 1);
    cr_assert_str_eq(field.name, "dynamodb_explained");
    scripted_expect_text(field.text, "9");
}
