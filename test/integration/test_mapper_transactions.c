/*
 * Transactions against DynamoDB Local: all or nothing, and which action stood in the way.
 */
#include <criterion/criterion.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    model_table_use(context, &note_model);
    model_table_use(context, &pair_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_transactions, .init = setup, .fini = teardown, .timeout = 60);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static mapper_action action(uint32_t op, const mapper_model *model, void *item)
{
    return (mapper_action){.size = sizeof(mapper_action), .op = op, .model = model, .item = item};
}

Test(mapper_transactions, all_verbs_at_once)
{
    note patched = {.id = LAMINA_STR("patched"), .text = LAMINA_STR("old")};
    note removed = {.id = LAMINA_STR("removed"), .text = LAMINA_STR("old")};
    pair checked = {.id = LAMINA_STR("checked")};
    expect(mapper_create(context, &note_model, &patched, NULL), LAMINA_OK);
    expect(mapper_create(context, &note_model, &removed, NULL), LAMINA_OK);
    expect(mapper_create(context, &pair_model, &checked, NULL), LAMINA_OK);

    note created = {.id = LAMINA_STR("created"), .text = LAMINA_STR("new")};
    note put = {.id = LAMINA_STR("put"), .text = LAMINA_STR("new")};
    note changes = {.id = LAMINA_STR("patched"), .text = LAMINA_STR("new"), .version = 1};
    lamina_mark(&changes.has, NOTE_TEXT);
    mapper_action actions[] = {action(MAPPER_OP_CREATE, &note_model, &created),
                               action(MAPPER_OP_PUT, &note_model, &put),
                               action(MAPPER_OP_PATCH, &note_model, &changes),
                               action(MAPPER_OP_REMOVE, &note_model, &removed),
                               action(MAPPER_OP_CHECK, &pair_model, &checked)};
    actions[4].options.condition = mapper_exists(context, "id");
    mapper_conflict conflict = {.size = sizeof conflict};
    expect(mapper_transact(context, actions, 5, &conflict), LAMINA_OK);
    cr_assert_eq(conflict.action, MAPPER_NO_ACTION);
    cr_assert_eq(created.version, 1);
    cr_assert_eq(changes.version, 2);

    note out = {.id = LAMINA_STR("patched")};
    expect(mapper_get(context, &note_model, &out, NULL, &out), LAMINA_OK);
    cr_assert(lamina_str_is(out.text, "new"));
    cr_assert_eq(out.version, 2);
    expect(mapper_get(context, &note_model, &removed, NULL, &out), LAMINA_E_NOT_FOUND);
}

Test(mapper_transactions, the_first_condition_that_failed_is_told_and_nothing_is_written)
{
    note there = {.id = LAMINA_STR("there"), .text = LAMINA_STR("old")};
    expect(mapper_create(context, &note_model, &there, NULL), LAMINA_OK);

    pair first = {.id = LAMINA_STR("first")};
    note again = {.id = LAMINA_STR("there"), .text = LAMINA_STR("new"), .version = 8};
    note missing = {.id = LAMINA_STR("missing")};
    note current;
    mapper_action actions[] = {action(MAPPER_OP_PUT, &pair_model, &first),
                               action(MAPPER_OP_CREATE, &note_model, &again),
                               action(MAPPER_OP_REMOVE, &note_model, &missing)};
    actions[1].options.current = &current;
    mapper_conflict conflict = {.size = sizeof conflict};
    expect(mapper_transact(context, actions, 3, &conflict), LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.action, 1);
    cr_assert(lamina_str_is(current.text, "old"));
    cr_assert_eq(again.version, 8, "stamps are taken back");
    expect(mapper_get(context, &pair_model, &first, NULL, &first), LAMINA_E_NOT_FOUND);

    expect(mapper_transact(context, &actions[2], 1, &conflict), LAMINA_E_NOT_FOUND);
    cr_assert_eq(conflict.action, 0);
}

Test(mapper_transactions, a_stale_version_is_a_precondition)
{
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("old")};
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    pair other = {.id = LAMINA_STR("p")};
    item.version = 4;
    mapper_action actions[] = {action(MAPPER_OP_CREATE, &pair_model, &other),
                               action(MAPPER_OP_REMOVE, &note_model, &item)};
    mapper_conflict conflict = {.size = sizeof conflict};
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.action, 1);
    actions[1].options.flags = MAPPER_WRITE_ANY_VERSION;
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK);
}

