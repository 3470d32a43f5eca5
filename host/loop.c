/*
 * loop.c - event after event, until somebody ends it.
 */
#include "loop.h"

#include <poll.h>

#include "invocation.h"
#include "lamina/log.h"

/* Tries for an event before the host gives up, and the wait before the second one, which doubles. */
#define TRIES 5u
#define FIRST_WAIT_MS 50

/* A signal ends the wait early, as it should. */
static void wait_before_try(uint32_t failures)
{
    (void)poll(NULL, 0, FIRST_WAIT_MS << (failures - 1));
}

runtime_outcome host__loop_run(host_service *service, runtime_client *client)
{
    uint32_t failures = 0;
    while (*client->stop == 0) {
        host__service_reset(service);
        runtime_event event;
        runtime_outcome outcome = host__runtime_next(client, &event);
        if (outcome == RUNTIME_FAILED && ++failures < TRIES) {
            wait_before_try(failures);
            continue;
        }
        if (outcome == RUNTIME_FAILED)
            lamina_log(NULL, LAMINA_LOG_FATAL, "no event could be had in %u tries", TRIES);
        if (outcome != RUNTIME_DONE)
            return outcome;
        failures = 0;
        /* An answer that was not accepted has been logged; the next event is another matter. */
        if (host__invocation_serve(service, client, &event) == RUNTIME_BROKEN)
            return RUNTIME_BROKEN;
    }
    return RUNTIME_STOPPED;
}
