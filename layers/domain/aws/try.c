/* One try of a request: credentials, headers, signature, the transport, and what came of it. */
#include <stdio.h>
#include <string.h>

#include "aws/client.h"

#define TARGET_CAP 128u
#define HEADER_CAP 8u

/* The headers of one try. The first signed_count are signed: lower case, ascending. */
typedef struct request_headers {
    lamina_param items[HEADER_CAP];
    size_t count;
    size_t signed_count;
    char target[TARGET_CAP];
    char amz_date[AWS__AMZ_DATE_LEN + 1];
} request_headers;

static void add(request_headers *headers, lamina_str name, lamina_str value)
{
    headers->items[headers->count++] = (lamina_param){.name = name, .value = value};
}

static bool is_operation(const aws__service *service, const char *name)
{
    size_t len = 0;
    for (; name != NULL && name[len] != '\0'; len++)
        if (!((name[len] >= 'A' && name[len] <= 'Z') || (name[len] >= 'a' && name[len] <= 'z')))
            return false;
    return len > 0 && len < TARGET_CAP - strlen(service->target_prefix);
}

static void prepare_user_agent(aws__client *client, const lamina_context *context)
{
    if (client->user_agent[0] != '\0')
        return;
    const char *version = context->host != NULL && context->host->version != NULL
                              ? context->host->version
                              : "unknown";
    snprintf(client->user_agent, sizeof client->user_agent, "lamina/%.40s", version);
}

static lamina_status add_signed(const aws__client *client, lamina_context *context,
                                const char *operation, request_headers *headers)
{
    lamina_status status = aws__amz_date(aws__client_now_us(client, context), headers->amz_date);
    if (status != LAMINA_OK)
        return status;
    snprintf(headers->target, sizeof headers->target, "%s%s", client->service->target_prefix,
             operation);
    add(headers, LAMINA_STR("content-type"), lamina_str_from(client->service->content_type));
    add(headers, LAMINA_STR("host"), lamina_str_from(client->endpoint.host));
    add(headers, LAMINA_STR("x-amz-date"), lamina_str_from(headers->amz_date));
    if (client->credentials.session_token.len > 0)
        add(headers, LAMINA_STR("x-amz-security-token"), client->credentials.session_token);
    add(headers, LAMINA_STR("x-amz-target"), lamina_str_from(headers->target));
    headers->signed_count = headers->count;
    return LAMINA_OK;
}

static lamina_status add_authorization(aws__client *client, lamina_str body,
                                       request_headers *headers)
{
    const aws__signing signing = {
        .method = LAMINA_STR("POST"),
        .path = LAMINA_STR("/"),
        .headers = headers->items,
        .header_count = headers->signed_count,
        .body = body,
        .access_key_id = client->credentials.access_key_id,
        .secret_access_key = client->credentials.secret_access_key,
        .secret_generation = client->credentials.generation,
        .region = lamina_str_from(client->endpoint.region),
        .service = lamina_str_from(client->service->name),
        .amz_date = lamina_str_from(headers->amz_date),
    };
    lamina_str authorization;
    lamina_status status = aws__sign(&client->signer, &signing, &authorization);
    if (status == LAMINA_OK)
        add(headers, LAMINA_STR("authorization"), authorization);
    return status;
}

/* The request was not even built: no try can help, and nothing went out. */
static void set_unsent(aws__outcome *outcome, lamina_status status, lamina_str message)
{
    *outcome = (aws__outcome){.status = status,
                              .kind = AWS__KIND_TRANSPORT,
                              .retry = AWS__RETRY_NEVER,
                              .message = message};
}

static void exchange(aws__client *client, lamina_context *context, const aws__request *request,
                     const request_headers *headers, bool fresh_connection, aws__outcome *outcome)
{
    int64_t left_ms = aws__time_left_ms(context);
    if (left_ms == 0) {
        set_unsent(outcome, LAMINA_E_TIMEOUT, LAMINA_STR("the deadline is too near"));
        return;
    }
    lamina_http_call call = {
        .size = sizeof call,
        .timeout_ms =
            left_ms < client->request_timeout_ms ? (uint32_t)left_ms : client->request_timeout_ms,
        .method = "POST",
        .url = client->endpoint.url,
        .headers = headers->items,
        .header_count = headers->count,
        .body = request->body,
        .flags = fresh_connection ? LAMINA_HTTP_FRESH : 0u,
    };
    lamina_http_answer answer = {.size = sizeof answer};
    lamina_status status = client->transport.send(client->transport.self, &call, &answer);
    aws__outcome_read(client->service, context->arena, status, &answer, outcome);
    /* The buffer of a transport of ours, which is kept for the next answer. */
    if (request->answer_is_secret && client->owns_transport && answer.body.len > 0)
        lamina_crypto_wipe((char *)answer.body.ptr, answer.body.len);
}

void aws__try(aws__client *client, lamina_context *context, const aws__request *request,
              bool fresh_connection, aws__outcome *outcome)
{
    if (!is_operation(client->service, request->operation)) {
        set_unsent(outcome, LAMINA_E_ARGUMENT, LAMINA_STR("the operation's name is none"));
        return;
    }
    lamina_str reason = {.ptr = NULL, .len = 0};
    lamina_status status = aws__credentials_ensure(
        &client->credentials, context, aws__client_now_us(client, context), false, &reason);
    if (status != LAMINA_OK) {
        set_unsent(outcome, status, reason);
        return;
    }
    request_headers headers = {.count = 0};
    prepare_user_agent(client, context);
    status = add_signed(client, context, request->operation, &headers);
    if (status == LAMINA_OK)
        status = add_authorization(client, request->body, &headers);
    if (status != LAMINA_OK) {
        set_unsent(outcome, status, LAMINA_STR("the request cannot be signed"));
        return;
    }
    add(&headers, LAMINA_STR("accept-encoding"), LAMINA_STR("identity"));
    add(&headers, LAMINA_STR("user-agent"), lamina_str_from(client->user_agent));
    exchange(client, context, request, &headers, fresh_connection, outcome);
}
