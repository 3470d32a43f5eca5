/* The client's birth from options and environment, and its end. */
#include "dynamodb/client.h"

#include <stdlib.h>

#include "lamina/problem.h"

#define OPTION(options, member, otherwise)                                                         \
    ((options) != NULL && LAMINA_HAS(options, member) && (options)->member ? (options)->member     \
                                                                           : (otherwise))

lamina_status dynamodb_client_new(const dynamodb_client_options *options, lamina_arena *arena,
                                  dynamodb_client **client, lamina_str *reason)
{
    *client = NULL;
    dynamodb_client *made = calloc(1, sizeof *made);
    if (made == NULL) {
        *reason = LAMINA_STR("out of memory for the client");
        return LAMINA_E_MEMORY;
    }
    const char *none = NULL;
    const aws_transport *no_transport = NULL;
    const aws__client_options given = {
        .max_attempts = OPTION(options, max_attempts, 0u),
        .request_timeout_ms = OPTION(options, request_timeout_ms, 0u),
        .connect_timeout_ms = OPTION(options, connect_timeout_ms, 0u),
        .region = OPTION(options, region, none),
        .endpoint = OPTION(options, endpoint, none),
        .transport = OPTION(options, transport, no_transport),
    };
    lamina_status status = aws__client_open(&made->aws, &dynamodb__service, &given, arena, reason);
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
    aws__client_close(&client->aws);
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
