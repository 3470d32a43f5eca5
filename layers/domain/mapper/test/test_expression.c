/* Conditions as text, paths, placeholders. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lamina/text.h"
#include "mapper/expression.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static lamina_text out;
static mapper__placeholders placeholders;

static void setup(void)
{
    test = test_context_new();
    context = test_context_get(test);
    lamina_text_init(&out, MAPPER__EXPRESSION_CAP);
    mapper__placeholders_init(&placeholders, context->arena);
}

static void teardown(void)
{
    lamina_text_clear(&out);
    test_context_free(test);
}

TestSuite(expression, .init = setup, .fini = teardown);

static void expect(const mapper_condition *condition, const char *text)
{
    lamina_text_reset(&out);
    mapper__placeholders_init(&placeholders, context->arena);
    cr_assert_eq(mapper__condition_write(condition, &placeholders, &out), LAMINA_OK);
    cr_assert_str_eq(out.ptr, text);
}

Test(expression, every_kind_has_its_notation)
{
    dynamodb_value one = dynamodb_number(LAMINA_STR("1"));
    dynamodb_value three[] = {one, one, one};
    expect(mapper_equals(context, "a", one), "#n0 = :v0");
    expect(mapper_not_equals(context, "a", one), "#n0 <> :v0");
    expect(mapper_less(context, "a", one), "#n0 < :v0");
    expect(mapper_at_most(context, "a", one), "#n0 <= :v0");
    expect(mapper_greater(context, "a", one), "#n0 > :v0");
    expect(mapper_at_least(context, "a", one), "#n0 >= :v0");
    expect(mapper_between(context, "a", one, one), "#n0 BETWEEN :v0 AND :v1");
    expect(mapper_in(context, "a", three, 3), "#n0 IN (:v0, :v1, :v2)");
    expect(mapper_exists(context, "a"), "attribute_exists(#n0)");
    expect(mapper_not_exists(context, "a"), "attribute_not_exists(#n0)");
    expect(mapper_begins_with(context, "a", LAMINA_STR("x")), "begins_with(#n0, :v0)");
    expect(mapper_contains(context, "a", one), "contains(#n0, :v0)");
    expect(mapper_has_type(context, "a.b", DYNAMODB_SS), "attribute_type(#n0.#n1, :v0)");
}

Test(expression, sizes_are_compared_in_every_way)
{
    expect(mapper_size_equals(context, "a", 0), "size(#n0) = :v0");
    expect(mapper_size_not_equals(context, "a", 1), "size(#n0) <> :v0");
    expect(mapper_size_less(context, "a", 1), "size(#n0) < :v0");
    expect(mapper_size_at_most(context, "a[2]", 1), "size(#n0[2]) <= :v0");
    expect(mapper_size_greater(context, "a.b", 1), "size(#n0.#n1) > :v0");
    expect(mapper_size_at_least(context, "a", 1), "size(#n0) >= :v0");
    expect(mapper_size_between(context, "a", 1, 2), "size(#n0) BETWEEN :v0 AND :v1");
    cr_assert(lamina_str_is(placeholders.values[1].value->text, "2"));
    cr_assert_eq(mapper_size_equals(context, "a", -1)->status, LAMINA_E_ARGUMENT);
    cr_assert_eq(mapper_size_between(context, "a", 2, 1)->status, LAMINA_E_ARGUMENT);
}

Test(expression, what_has_no_order_is_not_compared_by_it)
{
    dynamodb_value yes = dynamodb_boolean(true);
    dynamodb_value one = dynamodb_number(LAMINA_STR("1"));
    dynamodb_value a = dynamodb_text(LAMINA_STR("a"));
    dynamodb_value ab = dynamodb_text(LAMINA_STR("ab"));
    const mapper_condition *refused[] = {
        mapper_less(context, "a", yes),       mapper_at_least(context, "a", dynamodb_null()),
        mapper_between(context, "a", one, a), mapper_between(context, "a", ab, a),
        mapper_has_type(context, "a", 0),     mapper_has_type(context, "a", DYNAMODB_BS + 1),
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        cr_assert_eq(refused[i]->status, LAMINA_E_ARGUMENT, "condition %zu", i);
    expect(mapper_between(context, "a", a, ab), "#n0 BETWEEN :v0 AND :v1");
    expect(mapper_equals(context, "a", yes), "#n0 = :v0");
}

Test(expression, trees_are_parenthesised_and_names_shared)
{
    dynamodb_value one = dynamodb_number(LAMINA_STR("1"));
    const mapper_condition *a = mapper_equals(context, "a", one);
    const mapper_condition *b = mapper_between(context, "b.a[0][12].c", one, one);
    expect(
        mapper_not(context, mapper_or(context, mapper_and(context, a, b), mapper_not(context, a))),
        "(NOT ((#n0 = :v0 AND #n1.#n0[0][12].#n2 BETWEEN :v1 AND :v2) OR (NOT #n0 = :v3)))");
}

Test(expression, placeholders_are_written_with_their_names_and_values)
{
    const mapper_condition *condition =
        mapper_and(context, mapper_equals(context, "a b", dynamodb_text(LAMINA_STR("x\"y"))),
                   mapper_equals(context, "#n9", dynamodb_null()));
    expect(condition, "(#n0 = :v0 AND #n1 = :v1)");
    lamina_text json;
    lamina_text_init(&json, 1000);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &json);
    lamina_json_write_object(&writer);
    cr_assert_eq(mapper__placeholders_write(&placeholders, &writer), LAMINA_OK);
    lamina_json_write_object_end(&writer);
    cr_assert_str_eq(json.ptr, "{\"ExpressionAttributeNames\":{\"#n0\":\"a b\",\"#n1\":\"#n9\"},"
                               "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"x\\\"y\"},"
                               "\":v1\":{\"NULL\":true}}}");
    lamina_text_clear(&json);
}

Test(expression, many_placeholders_grow)
{
    lamina_text wide;
    lamina_text_init(&wide, 100000);
    char name[16];
    for (unsigned i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "n%u", i);
        mapper__name_add(&placeholders, lamina_arena_copy(context->arena, lamina_str_from(name)),
                         &wide);
        mapper__number_add(&placeholders, i, &wide);
    }
    cr_assert_eq(placeholders.name_count, 500);
    cr_assert(lamina_str_is(placeholders.names[499], "n499"));
    cr_assert_eq(placeholders.values[499].number, 499);
    lamina_text_clear(&wide);
}

Test(expression, paths_are_read_strictly)
{
    static const char *const good[] = {"a", "a.b", "a[0]", "a[0][1].b[999999999]", "\xc3\xa4 b-c"};
    static const char *const bad[] = {"",      ".",     "a.",    ".a",    "a..b",  "[0]",
                                      "a[",    "a[]",   "a[01]", "a[-1]", "a[1",   "a]",
                                      "a[1]b", "a.[0]", "a[x]",  "a[1 ]", "a\xff", "a[1000000000]"};
    mapper__path path;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        cr_assert_eq(mapper__path_parse(context->arena, good[i], &path), LAMINA_OK, "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_eq(mapper__path_parse(context->arena, bad[i], &path), LAMINA_E_ARGUMENT, "%s",
                     bad[i]);
    char deep[2 * DYNAMODB_DEPTH_CAP + 2]; /* a.a.a...: one step more than is taken */
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 == 0 ? 'a' : '.';
    deep[sizeof deep - 1] = '\0';
    cr_assert_eq(mapper__path_parse(context->arena, deep, &path), LAMINA_E_ARGUMENT);
    deep[sizeof deep - 3] = '\0';
    cr_assert_eq(mapper__path_parse(context->arena, deep, &path), LAMINA_OK);
    cr_assert_eq(path.count, DYNAMODB_DEPTH_CAP);
}