Test(mapper_transactions, an_item_stands_in_one_action_only)
{
    pair one = {.id = LAMINA_STR("p")};
    pair two = {.id = LAMINA_STR("p")};
    mapper_action actions[] = {action(MAPPER_OP_CREATE, &pair_model, &one),
                               action(MAPPER_OP_REMOVE, &pair_model, &two)};
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_E_ARGUMENT);
}

Test(mapper_transactions, a_hundred_actions_are_taken)
{
    enum { COUNT = MAPPER_TRANSACTION_CAP };
    pair items[COUNT + 1];
    mapper_action actions[COUNT + 1];
    for (size_t i = 0; i <= COUNT; i++) {
        items[i] = (pair){.id = lamina_arena_format(context->arena, "p%zu", i)};
        actions[i] = action(MAPPER_OP_CREATE, &pair_model, &items[i]);
    }
    expect(mapper_transact(context, actions, COUNT + 1, NULL), LAMINA_E_ARGUMENT);
    expect(mapper_transact(context, actions, COUNT, NULL), LAMINA_OK);
    expect(mapper_get(context, &pair_model, &items[99], NULL, &items[99]), LAMINA_OK);
    expect(mapper_transact(context, actions, 0, NULL), LAMINA_OK);
}

Test(mapper_transactions, the_fifty_seventh_of_a_hundred_tells_what_stood_in_its_way)
{
    enum { COUNT = MAPPER_TRANSACTION_CAP, STALE = 57 };
    static note items[COUNT];
    static mapper_action actions[COUNT];
    note stored = {.id = LAMINA_STR("n57"), .text = LAMINA_STR("theirs")}, current;
    expect(mapper_create(context, &note_model, &stored, NULL), LAMINA_OK);
    expect(mapper_put(context, &note_model, &stored, NULL), LAMINA_OK);
    for (size_t i = 0; i < COUNT; i++) {
        items[i] = (note){.id = lamina_arena_format(context->arena, "n%zu", i),
                          .text = LAMINA_STR("ours")};
        actions[i] = action(MAPPER_OP_PUT, &note_model, &items[i]);
    }
    items[STALE].version = 1;
    actions[STALE].options.current = &current;
    mapper_conflict conflict = {.size = sizeof conflict};
    expect(mapper_transact(context, actions, COUNT, &conflict), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.action, STALE);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_VERSION);
    cr_assert_eq(conflict.op, MAPPER_OP_PUT);
    cr_assert_eq(conflict.item, &items[STALE]);
    cr_assert_eq(conflict.current_version, 2);
    cr_assert(lamina_str_is(((const note *)conflict.current)->text, "theirs"));
    cr_assert(lamina_str_is(current.text, "theirs"));
    cr_assert_eq(items[STALE].version, 1);
    cr_assert_eq(items[0].version, 0);
    note out;
    expect(mapper_get(context, &note_model, &items[0], NULL, &out), LAMINA_E_NOT_FOUND);
}

/* What Lambda does after a crash: the same request id, another deadline. */
static void begin_again(void)
{
    test_context_reset(test);
    test_context_set_remaining_ms(test, 25000);
}

Test(mapper_transactions, another_run_of_the_event_carries_nothing_out_twice)
{
    note counted = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")}, out;
    expect(mapper_create(context, &note_model, &counted, NULL), LAMINA_OK);
    for (int run = 0; run < 2; run++) {
        for (int time = 0; time < 2; time++) {
            note change = {.id = LAMINA_STR("n"), .text = LAMINA_STR("u")};
            pair created = {.id = time == 0 ? LAMINA_STR("a") : LAMINA_STR("b")};
            lamina_mark(&change.has, NOTE_TEXT);
            mapper_action actions[] = {action(MAPPER_OP_PATCH, &note_model, &change),
                                       action(MAPPER_OP_CREATE, &pair_model, &created)};
            expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK);
        }
        begin_again();
    }
    expect(mapper_get(context, &note_model, &counted, NULL, &out), LAMINA_OK);
    cr_assert_eq(out.version, 3, "two changes, not four");
}

