/* Writing many items: the exact requests, stamps, and what came of each operation. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(batch_write, .init = scripted_database_open, .fini = scripted_database_close);

static pair pairs[60];

static mapper_batch *begin(uint32_t flags)
{
    mapper_batch_options options = {.size = sizeof options, .flags = flags};
    mapper_batch *batch = NULL;
    scripted_expect_status(mapper_batch_begin(scripted_context(), &options, &batch), LAMINA_OK);
    return batch;
}

static mapper_batch *begin_with_pairs(size_t count)
{
    mapper_batch *batch = begin(0);
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (pair){.id = lamina_arena_format(scripted_context()->arena, "p%zu", i)};
        scripted_expect_status(mapper_batch_put(batch, &pair_model, &pairs[i]), LAMINA_OK);
    }
    return batch;
}

static lamina_status commit(mapper_batch *batch, mapper_batch_result *result)
{
    *result = (mapper_batch_result){.size = sizeof *result};
    return mapper_batch_commit(batch, result);
}

Test(batch_write, sends_puts_and_removes_by_table)
{
    mapper_batch *batch = begin(MAPPER_BATCH_ANY_VERSION);
    pair put = {.id = LAMINA_STR("a"), .value = LAMINA_STR("v")}, gone = {.id = LAMINA_STR("b")};
    note stamped = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .version = 4};
    lamina_mark(&put.has, PAIR_VALUE);
    scripted_expect_status(mapper_batch_put(batch, &pair_model, &put), LAMINA_OK);
    scripted_expect_status(mapper_batch_put(batch, &note_model, &stamped), LAMINA_OK);
    scripted_expect_status(mapper_batch_remove(batch, &pair_model, &gone), LAMINA_OK);
    put.value = LAMINA_STR("changed too late");
    scripted_answer(200, "{\"UnprocessedItems\":{}}");
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_OK);
    scripted_expect(0, "BatchWriteItem",
                    "{\"RequestItems\":{\"pair\":["
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"a\"},\"value\":{\"S\":\"v\"}}}},"
                    "{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"b\"}}}}],"
                    "\"note\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"n\"},"
                    "\"text\":{\"S\":\"t\"},\"version\":{\"N\":\"1769860800000000\"}}}}]}}");
    cr_assert_eq(stamped.version, INT64_C(1769860800000000), "the time: nobody has read it before");
    cr_assert_eq(result.count, 3);
    cr_assert_eq(result.written, 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(result.outcomes[i], MAPPER_BATCH_WRITTEN);
}

Test(batch_write, stamps_and_rules_are_those_of_put)
{
    mapper_batch *batch = begin(MAPPER_BATCH_ANY_VERSION);
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    scripted_expect_status(mapper_batch_put(batch, &sample_model, &item), LAMINA_OK);
    cr_assert_eq(item.created, TEST_CONTEXT_START_US);
    cr_assert_eq(item.updated, TEST_CONTEXT_START_US);
    note bad = {.id = LAMINA_STR("n")};
    scripted_expect_status(mapper_batch_put(batch, &note_model, &bad), LAMINA_E_INVALID);
    cr_assert_eq(bad.version, 0);
    lamina_error_reset(scripted_context());
    scripted_answer(200, "{}");
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_OK);
    cr_assert_eq(result.count, 1, "what was refused is not in the batch");
}

Test(batch_write, versions_cannot_be_compared)
{
    mapper_batch *batch = begin(0);
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .version = 4};
    scripted_expect_status(mapper_batch_put(batch, &note_model, &item), LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_batch_remove(batch, &note_model, &item), LAMINA_E_ARGUMENT);
    cr_assert_eq(item.version, 4);
}

Test(batch_write, an_item_stands_in_one_operation_only)
{
    mapper_batch *batch = begin_with_pairs(3);
    pair again = {.id = LAMINA_STR("p1")};
    scripted_expect_status(mapper_batch_remove(batch, &pair_model, &again), LAMINA_E_ARGUMENT);
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert(strstr(causes.ptr, "operations 1 and 3 of the batch are on one item"), "%s",
              causes.ptr);
    mapper_batch_discard(batch);
}

Test(batch_write, sends_twenty_five_at_a_time)
{
    mapper_batch_result result;
    for (size_t i = 0; i < 3; i++)
        scripted_answer(200, "{}");
    scripted_expect_status(commit(begin_with_pairs(60), &result), LAMINA_OK);
    cr_assert_eq(result.written, 60);
    cr_assert_eq(scripted_request_count(), 3);
    scripted_expect(2, "BatchWriteItem",
                    "{\"RequestItems\":{\"pair\":["
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p50\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p51\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p52\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p53\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p54\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p55\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p56\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p57\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p58\"}}}},"
                    "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p59\"}}}}]}}");
}

Test(batch_write, sends_sixteen_megabytes_at_a_time)
{
    /* Six bytes each in JSON: 24 of them are too much for one request. */
    static char bytes[130 * 1024];
    memset(bytes, 1, sizeof bytes);
    mapper_batch *batch = begin(0);
    for (size_t i = 0; i < 24; i++) {
        pairs[i] = (pair){.id = lamina_arena_format(scripted_context()->arena, "p%zu", i),
                          .value = {bytes, sizeof bytes}};
        lamina_mark(&pairs[i].has, PAIR_VALUE);
        scripted_expect_status(mapper_batch_put(batch, &pair_model, &pairs[i]), LAMINA_OK);
    }
    scripted_answer(200, "{}");
    scripted_answer(200, "{}");
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_OK);
    cr_assert_eq(scripted_request_count(), 2);
    cr_assert_leq(scripted_body(0).len, 16u << 20);
}

