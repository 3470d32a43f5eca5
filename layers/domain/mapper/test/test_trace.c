/* Calls to the database as parts of a traced invocation. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/trace.h"
#include "sample_model.h"
#include "scripted_database.h"

/* ---- a host that keeps what it is told ---- */

static const lamina_host *inner;
static lamina_subsegment parts[4];
static size_t part_count;
static bool is_on = true;

static bool is_sampled(const lamina_context *context)
{
    (void)context;
    return is_on;
}

static void keep(const lamina_context *context, const lamina_subsegment *part)
{
    (void)context;
    parts[part_count++ % 4] = *part;
}

static const lamina_trace_1 trace_table = {.is_sampled = is_sampled, .write = keep};

static const void *find_table(const lamina_host *host, const char *id)
{
    (void)host;
    return strcmp(id, LAMINA_TRACE_1) == 0 ? &trace_table : inner->table(inner, id);
}

static const lamina_host outer = {.table = find_table};

static void begin(void)
{
    scripted_database_open();
    inner = scripted_context()->host;
    scripted_context()->host = &outer;
}

TestSuite(mapper_trace, .init = begin, .fini = scripted_database_close);

Test(mapper_trace, each_call_is_a_part_with_operation_table_and_end)
{
    pair item = {.id = LAMINA_STR("p")};
    scripted_answer(200, "{\"Item\":{\"id\":{\"S\":\"p\"}}}");
    scripted_expect_status(mapper_get(scripted_context(), &pair_model, &item, NULL, &item),
                           LAMINA_OK);
    cr_assert_eq(part_count, 1);
    scripted_expect_text(parts[0].name, "DynamoDB");
    scripted_expect_text(parts[0].aws_operation, "GetItem");
    scripted_expect_text(parts[0].aws_table, "pair");
    cr_assert_eq(parts[0].flags, 0);
    cr_assert_eq(parts[0].http_status, 200);
    cr_assert_eq(parts[0].retries, 0);

    scripted_error("ConditionalCheckFailedException", "\"Item\":{\"id\":{\"S\":\"p\"}}");
    scripted_expect_status(mapper_create(scripted_context(), &pair_model, &item, NULL),
                           LAMINA_E_CONFLICT);
    cr_assert_eq(part_count, 2);
    scripted_expect_text(parts[1].aws_operation, "PutItem");
    cr_assert_eq(parts[1].flags, LAMINA_TRACE_ERROR);
    cr_assert_eq(parts[1].http_status, 400);
}

Test(mapper_trace, tries_are_one_part_and_the_waiting_is_in_it)
{
    pair item = {.id = LAMINA_STR("p")};
    scripted_answer(500, "{\"__type\":\"InternalServerError\"}");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_get(scripted_context(), &pair_model, &item, NULL, &item),
                           LAMINA_E_NOT_FOUND);
    cr_assert_eq(part_count, 1);
    cr_assert_eq(parts[0].retries, 1);
    cr_assert_gt(parts[0].end_us, parts[0].start_us);
}

Test(mapper_trace, what_is_not_traced_costs_no_part)
{
    pair item = {.id = LAMINA_STR("p")};
    is_on = false;
    scripted_answer(200, "{}");
    mapper_get(scripted_context(), &pair_model, &item, NULL, &item);
    cr_assert_eq(part_count, 0);
}
