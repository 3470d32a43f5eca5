/*
 * The tables of template-shared.yaml are those of the models, and such as the domain's data need.
 *
 * The table of model "partner" is resource PartnerTable.
 */
#include <criterion/criterion.h>

#include <ctype.h>
#include <string.h>

#include "domain/models.h"
#include "domain/models/partner.h"
#include "lamina/text.h"
#include "template_yaml.h"

#define TEMPLATE "template-shared.yaml"

static lamina_arena *arena;
static lamina_str text;

static void begin(void)
{
    arena = lamina_arena_new(16u << 20);
    text = template_text(arena, TEMPLATE);
}

static void end(void)
{
    lamina_arena_free(arena);
}

TestSuite(template_tables, .init = begin, .fini = end);

static bool is_table(const lamina_json *resource)
{
    return lamina_str_is(lamina_json_member_string(resource, "Type"), "AWS::DynamoDB::Table");
}

/* "purchase-order" is "PurchaseOrder<suffix>". */
static const char *logical_id(const mapper_model *model, const char *suffix)
{
    size_t len = 0;
    bool is_start = true;
    char *name = lamina_arena_alloc(arena, strlen(model->name) + strlen(suffix) + 1);
    for (const char *c = model->name; *c != '\0'; c++) {
        if (isalnum((unsigned char)*c))
            name[len++] = (char)(is_start ? toupper((unsigned char)*c) : *c);
        is_start = !isalnum((unsigned char)*c);
    }
    memcpy(name + len, suffix, strlen(suffix) + 1);
    return name;
}

/* Models may share a table: the first one of each describes it. */
static bool describes_its_table(size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (strcmp(domain_models[i]->name, domain_models[number]->name) == 0)
            return false;
    return true;
}

static const lamina_json *resource_of(const lamina_json *template, const mapper_model *model)
{
    return lamina_json_member(lamina_json_member(template, "Resources"),
                              logical_id(model, "Table"));
}

static lamina_list differences_of(const lamina_json *resource, const mapper_model *model)
{
    mapper_table table = {.size = sizeof table};
    lamina_list differences = {NULL, 0};
    cr_assert_eq(mapper_table_read(arena, lamina_json_member(resource, "Properties"), &table),
                 LAMINA_OK);
    cr_assert_eq(mapper_table_diff(arena, model, &table, &differences), LAMINA_OK);
    return differences;
}

static void expect_true(const lamina_json *properties, const char *group, const char *name)
{
    const lamina_json *member = lamina_json_member(lamina_json_member(properties, group), name);
    cr_assert(lamina_json_true(member), "%s.%s is not true", group, name);
}

/* ---- models and template ---- */

Test(template_tables, are_those_of_the_models)
{
    const lamina_json *template = template_read(arena, text);
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        const mapper_model *model = domain_models[i];
        if (!describes_its_table(i))
            continue;
        const lamina_json *resource = resource_of(template, model);
        cr_assert(is_table(resource), TEMPLATE " has no table %s", logical_id(model, "Table"));
        lamina_list differences = differences_of(resource, model);
        const lamina_str *sentences = differences.items;
        for (size_t j = 0; j < differences.count; j++)
            cr_log_error("%s: %.*s", logical_id(model, "Table"), LAMINA_FMT(sentences[j]));
        cr_assert_eq(differences.count, 0, "model %s and " TEMPLATE " differ", model->name);
    }
}

Test(template_tables, have_a_model_each)
{
    const lamina_json *template = template_read(arena, text);
    const lamina_json *resource = lamina_json_first(lamina_json_member(template, "Resources"));
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        if (!is_table(resource))
            continue;
        bool has_model = false;
        for (size_t i = 0; domain_models[i] != NULL; i++)
            has_model = has_model || lamina_str_is(lamina_json_name(resource),
                                                   logical_id(domain_models[i], "Table"));
        cr_assert(has_model, "no model has table %.*s", LAMINA_FMT(lamina_json_name(resource)));
    }
}

