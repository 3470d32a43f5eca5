/* The chain of hooks: see domain/dynamodb_hook.h. */
#include "dynamodb/hook.h"

typedef struct entry {
    dynamodb_hook_fn hook;
    void *self;
} entry;

static entry chain[DYNAMODB_HOOK_CAP];
static size_t chain_len;
static _Thread_local bool runs;

bool dynamodb__hook_runs(void)
{
    return runs;
}

static size_t find(dynamodb_hook_fn hook, const void *self)
{
    size_t i = 0;
    while (i < chain_len && (chain[i].hook != hook || chain[i].self != self))
        i++;
    return i;
}

lamina_status dynamodb_hook_add(dynamodb_hook_fn hook, void *self)
{
    if (hook == NULL || runs)
        return LAMINA_E_ARGUMENT;
    if (find(hook, self) < chain_len)
        return LAMINA_OK;
    if (chain_len == DYNAMODB_HOOK_CAP)
        return LAMINA_E_LIMIT;
    chain[chain_len++] = (entry){.hook = hook, .self = self};
    return LAMINA_OK;
}

void dynamodb_hook_remove(dynamodb_hook_fn hook, void *self)
{
    size_t i = find(hook, self);
    if (i == chain_len || runs)
        return;
    for (chain_len--; i < chain_len; i++)
        chain[i] = chain[i + 1];
}

int64_t dynamodb__hook_now_us(const dynamodb__watch *watch)
{
    return chain_len > 0 ? lamina_monotonic_us(watch->context) : 0;
}

static void fill_outcome(dynamodb_event *event, const aws__outcome *outcome)
{
    event->response = outcome->answer;
    event->http_status = outcome->http_status;
    event->error_kind = outcome->kind;
    event->error_type = outcome->type;
    event->request_id = outcome->request_id;
}

static int64_t duration_of(const dynamodb__watch *watch, uint32_t phase)
{
    int64_t now_us = lamina_monotonic_us(watch->context);
    switch (phase) {
    case DYNAMODB_TRY_ENDS: return now_us - watch->try_start_us;
    case DYNAMODB_CALL_ENDS: return now_us - watch->call_start_us;
    default: return 0;
    }
}

void dynamodb__hook_tell(const dynamodb__watch *watch, uint32_t phase, uint32_t attempt,
                         lamina_status status, const aws__outcome *outcome)
{
    const dynamodb_request *request = watch->request;
    if (chain_len == 0)
        return;
    dynamodb_event event = {.size = sizeof event,
                            .phase = phase,
                            .operation = request->operation != NULL ? request->operation : "",
                            .request = request->body,
                            .attempt = attempt,
                            .status = status,
                            .duration_us = duration_of(watch, phase)};
    if (LAMINA_HAS(request, table))
        event.table = request->table;
    if (outcome != NULL)
        fill_outcome(&event, outcome);
    runs = true;
    for (size_t i = 0; i < chain_len; i++)
        chain[i].hook(chain[i].self, watch->context, &event);
    runs = false;
}
