/* A pause before a request that its caller sends again by itself. */
#include "dynamodb/client.h"

/* Less than this would only replace what is known by a time-out. */
#define LEAST_TRY_MS 10

bool dynamodb_pause(dynamodb_client *client, lamina_context *context, uint32_t ceiling_ms)
{
    uint32_t random = 0;
    /* Without random numbers the longest pause is the careful one. */
    if (lamina_random(context, &random, sizeof random) != LAMINA_OK)
        random = UINT32_MAX;
    uint32_t delay_ms = (uint32_t)((uint64_t)random * ((uint64_t)ceiling_ms + 1) >> 32);
    int64_t left_ms = aws__time_left_ms(context);
    if (left_ms < LEAST_TRY_MS || delay_ms > left_ms - LEAST_TRY_MS)
        return false;
    if (delay_ms > 0)
        client->aws.transport.wait_ms(client->aws.transport.self, delay_ms);
    return true;
}
