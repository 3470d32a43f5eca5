/*
 * stop_signal.c - SIGTERM and SIGINT set a flag, which ends the wait in /next and is looked at
 * between two invocations. A handler that runs is never interrupted by it.
 */
#include "stop_signal.h"

#include <signal.h>
#include <stddef.h>

static volatile int stop_requested;

static void on_stop(int number)
{
    stop_requested = number;
}

void host__stop_install(void)
{
    /* SA_RESTART: system calls of plugins go on. recv() on a socket with a time-out, in which the host waits,
       ends regardless (man 7 signal). */
    struct sigaction action = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

const volatile int *host__stop_flag(void)
{
    return &stop_requested;
}
