/*
 * Credentials from a container endpoint: what Lambda offers after a snapshot was restored, and ECS and
 * EKS always. Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
 */
#include "aws/credentials.h"

#include <stdio.h>
#include <stdlib.h>

#include "aws/endpoint.h"
#include "aws/transport_curl.h"

#define ECS_HOST "http://169.254.170.2"
#define ANSWER_CAP (64u << 10)
#define TOKEN_CAP (16u << 10)
#define TRIES 3u
#define TRY_TIMEOUT_MS 2000u
#define CONNECT_TIMEOUT_MS 1000u
#define PAUSE_MS 100u
/* Left over for the request that wants the credentials. */
#define MARGIN_MS 50

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The link-local addresses of ECS and EKS; elsewhere, plain http would show the secret to a network. */
static bool may_be_plain(lamina_str host)
{
    return aws__host_is_loopback(host) || lamina_str_is(host, "169.254.170.2") ||
           lamina_str_is(host, "169.254.170.23") ||
           lamina_str_equal_nocase(host, LAMINA_STR("fd00:ec2::23"));
}

/* NUL-terminated, in the arena or the environment. */
static lamina_status find_url(lamina_arena *arena, const char **url, lamina_str *reason)
{
    const char *relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    *url = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative == NULL && *url == NULL)
        return LAMINA_E_NOT_FOUND;
    if (relative != NULL) {
        *url = lamina_arena_format(arena, ECS_HOST "%s%s", relative[0] == '/' ? "" : "/", relative)
                   .ptr;
        if (*url == NULL) {
            *reason = LAMINA_STR("the arena is full");
            return LAMINA_E_LIMIT;
        }
    }
    aws__url parts;
    if (aws__url_read(lamina_str_from(*url), &parts) != LAMINA_OK) {
        *reason = LAMINA_STR("AWS_CONTAINER_CREDENTIALS_FULL_URI is no http:// or https:// URL");
        return LAMINA_E_CONFIG;
    }
    if (!parts.is_https && !may_be_plain(parts.host)) {
        *reason = LAMINA_STR("AWS_CONTAINER_CREDENTIALS_FULL_URI is plain http on a host that is "
                             "neither this machine nor one of the container services");
        return LAMINA_E_CONFIG;
    }
    return LAMINA_OK;
}

