/*
 * Parameter Store and Secrets Manager as two of AWS's JSON services.
 * Sources: AWS Systems Manager API Reference, GetParameter; AWS Secrets Manager API Reference, GetSecretValue.
 */
#include "aws/client.h"
#include "lamina/crypto.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "parameters/source.h"

#define BODY_CAP (16u << 10)

#define NEVER AWS__RETRY_NEVER
#define TRANSIENT AWS__RETRY_TRANSIENT
#define OTHER AWS__KIND_OTHER

static bool is_read(const char *operation)
{
    (void)operation;
    return true;
}

static const aws__error_type ssm_types[] = {
    {"ParameterNotFound", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"ParameterVersionNotFound", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InvalidKeyId", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InternalServerError", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
};

static const aws__error_type secrets_types[] = {
    {"ResourceNotFoundException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InvalidParameterException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InvalidRequestException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"DecryptionFailure", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InternalServiceError", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
};

static const aws__service ssm_service = {
    .name = "ssm",
    .title = "Parameter Store",
    .target_prefix = "AmazonSSM.",
    .content_type = "application/x-amz-json-1.1",
    .endpoint_variable = "AWS_ENDPOINT_URL_SSM",
    .types = ssm_types,
    .type_count = sizeof ssm_types / sizeof *ssm_types,
    .is_read = is_read,
};

static const aws__service secrets_service = {
    .name = "secretsmanager",
    .title = "Secrets Manager",
    .target_prefix = "secretsmanager.",
    .content_type = "application/x-amz-json-1.1",
    .endpoint_variable = "AWS_ENDPOINT_URL_SECRETS_MANAGER",
    .types = secrets_types,
    .type_count = sizeof secrets_types / sizeof *secrets_types,
    .is_read = is_read,
};

/* ---- what each is asked, and where its answer has the value ---- */

static void write_parameter(lamina_json_writer *writer, lamina_str name)
{
    lamina_json_write_member_string(writer, "Name", name);
    lamina_json_write_name(writer, LAMINA_STR("WithDecryption"));
    lamina_json_write_boolean(writer, true);
}

static void write_secret(lamina_json_writer *writer, lamina_str name)
{
    lamina_json_write_member_string(writer, "SecretId", name);
}

static lamina_status read_parameter(lamina_context *context, const lamina_json *answer,
                                    lamina_str *value)
{
    (void)context;
    *value = lamina_json_member_string(lamina_json_member(answer, "Parameter"), "Value");
    return value->ptr == NULL ? LAMINA_E_UPSTREAM : LAMINA_OK;
}

static lamina_status read_secret(lamina_context *context, const lamina_json *answer,
                                 lamina_str *value)
{
    *value = lamina_json_member_string(answer, "SecretString");
    if (value->ptr != NULL)
        return LAMINA_OK;
    lamina_str base64 = lamina_json_member_string(answer, "SecretBinary");
    if (base64.ptr == NULL)
        return LAMINA_E_UPSTREAM;
    lamina_status status = lamina_base64_decode(context->arena, base64, value);
    return status == LAMINA_OK || status == LAMINA_E_LIMIT ? status : LAMINA_E_UPSTREAM;
}

static const struct kind {
    const aws__service *service;
    const char *operation;
    void (*write)(lamina_json_writer *writer, lamina_str name);
    lamina_status (*read)(lamina_context *context, const lamina_json *answer, lamina_str *value);
} kinds[PARAMETERS__KIND_COUNT] = {
    [PARAMETERS__PARAMETER] = {&ssm_service, "GetParameter", write_parameter, read_parameter},
    [PARAMETERS__SECRET] = {&secrets_service, "GetSecretValue", write_secret, read_secret},
};

/* ---- asking ---- */

static aws__client clients[PARAMETERS__KIND_COUNT];
static bool is_open[PARAMETERS__KIND_COUNT];

static lamina_status open_client(lamina_context *context, uint32_t kind)
{
    if (is_open[kind])
        return LAMINA_OK;
    const aws__client_options options = {.max_attempts = 0};
    lamina_str reason = {NULL, 0};
    clients[kind] = (aws__client){.service = NULL};
    lamina_status status =
        aws__client_open(&clients[kind], kinds[kind].service, &options, context->arena, &reason);
    is_open[kind] = status == LAMINA_OK;
    if (is_open[kind])
        return LAMINA_OK;
    aws__client_close(&clients[kind]);
    return lamina_cause(context, status, "%s: %.*s", kinds[kind].service->title,
                        LAMINA_FMT(reason));
}

void parameters__close(void)
{
    for (uint32_t kind = 0; kind < PARAMETERS__KIND_COUNT; kind++) {
        if (is_open[kind])
            aws__client_close(&clients[kind]);
        is_open[kind] = false;
    }
}

/* Statuses that would blame the API's client for what the function was not given. */
static lamina_status translate(lamina_status status)
{
    switch (status) {
    case LAMINA_E_NOT_FOUND:
    case LAMINA_E_FORBIDDEN:
    case LAMINA_E_UNAUTHENTICATED: return LAMINA_E_CONFIG;
    case LAMINA_E_INVALID: return LAMINA_E_INTERNAL;
    default: return status;
    }
}

static lamina_status send(lamina_context *context, uint32_t kind, lamina_str body,
                          lamina_str *value)
{
    const aws__request request = {.operation = kinds[kind].operation,
                                  .body = body,
                                  .may_repeat = true,
                                  .answer_is_secret = true};
    aws__outcome outcome;
    uint32_t attempts = 0;
    lamina_status status = aws__send(&clients[kind], context, &request, &outcome, &attempts);
    if (status != LAMINA_OK)
        return translate(status);
    status = kinds[kind].read(context, outcome.body, value);
    return status == LAMINA_E_UPSTREAM
               ? lamina_cause(context, status, "%s %s: an answer without a value",
                              kinds[kind].service->title, kinds[kind].operation)
               : status;
}

lamina_status parameters__ask(lamina_context *context, uint32_t kind, lamina_str name,
                              lamina_str *value)
{
    lamina_text body;
    lamina_json_writer writer;
    lamina_text_init(&body, BODY_CAP);
    lamina_json_write_init(&writer, &body);
    lamina_json_write_object(&writer);
    kinds[kind].write(&writer, name);
    lamina_json_write_object_end(&writer);
    lamina_status status = lamina_text_status(&body);
    if (status == LAMINA_OK)
        status = open_client(context, kind);
    if (status == LAMINA_OK)
        status = send(context, kind, lamina_text_view(&body), value);
    lamina_text_clear(&body);
    return status;
}
