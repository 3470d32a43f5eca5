/* What a refused write tells of itself, verb by verb. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(conflict, .init = scripted_database_open, .fini = scripted_database_close);

static note item;
static mapper_conflict conflict;
static mapper_write options;

static void prepare(int64_t version)
{
    item = (note){.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .version = version};
    lamina_mark(&item.has, NOTE_TEXT);
    conflict = (mapper_conflict){.size = sizeof conflict, .reason = 77};
    options = (mapper_write){.size = sizeof options, .conflict = &conflict};
}

typedef lamina_status (*verb)(lamina_context *context, const mapper_model *model, void *item,
                              const mapper_write *options);

static lamina_status remove_item(lamina_context *context, const mapper_model *model, void *key,
                                 const mapper_write *with)
{
    return mapper_remove(context, model, key, with);
}

#define STORED "\"Item\":{\"id\":{\"S\":\"n\"},\"text\":{\"S\":\"x\"},\"version\":{\"N\":\"5\"}}"

Test(conflict, tells_the_reason_of_each_verb)
{
    static const struct {
        verb run;
        int64_t version;
        const char *stored;
        lamina_status status;
        uint32_t reason;
    } cases[] = {
        {mapper_create, 0, STORED, LAMINA_E_CONFLICT, MAPPER_CONFLICT_EXISTS},
        {mapper_put, 4, STORED, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_VERSION},
        {mapper_put, 4, NULL, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_MISSING},
        {mapper_patch, 4, STORED, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_VERSION},
        {mapper_patch, 0, NULL, LAMINA_E_NOT_FOUND, MAPPER_CONFLICT_MISSING},
        {mapper_upsert, 4, STORED, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_VERSION},
        {mapper_upsert, 4, NULL, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_MISSING},
        {remove_item, 4, STORED, LAMINA_E_PRECONDITION, MAPPER_CONFLICT_VERSION},
        {remove_item, 0, NULL, LAMINA_E_NOT_FOUND, MAPPER_CONFLICT_MISSING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        prepare(cases[i].version);
        scripted_error("ConditionalCheckFailedException", cases[i].stored);
        lamina_status status = cases[i].run(scripted_context(), &note_model, &item, &options);
        cr_assert_eq(status, cases[i].status, "case %zu: %s", i, lamina_status_name(status));
        cr_assert_eq(conflict.reason, cases[i].reason, "case %zu: %u", i, conflict.reason);
        cr_assert_eq(conflict.status, status);
        cr_assert_eq(conflict.item, &item);
        cr_assert_eq(conflict.expected_version, cases[i].version);
        cr_assert_eq(conflict.current_version, cases[i].stored == NULL ? 0 : 5);
        cr_assert_eq(conflict.current == NULL, cases[i].stored == NULL);
        cr_assert_eq(item.version, cases[i].version);
    }
}

Test(conflict, a_condition_of_the_callers_own_is_told_without_its_values)
{
    prepare(5);
    options.condition =
        mapper_and(scripted_context(),
                   mapper_equals(scripted_context(), "text", dynamodb_text(LAMINA_STR("secret"))),
                   mapper_exists(scripted_context(), "place.name"));
    scripted_error("ConditionalCheckFailedException", STORED);
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONDITION);
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert_not_null(strstr(causes.ptr, "put of note in table note: a condition did not hold"));
    cr_assert_not_null(strstr(causes.ptr, "attribute_exists(place.name)"), "%s", causes.ptr);
    cr_assert_null(strstr(causes.ptr, "secret"));
}

Test(conflict, contention_is_told_apart_from_a_refusal)
{
    prepare(4);
    for (size_t i = 0; i < 3; i++)
        scripted_error("TransactionConflictException", NULL);
    scripted_expect_status(mapper_patch(scripted_context(), &note_model, &item, &options),
                           LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONTENTION);
    cr_assert_eq(conflict.model, &note_model);
}

Test(conflict, success_and_other_failures_are_none)
{
    prepare(0);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, &options), LAMINA_OK);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_NONE);
    prepare(0);
    scripted_error("ValidationException", NULL);
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, &options),
                           LAMINA_E_INTERNAL);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_NONE);
}

Test(conflict, a_shorter_struct_of_an_earlier_caller_is_not_written_past)
{
    struct {
        mapper_conflict conflict;
    } caller;
    memset(&caller, 0x5a, sizeof caller);
    prepare(4);
    caller.conflict.size = offsetof(mapper_conflict, action);
    options.conflict = &caller.conflict;
    scripted_error("ConditionalCheckFailedException", STORED);
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(caller.conflict.reason, MAPPER_CONFLICT_VERSION);
    cr_assert_eq(caller.conflict.action, 0x5a5a5a5a);
    cr_assert_eq(caller.conflict.size, offsetof(mapper_conflict, action));
}
