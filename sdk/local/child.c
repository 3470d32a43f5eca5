/*
 * child.c - the states of an execution environment. Source of the rules: AWS Lambda Developer Guide,
 * "Using the Lambda runtime API" and "Understanding the Lambda execution environment lifecycle".
 */
#include "child.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "child_environment.h"
#include "lamina/json.h"
#include "module.h"
#include "passthrough.h"
#include "recorder.h"
#include "runtime_api.h"
#include "terminal.h"

/* The init phase's limit. */
#define INIT_LIMIT_S 10
/* The deadline under a debugger: for whoever looks at it, and out of the way. */
#define DEBUG_LIMIT_S (24 * 60 * 60)
/* A child that said that it cannot start has this long to end by itself. */
#define CONDEMNED_LIMIT_S 2

static void set_timer(local_child *child, int64_t seconds)
{
    evtimer_add(child->timer, &(struct timeval){.tv_sec = seconds});
}

/* The clocks of init and invocation stand still while somebody debugs. */
static void limit_phase(local_child *child, int64_t seconds)
{
    if (!child->stage->options->debug)
        set_timer(child, seconds);
}

static void kill_child(local_child *child)
{
    child->state = LOCAL_CHILD_CONDEMNED;
    evtimer_del(child->timer);
    local__process_signal(child->process, SIGKILL);
}

/* ---- the invocation that it serves ---- */

/* It is over for the caller; the child keeps the id until it asks for the next event. */
static void settle(local_child *child, local_outcome outcome, lamina_str body)
{
    local_finish_fn finish = child->invocation->finish;
    child->invocation->finish = NULL;
    local__recorder_ended(child->stage->recorder, child->invocation->id, outcome, body);
    if (finish)
        finish(child->invocation->arg, outcome, body);
}

static void release(local_child *child, local_outcome outcome)
{
    local_invocation *invocation = child->invocation;
    child->invocation = NULL;
    if (invocation)
        local__recorder_ended(child->stage->recorder, invocation->id, outcome, (lamina_str){0});
    if (invocation)
        local__invocation_end(invocation, outcome, (lamina_str){0});
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_child *child = arg;
    const char *name = child->module->name;
    if (child->state == LOCAL_CHILD_STARTING)
        local__complain("%s: process %d asked for no event within %d seconds of its start; killed",
                        name, (int)local__process_id(child->process), INIT_LIMIT_S);
    if (child->invocation)
        local__complain("%s: %s took longer than %lld seconds (--timeout); process %d is killed "
                        "(request %s)",
                        name, child->invocation->label, (long long)child->stage->options->timeout_s,
                        (int)local__process_id(child->process), child->invocation->id);
    kill_child(child);
    release(child, LOCAL_OUTCOME_TIMED_OUT);
}

void local__child_deliver(local_child *child, local_invocation *invocation)
{
    struct timeval now;
    gettimeofday(&now, NULL);
    const local_options *options = child->stage->options;
    int64_t limit_s = options->debug ? DEBUG_LIMIT_S : options->timeout_s;
    invocation->deadline_ms = (now.tv_sec + limit_s) * 1000 + now.tv_usec / 1000;
    invocation->child = child;
    child->invocation = invocation;
    child->state = LOCAL_CHILD_BUSY;
    limit_phase(child, limit_s);
    local__recorder_started(child->stage->recorder, invocation->id,
                            (int)local__process_id(child->process), child->deliveries++ == 0);
    if (options->freeze)
        local__process_signal(child->process, SIGCONT);
    local__runtime_api_send_event(child->api, invocation);
}

/* As Lambda: what it does besides stands still until the next event, and its peers do not wait for it. */
static void freeze(local_child *child)
{
    local__process_signal(child->process, SIGSTOP);
    local__passthrough_drop(child->database);
}

/* A runtime that waits for an event ends at once and well when it is told to. */
static void end_retired(local_child *child)
{
    child->state = LOCAL_CHILD_CONDEMNED;
    local__process_signal(child->process, SIGTERM);
    set_timer(child, CONDEMNED_LIMIT_S);
}

