/* A wrong model is refused by every operation, and a sound one is checked once. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(model_use, .init = scripted_database_open, .fini = scripted_database_close);

static mapper_model wrong;

static void expect_reason(lamina_status status)
{
    scripted_expect_status(status, LAMINA_E_CONFIG);
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert_not_null(strstr(causes.ptr, "its table has one field as hash and range"), "%.*s",
                       LAMINA_FMT(causes));
    cr_assert_eq(scripted_request_count(), 0);
    lamina_error_reset(scripted_context());
}

Test(model_use, a_wrong_model_is_refused_by_every_operation)
{
    lamina_context *context = scripted_context();
    wrong = sample_model;
    wrong.range_field = wrong.hash_field;
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    mapper_query query = {.size = sizeof query, .hash = dynamodb_text(LAMINA_STR("s"))};
    mapper_page page = {.size = sizeof page};
    mapper_action action = {.op = MAPPER_OP_REMOVE, .model = &wrong, .item = &item};
    expect_reason(mapper_get(context, &wrong, &item, NULL, &item));
    expect_reason(mapper_create(context, &wrong, &item, NULL));
    expect_reason(mapper_put(context, &wrong, &item, NULL));
    expect_reason(mapper_patch(context, &wrong, &item, NULL));
    expect_reason(mapper_remove(context, &wrong, &item, NULL));
    expect_reason(mapper_query_page(context, &wrong, &query, &page));
    expect_reason(mapper_scan_page(context, &wrong, &query, &page));
    expect_reason(mapper_transact(context, &action, 1, NULL));
    expect_reason(mapper_table_create(context, &wrong));
}

Test(model_use, a_model_that_is_not_there_is_refused)
{
    pair item = {.id = LAMINA_STR("p")};
    scripted_expect_status(mapper_get(scripted_context(), NULL, &item, NULL, &item),
                           LAMINA_E_ARGUMENT);
}

Test(model_use, a_sound_model_is_checked_once)
{
    lamina_context *context = scripted_context();
    static mapper_model model;
    model = pair_model;
    pair item = {.id = LAMINA_STR("p")};
    scripted_answer(200, "{}");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_get(context, &model, &item, NULL, &item), LAMINA_E_NOT_FOUND);
    model.stream_view = 77; /* nobody looks any more */
    scripted_expect_status(mapper_get(context, &model, &item, NULL, &item), LAMINA_E_NOT_FOUND);
}

/* Far more than are remembered: those that find no slot are checked each time, and work. */
Test(model_use, any_number_of_models_works)
{
    enum { COUNT = 600 };
    static mapper_model models[COUNT];
    pair item = {.id = LAMINA_STR("p")};
    for (size_t i = 0; i < COUNT; i++) {
        models[i] = pair_model;
        lamina_str key = {NULL, 0};
        scripted_expect_status(mapper_key_of(scripted_context(), &models[i], PAIR_ID, &item, &key),
                               LAMINA_E_ARGUMENT);
        lamina_error_reset(scripted_context());
    }
}
