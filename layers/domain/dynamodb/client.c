/* The client's birth from options and environment, and its end. */
#include "dynamodb/client.h"

#include <stdlib.h>

#include "dynamodb/transport_curl.h"
#include "lamina/problem.h"

#define DEFAULT_ATTEMPTS 3u
#define ATTEMPTS_CAP 100
#define REQUEST_TIMEOUT_MS 3000u
#define CONNECT_TIMEOUT_MS 1000u
/* BatchGetItem may answer 16 MB of items, a third more as base64. */
#define BODY_CAP (32u << 20)

#define OPTION(options, member, otherwise)                                                         \
    ((options) != NULL && LAMINA_HAS(options, member) && (options)->member ? (options)->member     \
                                                                           : (otherwise))

int64_t dynamodb__time_left_ms(const lamina_context *context)
{
    int64_t remaining_ms = lamina_remaining_ms(context);
    if (remaining_ms == INT64_MAX)
        return INT64_MAX;
    return remaining_ms > DYNAMODB__MARGIN_MS ? remaining_ms - DYNAMODB__MARGIN_MS : 0;
}

int64_t dynamodb__client_now_us(const dynamodb_client *client, const lamina_context *context)
{
    return lamina_now_us(context) + client->clock_offset_us;
}

static lamina_status find_attempts(const dynamodb_client_options *options, uint32_t *attempts,
                                   lamina_str *reason)
{
    *attempts = OPTION(options, max_attempts, 0u);
    if (*attempts > 0)
        return LAMINA_OK;
    *attempts = DEFAULT_ATTEMPTS;
    lamina_str text = lamina_str_from(getenv("AWS_MAX_ATTEMPTS"));
    if (text.len == 0)
        return LAMINA_OK;
    int64_t number = 0;
    if (lamina_parse_int64_between(text, 1, ATTEMPTS_CAP, &number) != LAMINA_OK) {
        *reason = LAMINA_STR("AWS_MAX_ATTEMPTS is no whole number from 1 to 100");
        return LAMINA_E_CONFIG;
    }
    *attempts = (uint32_t)number;
    return LAMINA_OK;
}

static lamina_status find_transport(dynamodb_client *client, const dynamodb_transport *transport,
                                    lamina_str *reason)
{
    if (transport != NULL) {
        client->transport = *transport;
        return LAMINA_OK;
    }
    lamina_status status =
        dynamodb__transport_curl_open(client->connect_timeout_ms, BODY_CAP, &client->transport);
    client->owns_transport = status == LAMINA_OK;
    if (status != LAMINA_OK)
        *reason = LAMINA_STR("out of memory for the HTTP client");
    return status;
}

static lamina_status prepare(dynamodb_client *client, const dynamodb_client_options *options,
                             lamina_arena *arena, lamina_str *reason)
{
    const char *none = NULL;
    const dynamodb_transport *no_transport = NULL;
    client->request_timeout_ms = OPTION(options, request_timeout_ms, REQUEST_TIMEOUT_MS);
    client->connect_timeout_ms = OPTION(options, connect_timeout_ms, CONNECT_TIMEOUT_MS);
    lamina_status status =
        dynamodb__endpoint_find(OPTION(options, region, none), OPTION(options, endpoint, none),
                                arena, &client->endpoint, reason);
    if (status == LAMINA_OK)
        status = find_attempts(options, &client->max_attempts, reason);
    if (status == LAMINA_OK)
        status = find_transport(client, OPTION(options, transport, no_transport), reason);
    return status;
}

lamina_status dynamodb_client_new(const dynamodb_client_options *options, lamina_arena *arena,
                                  dynamodb_client **client, lamina_str *reason)
{
    *client = NULL;
    dynamodb_client *made = calloc(1, sizeof *made);
    if (made == NULL) {
        *reason = LAMINA_STR("out of memory for the client");
        return LAMINA_E_MEMORY;
    }
    dynamodb__credentials_init(&made->credentials);
    dynamodb__signer_init(&made->signer);
    dynamodb__retry_budget_init(&made->budget);
    lamina_status status = prepare(made, options, arena, reason);
    if (status != LAMINA_OK) {
        dynamodb_client_free(made);
        return status;
    }
    *client = made;
    return LAMINA_OK;
}

void dynamodb_client_free(dynamodb_client *client)
{
    if (client == NULL)
        return;
    if (client->owns_transport)
        dynamodb__transport_curl_close(&client->transport);
    dynamodb__credentials_clear(&client->credentials);
    dynamodb__signer_clear(&client->signer);
    free(client);
}

/* What a test put in place of the process's own client; NULL: nothing. */
static dynamodb_client *replacement;

void dynamodb_client_use(dynamodb_client *client)
{
    replacement = client;
}

dynamodb_client *dynamodb_client_shared(lamina_context *context)
{
    static dynamodb_client *shared;
    if (replacement != NULL)
        return replacement;
    if (shared != NULL)
        return shared;
    lamina_str reason = {.ptr = NULL, .len = 0};
    lamina_status status = dynamodb_client_new(NULL, context->arena, &shared, &reason);
    if (status == LAMINA_OK)
        return shared;
    lamina_cause(context, status, "DynamoDB client: %.*s", LAMINA_FMT(reason));
    lamina_fail(context, status, "database-misconfigured",
                "The service's access to its database is not set up");
    return NULL;
}

void dynamodb_client_warm(dynamodb_client *client, lamina_context *context)
{
    lamina_str reason = {.ptr = NULL, .len = 0};
    int64_t now_us = dynamodb__client_now_us(client, context);
    /* What fails here is told by the first request. */
    (void)dynamodb__credentials_ensure(&client->credentials, context, now_us, false, &reason);
    int64_t left_ms = dynamodb__time_left_ms(context);
    if (!client->owns_transport || left_ms <= 0)
        return;
    uint32_t timeout_ms =
        left_ms < client->connect_timeout_ms ? (uint32_t)left_ms : client->connect_timeout_ms;
    (void)dynamodb__transport_curl_connect(&client->transport, client->endpoint.url, timeout_ms);
}
