/*
 * The stacks of the modules: functions that a layer, an alias and a rollback can reach, one permission
 * each, and a deployment that is named after what it deploys.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/crypto.h"
#include "lamina/text.h"
#include "module_template.h"

static lamina_arena *arena;
static const module_template *templates;
static size_t template_count;

static void begin(void)
{
    arena = lamina_arena_new(64u << 20);
    templates = module_templates(arena, &template_count);
}

static void end(void)
{
    lamina_arena_free(arena);
}

TestSuite(template_modules, .init = begin, .fini = end);

typedef void (*resource_check)(const module_template *template, const lamina_json *resource);

/* Checks each resource of a type, and that each template has one. */
static void each(const char *type, resource_check check)
{
    for (size_t i = 0; i < template_count; i++) {
        size_t count = 0;
        const lamina_json *resource = lamina_json_first(templates[i].resources);
        for (; resource != NULL; resource = lamina_json_next(resource)) {
            if (!template_is(resource, type))
                continue;
            count++;
            check(&templates[i], resource);
        }
        cr_expect_geq(count, 1, "%s has no %s", templates[i].file, type);
    }
}

/* A value as it stands in the template, as JSON. */
static lamina_str json_of(const lamina_json *value)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 1u << 20);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_value(&writer, value);
    lamina_str copy = lamina_arena_format(arena, "%.*s", LAMINA_FMT(lamina_text_view(&text)));
    lamina_text_clear(&text);
    return copy;
}

/* ---- functions ---- */

static void expect_property(const module_template *template, const lamina_json *function,
                            const char *name, const char *json)
{
    lamina_str found = json_of(template_property(function, name));
    cr_expect(lamina_str_is(found, json), "%s: %.*s: %s is %.*s, not %s", template->file,
              LAMINA_FMT(lamina_json_name(function)), name, LAMINA_FMT(found), json);
}

static void check_function(const module_template *template, const lamina_json *function)
{
    static const char *const expected[][2] = {
        {"CodeUri", "\"..\""},
        {"Runtime", "\"provided.al2023\""},
        {"Architectures", "[{\"Ref\":\"Architecture\"}]"},
        {"Layers", "[{\"Fn::If\":[\"HasOwnLayer\",{\"Ref\":\"LayerArn\"},"
                   "{\"Ref\":\"LayerParameter\"}]}]"},
        {"Tracing", "\"Active\""},
        {"AutoPublishAlias", "\"live\""},
        /* Without it a new layer publishes no version, and nobody is told. */
        {"AutoPublishCodeSha256", "{\"Ref\":\"CodeSha256\"}"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        expect_property(template, function, expected[i][0], expected[i][1]);
    lamina_str method =
        lamina_json_member_string(lamina_json_member(function, "Metadata"), "BuildMethod");
    cr_expect(lamina_str_is(method, "makefile"), "%s: BuildMethod", template->file);
    lamina_str handler = lamina_json_string(template_property(function, "Handler"));
    size_t len = strlen(template->module);
    cr_expect(lamina_str_has_prefix(handler, lamina_str_from(template->module)) &&
                  (handler.len == len || handler.ptr[len] == '.'),
              "%s: Handler %.*s is of another module", template->file, LAMINA_FMT(handler));
}

Test(template_modules, have_functions_on_the_layer_behind_an_alias)
{
    each("AWS::Serverless::Function", check_function);
}

static const lamina_json *resource_named(const module_template *template, lamina_str name)
{
    return lamina_json_member(template->resources,
                              lamina_arena_format(arena, "%.*s", LAMINA_FMT(name)).ptr);
}

static void check_log(const module_template *template, const lamina_json *function)
{
    lamina_str log =
        template_ref(lamina_json_member(template_property(function, "LoggingConfig"), "LogGroup"));
    const lamina_json *group = resource_named(template, log);
    cr_expect(template_is(group, "AWS::Logs::LogGroup") &&
                  lamina_str_is(template_ref(template_property(group, "RetentionInDays")),
                                "LogRetentionDays"),
              "%s: %.*s logs where nothing is ever removed", template->file,
              LAMINA_FMT(lamina_json_name(function)));
}

Test(template_modules, keep_their_logs_for_a_while)
{
    each("AWS::Serverless::Function", check_log);
}

static void check_rollout(const module_template *template, const lamina_json *function)
{
    const lamina_json *rollout = template_property(function, "DeploymentPreference");
    const lamina_json *alarm = lamina_json_first(lamina_json_member(rollout, "Alarms"));
    cr_expect(lamina_str_is(template_ref(lamina_json_member(rollout, "Type")), "Rollout"));
    cr_expect_not_null(alarm, "%s: no alarm takes a rollout back", template->file);
    for (; alarm != NULL; alarm = lamina_json_next(alarm))
        cr_expect(
            template_is(resource_named(template, template_ref(alarm)), "AWS::CloudWatch::Alarm"),
            "%s: %.*s is no alarm", template->file, LAMINA_FMT(template_ref(alarm)));
}

Test(template_modules, take_a_rollout_back_on_an_alarm)
{
    each("AWS::Serverless::Function", check_rollout);
}

/* ---- what the modules have in common reads alike ---- */

/* All of a template's parameters but how much memory suits the module. */
static lamina_str parameters_of(const module_template *template)
{
    lamina_text text;
    lamina_text_init(&text, 1u << 20);
    const lamina_json *parameter =
        lamina_json_first(lamina_json_member(template->root, "Parameters"));
    for (; parameter != NULL; parameter = lamina_json_next(parameter))
        if (!lamina_str_is(lamina_json_name(parameter), "MemorySize"))
            lamina_text_add_format(&text, "%.*s: %.*s\n", LAMINA_FMT(lamina_json_name(parameter)),
                                   LAMINA_FMT(json_of(parameter)));
    lamina_str all = lamina_arena_format(arena, "%.*s", LAMINA_FMT(lamina_text_view(&text)));
    lamina_text_clear(&text);
    return all;
}

Test(template_modules, have_the_same_parameters)
{
    lamina_str wanted = parameters_of(&templates[0]);
    cr_expect_gt(wanted.len, 0);
    for (size_t i = 1; i < template_count; i++)
        cr_expect(lamina_str_equal(parameters_of(&templates[i]), wanted),
                  "the parameters of %s are not those of %s:\n%.*s%.*s", templates[i].file,
                  templates[0].file, LAMINA_FMT(parameters_of(&templates[i])), LAMINA_FMT(wanted));
}

/* ---- permissions ---- */

static size_t permissions_for(const module_template *template, lamina_str function)
{
    size_t count = 0;
    lamina_str alias = lamina_arena_format(arena, "%.*s.Alias", LAMINA_FMT(function));
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource))
        if (template_is(resource, "AWS::Lambda::Permission") &&
            lamina_str_equal(template_ref(template_property(resource, "FunctionName")), alias) &&
            strstr(json_of(template_property(resource, "SourceArn")).ptr, "/*/*/") != NULL)
            count++;
    return count;
}

