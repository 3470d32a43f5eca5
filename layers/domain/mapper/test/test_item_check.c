/* What the service refuses, found before anything is sent: each rule at its border. */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"
#include "shelf_model.h"

TestSuite(item_check, .init = scripted_database_open, .fini = scripted_database_close);

static sample new_sample(void)
{
    return (sample){.id = LAMINA_STR("s"), .rank = 1};
}

/* pointer NULL: accepted, and sent. */
static void expect_of(const mapper_model *model, void *item, const char *pointer, const char *code,
                      const char *what)
{
    size_t sent = scripted_request_count();
    if (pointer == NULL) {
        scripted_answer(200, "{}");
        cr_expect_eq(mapper_put(scripted_context(), model, item, NULL), LAMINA_OK, "%s: %s", what,
                     test_context_causes(scripted_test()).ptr);
        return;
    }
    cr_expect_eq(mapper_put(scripted_context(), model, item, NULL), LAMINA_E_INVALID, "%s", what);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1, "%s: %zu violations", what, problem.violation_count);
    cr_expect(lamina_str_is(problem.violations[0].pointer, pointer), "%s: at %s", what,
              problem.violations[0].pointer.ptr);
    cr_expect(lamina_str_is(problem.violations[0].code, code), "%s: %s", what,
              problem.violations[0].code.ptr);
    cr_expect_eq(scripted_request_count(), sent, "%s was sent", what);
    lamina_error_reset(scripted_context());
}

static void expect(sample *item, uint32_t field, const char *pointer, const char *code,
                   const char *what)
{
    lamina_mark(&item->has, field);
    expect_of(&sample_model, item, pointer, code, what);
}

static char *repeated(char c, size_t count)
{
    char *text = lamina_alloc(scripted_context(), count + 1);
    memset(text, c, count);
    text[count] = '\0';
    return text;
}

/* ---- numbers ---- */