Test(batch_write, what_was_left_is_sent_again_with_the_rest)
{
    mapper_batch *batch = begin_with_pairs(26);
    scripted_answer(200,
                    "{\"UnprocessedItems\":{\"pair\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":"
                    "\"p3\"}}}},{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p5\"}}}}]}}");
    scripted_answer(200,
                    "{\"UnprocessedItems\":{\"pair\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":"
                    "\"p3\"}}}}]}}");
    scripted_answer(200, "{}");
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_OK);
    cr_assert_eq(result.written, 26);
    scripted_expect(
        1, "BatchWriteItem",
        "{\"RequestItems\":{\"pair\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p5\"}}}},"
        "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p3\"}}}},"
        "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p25\"}}}}]}}");
    scripted_expect(
        2, "BatchWriteItem",
        "{\"RequestItems\":{\"pair\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p3\"}}}}]}}");
}

#define LEFT                                                                                       \
    "{\"UnprocessedItems\":{\"pair\":[{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"p1\"}}}}]}}"

Test(batch_write, what_time_did_not_allow_is_told_item_by_item)
{
    mapper_batch *batch = begin(0);
    pair a = {.id = LAMINA_STR("p0")}, b = {.id = LAMINA_STR("p1")};
    mapper_batch_put(batch, &pair_model, &a);
    mapper_batch_remove(batch, &pair_model, &b);
    test_context_fix_random(scripted_test(), 0xff);
    test_context_set_remaining_ms(scripted_test(), 400);
    for (size_t i = 0; i < 4; i++)
        scripted_answer(200, LEFT);
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_E_TIMEOUT);
    cr_assert_eq(result.outcomes[0], MAPPER_BATCH_WRITTEN);
    cr_assert_eq(result.outcomes[1], MAPPER_BATCH_NOT_WRITTEN);
    cr_assert_eq(result.not_written, 1);
}

Test(batch_write, what_may_have_happened_is_unknown_and_nothing_more_is_sent)
{
    mapper_batch *batch = begin(MAPPER_BATCH_ANY_VERSION);
    note items[51];
    for (size_t i = 0; i < 51; i++) {
        items[i] = (note){.id = lamina_arena_format(scripted_context()->arena, "n%zu", i),
                          .text = LAMINA_STR("t"),
                          .version = 9};
        scripted_expect_status(mapper_batch_put(batch, &note_model, &items[i]), LAMINA_OK);
    }
    scripted_answer(200, "{}");
    for (size_t i = 0; i < 3; i++)
        scripted_answer(0, NULL);
    mapper_batch_result result;
    scripted_expect_status(commit(batch, &result), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(result.written, 25);
    cr_assert_eq(result.unknown, 25);
    cr_assert_eq(result.not_written, 1);
    cr_assert_eq(result.outcomes[24], MAPPER_BATCH_WRITTEN);
    cr_assert_eq(result.outcomes[25], MAPPER_BATCH_UNKNOWN);
    cr_assert_eq(result.outcomes[50], MAPPER_BATCH_NOT_WRITTEN);
    cr_assert_neq(items[0].version, 9);
    cr_assert_eq(items[25].version, 9, "stamps are taken back");
    cr_assert_eq(items[50].version, 9);
}

Test(batch_write, a_refused_request_wrote_nothing)
{
    mapper_batch_result result;
    scripted_error("ValidationException", NULL);
    scripted_expect_status(commit(begin_with_pairs(2), &result), LAMINA_E_INTERNAL);
    cr_assert_eq(result.not_written, 2);
}

Test(batch_write, an_answer_that_makes_no_sense_leaves_doubt)
{
    static const char *const answers[] = {
        "{\"UnprocessedItems\":{\"pair\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"x\"}}}}]}}",
        "{\"UnprocessedItems\":{\"other\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"p0\"}}}}]}}",
        "{\"UnprocessedItems\":{\"pair\":[{}]}}",
        "{\"UnprocessedItems\":{\"pair\":[7]}}",
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        mapper_batch_result result;
        scripted_answer(200, answers[i]);
        scripted_expect_status(commit(begin_with_pairs(2), &result), LAMINA_E_UPSTREAM);
        cr_assert_eq(result.unknown, 2);
    }
}

Test(batch_write, a_discarded_batch_sends_nothing_and_takes_stamps_back)
{
    mapper_batch *batch = begin(MAPPER_BATCH_ANY_VERSION);
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .version = 4};
    mapper_batch_put(batch, &note_model, &item);
    mapper_batch_discard(batch);
    mapper_batch_discard(batch);
    mapper_batch_discard(NULL);
    cr_assert_eq(item.version, 4);
    scripted_expect_status(mapper_batch_put(batch, &note_model, &item), LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_batch_commit(batch, NULL), LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(batch_write, an_empty_batch_is_written_at_once)
{
    mapper_batch_result result;
    scripted_expect_status(commit(begin(0), &result), LAMINA_OK);
    cr_assert_eq(result.count, 0);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(batch_write, every_request_is_explained)
{
    const mapper_explanation *steps = NULL;
    mapper_batch_result result;
    mapper_batch *batch = begin_with_pairs(60);
    scripted_expect_status(mapper_explain_begin(scripted_context()), LAMINA_OK);
    scripted_expect_status(commit(batch, &result), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_explain_end(scripted_context(), &steps), 3);
    cr_assert_str_eq(steps[2].operation, "BatchWriteItem");
    cr_assert_eq(steps[2].item_count, 10);
    cr_assert_eq(result.not_written, 60);
    cr_assert_eq(scripted_request_count(), 0);
}