Test(mapper_transactions, the_same_twice_in_one_run_is_meant)
{
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")}, out;
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    for (int time = 0; time < 2; time++) {
        note change = {.id = LAMINA_STR("n"), .text = LAMINA_STR("u")};
        lamina_mark(&change.has, NOTE_TEXT);
        mapper_action patch = action(MAPPER_OP_PATCH, &note_model, &change);
        expect(mapper_transact(context, &patch, 1, NULL), LAMINA_OK);
    }
    expect(mapper_get(context, &note_model, &item, NULL, &out), LAMINA_OK);
    cr_assert_eq(out.version, 3);
}

Test(mapper_transactions, what_was_refused_may_be_sent_again)
{
    pair item = {.id = LAMINA_STR("p")};
    mapper_action create = action(MAPPER_OP_CREATE, &pair_model, &item);
    mapper_action check = action(MAPPER_OP_CHECK, &note_model, &(note){.id = LAMINA_STR("n")});
    check.options.condition = mapper_exists(context, "id");
    mapper_action actions[] = {create, check};
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_E_PRECONDITION);
    note wanted = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")};
    expect(mapper_create(context, &note_model, &wanted, NULL), LAMINA_OK);
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK);
    expect(mapper_get(context, &pair_model, &item, NULL, &item), LAMINA_OK);
}

Test(mapper_transactions, items_are_read_together)
{
    note there = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")};
    expect(mapper_create(context, &note_model, &there, NULL), LAMINA_OK);
    note got = {.id = LAMINA_STR("n")}, again = got, missing = {.id = LAMINA_STR("m")};
    pair other = {.id = LAMINA_STR("n")};
    mapper_lookup lookups[] = {
        mapper_lookup_of(&note_model, &missing), mapper_lookup_of(&note_model, &got),
        mapper_lookup_of(&pair_model, &other), mapper_lookup_of(&note_model, &again)};
    static const uint32_t fields[] = {NOTE_VERSION};
    lookups[1].fields = fields;
    lookups[1].field_count = 1;
    expect(mapper_transact_get(context, lookups, 4), LAMINA_OK);
    expect(lookups[0].status, LAMINA_E_NOT_FOUND);
    expect(lookups[1].status, LAMINA_OK);
    expect(lookups[2].status, LAMINA_E_NOT_FOUND);
    cr_assert_eq(got.version, 1);
    cr_assert(lamina_str_is(again.text, "t"));
}

Test(mapper_transactions, a_hundred_items_are_read_in_order)
{
    enum { COUNT = MAPPER_TRANSACTION_CAP };
    static pair items[COUNT + 1];
    static mapper_lookup lookups[COUNT + 1];
    mapper_batch *batch = NULL;
    expect(mapper_batch_begin(context, NULL, &batch), LAMINA_OK);
    for (size_t i = 0; i <= COUNT; i++) {
        items[i] = (pair){.id = lamina_arena_format(context->arena, "p%zu", i)};
        items[i].value = items[i].id;
        lamina_mark(&items[i].has, PAIR_VALUE);
        expect(mapper_batch_put(batch, &pair_model, &items[i]), LAMINA_OK);
        lookups[i] = mapper_lookup_of(&pair_model, &items[i]);
    }
    expect(mapper_batch_commit(batch, NULL), LAMINA_OK);
    for (size_t i = 0; i <= COUNT; i++)
        items[i].value = (lamina_str){NULL, 0};
    expect(mapper_transact_get(context, lookups, COUNT + 1), LAMINA_E_ARGUMENT);
    expect(mapper_transact_get(context, lookups, COUNT), LAMINA_OK);
    for (size_t i = 0; i < COUNT; i++)
        cr_assert(lamina_str_equal(items[i].value, items[i].id));
    expect(mapper_transact_get(context, lookups, 0), LAMINA_OK);
}