Test(item_check, numbers_have_38_digits_and_the_services_magnitude)
{
    static const struct {
        const char *digits;
        bool fits;
    } cases[] = {
        {"99999999999999999999999999999999999999", true},
        {"999999999999999999999999999999999999999", false},
        {"100000000000000000000000000000000000000000", true},
        {"9.9999999999999999999999999999999999999E+125", true},
        {"-9.9999999999999999999999999999999999999E+125", true},
        {"1E+126", false},
        {"1E-130", true},
        {"1E-131", false},
        {"0E+999", true},
        {"", false},
        {"+1", false},
        {"1.", false},
        {"NaN", false},
        {"0x1", false},
        {" 1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample item = new_sample();
        item.price = lamina_str_from(cases[i].digits);
        expect(&item, SAMPLE_PRICE, cases[i].fits ? NULL : "/price", "format", cases[i].digits);
    }
}

Test(item_check, doubles_are_finite_and_of_the_services_magnitude)
{
    static const struct {
        double number;
        const char *code; /* NULL: fits */
    } cases[] = {{0.0, NULL},        {-0.0, NULL},        {9.9e125, NULL},   {1e-130, NULL},
                 {1e126, "range"},   {-DBL_MAX, "range"}, {9e-131, "range"}, {DBL_MIN, "range"},
                 {INFINITY, "type"}, {NAN, "type"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample item = new_sample();
        item.ratio = cases[i].number;
        expect(&item, SAMPLE_RATIO, cases[i].code == NULL ? NULL : "/ratio", cases[i].code,
               lamina_arena_format(scripted_context()->arena, "%g", cases[i].number).ptr);
    }
}

/* ---- sets ---- */

Test(item_check, sets_are_never_empty_and_hold_nothing_twice)
{
    const lamina_str twice[] = {LAMINA_STR("1.0"), LAMINA_STR("1"), LAMINA_STR("1e0")};
    const lamina_str same[] = {LAMINA_STR("a"), LAMINA_STR("b"), LAMINA_STR("a")};
    const lamina_str empty[] = {LAMINA_STR("")};
    sample item = new_sample();
    expect(&item, SAMPLE_TAGS, "/tags", "min-length", "an empty set");
    item.tags = (lamina_list){same, 3};
    expect(&item, SAMPLE_TAGS, "/tags/2", "unique", "a text twice");
    item.tags = (lamina_list){empty, 1};
    expect(&item, SAMPLE_TAGS, NULL, NULL, "an empty text in a set");
    item = new_sample();
    expect(&item, SAMPLE_NUMBERS, "/numbers", "min-length", "an empty set of numbers");
    item.numbers = (lamina_list){twice, 2};
    expect(&item, SAMPLE_NUMBERS, "/numbers/1", "unique", "a number twice, in two notations");
    item = new_sample();
    expect(&item, SAMPLE_KEYS, "/keys", "min-length", "an empty set of bytes");
    item.keys = (lamina_list){same, 3};
    expect(&item, SAMPLE_KEYS, "/keys/2", "unique", "bytes twice");
}

/* ---- texts and keys ---- */

Test(item_check, texts_are_utf8)
{
    static const char *const bad[] = {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const lamina_str lines[] = {LAMINA_STR("good"), lamina_str_from(bad[i])};
        sample item = new_sample();
        item.group = lamina_str_from(bad[i]);
        expect(&item, SAMPLE_GROUP, "/group", "type", "a text");
        item = new_sample();
        item.lines = (lamina_list){lines, 2};
        expect(&item, SAMPLE_LINES, "/lines/1", "type", "a text in a list");
        item = new_sample();
        item.id = lamina_str_from(bad[i]);
        expect(&item, SAMPLE_ID, "/id", "type", "a key");
    }
}

Test(item_check, keys_are_neither_empty_nor_too_long)
{
    sample item = new_sample();
    item.id = LAMINA_STR("");
    expect(&item, SAMPLE_ID, "/id", "required", "an empty key");
    item.id = (lamina_str){repeated('x', 2048), 2048};
    expect(&item, SAMPLE_ID, NULL, NULL, "a key of 2048 bytes");
    item.id = (lamina_str){repeated('x', 2049), 2049};
    expect(&item, SAMPLE_ID, "/id", "max-length", "a key of 2049 bytes");
    item = new_sample();
    item.group = LAMINA_STR("");
    expect(&item, SAMPLE_GROUP, "/group", "required", "an empty key of an index");
    item.group = (lamina_str){repeated('x', 2049), 2049};
    expect(&item, SAMPLE_GROUP, "/group", "max-length", "a key of an index of 2049 bytes");
    item = new_sample();
    item.title = (lamina_str){repeated('x', 1024), 1024};
    expect(&item, SAMPLE_TITLE, NULL, NULL, "a range of 1024 bytes");
    item.title = (lamina_str){repeated('x', 1025), 1025};
    expect(&item, SAMPLE_TITLE, "/title", "max-length", "a range of 1025 bytes");
}

/* ---- documents ---- */

Test(item_check, documents_hold_what_attributes_can)
{
    lamina_arena *arena = scripted_context()->arena;
    static const struct {
        const char *document;
        const char *code; /* NULL: fits */
    } cases[] = {{"{\"\":1}", "range"},
                 {"[{\"a\":{\"\":null}}]", "range"},
                 {"[1e126]", "range"},
                 {"{\"a\":[123456789012345678901234567890123456789]}", "range"},
                 {"[1e-130,-9.9e125,\"\",{},[],null,false]", NULL},
                 {"\"\\ud800\"", "type"},
                 {"{\"a\":1,}", "type"},
                 {"", "type"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample item = new_sample();
        item.document = lamina_str_from(cases[i].document);
        expect(&item, SAMPLE_DOCUMENT, cases[i].code == NULL ? NULL : "/document", cases[i].code,
               cases[i].document);
    }
    sample item = new_sample();
    item.document = lamina_arena_format(arena, "{\"%s\":1}", repeated('n', 65535));
    expect(&item, SAMPLE_DOCUMENT, NULL, NULL, "a name of 65535 bytes");
    item.document = lamina_arena_format(arena, "{\"%s\":1}", repeated('n', 65536));
    expect(&item, SAMPLE_DOCUMENT, "/document", "range", "a name of 65536 bytes");
}

/* ---- nesting: 31 maps and lists around a value, as the service counts ---- */

enum { DEEPEST = 31 };

typedef struct deep {
    lamina_presence has;
    lamina_unknown unknown;
    lamina_str id;
    struct deep *more;
    lamina_list list; /* of texts */
    lamina_str document;
} deep;

enum { DEEP_ID, DEEP_MORE, DEEP_LIST, DEEP_DOCUMENT, DEEP_FIELD_COUNT };

/* A table for each level: one that led back to itself would nest without end. */
static lamina_field deep_fields[DEEPEST + 1][DEEP_FIELD_COUNT];
static lamina_record deep_records[DEEPEST + 1];

static mapper_model deep_model(void)
{
    for (size_t i = 0; i <= DEEPEST; i++) {
        lamina_field *fields = deep_fields[i];
        fields[DEEP_ID] = (lamina_field){.name = "id",
                                         .type = LAMINA_TYPE_STRING,
                                         .flags = i == 0 ? LAMINA_FIELD_REQUIRED : 0,
                                         .offset = offsetof(deep, id)};
        fields[DEEP_LIST] = (lamina_field){.name = "list",
                                           .type = LAMINA_TYPE_LIST,
                                           .item_type = LAMINA_TYPE_STRING,
                                           .offset = offsetof(deep, list)};
        fields[DEEP_DOCUMENT] = (lamina_field){
            .name = "document", .type = LAMINA_TYPE_JSON, .offset = offsetof(deep, document)};
        fields[DEEP_MORE] = (lamina_field){.name = "more",
                                           .type = LAMINA_TYPE_RECORD,
                                           .offset = offsetof(deep, more),
                                           .record = &deep_records[i < DEEPEST ? i + 1 : 0]};
        deep_records[i] = (lamina_record){.size = sizeof(lamina_record),
                                          .flags = LAMINA_RECORD_KEEPS_UNKNOWN,
                                          .name = "Deep",
                                          .struct_size = sizeof(deep),
                                          .field_size = sizeof(lamina_field),
                                          .fields = fields,
                                          .field_count = DEEP_FIELD_COUNT};
    }
    /* Nothing is inside of the last one. */
    deep_fields[DEEPEST][DEEP_MORE] =
        (lamina_field){.name = "flag", .type = LAMINA_TYPE_BOOLEAN, .offset = offsetof(deep, more)};
    mapper_model model = pair_model;
    model.record = &deep_records[0];
    return model;
}

/* An item and as many maps in it. The innermost is the last. */
static deep *new_deep(size_t maps)
{
    deep *levels = lamina_arena_array(scripted_context()->arena, maps + 1, sizeof *levels);
    for (size_t i = 0; i < maps; i++) {
        levels[i].more = &levels[i + 1];
        lamina_mark(&levels[i].has, DEEP_MORE);
    }
    levels[0].id = LAMINA_STR("d");
    return levels;
}

static lamina_status put_deep(deep *item)
{
    static mapper_model model;
    model = deep_model();
    size_t sent = scripted_request_count();
    scripted_answer(200, "{}");
    lamina_status status = mapper_put(scripted_context(), &model, item, NULL);
    cr_expect_eq(scripted_request_count() - sent, status == LAMINA_OK ? 1 : 0, "%s",
                 test_context_causes(scripted_test()).ptr);
    lamina_error_reset(scripted_context());
    return status;
}

Test(item_check, maps_lists_documents_and_the_unknown_nest_as_deep_as_the_service_allows)
{
    const lamina_str texts[] = {LAMINA_STR("x")};
    for (size_t maps = DEEPEST - 1; maps <= DEEPEST; maps++) {
        lamina_status expected = maps + 1 <= DEEPEST ? LAMINA_OK : LAMINA_E_INVALID;
        deep *item = new_deep(maps);
        item[maps].id = LAMINA_STR("d");
        lamina_mark(&item[maps].has, DEEP_ID);
        cr_expect_eq(put_deep(item), LAMINA_OK, "%zu maps", maps);

        item = new_deep(maps);
        item[maps].list = (lamina_list){texts, 1};
        lamina_mark(&item[maps].has, DEEP_LIST);
        cr_expect_eq(put_deep(item), expected, "a list in %zu maps", maps);

        item = new_deep(maps);
        item[maps].document = LAMINA_STR("[]");
        lamina_mark(&item[maps].has, DEEP_DOCUMENT);
        cr_expect_eq(put_deep(item), expected, "a document in %zu maps", maps);

        item = new_deep(maps);
        item[maps].unknown.attributes = LAMINA_STR("\"u\":{\"M\":{}}");
        cr_expect_eq(put_deep(item), expected, "an unknown map in %zu maps", maps);
        item[maps].unknown.attributes = LAMINA_STR("\"u\":{\"S\":\"\"}");
        cr_expect_eq(put_deep(item), LAMINA_OK, "an unknown text in %zu maps", maps);
    }
}

/* ---- size ---- */

Test(item_check, an_item_that_is_too_large_names_its_largest_attributes)
{
    enum { SIZE = 200 * 1024 };
    book item = {.id = LAMINA_STR("b"), .title = {repeated('t', SIZE), SIZE}, .version = 0};
    item.unknown.attributes = lamina_arena_format(scripted_context()->arena,
                                                  "\"photo\":{\"S\":\"%s\"},\"x\":{\"N\":\"1\"}",
                                                  repeated('p', SIZE + 10));
    cr_expect_eq(mapper_put(scripted_context(), &book_model, &item, NULL), LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1);
    scripted_expect_text(problem.violations[0].pointer, "/photo");
    scripted_expect_text(problem.violations[0].code, "max-length");
    cr_expect_not_null(strstr(problem.violations[0].message.ptr,
                              "The largest are: photo (204815), title (204805), createdAt (36)"),
                       "%s", problem.violations[0].message.ptr);
    cr_expect_eq(scripted_request_count(), 0);
}
