/*
 * Each function may use the tables and indexes that its code reaches, by the verbs that it reaches, and no
 * others; and it is told the names of just these. What code reaches is read from the code: code_reach.h.
 */
#include <criterion/criterion.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "code_reach.h"
#include "domain/models.h"
#include "module_template.h"

enum { ARENA_CAP = 256 << 20 };

static lamina_arena *arena;
static const module_template *templates;
static size_t template_count;

static void begin(void)
{
    arena = lamina_arena_new(ARENA_CAP);
    templates = module_templates(arena, &template_count);
}

static void end(void)
{
    lamina_arena_free(arena);
}

TestSuite(template_policies, .init = begin, .fini = end);

/* ---- a function and its code ---- */

typedef struct subject {
    const module_template *template;
    const lamina_json *function;
    lamina_str name;
    code_reach reach;
} subject;

typedef void (*subject_check)(const subject *s);

static code_reach reach_of(const module_template *template, const lamina_json *function)
{
    const char *build = getenv("LAMINA_BUILD");
    build = build == NULL ? "build" : build;
    const char *const archives[2] = {
        lamina_arena_format(arena, "%s/obj/libdomain.a", build).ptr,
        lamina_arena_format(arena, "%s/obj/plugin-%s.a", build, template->module).ptr};
    lamina_str handler = lamina_json_string(template_property(function, "Handler"));
    lamina_str module;
    bool is_one = lamina_str_cut(&handler, '.', &module);
    code_reach reach;
    code_reach_read(arena, archives,
                    is_one ? lamina_arena_format(arena, "%.*s", LAMINA_FMT(handler)).ptr
                           : "lamina_plugin_entry",
                    &reach);
    return reach;
}

static void each_function(subject_check check)
{
    for (size_t i = 0; i < template_count; i++) {
        const lamina_json *resource = lamina_json_first(templates[i].resources);
        for (; resource != NULL; resource = lamina_json_next(resource)) {
            if (!template_is(resource, "AWS::Serverless::Function"))
                continue;
            subject s = {&templates[i], resource, lamina_json_name(resource),
                         reach_of(&templates[i], resource)};
            check(&s);
        }
    }
}

static bool reaches_table(const subject *s, lamina_str table_env)
{
    for (size_t i = 0; i < s->reach.model_count; i++)
        if (lamina_str_equal(s->reach.models[i].table_env, table_env))
            return true;
    return false;
}

static bool reaches_one_of(const subject *s, const char *const *verbs)
{
    for (; *verbs != NULL; verbs++)
        if (code_reach_has_verb(&s->reach, *verbs))
            return true;
    return false;
}

/* "AUDIT_TABLE_NAME" is exported as "AuditTableName", its ARN as "AuditTableArn": the one rule for names. */
static lamina_str export_of(lamina_str table_env, const char *end)
{
    char *name = lamina_arena_alloc(arena, table_env.len + 1);
    size_t len = 0;
    bool is_start = true;
    for (size_t i = 0; i < table_env.len; i++) {
        char c = table_env.ptr[i];
        if (c != '_')
            name[len++] = (char)(is_start ? c : tolower((unsigned char)c));
        is_start = c == '_';
    }
    size_t tail = strlen("Name");
    return lamina_arena_format(arena, "%.*s%s", (int)(len - tail), name, end);
}

/* ---- the environment ---- */

static const lamina_json *variables_of(const subject *s)
{
    return lamina_json_member(template_property(s->function, "Environment"), "Variables");
}

static void expect_variable(const subject *s, bool wanted, const char *name, lamina_str import)
{
    const lamina_json *value = lamina_json_member(variables_of(s), name);
    cr_expect_eq(value != NULL, wanted, "%s: %.*s: its code %s %s, and its environment %s",
                 s->template->file, LAMINA_FMT(s->name), wanted ? "needs" : "does not need", name,
                 wanted ? "lacks it" : "has it");
    if (wanted && value != NULL && import.len > 0)
        cr_expect(lamina_str_equal(template_import(value), import),
                  "%s: %s is not the import of %.*s", s->template->file, name, LAMINA_FMT(import));
}

