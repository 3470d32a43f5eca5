/* A client's birth from options and environment, and its end. */
#include "aws/client.h"

#include <stdlib.h>

#include "aws/transport_curl.h"

#define DEFAULT_ATTEMPTS 3u
#define ATTEMPTS_CAP 100
#define REQUEST_TIMEOUT_MS 3000u
#define CONNECT_TIMEOUT_MS 1000u
/* BatchGetItem may answer 16 MB of items, a third more as base64. */
#define BODY_CAP (32u << 20)

int64_t aws__time_left_ms(const lamina_context *context)
{
    int64_t remaining_ms = lamina_remaining_ms(context);
    if (remaining_ms == INT64_MAX)
        return INT64_MAX;
    return remaining_ms > AWS__MARGIN_MS ? remaining_ms - AWS__MARGIN_MS : 0;
}

int64_t aws__client_now_us(const aws__client *client, const lamina_context *context)
{
    return lamina_now_us(context) + client->clock_offset_us;
}

static lamina_status find_attempts(const aws__client_options *options, uint32_t *attempts,
                                   lamina_str *reason)
{
    *attempts = options->max_attempts;
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

/* The other modes pause and give up by other rules: who set one of them on purpose is told. */
static lamina_status check_retry_mode(lamina_arena *arena, lamina_str *reason)
{
    lamina_str mode = lamina_str_from(getenv("AWS_RETRY_MODE"));
    if (mode.len == 0 || lamina_str_equal_nocase(mode, LAMINA_STR("standard")))
        return LAMINA_OK;
    *reason = lamina_arena_format(
        arena, "AWS_RETRY_MODE=%.40s is not followed: set it to standard, or leave it out",
        mode.ptr);
    return LAMINA_E_CONFIG;
}

static lamina_status find_transport(aws__client *client, const aws_transport *transport,
                                    lamina_str *reason)
{
    if (transport != NULL) {
        client->transport = *transport;
        return LAMINA_OK;
    }
    lamina_status status =
        aws__transport_curl_open(client->connect_timeout_ms, BODY_CAP, &client->transport);
    client->owns_transport = status == LAMINA_OK;
    if (status != LAMINA_OK)
        *reason = LAMINA_STR("out of memory for the HTTP client");
    return status;
}

lamina_status aws__client_open(aws__client *client, const aws__service *service,
                               const aws__client_options *options, lamina_arena *arena,
                               lamina_str *reason)
{
    client->service = service;
    client->request_timeout_ms =
        options->request_timeout_ms != 0 ? options->request_timeout_ms : REQUEST_TIMEOUT_MS;
    client->connect_timeout_ms =
        options->connect_timeout_ms != 0 ? options->connect_timeout_ms : CONNECT_TIMEOUT_MS;
    aws__credentials_init(&client->credentials);
    aws__signer_init(&client->signer);
    aws__retry_budget_init(&client->budget);
    lamina_status status = aws__endpoint_find(service, options->region, options->endpoint, arena,
                                              &client->endpoint, reason);
    if (status == LAMINA_OK)
        status = check_retry_mode(arena, reason);
    if (status == LAMINA_OK)
        status = find_attempts(options, &client->max_attempts, reason);
    if (status == LAMINA_OK)
        status = find_transport(client, options->transport, reason);
    return status;
}

void aws__client_close(aws__client *client)
{
    if (client->owns_transport)
        aws__transport_curl_close(&client->transport);
    aws__credentials_clear(&client->credentials);
    aws__signer_clear(&client->signer);
}
