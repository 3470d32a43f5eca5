/* A table of partners for one test: see partner_fixture.h. */
#include "partner_fixture.h"

#include <criterion/criterion.h>

#include "domain/dynamodb.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "model_table.h"

static const mapper_model *const partner_tables[] = {&partner_model, &partner_contact_model,
                                                     &audit_entry_model, NULL};

test_context *test;
lamina_context *context;

void partner_fixture_begin(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    model_table_use_each(context, partner_tables);
}

void partner_fixture_end(void)
{
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

partner *partner_fixture_new_in(lamina_context *own, const char *email)
{
    partner *item = partner_new(own);
    cr_assert_not_null(item);
    item->legal_name = LAMINA_STR("ACME GmbH");
    item->email = lamina_str_from(email);
    item->country = LAMINA_STR("DE");
    item->status = LAMINA_STR(PARTNER_STATUS_PENDING);
    return item;
}

partner *partner_fixture_new(const char *email)
{
    return partner_fixture_new_in(context, email);
}

partner *partner_fixture_stored(const char *email)
{
    partner *item = partner_fixture_new(email);
    lamina_status status = partner_repository_create(context, item);
    lamina_str causes = test_context_causes(test);
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status), LAMINA_FMT(causes));
    return item;
}

partner *partner_fixture_changes(const partner *stored)
{
    partner *changes = partner_new(context);
    cr_assert_not_null(changes);
    changes->partner_id = stored->partner_id;
    return changes;
}

void partner_fixture_set_email(partner *changes, const char *email)
{
    changes->email = lamina_str_from(email);
    lamina_mark(&changes->has, PARTNER_EMAIL);
}

const lamina_conditions *partner_fixture_at(int64_t version)
{
    int64_t *accepted = lamina_alloc(context, sizeof *accepted);
    lamina_conditions *expected = lamina_alloc(context, sizeof *expected);
    cr_assert(accepted != NULL && expected != NULL);
    *accepted = version;
    expected->accepted = (lamina_versions){.items = accepted, .count = 1};
    return expected;
}

lamina_status partner_fixture_list(uint32_t limit, lamina_str cursor, partner_list *out)
{
    const partner_filter filter = {.size = sizeof filter, .limit = limit, .cursor = cursor};
    return partner_repository_list(context, &filter, out);
}

lamina_str partner_fixture_json(const partner *item)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 64 << 10);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(lamina_record_write_json(&partner_record, item, &writer, NULL), LAMINA_OK);
    lamina_str json = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return json;
}

bool partner_fixture_is_free(const char *email)
{
    partner *item = partner_fixture_new(email);
    lamina_status status = partner_repository_create(context, item);
    lamina_error_reset(context);
    return status == LAMINA_OK;
}

bool partner_fixture_failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    bool as_wanted =
        status == wanted && problem.status == wanted && lamina_str_is(problem.code, code);
    if (!as_wanted)
        cr_log_error("%s with the code [%.*s]", lamina_status_name(status),
                     LAMINA_FMT(problem.code));
    lamina_error_reset(context);
    return as_wanted;
}

bool partner_fixture_is_same(const partner *a, const partner *b)
{
    lamina_str one = partner_fixture_json(a), other = partner_fixture_json(b);
    bool same = lamina_str_equal(one, other);
    if (!same)
        cr_log_error("%.*s\n  is not\n%.*s", LAMINA_FMT(one), LAMINA_FMT(other));
    return same;
}

partner *partner_fixture_get(lamina_str partner_id)
{
    partner *found;
    cr_assert_eq(partner_repository_get(context, partner_id, &found), LAMINA_OK);
    return found;
}