static void check_table_names(const subject *s)
{
    for (size_t i = 0; i < s->reach.model_count; i++) {
        lamina_str env = s->reach.models[i].table_env;
        expect_variable(s, true, env.ptr, export_of(env, "Name"));
    }
    const lamina_json *variable = lamina_json_first(variables_of(s));
    for (; variable != NULL; variable = lamina_json_next(variable)) {
        lamina_str name = lamina_json_name(variable);
        if (strstr(lamina_arena_format(arena, "%.*s", LAMINA_FMT(name)).ptr, "_TABLE_NAME") != NULL)
            cr_expect(reaches_table(s, name), "%s: %.*s has %.*s, which its code never reads",
                      s->template->file, LAMINA_FMT(s->name), LAMINA_FMT(name));
    }
}

Test(template_policies, the_environment_names_the_tables_that_the_code_reaches)
{
    each_function(check_table_names);
}

static void check_cursor_key(const subject *s)
{
    static const char *const pages[] = {"mapper_query_page",       "mapper_scan_page",
                                        "mapper_query_collection", "mapper_scan_collection",
                                        "mapper_iterator_cursor",  NULL};
    expect_variable(s, reaches_one_of(s, pages), "LAMINA_CURSOR_KEY", (lamina_str){NULL, 0});
}

Test(template_policies, who_pages_has_the_cursors_key)
{
    each_function(check_cursor_key);
}

/* ---- indexes ---- */

static const mapper_index *index_of(const mapper_model *model, uint32_t number)
{
    const char *first = (const char *)(const void *)model->indexes;
    return (const mapper_index *)(const void *)(first + (size_t)number * model->index_size);
}

static const mapper_access *access_of(const mapper_model *model, uint32_t number)
{
    const char *first = (const char *)(const void *)model->accesses;
    return (const mapper_access *)(const void *)(first + (size_t)number * model->access_size);
}

/* The code names the index, or an access that is by it. */
static bool queries_index(const subject *s, const mapper_model *model, const char *index)
{
    if (code_reach_has_text(&s->reach, index))
        return true;
    for (uint32_t i = 0; i < model->access_count; i++) {
        const mapper_access *access = access_of(model, i);
        if (access->index != NULL && strcmp(access->index, index) == 0 &&
            code_reach_has_text(&s->reach, access->name))
            return true;
    }
    return false;
}

static bool queries_index_of_table(const subject *s, lamina_str arn, lamina_str index)
{
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        const mapper_model *model = domain_models[i];
        if (!lamina_str_equal(arn, export_of(lamina_str_from(model->table_env), "Arn")))
            continue;
        for (uint32_t j = 0; j < model->index_count; j++) {
            const char *name = index_of(model, j)->name;
            if (lamina_str_is(index, name) && queries_index(s, model, name))
                return true;
        }
    }
    return false;
}

/* ---- policies ---- */

typedef void (*grant_check)(const subject *s, lamina_str action, const lamina_json *resource);

static void each_resource(const subject *s, lamina_str action, const lamina_json *statement,
                          grant_check check)
{
    const lamina_json *resource = lamina_json_member(statement, "Resource");
    if (lamina_json_type(resource) != LAMINA_JSON_ARRAY) {
        check(s, action, resource);
        return;
    }
    for (resource = lamina_json_first(resource); resource != NULL;
         resource = lamina_json_next(resource))
        check(s, action, resource);
}

static void each_grant(const subject *s, grant_check check)
{
    const lamina_json *policy = lamina_json_first(template_property(s->function, "Policies"));
    for (; policy != NULL; policy = lamina_json_next(policy)) {
        const lamina_json *statement = lamina_json_first(lamina_json_member(policy, "Statement"));
        cr_expect_not_null(statement, "%s: a policy without statements of its own",
                           s->template->file);
        for (; statement != NULL; statement = lamina_json_next(statement)) {
            const lamina_json *action = lamina_json_member(statement, "Action");
            if (lamina_json_type(action) != LAMINA_JSON_ARRAY) {
                each_resource(s, lamina_json_string(action), statement, check);
                continue;
            }
            for (action = lamina_json_first(action); action != NULL;
                 action = lamina_json_next(action))
                each_resource(s, lamina_json_string(action), statement, check);
        }
    }
}