static void check_permission(const module_template *template, const lamina_json *method)
{
    const lamina_json *function = template_function(template, method);
    if (function == NULL)
        return;
    lamina_str name = lamina_json_name(function);
    cr_expect_eq(permissions_for(template, name), 1,
                 "%s: the API needs one permission, for all routes, to call %.*s", template->file,
                 LAMINA_FMT(name));
}

Test(template_modules, let_the_api_call_them_by_one_permission)
{
    each("AWS::ApiGateway::Method", check_permission);
}

/* ---- the deployment ---- */

static void add_hashed(const module_template *template, lamina_json_writer *writer)
{
    const lamina_json *resource = lamina_json_first(template->resources);
    lamina_json_write_object(writer);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        if (!template_is(resource, "AWS::ApiGateway::Resource") &&
            !template_is(resource, "AWS::ApiGateway::Method"))
            continue;
        lamina_json_write_name(writer, lamina_json_name(resource));
        lamina_json_write_value(writer, resource);
    }
    lamina_json_write_object_end(writer);
}

/* "PartnerDeployment" and the first ten digits of a hash of all resources and methods. */
static lamina_str deployment_name(const module_template *template, lamina_str found)
{
    lamina_text json;
    lamina_text digits;
    lamina_json_writer writer;
    uint8_t hash[LAMINA_SHA256_LEN];
    lamina_text_init(&json, 1u << 20);
    lamina_text_init(&digits, 256);
    lamina_json_write_init(&writer, &json);
    add_hashed(template, &writer);
    cr_assert_eq(lamina_sha256(lamina_text_view(&json), hash), LAMINA_OK);
    lamina_text_add_hex(&digits, (lamina_str){(const char *)hash, 5});
    lamina_str name =
        lamina_arena_format(arena, "%.*s%.*s", (int)(found.len < 10 ? 0 : found.len - 10),
                            found.ptr, LAMINA_FMT(lamina_text_view(&digits)));
    lamina_text_clear(&json);
    lamina_text_clear(&digits);
    return name;
}

static bool waits_for(const lamina_json *deployment, lamina_str method)
{
    const lamina_json *waited = lamina_json_first(lamina_json_member(deployment, "DependsOn"));
    for (; waited != NULL; waited = lamina_json_next(waited))
        if (lamina_str_equal(lamina_json_string(waited), method))
            return true;
    return false;
}

static void check_deployment(const module_template *template, const lamina_json *deployment)
{
    lamina_str found = lamina_json_name(deployment);
    lamina_str wanted = deployment_name(template, found);
    cr_expect(lamina_str_equal(found, wanted),
              "%s: the resources or methods changed, so call the deployment %.*s instead of %.*s",
              template->file, LAMINA_FMT(wanted), LAMINA_FMT(found));
    cr_expect(lamina_str_is(lamina_json_member_string(deployment, "DeletionPolicy"), "Retain"));
    cr_expect(
        lamina_str_is(lamina_json_member_string(deployment, "UpdateReplacePolicy"), "Retain"));
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource))
        if (template_is(resource, "AWS::ApiGateway::Method"))
            cr_expect(waits_for(deployment, lamina_json_name(resource)),
                      "%s: %.*s does not wait for %.*s", template->file, LAMINA_FMT(found),
                      LAMINA_FMT(lamina_json_name(resource)));
}

Test(template_modules, deploy_under_the_name_of_what_they_deploy)
{
    each("AWS::ApiGateway::Deployment", check_deployment);
}
