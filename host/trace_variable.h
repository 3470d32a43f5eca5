/*
 * trace_variable.h - _X_AMZN_TRACE_ID, which tracing libraries read from the environment.
 */
#ifndef HOST_TRACE_VARIABLE_H
#define HOST_TRACE_VARIABLE_H

#include "lamina/abi.h"

/* Sets it for the invocation that begins, or removes it when trace_id is empty. */
void host__trace_variable_set(lamina_str trace_id);

#endif