/* What each verb asks of DynamoDB. A transaction's actions are authorized as the single writes are. */
static const struct {
    const char *verb;
    const char *actions[5];
} needs[] = {
    {"mapper_get", {"GetItem"}},
    {"mapper_transact_get", {"GetItem"}},
    {"mapper_batch_get", {"BatchGetItem"}},
    {"mapper_create", {"PutItem"}},
    {"mapper_put", {"PutItem"}},
    {"mapper_patch", {"UpdateItem"}},
    {"mapper_update", {"UpdateItem"}},
    {"mapper_upsert", {"UpdateItem"}},
    {"mapper_save", {"UpdateItem"}},
    {"mapper_remove", {"DeleteItem"}},
    {"mapper_batch_commit", {"BatchWriteItem"}},
    {"mapper_query_page", {"Query"}},
    {"mapper_query_each", {"Query"}},
    {"mapper_query_count", {"Query"}},
    {"mapper_query_by_access", {"Query"}},
    {"mapper_query_collection", {"Query"}},
    {"mapper_scan_page", {"Scan"}},
    {"mapper_scan_each", {"Scan"}},
    {"mapper_scan_count", {"Scan"}},
    {"mapper_scan_collection", {"Scan"}},
    {"mapper_transact", {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}},
};
#define NEED_COUNT (sizeof needs / sizeof needs[0])

static bool reaches_action(const subject *s, lamina_str action)
{
    for (size_t i = 0; i < NEED_COUNT; i++)
        for (size_t j = 0; needs[i].actions[j] != NULL; j++)
            if (lamina_str_is(action, needs[i].actions[j]) &&
                code_reach_has_verb(&s->reach, needs[i].verb))
                return true;
    return false;
}

/* "AuditTableArn" of a table or of an index of it, whose name goes to *index. */
static lamina_str table_of(const lamina_json *resource, lamina_str *index)
{
    static const char prefix[] = "${Table}/index/";
    *index = (lamina_str){NULL, 0};
    const lamina_json *parts = lamina_json_member(resource, "Fn::Sub");
    if (parts == NULL)
        return template_import(resource);
    const lamina_json *text = lamina_json_first(parts);
    lamina_str path = lamina_json_string(text);
    if (!lamina_str_has_prefix(path, lamina_str_from(prefix)))
        return (lamina_str){NULL, 0};
    *index = (lamina_str){path.ptr + sizeof prefix - 1, path.len - (sizeof prefix - 1)};
    return template_import(lamina_json_member(lamina_json_next(text), "Table"));
}

static bool is_reached_arn(const subject *s, lamina_str arn)
{
    for (size_t i = 0; i < s->reach.model_count; i++)
        if (lamina_str_equal(arn, export_of(s->reach.models[i].table_env, "Arn")))
            return true;
    return false;
}

static bool has_prefix(lamina_str text, const char *prefix)
{
    return lamina_str_has_prefix(text, lamina_str_from(prefix));
}

static void check_grant(const subject *s, lamina_str action, const lamina_json *resource)
{
    if (!has_prefix(action, "dynamodb:"))
        return;
    lamina_str verb = {action.ptr + strlen("dynamodb:"), action.len - strlen("dynamodb:")};
    lamina_str index;
    lamina_str arn = table_of(resource, &index);
    cr_expect(is_reached_arn(s, arn), "%s: %.*s may do %.*s to %.*s, which its code never reaches",
              s->template->file, LAMINA_FMT(s->name), LAMINA_FMT(action),
              LAMINA_FMT(arn.len > 0 ? arn : LAMINA_STR("what is no table of the shared stack")));
    cr_expect(reaches_action(s, verb), "%s: %.*s may do %.*s, and its code never does",
              s->template->file, LAMINA_FMT(s->name), LAMINA_FMT(action));
    if (index.len > 0)
        cr_expect(queries_index_of_table(s, arn, index),
                  "%s: %.*s may query the index %.*s, and its code never does", s->template->file,
                  LAMINA_FMT(s->name), LAMINA_FMT(index));
}

static void check_grants(const subject *s)
{
    each_grant(s, check_grant);
}

Test(template_policies, allow_nothing_that_the_code_does_not_reach)
{
    each_function(check_grants);
}

/* ---- and all that it does ---- */

/* each_grant() has no room for a question of the caller's; tests run one after the other. */
static struct {
    lamina_str arn;
    lamina_str index;
    const char *action; /* NULL: any */
    bool is_granted;
} question;

