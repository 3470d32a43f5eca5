/*
 * stop_signal.h - SIGTERM and SIGINT ask the host to end; an answer in flight is finished first.
 */
#ifndef HOST_STOP_SIGNAL_H
#define HOST_STOP_SIGNAL_H

/* Installs the handlers, and ignores SIGPIPE: a peer that is gone is an error of a write. [init] */
void host__stop_install(void);

/* Not 0 after such a signal. Lives as long as the process. */
const volatile int *host__stop_flag(void);

#endif
