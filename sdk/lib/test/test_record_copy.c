/*
 * test_record_copy.c - from one struct to another by name.
 */
#include <criterion/criterion.h>

#include "sample_record.h"

/* Names of person with other types and flags, and one that person has not. */
typedef struct summary {
    lamina_presence has;
    int64_t age;
    lamina_str name; /* optional here */
    lamina_str nick;
    int64_t height; /* another type */
    lamina_str extra;
} summary;

enum {
    SUMMARY_AGE,
    SUMMARY_NAME,
    SUMMARY_NICK,
    SUMMARY_HEIGHT,
    SUMMARY_EXTRA,
    SUMMARY_FIELD_COUNT
};

#define SUMMARY(member) .name = #member, .offset = offsetof(summary, member)

static const lamina_field summary_fields[SUMMARY_FIELD_COUNT] = {
    [SUMMARY_AGE] = {SUMMARY(age), .type = LAMINA_TYPE_INT64},
    [SUMMARY_NAME] = {SUMMARY(name), .type = LAMINA_TYPE_STRING},
    [SUMMARY_NICK] = {SUMMARY(nick), .type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_NULLABLE},
    [SUMMARY_HEIGHT] = {SUMMARY(height), .type = LAMINA_TYPE_INT64},
    [SUMMARY_EXTRA] = {SUMMARY(extra), .type = LAMINA_TYPE_STRING},
};

static const lamina_record summary_record = {.size = sizeof(lamina_record),
                                             .name = "Summary",
                                             .struct_size = sizeof(summary),
                                             .field_size = sizeof(lamina_field),
                                             .fields = summary_fields,
                                             .field_count = SUMMARY_FIELD_COUNT};

/* Holders of one record and a list of them, of either type. */
typedef struct holder {
    lamina_presence has;
    void *one;
    lamina_list many;
} holder;

#define HOLDER(what)                                                                               \
    {                                                                                              \
        {.name = "one",                                                                            \
         .type = LAMINA_TYPE_RECORD,                                                               \
         .record = &(what),                                                                        \
         .offset = offsetof(holder, one)},                                                         \
            {.name = "many",                                                                       \
             .type = LAMINA_TYPE_LIST,                                                             \
             .item_type = LAMINA_TYPE_RECORD,                                                      \
             .record = &(what),                                                                    \
             .offset = offsetof(holder, many)},                                                    \
    }

static const lamina_field person_holder_fields[2] = HOLDER(person_record);
static const lamina_field summary_holder_fields[2] = HOLDER(summary_record);

#define HOLDER_RECORD(table)                                                                       \
    {                                                                                              \
        .size = sizeof(lamina_record), .name = "Holder", .struct_size = sizeof(holder),            \
        .field_size = sizeof(lamina_field), .fields = (table), .field_count = 2                    \
    }

static const lamina_record person_holder = HOLDER_RECORD(person_holder_fields);
static const lamina_record summary_holder = HOLDER_RECORD(summary_holder_fields);

static lamina_arena *arena;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_copy, .init = setup, .fini = teardown);

Test(record_copy, copies_same_names_of_same_type_with_their_presence)
{
    person p = {.name = LAMINA_STR("Ada"), .age = 36, .height = 1.5};
    lamina_mark(&p.has, PERSON_AGE);
    lamina_mark(&p.has, PERSON_HEIGHT);
    lamina_mark_null(&p.has, PERSON_NICK);
    summary s = {.extra = LAMINA_STR("kept")};
    lamina_mark(&s.has, SUMMARY_EXTRA);
    lamina_mark(&s.has, SUMMARY_HEIGHT);
    cr_assert_eq(lamina_record_copy(arena, &person_record, &p, &summary_record, &s), LAMINA_OK);
    cr_expect_eq(s.age, 36);
    cr_expect(lamina_is_present(&s.has, SUMMARY_AGE));
    cr_expect_eq(s.name.ptr, p.name.ptr, "texts are shared");
    cr_expect(lamina_is_present(&s.has, SUMMARY_NAME), "required there needed no mark, but here");
    cr_expect(lamina_is_null(&s.has, SUMMARY_NICK));
    cr_expect_eq(s.height, 0);
    cr_expect(lamina_is_present(&s.has, SUMMARY_HEIGHT), "another type is left alone");
    cr_expect(lamina_str_is(s.extra, "kept"));
}

