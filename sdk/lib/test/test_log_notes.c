/* Fields that are added to the invocation's own line. */
#include <criterion/criterion.h>

#include "lamina/log.h"
#include "lamina/text.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(log_notes, .init = setup, .fini = teardown);

static lamina_log_field fields[LAMINA_NOTE_CAP];

static size_t read_notes(void)
{
    return lamina_notes_read(context->notes, fields, LAMINA_NOTE_CAP);
}

static lamina_str write_object(void *self)
{
    return self == NULL ? (lamina_str){NULL, 0} : LAMINA_STR("{\"calls\":1}");
}

Test(log_notes, keeps_copies_in_the_order_of_first_use)
{
    char word[] = "blue";
    cr_assert_eq(lamina_log_annotate(context, lamina_log_text("colour", LAMINA_STR("red"))), 0);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number("count", 7)), 0);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_text("colour", lamina_str_from(word))), 0);
    word[0] = 'x';
    cr_assert_eq(read_notes(), 2);
    cr_assert(lamina_str_is(fields[0].text, "blue"));
    cr_assert_eq(fields[1].number, 7);
    cr_assert_eq(fields[1].kind, LAMINA_LOG_NUMBER);
}

Test(log_notes, makes_a_late_field_when_it_is_read)
{
    int self = 0;
    cr_assert_eq(lamina_log_annotate_late(context, "ledger", write_object, &self), LAMINA_OK);
    cr_assert_eq(lamina_log_annotate_late(context, "nothing", write_object, NULL), LAMINA_OK);
    cr_assert_eq(lamina_log_annotated(context, "ledger", write_object), &self);
    cr_assert_null(lamina_log_annotated(context, "other", write_object));
    cr_assert_eq(read_notes(), 1);
    cr_assert_eq(fields[0].kind, LAMINA_LOG_JSON);
    cr_assert(lamina_str_is(fields[0].text, "{\"calls\":1}"));
}

Test(log_notes, a_field_set_often_does_not_fill_the_arena)
{
    cr_assert_eq(lamina_log_annotate(context, lamina_log_text("state", LAMINA_STR("12345678"))), 0);
    const size_t used = lamina_arena_used(context->arena);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(lamina_log_annotate(context, lamina_log_text("state", LAMINA_STR("1234"))), 0);
    cr_assert_eq(lamina_arena_used(context->arena), used);
    cr_assert_eq(read_notes(), 1);
    cr_assert(lamina_str_is(fields[0].text, "1234"));
}

Test(log_notes, caps_names_and_bytes)
{
    static const char names[LAMINA_NOTE_CAP][2] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                   "i", "j", "k", "l", "m", "n", "o", "p"};
    for (size_t i = 0; i < LAMINA_NOTE_CAP; i++)
        cr_assert_eq(lamina_log_annotate(context, lamina_log_number(names[i], 1)), LAMINA_OK);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number("q", 1)), LAMINA_E_LIMIT);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number("a", 2)), LAMINA_OK);

    static char large[LAMINA_NOTE_BYTES_CAP];
    const lamina_str text = {large, sizeof large};
    cr_assert_eq(lamina_log_annotate(context, lamina_log_text("b", text)), LAMINA_E_LIMIT);
    cr_assert_eq(read_notes(), LAMINA_NOTE_CAP);
    cr_assert_eq(fields[1].number, 1, "what did not fit leaves the value before");
}

Test(log_notes, refuses_names_that_the_line_has)
{
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number("status", 1)), LAMINA_E_ARGUMENT);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number("", 1)), LAMINA_E_ARGUMENT);
    cr_assert_eq(lamina_log_annotate(context, lamina_log_number(NULL, 1)), LAMINA_E_ARGUMENT);
    cr_assert_eq(lamina_log_annotate_late(context, "late", NULL, NULL), LAMINA_E_ARGUMENT);
    cr_assert_eq(read_notes(), 0);
}

Test(log_notes, where_there_is_no_line_nothing_happens)
{
    const lamina_log_field field = lamina_log_number("count", 1);
    cr_assert_eq(lamina_log_annotate(NULL, field), LAMINA_E_UNSUPPORTED);
    cr_assert_null(lamina_log_annotated(NULL, "count", write_object));
    cr_assert_eq(lamina_notes_read(NULL, fields, LAMINA_NOTE_CAP), 0);

    context->size = offsetof(lamina_context, notes); /* a host that does not know them */
    cr_assert_eq(lamina_log_annotate(context, field), LAMINA_E_UNSUPPORTED);
    context->size = sizeof *context;
    context->notes = NULL;
    cr_assert_eq(lamina_log_annotate(context, field), LAMINA_E_UNSUPPORTED);
}
