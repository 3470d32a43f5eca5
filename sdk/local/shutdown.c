/*
 * shutdown.c - a few states and one short timer that looks whether the next one is due.
 */
#include "shutdown.h"

#include <signal.h>
#include <stdlib.h>

#include "front.h"
#include "process.h"
#include "terminal.h"

#define TICK_MS 10
#define TICKS_PER_S (1000 / TICK_MS)
#define SIGNAL_COUNT 3

typedef enum phase {
    RUNNING,
    DRAINING, /* requests in flight are let finish */
    ENDING,   /* everything was asked to end */
    KILLING   /* what did not is killed */
} phase;

/* How long a phase lasts at most. */
static const unsigned phase_ticks[] = {
    [DRAINING] = 2 * TICKS_PER_S, [ENDING] = 4 * TICKS_PER_S, [KILLING] = 4 * TICKS_PER_S};

struct local_shutdown {
    local_stage *stage;
    struct event *signals[SIGNAL_COUNT];
    struct event *tick;
    phase phase;
    unsigned ticks; /* left in this phase */
    int exit_status;
};

static void enter(local_shutdown *shutdown, phase next)
{
    shutdown->phase = next;
    shutdown->ticks = phase_ticks[next];
    if (next == ENDING)
        local__processes_signal(shutdown->stage->processes, SIGTERM);
    if (next == KILLING)
        local__processes_signal(shutdown->stage->processes, SIGKILL);
}

static bool is_over(const local_shutdown *shutdown)
{
    const local_stage *stage = shutdown->stage;
    if (shutdown->phase == DRAINING)
        return !stage->front || local__front_count(stage->front) == 0;
    return local__processes_count(stage->processes) == 0;
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_shutdown *shutdown = arg;
    if (shutdown->ticks > 0 && !is_over(shutdown)) {
        shutdown->ticks--;
        return;
    }
    if (shutdown->phase == DRAINING)
        enter(shutdown, ENDING);
    else if (shutdown->phase == ENDING && !is_over(shutdown))
        enter(shutdown, KILLING);
    else
        event_base_loopexit(shutdown->stage->base, NULL);
}

void local__shutdown_begin(local_stage *stage, int exit_status)
{
    local_shutdown *shutdown = stage->shutdown;
    if (shutdown->phase != RUNNING)
        return;
    shutdown->exit_status = exit_status;
    stage->stopping = true;
    if (stage->front)
        local__front_stop(stage->front);
    enter(shutdown, DRAINING);
    event_add(shutdown->tick, &(struct timeval){.tv_usec = TICK_MS * 1000});
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    (void)number;
    (void)what;
    local_shutdown *shutdown = arg;
    if (shutdown->phase == RUNNING) {
        local__print("\nStopping.\n");
        local__shutdown_begin(shutdown->stage, EXIT_SUCCESS);
    } else if (shutdown->phase != KILLING) {
        enter(shutdown, KILLING);
    }
}

local_shutdown *local__shutdown_new(local_stage *stage)
{
    static const int numbers[SIGNAL_COUNT] = {SIGINT, SIGTERM, SIGHUP};
    local_shutdown *shutdown = calloc(1, sizeof(*shutdown));
    if (!shutdown)
        return NULL;
    shutdown->stage = stage;
    shutdown->tick = event_new(stage->base, -1, EV_PERSIST, on_tick, shutdown);
    bool whole = shutdown->tick != NULL;
    for (size_t i = 0; i < SIGNAL_COUNT && whole; i++) {
        shutdown->signals[i] = evsignal_new(stage->base, numbers[i], on_signal, shutdown);
        whole = shutdown->signals[i] && !event_add(shutdown->signals[i], NULL);
    }
    if (whole)
        return shutdown;
    local__shutdown_free(shutdown);
    return NULL;
}

void local__shutdown_free(local_shutdown *shutdown)
{
    if (!shutdown)
        return;
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (shutdown->signals[i])
            event_free(shutdown->signals[i]);
    if (shutdown->tick)
        event_free(shutdown->tick);
    free(shutdown);
}

int local__shutdown_status(const local_shutdown *shutdown)
{
    return shutdown->exit_status;
}