/* Any change of the template that matters to a model is found: each of these is one, of partners. */
Test(template_tables, differences_are_found)
{
    static const struct {
        const char *from;
        const char *to;
        const char *sentence;
    } changes[] = {
        {"KeySchema:\n        - AttributeName: partnerId",
         "KeySchema:\n        - AttributeName: collection",
         "table: hash key: the model has partnerId (S), the table collection (S)"},
        {"AttributeName: partnerId\n          AttributeType: S",
         "AttributeName: partnerId\n          AttributeType: N",
         "table: hash key: the model has partnerId (S), the table partnerId (N)"},
        {"IndexName: by-collection", "IndexName: by-else",
         "index by-collection: the model has it, the table does not"},
        {"ProjectionType: ALL", "ProjectionType: KEYS_ONLY",
         "index by-collection: projection: the model has ALL, the table KEYS_ONLY"},
        {"ProjectionType: ALL", "ProjectionType: All",
         "index by-collection: projection: the model has ALL, the table an unknown one"},
        {"KeyType: RANGE", "KeyType: NONE",
         "index by-collection: range key: the model has partnerId (S), the table none"},
        {"GlobalSecondaryIndexes", "LocalSecondaryIndexes",
         "index by-collection: kind: the model has global, the table local"},
        {"      BillingMode",
         "      StreamSpecification: {StreamViewType: NEW_IMAGE}\n      BillingMode",
         "stream: view: the model has none, the table NEW_IMAGE"},
        {"      BillingMode",
         "      TimeToLiveSpecification: {AttributeName: x, Enabled: true}\n      BillingMode",
         "time to live: attribute: the model has none, the table x"},
        {"      AttributeDefinitions:\n",
         "      AttributeDefinitions:\n        - {AttributeName: x, AttributeType: S}\n",
         "attribute x: the table defines it, and no key uses it"},
    };
    const char *table = strstr(text.ptr, "\n  PartnerTable:\n");
    cr_assert_not_null(table);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *at = strstr(table, changes[i].from);
        cr_assert_not_null(at, "%s", changes[i].from);
        lamina_str changed = lamina_arena_format(arena, "%.*s%s%s", (int)(at - text.ptr), text.ptr,
                                                 changes[i].to, at + strlen(changes[i].from));
        const lamina_json *template = template_read(arena, changed);
        lamina_list differences =
            differences_of(resource_of(template, &partner_model), &partner_model);
        cr_assert_geq(differences.count, 1, "%s", changes[i].sentence);
        lamina_str first = ((const lamina_str *)differences.items)[0];
        cr_assert(lamina_str_is(first, changes[i].sentence), "%.*s", LAMINA_FMT(first));
    }
}

/* ---- what no model says ---- */

Test(template_tables, are_paid_by_request_and_encrypted_and_backed_up)
{
    const lamina_json *resource =
        lamina_json_first(lamina_json_member(template_read(arena, text), "Resources"));
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        const lamina_json *properties = lamina_json_member(resource, "Properties");
        if (!is_table(resource))
            continue;
        cr_assert(
            lamina_str_is(lamina_json_member_string(properties, "BillingMode"), "PAY_PER_REQUEST"));
        expect_true(properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled");
        expect_true(properties, "SSESpecification", "SSEEnabled");
    }
}

/* A name that the template fixes could not be replaced; a table that a stack takes along is lost. */
Test(template_tables, survive_their_stack)
{
    const lamina_json *template = template_read(arena, text);
    const lamina_json *resource = lamina_json_first(lamina_json_member(template, "Resources"));
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        const lamina_json *properties = lamina_json_member(resource, "Properties");
        if (!is_table(resource))
            continue;
        cr_assert(lamina_str_is(lamina_json_member_string(resource, "DeletionPolicy"), "Retain"));
        cr_assert(
            lamina_str_is(lamina_json_member_string(resource, "UpdateReplacePolicy"), "Retain"));
        cr_assert_null(lamina_json_member(properties, "TableName"));
        const lamina_json *choice = lamina_json_first(lamina_json_member(
            lamina_json_member(properties, "DeletionProtectionEnabled"), "Fn::If"));
        cr_assert(lamina_str_is(lamina_json_string(choice), "IsProduction"));
        cr_assert(lamina_json_true(lamina_json_next(choice)));
    }
}

static void expect_output(const lamina_json *template, const mapper_model *model,
                          const char *suffix)
{
    const lamina_json *output =
        lamina_json_member(lamina_json_member(template, "Outputs"), logical_id(model, suffix));
    lamina_str name = lamina_json_member_string(
        lamina_json_member(lamina_json_member(output, "Export"), "Name"), "Fn::Sub");
    lamina_str wanted =
        lamina_arena_format(arena, "${AWS::StackName}-%s", logical_id(model, suffix));
    cr_assert(lamina_str_equal(name, wanted), "%.*s is not exported as it must be",
              LAMINA_FMT(wanted));
}

Test(template_tables, export_their_names_and_arns)
{
    const lamina_json *template = template_read(arena, text);
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        expect_output(template, domain_models[i], "TableName");
        expect_output(template, domain_models[i], "TableArn");
    }
}