Test(mapper_transactions, upserts_change_and_create)
{
    note there = {.id = LAMINA_STR("there"), .text = LAMINA_STR("old")};
    expect(mapper_create(context, &note_model, &there, NULL), LAMINA_OK);
    note changed = {.id = LAMINA_STR("there"), .text = LAMINA_STR("new")};
    note created = {.id = LAMINA_STR("created"), .text = LAMINA_STR("new")};
    mapper_action actions[] = {action(MAPPER_OP_UPSERT, &note_model, &changed),
                               action(MAPPER_OP_UPSERT, &note_model, &created)};
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK);
    note out;
    expect(mapper_get(context, &note_model, &there, NULL, &out), LAMINA_OK);
    cr_assert(lamina_str_is(out.text, "new"));
    cr_assert_eq(out.version, 2);
    expect(mapper_get(context, &note_model, &created, NULL, &out), LAMINA_OK);
    cr_assert_eq(out.version, 1);
}

static mapper_action count_up(note *key, const char *step, const char *below)
{
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_increment(edits, "place.weight", dynamodb_number(lamina_str_from(step)));
    mapper_action update = action(MAPPER_OP_UPDATE, &note_model, key);
    update.edits = edits;
    if (below != NULL)
        update.options.condition =
            mapper_less(context, "place.weight", dynamodb_number(lamina_str_from(below)));
    return update;
}

Test(mapper_transactions, updates_count_under_conditions_among_other_writes)
{
    sample_part place = {.name = LAMINA_STR("p"), .weight = 7};
    lamina_mark(&place.has, SAMPLE_PART_WEIGHT);
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .place = &place}, out;
    note empty = {.id = LAMINA_STR("e"), .text = LAMINA_STR("t")};
    lamina_mark(&item.has, NOTE_PLACE);
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    expect(mapper_create(context, &note_model, &empty, NULL), LAMINA_OK);

    note key = {.id = LAMINA_STR("n"), .version = 1};
    pair first = {.id = LAMINA_STR("first")}, second = {.id = LAMINA_STR("second")};
    mapper_action actions[] = {count_up(&key, "2", "8"),
                               action(MAPPER_OP_CREATE, &pair_model, &first)};
    mapper_conflict conflict = {.size = sizeof conflict};
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_OK);
    expect(mapper_get(context, &note_model, &key, NULL, &out), LAMINA_OK);
    cr_assert_eq(out.place->weight, 9);
    cr_assert_eq(out.version, 2);
    cr_assert(lamina_str_is(out.text, "t"));

    actions[1] = action(MAPPER_OP_CREATE, &pair_model, &second);
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_VERSION);
    cr_assert_eq(((const note *)conflict.current)->place->weight, 9);
    key.version = 0;
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONDITION);
    key.id = LAMINA_STR("missing");
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_E_NOT_FOUND);

    key.id = LAMINA_STR("e");
    actions[0] = count_up(&key, "2", NULL);
    expect(mapper_transact(context, actions, 2, &conflict), LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_UNFIT, "there is nothing to count in");
    expect(mapper_get(context, &pair_model, &second, NULL, &second), LAMINA_E_NOT_FOUND);
}

Test(mapper_transactions, another_run_of_the_event_counts_once)
{
    sample_part place = {.name = LAMINA_STR("p")};
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t"), .place = &place}, out;
    lamina_mark(&item.has, NOTE_PLACE);
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    for (int run = 0; run < 2; run++) {
        note key = {.id = LAMINA_STR("n")};
        mapper_action update = count_up(&key, "1", NULL);
        expect(mapper_transact(context, &update, 1, NULL), LAMINA_OK);
        begin_again();
    }
    expect(mapper_get(context, &note_model, &item, NULL, &out), LAMINA_OK);
    cr_assert_eq(out.place->weight, 1);
}

Test(mapper_transactions, an_update_creates_where_told)
{
    note key = {.id = LAMINA_STR("new")}, out;
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "text", dynamodb_text(LAMINA_STR("t")));
    mapper_action update = action(MAPPER_OP_UPDATE, &note_model, &key);
    update.edits = edits;
    expect(mapper_transact(context, &update, 1, NULL), LAMINA_E_NOT_FOUND);
    update.options.flags = MAPPER_WRITE_UPSERT;
    expect(mapper_transact(context, &update, 1, NULL), LAMINA_OK);
    expect(mapper_transact(context, &update, 1, NULL), LAMINA_OK);
    expect(mapper_get(context, &note_model, &key, NULL, &out), LAMINA_OK);
    cr_assert(lamina_str_is(out.text, "t"));
    cr_assert_eq(out.version, 2);
}
