/*
 * crash.h - when plugin code crashes: one FATAL line that names the request and the operation, and
 * then the death that the signal would have been.
 */
#ifndef HOST_CRASH_H
#define HOST_CRASH_H

#include "lamina/abi.h"

/* Installs the handlers of SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT, on a stack of their own.
   service is borrowed for ever, and of letters, digits and '-'. Under AddressSanitizer, which reports
   crashes itself, nothing is installed. [init] */
void host__crash_install(lamina_str service);

/* What runs now, for the line. Both are borrowed until host__crash_leave(), and need no JSON escapes. */
void host__crash_enter(lamina_str request_id, const char *operation);
void host__crash_leave(void);

#endif
