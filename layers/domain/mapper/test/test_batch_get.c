/* Reading many items: the exact requests, and what is left when the service does not do all at once. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(batch_get, .init = scripted_database_open, .fini = scripted_database_close);

static pair pairs[250];
static mapper_lookup lookups[250];

static void look_up(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (pair){.id = lamina_arena_format(scripted_context()->arena, "p%zu", i)};
        lookups[i] = mapper_lookup_of(&pair_model, &pairs[i]);
    }
}

static lamina_status get(size_t count)
{
    return mapper_batch_get(scripted_context(), lookups, count, NULL);
}

Test(batch_get, asks_for_each_key_once_by_table)
{
    pair a = {.id = LAMINA_STR("a")}, again = {.id = LAMINA_STR("a")}, b = {.id = LAMINA_STR("b")};
    note n = {.id = LAMINA_STR("a")};
    mapper_lookup asked[] = {mapper_lookup_of(&pair_model, &a), mapper_lookup_of(&note_model, &n),
                             mapper_lookup_of(&pair_model, &b),
                             mapper_lookup_of(&pair_model, &again)};
    scripted_answer(200, "{\"Responses\":{\"note\":[{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"t\"},"
                         "\"version\":{\"N\":\"7\"}}],\"pair\":[{\"id\":{\"S\":\"a\"},"
                         "\"value\":{\"S\":\"v\"}}]},\"UnprocessedKeys\":{}}");
    mapper_read options = {.size = sizeof options, .consistent = true};
    scripted_expect_status(mapper_batch_get(scripted_context(), asked, 4, &options), LAMINA_OK);
    scripted_expect(0, "BatchGetItem",
                    "{\"RequestItems\":{"
                    "\"pair\":{\"Keys\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}],"
                    "\"ConsistentRead\":true},"
                    "\"note\":{\"Keys\":[{\"id\":{\"S\":\"a\"}}],\"ConsistentRead\":true}}}");
    scripted_expect_text(a.value, "v");
    scripted_expect_text(again.value, "v");
    cr_assert_eq(n.version, 7);
    scripted_expect_status(asked[0].status, LAMINA_OK);
    scripted_expect_status(asked[1].status, LAMINA_OK);
    scripted_expect_status(asked[2].status, LAMINA_E_NOT_FOUND);
    scripted_expect_status(asked[3].status, LAMINA_OK);
}

Test(batch_get, asks_only_for_the_fields_that_are_wanted)
{
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    mapper_lookup asked = mapper_lookup_of(&sample_model, &item);
    static const uint32_t fields[] = {SAMPLE_TITLE, SAMPLE_ID};
    asked.fields = fields;
    asked.field_count = 2;
    scripted_answer(200,
                    "{\"Responses\":{\"sample\":[{\"id\":{\"S\":\"s\"},\"rank\":{\"N\":\"1.0\"},"
                    "\"title\":{\"S\":\"t\"}}]}}");
    scripted_expect_status(mapper_batch_get(scripted_context(), &asked, 1, NULL), LAMINA_OK);
    scripted_expect(
        0, "BatchGetItem",
        "{\"RequestItems\":{\"sample\":{\"Keys\":[{\"id\":{\"S\":\"s\"},\"rank\":{\"N\":\"1\"}}],"
        "\"ProjectionExpression\":\"#n0, #n1, #n2, #n3\",\"ExpressionAttributeNames\":{"
        "\"#n0\":\"id\",\"#n1\":\"rank\",\"#n2\":\"expires\",\"#n3\":\"title\"}}}}");
    scripted_expect_text(item.title, "t");
}

Test(batch_get, who_wants_all_is_not_cut_short_by_another_who_wants_less)
{
    pair a = {.id = LAMINA_STR("a")}, b = {.id = LAMINA_STR("b")};
    mapper_lookup asked[] = {mapper_lookup_of(&pair_model, &a), mapper_lookup_of(&pair_model, &b)};
    static const uint32_t fields[] = {PAIR_ID};
    asked[0].fields = fields;
    asked[0].field_count = 1;
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_batch_get(scripted_context(), asked, 2, NULL), LAMINA_OK);
    scripted_expect(0, "BatchGetItem",
                    "{\"RequestItems\":{\"pair\":{\"Keys\":[{\"id\":{\"S\":\"a\"}},"
                    "{\"id\":{\"S\":\"b\"}}]}}}");
}

Test(batch_get, an_item_past_its_time_is_missing)
{
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    mapper_lookup asked = mapper_lookup_of(&sample_model, &item);
    scripted_answer(200, "{\"Responses\":{\"sample\":[{\"id\":{\"S\":\"s\"},\"rank\":{\"N\":\"1\"},"
                         "\"version\":{\"N\":\"1\"},\"expires\":{\"N\":\"1\"}}]}}");
    scripted_expect_status(mapper_batch_get(scripted_context(), &asked, 1, NULL), LAMINA_OK);
    scripted_expect_status(asked.status, LAMINA_E_NOT_FOUND);
}

Test(batch_get, what_was_left_is_asked_for_again_with_the_rest)
{
    look_up(102);
    scripted_answer(200,
                    "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"p0\"}}]},\"UnprocessedKeys\":{"
                    "\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p7\"}}],\"ConsistentRead\":false}}}");
    scripted_answer(200, "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"p101\"}},"
                         "{\"id\":{\"S\":\"p7\"}}]}}");
    scripted_expect_status(get(102), LAMINA_OK);
    scripted_expect(1, "BatchGetItem",
                    "{\"RequestItems\":{\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p7\"}},"
                    "{\"id\":{\"S\":\"p100\"}},{\"id\":{\"S\":\"p101\"}}]}}}");
    cr_assert_eq(scripted_request_count(), 2);
    scripted_expect_status(lookups[0].status, LAMINA_OK);
    scripted_expect_status(lookups[1].status, LAMINA_E_NOT_FOUND);
    scripted_expect_status(lookups[7].status, LAMINA_OK);
    scripted_expect_status(lookups[100].status, LAMINA_E_NOT_FOUND);
    scripted_expect_status(lookups[101].status, LAMINA_OK);
}

#define ALL_LEFT                                                                                   \
    "{\"UnprocessedKeys\":{\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p0\"}},{\"id\":{\"S\":\"p1\"}}]}}}"

Test(batch_get, a_service_that_does_nothing_is_left_alone_after_a_while)
{
    look_up(2);
    int64_t before = lamina_now_us(scripted_context());
    for (size_t i = 0; i < 10; i++)
        scripted_answer(200, ALL_LEFT);
    scripted_expect_status(get(2), LAMINA_E_THROTTLED);
    scripted_expect_status(lookups[1].status, LAMINA_E_THROTTLED);
    cr_assert_eq(scripted_request_count(), 10);
    int64_t waited_ms = (lamina_now_us(scripted_context()) - before) / 1000;
    cr_assert(waited_ms > 500 && waited_ms < 12000, "waited %lld ms", (long long)waited_ms);
}

Test(batch_get, what_time_did_not_allow_is_told_item_by_item)
{
    look_up(2);
    test_context_fix_random(scripted_test(), 0xff);
    test_context_set_remaining_ms(scripted_test(), 400);
    scripted_answer(200, "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"p0\"}}]},\"UnprocessedKeys\":{"
                         "\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p1\"}}]}}}");
    for (size_t i = 0; i < 3; i++)
        scripted_answer(200,
                        "{\"UnprocessedKeys\":{\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p1\"}}]}}}");
    scripted_expect_status(get(2), LAMINA_E_TIMEOUT);
    scripted_expect_status(lookups[0].status, LAMINA_OK);
    scripted_expect_status(lookups[1].status, LAMINA_E_TIMEOUT);
}

Test(batch_get, a_failed_request_is_told_for_its_keys_and_those_behind)
{
    look_up(150);
    scripted_answer(200, "{}");
    scripted_error("AccessDeniedException", NULL);
    scripted_expect_status(get(150), LAMINA_E_CONFIG);
    scripted_expect_status(lookups[99].status, LAMINA_E_NOT_FOUND);
    scripted_expect_status(lookups[100].status, LAMINA_E_CONFIG);
    scripted_expect_status(lookups[149].status, LAMINA_E_CONFIG);
}

Test(batch_get, answers_that_make_no_sense_are_refused)
{
    static const char *const answers[] = {
        "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"other\"}}]}}",
        "{\"Responses\":{\"other\":[{\"id\":{\"S\":\"p0\"}}]}}",
        "{\"Responses\":{\"pair\":[{\"id\":{\"N\":\"1\"}}]}}",
        "{\"Responses\":{\"pair\":[7]}}",
        "{\"UnprocessedKeys\":{\"pair\":{\"Keys\":[{\"id\":{\"S\":\"p9\"}}]}}}",
        "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"p0\"},\"value\":{\"N\":\"1\"}}]}}",
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        look_up(1);
        scripted_answer(200, answers[i]);
        lamina_status status = get(1);
        cr_assert_eq(status, LAMINA_E_UPSTREAM, "case %zu: %s", i, lamina_status_name(status));
        lamina_error_reset(scripted_context());
    }
}

Test(batch_get, an_item_that_does_not_fit_spoils_no_other)
{
    look_up(2);
    scripted_answer(200,
                    "{\"Responses\":{\"pair\":[{\"id\":{\"S\":\"p0\"},\"value\":{\"N\":\"1\"}},"
                    "{\"id\":{\"S\":\"p1\"}}]}}");
    scripted_expect_status(get(2), LAMINA_E_UPSTREAM);
    scripted_expect_status(lookups[0].status, LAMINA_E_UPSTREAM);
    scripted_expect_status(lookups[1].status, LAMINA_OK);
}

Test(batch_get, what_cannot_be_asked_is_refused_before_anything_is_sent)
{
    look_up(2);
    pairs[1].id = LAMINA_STR("");
    scripted_expect_status(get(2), LAMINA_E_INVALID);
    scripted_expect_status(lookups[0].status, LAMINA_E_INVALID);
    look_up(1);
    lookups[0].out = NULL;
    scripted_expect_status(get(1), LAMINA_E_ARGUMENT);
    look_up(1);
    static const uint32_t none[] = {PAIR_FIELD_COUNT};
    lookups[0].fields = none;
    lookups[0].field_count = 1;
    scripted_expect_status(get(1), LAMINA_E_ARGUMENT);
    look_up(1);
    lookups[0].size = 0;
    scripted_expect_status(get(1), LAMINA_E_ARGUMENT);
    scripted_expect_status(get(0), LAMINA_OK);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(batch_get, every_request_is_explained)
{
    const mapper_explanation *steps = NULL;
    look_up(250);
    scripted_expect_status(mapper_explain_begin(scripted_context()), LAMINA_OK);
    scripted_expect_status(get(250), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_explain_end(scripted_context(), &steps), 3);
    cr_assert_str_eq(steps[2].model, "pair");
    scripted_expect_status(lookups[0].status, LAMINA_E_UNSENT);
    scripted_expect_status(lookups[249].status, LAMINA_E_UNSENT);
}