void local__child_retire(local_child *child)
{
    child->is_retired = true;
    if (child->state == LOCAL_CHILD_IDLE)
        end_retired(child);
}

/* ---- what it says ---- */

local_verdict local__child_next(local_child *child)
{
    switch (child->state) {
    case LOCAL_CHILD_CONDEMNED: return LOCAL_WRONG_STATE;
    case LOCAL_CHILD_IDLE: return LOCAL_ACCEPTED;
    case LOCAL_CHILD_BUSY:
        /* It lost the event, or asks twice: it gets the same again. */
        local__runtime_api_send_event(child->api, child->invocation);
        return LOCAL_ACCEPTED;
    case LOCAL_CHILD_STARTING:
    case LOCAL_CHILD_ANSWERED: break;
    }
    evtimer_del(child->timer);
    release(child, LOCAL_OUTCOME_FAILED);
    child->served = true;
    if (child->is_retired) {
        end_retired(child);
        return LOCAL_ACCEPTED;
    }
    child->state = LOCAL_CHILD_IDLE;
    local__pool_child_idle(child->pool, child);
    if (child->state == LOCAL_CHILD_IDLE && child->stage->options->freeze)
        freeze(child);
    return LOCAL_ACCEPTED;
}

static local_verdict judge(const local_child *child, lamina_str id)
{
    if (!child->invocation || !lamina_str_is(id, child->invocation->id))
        return LOCAL_WRONG_ID;
    return child->state == LOCAL_CHILD_BUSY ? LOCAL_ACCEPTED : LOCAL_WRONG_STATE;
}

local_verdict local__child_response(local_child *child, lamina_str id, lamina_str body)
{
    if (body.len > LOCAL_RESPONSE_CAP)
        return local__child_bad_response(child, id, LOCAL_TOO_LARGE);
    local_verdict verdict = judge(child, id);
    if (verdict != LOCAL_ACCEPTED)
        return verdict;
    child->state = LOCAL_CHILD_ANSWERED;
    settle(child, LOCAL_OUTCOME_ANSWERED, body);
    return LOCAL_ACCEPTED;
}

local_verdict local__child_bad_response(local_child *child, lamina_str id, local_verdict verdict)
{
    local_verdict first = judge(child, id);
    if (first != LOCAL_ACCEPTED)
        return first;
    local__complain("%s: %s failed: %s (request %s)", child->module->name, child->invocation->label,
                    verdict == LOCAL_TOO_LARGE
                        ? "Function.ResponseSizeTooLarge: the answer is over 6291556 bytes"
                        : "the local stage does not emulate response streaming",
                    child->invocation->id);
    child->state = LOCAL_CHILD_ANSWERED;
    settle(child, LOCAL_OUTCOME_FAILED, (lamina_str){0});
    return verdict;
}

/* {"errorMessage": ..., "errorType": ...}; what cannot be read is shown as it is. */
static void complain_of_error(local_child *child, const char *what, lamina_str type,
                              lamina_str body)
{
    lamina_arena *arena = child->stage->scratch;
    lamina_arena_reset(arena);
    const lamina_json *error = NULL;
    if (lamina_json_read(arena, body, 0, &error, NULL))
        error = NULL;
    lamina_str message = lamina_json_member_string(error, "errorMessage");
    if (!message.ptr)
        message = body;
    if (type.len == 0)
        type = lamina_json_member_string(error, "errorType");
    local__complain("%s: %s: %.*s: %.*s", child->module->name, what, LAMINA_FMT(type),
                    LAMINA_FMT(message));
}

local_verdict local__child_error(local_child *child, lamina_str id, lamina_str type,
                                 lamina_str body)
{
    local_verdict verdict = judge(child, id);
    if (verdict != LOCAL_ACCEPTED)
        return verdict;
    complain_of_error(child, child->invocation->label, type, body);
    child->state = LOCAL_CHILD_ANSWERED;
    settle(child, LOCAL_OUTCOME_FAILED, body);
    return LOCAL_ACCEPTED;
}

local_verdict local__child_init_error(local_child *child, lamina_str type, lamina_str body)
{
    if (child->state != LOCAL_CHILD_STARTING)
        return LOCAL_WRONG_STATE;
    complain_of_error(child, "cannot start", type, body);
    child->state = LOCAL_CHILD_CONDEMNED;
    set_timer(child, CONDEMNED_LIMIT_S);
    return LOCAL_ACCEPTED;
}

