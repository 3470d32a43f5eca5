/* hook.h - telling the hooks. */
#ifndef DYNAMODB_HOOK_H
#define DYNAMODB_HOOK_H

#include "aws/error.h"
#include "domain/dynamodb_hook.h"

/* Is a hook running? Then nothing may be sent: the client's buffers are in use. */
bool dynamodb__hook_runs(void);

/* What all events of one call share. */
typedef struct dynamodb__watch {
    lamina_context *context;
    const dynamodb_request *request;
    int64_t call_start_us;
    int64_t try_start_us;
} dynamodb__watch;

/* The time, when anybody asks for durations. */
int64_t dynamodb__hook_now_us(const dynamodb__watch *watch);

/* Does nothing when there is no hook. outcome may be NULL where none is known yet. */
void dynamodb__hook_tell(const dynamodb__watch *watch, uint32_t phase, uint32_t attempt,
                         lamina_status status, const aws__outcome *outcome);

#endif