static void answer(const subject *s, lamina_str action, const lamina_json *resource)
{
    (void)s;
    lamina_str index;
    lamina_str arn = table_of(resource, &index);
    bool is_action =
        question.action == NULL ||
        lamina_str_equal(action, lamina_arena_format(arena, "dynamodb:%s", question.action));
    bool is_table = question.arn.len == 0 || lamina_str_equal(arn, question.arn);
    bool is_index = question.index.len == 0 || lamina_str_equal(index, question.index);
    question.is_granted = question.is_granted ||
                          (is_action && is_table && is_index && has_prefix(action, "dynamodb:"));
}

static bool is_granted(const subject *s, lamina_str arn, lamina_str index, const char *action)
{
    question.arn = arn;
    question.index = index;
    question.action = action;
    question.is_granted = false;
    each_grant(s, answer);
    return question.is_granted;
}

static void check_indexes(const subject *s, const mapper_model *model)
{
    lamina_str arn = export_of(lamina_str_from(model->table_env), "Arn");
    for (uint32_t i = 0; i < model->index_count; i++) {
        const char *name = index_of(model, i)->name;
        if (queries_index(s, model, name))
            cr_expect(is_granted(s, arn, lamina_str_from(name), "Query"),
                      "%s: %.*s queries %s of %.*s and may not", s->template->file,
                      LAMINA_FMT(s->name), name, LAMINA_FMT(arn));
    }
}

static void check_sufficient(const subject *s)
{
    const lamina_str any = {NULL, 0};
    for (size_t i = 0; i < s->reach.model_count; i++) {
        lamina_str arn = export_of(s->reach.models[i].table_env, "Arn");
        cr_expect(is_granted(s, arn, any, NULL), "%s: %.*s reaches %.*s and may do nothing there",
                  s->template->file, LAMINA_FMT(s->name), LAMINA_FMT(arn));
    }
    for (size_t i = 0; i < NEED_COUNT; i++)
        if (needs[i].actions[1] == NULL && code_reach_has_verb(&s->reach, needs[i].verb))
            cr_expect(is_granted(s, any, any, needs[i].actions[0]),
                      "%s: %.*s reaches %s and may do %s nowhere", s->template->file,
                      LAMINA_FMT(s->name), needs[i].verb, needs[i].actions[0]);
    for (size_t i = 0; domain_models[i] != NULL; i++)
        if (reaches_table(s, lamina_str_from(domain_models[i]->table_env)))
            check_indexes(s, domain_models[i]);
}

Test(template_policies, allow_what_the_code_does)
{
    each_function(check_sufficient);
}

/* ---- encrypted fields ---- */

static bool is_encrypted(const mapper_model *model)
{
    const char *first = (const char *)(const void *)model->record->fields;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        const lamina_field *field =
            (const lamina_field *)(const void *)(first + (size_t)i * model->record->field_size);
        if ((field->flags & LAMINA_FIELD_ENCRYPTED) != 0)
            return true;
    }
    return false;
}

static bool reaches_secrets(const subject *s)
{
    static const char *const verbs[] = {"domain_seal", "domain_open", "domain_blind_index", NULL};
    for (size_t i = 0; domain_models[i] != NULL; i++)
        if (reaches_table(s, lamina_str_from(domain_models[i]->table_env)) &&
            is_encrypted(domain_models[i]))
            return true;
    return reaches_one_of(s, verbs);
}

static void check_key_grant(const subject *s, lamina_str action, const lamina_json *resource)
{
    if (!has_prefix(action, "kms:"))
        return;
    cr_expect(reaches_secrets(s), "%s: %.*s may do %.*s and encrypts nothing", s->template->file,
              LAMINA_FMT(s->name), LAMINA_FMT(action));
    cr_expect(lamina_str_is(template_import(resource), "DomainKeyArn"),
              "%s: %.*s on another key than the domain's", s->template->file, LAMINA_FMT(action));
    question.is_granted = true;
}

static void check_key(const subject *s)
{
    question.is_granted = false;
    each_grant(s, check_key_grant);
    cr_expect_eq(question.is_granted, reaches_secrets(s),
                 "%s: %.*s encrypts fields and may use no key", s->template->file,
                 LAMINA_FMT(s->name));
    expect_variable(s, reaches_secrets(s), "LAMINA_KMS_KEY_ID", LAMINA_STR("DomainKeyArn"));
}

Test(template_policies, allow_the_key_to_those_who_encrypt)
{
    each_function(check_key);
}
