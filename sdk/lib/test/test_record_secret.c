/*
 * What a client sent is never said back, whatever rule it breaks: messages name the field and the rule. So no
 * secret of a body gets into an answer, and from there into somebody's log.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "test_context.h"

#define MARK "hunter2"
#define NUMBER "9081726354"

typedef struct vault {
    lamina_presence has;
    lamina_str password;
    lamina_str kind;
    lamina_str code;
    int64_t pin;
    double ratio;
    lamina_str price;
    int64_t since;
    lamina_str key;
    lamina_list words;
    lamina_list tags;
    struct vault *inner;
} vault;

static bool refuse(lamina_str text)
{
    (void)text;
    return false;
}

static const lamina_format strict = {
    .size = sizeof strict, .name = "strict", .rule = "what nobody can say", .check = refuse};
static const char *const kinds[] = {"red", "green", NULL};
static const lamina_range small = {.minimum = 1, .maximum = 9};

#define SECRET LAMINA_FIELD_SECRET

static const lamina_record vault_record;
static const lamina_field fields[] = {
    LAMINA_FIELD(vault, password, "password", STRING, .flags = SECRET, .max_length = 3),
    LAMINA_FIELD(vault, kind, "kind", STRING, .flags = SECRET, .values = kinds),
    LAMINA_FIELD(vault, code, "code", STRING, .flags = SECRET, .pattern = "[0-9]{4}",
                 .format = &strict),
    LAMINA_FIELD(vault, pin, "pin", INT64, .flags = SECRET, .range = &small),
    LAMINA_FIELD(vault, ratio, "ratio", DOUBLE, .flags = SECRET, .range = &small),
    LAMINA_FIELD(vault, price, "price", DECIMAL, .flags = SECRET, .range = &small),
    LAMINA_FIELD(vault, since, "since", TIMESTAMP, .flags = SECRET),
    LAMINA_FIELD(vault, key, "key", BINARY, .flags = SECRET, .max_length = 2),
    LAMINA_FIELD(vault, words, "words", LIST, .flags = SECRET, .item_type = LAMINA_TYPE_STRING,
                 .item_max_length = 3, .max_length = 1),
    LAMINA_FIELD(vault, tags, "tags", STRING_SET, .flags = SECRET, .item_max_length = 20),
    LAMINA_FIELD(vault, inner, "inner", RECORD, .flags = SECRET, .record = &vault_record),
};

static const lamina_record vault_record = {.size = sizeof(lamina_record),
                                           .name = "Vault",
                                           .struct_size = sizeof(vault),
                                           .field_size = sizeof(lamina_field),
                                           .fields = fields,
                                           .field_count = sizeof fields / sizeof *fields};

/* Each breaks a rule, or several, with something that must not be repeated. */
static const char *const bodies[] = {
    "{\"password\":\"" MARK "\"}",
    "{\"password\":{\"" MARK "\":1}}",
    "{\"password\":[\"" MARK "\"]}",
    "{\"password\":" NUMBER "}",
    "{\"kind\":\"" MARK "\"}",
    "{\"code\":\"" MARK "\"}",
    "{\"code\":\"1234\"}",
    "{\"pin\":" NUMBER "}",
    "{\"pin\":\"" MARK "\"}",
    "{\"pin\":" NUMBER ".5}",
    "{\"pin\":" NUMBER "00000000000000000000}",
    "{\"ratio\":" NUMBER "}",
    "{\"ratio\":\"" MARK "\"}",
    "{\"price\":\"" NUMBER "\"}",
    "{\"price\":\"" MARK "\"}",
    "{\"since\":\"" MARK "\"}",
    "{\"since\":\"2026-13-01T00:00:00Z" MARK "\"}",
    "{\"key\":\"" MARK "\"}",
    "{\"key\":\"" MARK "AAAAA=\"}",
    "{\"words\":[\"" MARK "\",\"" MARK "\"]}",
    "{\"tags\":[\"" MARK "\",\"" MARK "\"]}",
    "{\"inner\":{\"inner\":{\"password\":\"" MARK "\"}}}",
    "{\"inner\":\"" MARK "\"}",
};

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(record_secret, .init = begin, .fini = end);

static bool repeats(lamina_str text)
{
    return text.len > 0 && (memmem(text.ptr, text.len, MARK, strlen(MARK)) != NULL ||
                            memmem(text.ptr, text.len, NUMBER, strlen(NUMBER)) != NULL);
}

/* The answer that a client would get, and what would be logged beside it. */
static void expect_silence(const char *body)
{
    lamina_text answer;
    lamina_problem problem = test_context_problem(test);
    lamina_text_init(&answer, 64 << 10);
    lamina_problem_write(&answer, problem.status, 422, &problem, context->request_id);
    cr_expect_not(repeats(lamina_text_view(&answer)), "%s: %s", body, answer.ptr);
    cr_expect_not(repeats(test_context_causes(test)), "%s", body);
    cr_expect_not(repeats(test_context_log(test)), "%s", body);
    lamina_text_clear(&answer);
    lamina_error_reset(context);
}

Test(record_secret, no_message_says_a_body_back)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const lamina_json *json = NULL;
        vault out;
        lamina_violations broken = {0};
        cr_assert_eq(lamina_json_read(context->arena, lamina_str_from(bodies[i]), 0, &json, NULL),
                     LAMINA_OK, "%s", bodies[i]);
        cr_assert_eq(lamina_record_read_json(context->arena, &vault_record, json, &out, &broken),
                     LAMINA_E_INVALID, "%s", bodies[i]);
        cr_assert_gt(broken.count, 0);
        lamina_fail_violations(context, &broken);
        expect_silence(bodies[i]);
    }
}

Test(record_secret, nor_does_one_of_a_query)
{
    static const char *const names[] = {"password", "kind", "code", "pin", "ratio", "since"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const lamina_param param = {lamina_str_from(names[i]), LAMINA_STR(MARK)};
        vault out;
        lamina_violations broken = {0};
        cr_assert_eq(
            lamina_record_read_params(context->arena, &vault_record, &param, 1, &out, &broken),
            LAMINA_E_INVALID, "%s", names[i]);
        lamina_fail_violations(context, &broken);
        expect_silence(names[i]);
    }
}

Test(record_secret, nor_one_of_a_struct_that_was_filled_by_hand)
{
    vault filled = {.password = LAMINA_STR(MARK), .kind = LAMINA_STR(MARK), .pin = 9081726354};
    lamina_mark(&filled.has, 0);
    lamina_mark(&filled.has, 1);
    lamina_mark(&filled.has, 3);
    lamina_violations broken = {0};
    cr_assert_eq(lamina_record_validate(context->arena, &vault_record, &filled, &broken),
                 LAMINA_E_INVALID);
    cr_assert_eq(broken.count, 3);
    lamina_fail_violations(context, &broken);
    expect_silence("by hand");
}