Test(expression, a_tree_has_at_most_300_operators)
{
    const mapper_condition *tree = mapper_exists(context, "a");
    for (unsigned i = 1; i < MAPPER__OPERATOR_CAP; i++)
        tree = mapper_not(context, tree);
    cr_assert_eq(tree->status, LAMINA_OK);
    tree = mapper_not(context, tree);
    cr_assert_eq(tree->status, LAMINA_E_LIMIT);
    cr_assert_eq(mapper_or(context, tree, mapper_exists(context, "a"))->status, LAMINA_E_LIMIT);
}

Test(expression, shared_parts_count_each_time_they_stand)
{
    const mapper_condition *tree = mapper_exists(context, "a");
    for (unsigned i = 0; i < 8; i++)
        tree = mapper_and(context, tree, tree);
    cr_assert_eq(tree->status, LAMINA_E_LIMIT);
}

Test(expression, in_takes_100_values)
{
    dynamodb_value values[101];
    for (size_t i = 0; i < 101; i++)
        values[i] = dynamodb_null();
    cr_assert_eq(mapper_in(context, "a", values, 100)->status, LAMINA_OK);
    cr_assert_eq(mapper_in(context, "a", values, 101)->status, LAMINA_E_ARGUMENT);
}

Test(expression, a_full_arena_is_told_by_the_condition)
{
    lamina_arena *small = lamina_arena_new(1024);
    lamina_context poor = *context;
    poor.arena = small;
    const mapper_condition *tree = mapper_exists(&poor, "a");
    for (unsigned i = 0; i < 50; i++)
        tree = mapper_not(&poor, tree);
    cr_assert_eq(tree->status, LAMINA_E_LIMIT);
    lamina_arena_free(small);
}
