/* The partner module as a client sees it: see partner_api.h. */
#include "partner_api.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "dynamodb_local.h"
#include "lamina/problem.h"
#include "lamina/text.h"

enum { ARENA_CAP = 256 << 20, CHILD_CAP = 64, ARGUMENT_CAP = 16 };

static const char *in_build(partner_api *api, const char *name)
{
    return lamina_arena_format(api->arena, "%s/%s", getenv("LAMINA_BUILD"), name).ptr;
}

void partner_api_begin(partner_api *api, const char *const *arguments)
{
    api->arena = lamina_arena_new(ARENA_CAP);
    api->client = lamina_http_client_new(NULL);
    cr_assert(api->arena != NULL && api->client != NULL);

    /* The stage takes the program's own DynamoDB Local, and each test a table of its own in it. */
    dynamodb_local_use();
    char table[DYNAMODB_LOCAL_TABLE_CAP];
    dynamodb_local_table_name(table, "partner");
    stage_options options = {
        .plugins = {in_build(api, "plugins/partner.so"), STAGE_AUTHORIZER},
        .arguments = {
            "--setup",
            lamina_arena_format(api->arena, "%s create", in_build(api, "bin/domain-tables")).ptr,
            "--env", lamina_arena_format(api->arena, "PARTNER_TABLE_NAME=%s", table).ptr}};
    for (size_t i = 0; arguments != NULL && arguments[i] != NULL && i < ARGUMENT_CAP; i++)
        options.arguments[4 + i] = arguments[i];
    api->stage = stage_start(&options);
}

void partner_api_end(partner_api *api)
{
    pid_t children[CHILD_CAP];
    size_t count = stage_children(api->stage, children, CHILD_CAP);
    cr_expect_eq(stage_stop(api->stage), 0);
    for (size_t i = 0; i < count && i < CHILD_CAP; i++)
        stage_wait_for_end_of(children[i]);
    lamina_http_client_free(api->client);
    lamina_arena_free(api->arena);
}

static lamina_str header(partner_api *api, const lamina_http_answer *answer, const char *name)
{
    return lamina_arena_copy(api->arena, stage_header(answer, name));
}

partner_answer partner_api_send(partner_api *api, const char *method, const char *path,
                                const char *body, const char *name, const char *value)
{
    stage_call call = {.method = method, .path = path, .body = lamina_str_from(body)};
    size_t count = 0;
    if (name == NULL || !lamina_str_is(lamina_str_from(name), "Authorization"))
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Authorization"), LAMINA_STR(PARTNER_API_TOKEN)};
    if (name != NULL)
        call.headers[count++] = (lamina_param){lamina_str_from(name), lamina_str_from(value)};
    bool has_type = name != NULL && lamina_str_is(lamina_str_from(name), "Content-Type");
    if (body != NULL && !has_type)
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Content-Type"), LAMINA_STR("application/json")};

    lamina_http_answer answer = stage_send(api->client, api->stage, &call);
    partner_answer kept = {.status = answer.status,
                           .text = lamina_arena_copy(api->arena, answer.body),
                           .etag = header(api, &answer, "ETag"),
                           .location = header(api, &answer, "Location"),
                           .content_type = header(api, &answer, "Content-Type"),
                           .allow = header(api, &answer, "Allow")};
    if (kept.text.len > 0)
        cr_assert_eq(lamina_json_read(api->arena, kept.text, 0, &kept.body, NULL), LAMINA_OK,
                     "%.*s", LAMINA_FMT(kept.text));
    return kept;
}

lamina_str partner_api_create(partner_api *api, const char *email)
{
    lamina_str body = lamina_arena_format(
        api->arena, "{\"legalName\":\"ACME\",\"country\":\"DE\",\"email\":\"%s\"}", email);
    partner_answer answer = partner_api_send(api, "POST", "/partners", body.ptr, NULL, NULL);
    cr_assert_eq(answer.status, 201, "%.*s", LAMINA_FMT(answer.text));
    return partner_answer_text(&answer, "partnerId");
}

const char *partner_api_path(partner_api *api, lamina_str partner_id)
{
    return lamina_arena_format(api->arena, "/partners/%.*s", LAMINA_FMT(partner_id)).ptr;
}

lamina_str partner_answer_text(const partner_answer *answer, const char *member)
{
    return lamina_json_member_string(answer->body, member);
}

bool partner_answer_is_problem(const partner_answer *answer, int32_t status, const char *code)
{
    char type[128];
    snprintf(type, sizeof type, "%s%s", LAMINA_PROBLEM_TYPE_PREFIX, code);
    int64_t told = 0;
    bool is_whole =
        answer->status == status &&
        lamina_str_is(answer->content_type, "application/problem+json") &&
        lamina_str_is(partner_answer_text(answer, "type"), type) &&
        lamina_json_int64(lamina_json_member(answer->body, "status"), &told) == LAMINA_OK &&
        told == status && partner_answer_text(answer, "title").len > 0 &&
        lamina_str_has_prefix(partner_answer_text(answer, "instance"),
                              LAMINA_STR("urn:lamina:request:"));
    if (!is_whole)
        cr_log_error("%d %.*s: %.*s", (int)answer->status, LAMINA_FMT(answer->content_type),
                     LAMINA_FMT(answer->text));
    return is_whole;
}

bool partner_answer_has_violation(const partner_answer *answer, const char *pointer,
                                  const char *code)
{
    const lamina_json *error = lamina_json_first(lamina_json_member(answer->body, "errors"));
    for (; error != NULL; error = lamina_json_next(error))
        if (lamina_str_is(lamina_json_member_string(error, "pointer"), pointer) &&
            lamina_str_is(lamina_json_member_string(error, "code"), code))
            return lamina_json_member_string(error, "detail").len > 0;
    return false;
}