/* ---- the process ---- */

static void record_line(const local_child *child, lamina_str line)
{
    local__recorder_line(child->stage->recorder, child->invocation ? child->invocation->id : NULL,
                         line);
}

static void on_output(void *arg, lamina_str line)
{
    const local_child *child = arg;
    record_line(child, line);
    local__write_line(1, child->module->name, line);
}

static void on_error(void *arg, lamina_str line)
{
    const local_child *child = arg;
    record_line(child, line);
    local__write_line(2, child->module->name, line);
}

/* An end that nobody asked for is told, with what was going on. */
static void complain_of_end(const local_child *child, int wait_status)
{
    if (child->stage->stopping && child->state == LOCAL_CHILD_BUSY)
        local__complain("%s: %s was not finished when the stage stopped", child->module->name,
                        child->invocation->label);
    if (child->stage->stopping || child->state == LOCAL_CHILD_CONDEMNED)
        return;
    /* Between two events, a runtime that was told to stop ends well: whoever stops the stage together with
       all that it started may reach this process first. */
    bool is_between = child->state == LOCAL_CHILD_IDLE || child->state == LOCAL_CHILD_ANSWERED;
    if (is_between && WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0)
        return;
    lamina_text how;
    lamina_text_init(&how, 256);
    local__write_end(&how, wait_status);
    const char *doing = child->state == LOCAL_CHILD_STARTING ? "before it asked for an event"
                        : child->state == LOCAL_CHILD_BUSY   ? child->invocation->label
                                                             : "between two events";
    local__complain("%s: process %d ended by itself with %s: %s", child->module->name,
                    (int)local__process_id(child->process), how.ptr ? how.ptr : "", doing);
    lamina_text_clear(&how);
}

static void on_end(void *arg, int wait_status)
{
    local_child *child = arg;
    complain_of_end(child, wait_status);
    child->process = NULL;
    release(child, LOCAL_OUTCOME_FAILED);
    local__pool_child_gone(child->pool, child, child->served);
    local__child_free(child);
}

static bool start_process(local_child *child)
{
    if (child->stage->options->freeze)
        child->database = local__passthrough_new(child->stage->base, child->stage->endpoint.ptr);
    const char *const argv[] = {child->module->bootstrap, NULL};
    const char *const *env =
        local__child_environment(child->stage, child->module, local__runtime_api_port(child->api),
                                 local__passthrough_port(child->database));
    local_program program = {.argv = argv,
                             .env = env,
                             .folder = child->module->folder,
                             .is_held = child->stage->options->debug,
                             .on_output = on_output,
                             .on_error = on_error,
                             .on_end = on_end,
                             .arg = child};
    child->process = env ? local__process_start(child->stage->processes, &program) : NULL;
    return child->process != NULL;
}

local_child *local__child_start(local_pool *pool, local_stage *stage, const local_module *module)
{
    local_child *child = calloc(1, sizeof(*child));
    if (!child)
        return NULL;
    *child = (local_child){.pool = pool, .stage = stage, .module = module};
    child->timer = evtimer_new(stage->base, on_timer, child);
    child->api = local__runtime_api_new(stage->base, child);
    if (!child->timer || !child->api || !start_process(child)) {
        local__complain("%s: the system refuses another process", module->name);
        local__child_free(child);
        return NULL;
    }
    limit_phase(child, INIT_LIMIT_S);
    if (stage->options->debug)
        local__print("%s: process %d waits for a debugger: gdb -p %d\n", module->name,
                     (int)local__process_id(child->process),
                     (int)local__process_id(child->process));
    return child;
}

void local__child_free(local_child *child)
{
    if (child->invocation)
        child->invocation->finish = NULL;
    release(child, LOCAL_OUTCOME_FAILED);
    local__runtime_api_free(child->api);
    local__passthrough_free(child->database);
    if (child->timer)
        event_free(child->timer);
    if (child->process)
        local__process_abandon(child->process);
    free(child);
}
