/*
 * Full jitter below a ceiling that doubles while the service does nothing: it leaves things undone because
 * a partition is over its throughput, and each second has a new one.
 */
#include "mapper/backoff.h"

#include "domain/dynamodb.h"
#include "lamina/problem.h"

#define STALL_CAP 10u
#define FIRST_CEILING_MS 50u
#define LAST_CEILING_MS 2000u

lamina_status mapper__backoff_wait(mapper__backoff *backoff, lamina_context *context,
                                   bool brought_something)
{
    backoff->stalled = brought_something ? 0 : backoff->stalled + 1;
    if (backoff->stalled == STALL_CAP)
        return lamina_cause(context, LAMINA_E_THROTTLED,
                            "DynamoDB left everything unprocessed, %u times in a row", STALL_CAP);
    uint32_t ceiling_ms = FIRST_CEILING_MS << backoff->stalled;
    dynamodb_client *client = dynamodb_client_shared(context);
    if (client == NULL)
        return LAMINA_E_CONFIG;
    if (!dynamodb_pause(client, context,
                        ceiling_ms < LAST_CEILING_MS ? ceiling_ms : LAST_CEILING_MS))
        return lamina_cause(context, LAMINA_E_TIMEOUT,
                            "there was no time to ask again for what DynamoDB left unprocessed");
    return LAMINA_OK;
}