Test(record_copy, makes_absent_what_is_absent)
{
    person p = {.name = {NULL, 0}};
    summary s = {.age = 1};
    lamina_mark(&s.has, SUMMARY_AGE);
    lamina_mark(&s.has, SUMMARY_NAME);
    lamina_mark_null(&s.has, SUMMARY_NICK);
    cr_assert_eq(lamina_record_copy(arena, &person_record, &p, &summary_record, &s), LAMINA_OK);
    cr_expect_eq(s.has.present | s.has.null, 0);
}

Test(record_copy, shares_nested_structs_of_the_same_table)
{
    person p = {.name = LAMINA_STR("Ada")};
    holder from = {.one = &p, .many = {&p, 1}};
    lamina_mark(&from.has, 0);
    lamina_mark(&from.has, 1);
    holder to = {.one = NULL};
    cr_assert_eq(lamina_record_copy(arena, &person_holder, &from, &person_holder, &to), LAMINA_OK);
    cr_expect_eq(to.one, (void *)&p);
    cr_expect_eq(to.many.items, (const void *)&p);
}

Test(record_copy, makes_nested_structs_of_another_table)
{
    person people[2] = {{.name = LAMINA_STR("Ada")}, {.name = LAMINA_STR("Bob")}};
    holder from = {.one = &people[0], .many = {people, 2}};
    lamina_mark(&from.has, 0);
    lamina_mark(&from.has, 1);
    holder to = {.one = NULL};
    cr_assert_eq(lamina_record_copy(arena, &person_holder, &from, &summary_holder, &to), LAMINA_OK);
    const summary *one = to.one;
    const summary *many = to.many.items;
    cr_expect(lamina_str_is(one->name, "Ada"));
    cr_expect_eq(to.many.count, 2);
    cr_expect(lamina_str_is(many[1].name, "Bob"));
    cr_expect(lamina_is_present(&many[1].has, SUMMARY_NAME));
}

Test(record_copy, says_when_the_arena_is_full)
{
    person p = {.name = LAMINA_STR("Ada")};
    holder from = {.one = &p};
    lamina_mark(&from.has, 0);
    holder to = {.one = NULL};
    lamina_arena *full = lamina_arena_new(0);
    cr_expect_eq(lamina_record_copy(full, &person_holder, &from, &summary_holder, &to),
                 LAMINA_E_LIMIT);
    cr_expect(lamina_is_absent(&to.has, 0));
    lamina_arena_free(full);
}

Test(record_copy, copies_each_of_an_array_of_pointers)
{
    person ada = {.name = LAMINA_STR("Ada"), .age = 36}, bob = {.name = LAMINA_STR("Bob")};
    lamina_mark(&ada.has, PERSON_AGE);
    const void *people[] = {&bob, &ada};
    lamina_list list = {0};
    cr_assert_eq(lamina_record_copy_each(arena, &person_record, people, 2, &summary_record, &list),
                 LAMINA_OK);
    cr_assert_eq(list.count, 2);
    const summary *copies = list.items;
    cr_expect(lamina_str_is(copies[0].name, "Bob"));
    cr_expect(lamina_is_absent(&copies[0].has, SUMMARY_AGE));
    cr_expect(lamina_str_is(copies[1].name, "Ada"));
    cr_expect_eq(copies[1].age, 36);
    cr_assert_eq(lamina_record_copy_each(arena, &person_record, NULL, 0, &summary_record, &list),
                 LAMINA_OK);
    cr_expect_eq(list.count, 0);
}

Test(record_copy, applies_what_is_marked_and_nothing_else)
{
    person stored = {.name = LAMINA_STR("Ada"), .age = 36, .height = 1.5};
    lamina_mark(&stored.has, PERSON_AGE);
    lamina_mark(&stored.has, PERSON_HEIGHT);
    person changes = {.name = LAMINA_STR("not marked"), .nick = LAMINA_STR("Countess"), .age = 9};
    lamina_mark(&changes.has, PERSON_NICK);
    lamina_mark_null(&changes.has, PERSON_AGE);
    lamina_record_apply(&person_record, &changes, &stored);
    cr_expect(lamina_str_is(stored.name, "Ada"));
    cr_expect(lamina_str_is(stored.nick, "Countess"));
    cr_expect(lamina_is_present(&stored.has, PERSON_NICK));
    cr_expect(lamina_is_absent(&stored.has, PERSON_AGE));
    cr_expect(lamina_is_present(&stored.has, PERSON_HEIGHT));
    cr_expect_eq(stored.height, 1.5);
}
