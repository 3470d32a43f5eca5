/* Trying again what others got ahead of. */
#include "domain/mapper.h"
#include "lamina/problem.h"

/* Whoever wins needs a few milliseconds to read and write; then it is the next one's turn. */
#define FIRST_CEILING_MS 10u
#define LAST_CEILING_MS 640u

static bool is_conflict(lamina_status status)
{
    return status == LAMINA_E_PRECONDITION || status == LAMINA_E_CONFLICT;
}

lamina_status mapper_retry_on_conflict(lamina_context *context, uint32_t attempts,
                                       mapper_attempt attempt, void *state)
{
    if (attempt == NULL || attempts == 0 || attempts > MAPPER_ATTEMPT_CAP)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a retry without a try, or of %u",
                            attempts);
    lamina_status status = attempt(context, state);
    uint32_t ceiling_ms = FIRST_CEILING_MS;
    for (; is_conflict(status) && attempts > 1; attempts--) {
        dynamodb_client *client = dynamodb_client_shared(context);
        if (client == NULL || !dynamodb_pause(client, context, ceiling_ms))
            return status;
        if (ceiling_ms < LAST_CEILING_MS)
            ceiling_ms *= 2;
        lamina_error_reset(context);
        status = attempt(context, state);
    }
    return status;
}