static lamina_status read_token_file(lamina_arena *arena, const char *path, lamina_str *token,
                                     lamina_str *reason)
{
    char *buffer = lamina_arena_alloc(arena, TOKEN_CAP + 1);
    FILE *file = buffer != NULL ? fopen(path, "re") : NULL;
    if (file == NULL) {
        *reason = LAMINA_STR("the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be opened");
        return LAMINA_E_CONFIG;
    }
    size_t len = fread(buffer, 1, TOKEN_CAP + 1, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    /* Files that people write end with a newline, which is no part of the token. */
    while (len > 0 && (buffer[len - 1] == '\n' || buffer[len - 1] == '\r'))
        len--;
    if (failed || len == 0 || len > TOKEN_CAP) {
        *reason = LAMINA_STR("the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE holds no token");
        return LAMINA_E_CONFIG;
    }
    *token = (lamina_str){.ptr = buffer, .len = len};
    return LAMINA_OK;
}

/* The file wins, and is read each time: the service that wrote it renews it. */
static lamina_status find_token(lamina_arena *arena, lamina_str *token, lamina_str *reason)
{
    const char *path = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    *token = lamina_str_from(variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    if (path != NULL) {
        lamina_status status = read_token_file(arena, path, token, reason);
        if (status != LAMINA_OK)
            return status;
    }
    for (size_t i = 0; i < token->len; i++) {
        if ((unsigned char)token->ptr[i] >= 0x20 && token->ptr[i] != 0x7f)
            continue;
        *reason = LAMINA_STR("the container authorization token holds control characters");
        return LAMINA_E_CONFIG;
    }
    return LAMINA_OK;
}

static lamina_status read_expiry(const lamina_json *json, int64_t *expires_us)
{
    *expires_us = AWS__NEVER;
    lamina_str text = lamina_json_member_string(json, "Expiration");
    return text.len == 0 ? LAMINA_OK : lamina_parse_timestamp(text, expires_us);
}

static lamina_status read_answer(lamina_arena *arena, const lamina_http_answer *answer,
                                 aws__found *found, lamina_str *reason)
{
    if (answer->status != 200) {
        *reason = lamina_arena_format(arena, "the container endpoint for credentials answered %d",
                                      answer->status);
        return answer->status >= 500 || answer->status == 429 ? LAMINA_E_UNAVAILABLE
                                                              : LAMINA_E_CONFIG;
    }
    /* The tree points into its text, and that of the answer goes with the client. */
    lamina_str text = lamina_arena_copy(arena, answer->body);
    const lamina_json *json = NULL;
    lamina_status status = lamina_json_read(arena, text, 0, &json, NULL);
    found->access_key_id = lamina_json_member_string(json, "AccessKeyId");
    found->secret_access_key = lamina_json_member_string(json, "SecretAccessKey");
    found->session_token = lamina_json_member_string(json, "Token");
    if (status != LAMINA_OK || found->access_key_id.len == 0 || found->secret_access_key.len == 0 ||
        read_expiry(json, &found->expires_us) != LAMINA_OK) {
        *reason = LAMINA_STR("the container endpoint answered with what are no credentials");
        return LAMINA_E_UPSTREAM;
    }
    return LAMINA_OK;
}

static lamina_status ask_once(lamina_context *context, const aws_transport *transport,
                              const char *url, lamina_str token, aws__found *found,
                              lamina_str *reason)
{
    int64_t left_ms = lamina_remaining_ms(context) - MARGIN_MS;
    if (left_ms <= 0) {
        *reason = LAMINA_STR("the deadline came before the credentials");
        return LAMINA_E_TIMEOUT;
    }
    const lamina_param header = {.name = LAMINA_STR("Authorization"), .value = token};
    lamina_http_call call = {
        .size = sizeof call,
        .timeout_ms = left_ms < TRY_TIMEOUT_MS ? (uint32_t)left_ms : TRY_TIMEOUT_MS,
        .method = "GET",
        .url = url,
        .headers = &header,
        .header_count = token.len > 0 ? 1 : 0,
    };
    lamina_http_answer answer = {.size = sizeof answer};
    lamina_status status = transport->send(transport->self, &call, &answer);
    if (status == LAMINA_OK)
        return read_answer(context->arena, &answer, found, reason);
    *reason = lamina_arena_format(context->arena, "the container endpoint for credentials: %s",
                                  answer.fault != NULL ? answer.fault : "no answer");
    return status;
}

static bool may_pass(lamina_status status)
{
    return status == LAMINA_E_UNAVAILABLE || status == LAMINA_E_TIMEOUT ||
           status == LAMINA_E_UPSTREAM;
}

lamina_status aws__credentials_container(lamina_context *context, aws__found *found,
                                         lamina_str *reason)
{
    const char *url = NULL;
    lamina_str token;
    lamina_status status = find_url(context->arena, &url, reason);
    if (status == LAMINA_OK)
        status = find_token(context->arena, &token, reason);
    if (status != LAMINA_OK)
        return status;

    /* A connection of its own: it is used once in hours, and the service's stays as it is. */
    aws_transport transport;
    status = aws__transport_curl_open(CONNECT_TIMEOUT_MS, ANSWER_CAP, &transport);
    if (status != LAMINA_OK)
        return status;
    for (uint32_t try = 1; try <= TRIES; try++) {
        status = ask_once(context, &transport, url, token, found, reason);
        if (!may_pass(status) || try == TRIES)
            break;
        if (lamina_remaining_ms(context) <= PAUSE_MS + MARGIN_MS)
            break;
        transport.wait_ms(transport.self, PAUSE_MS);
    }
    aws__transport_curl_close(&transport);
    return status;
}
