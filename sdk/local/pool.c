/*
 * pool.c - which process serves which invocation, and when there are to be more.
 *
 * Children are started on demand: the first by the first request, more when requests overlap, up to
 * the limit. They stay. One that cannot start is not started again by itself: what waited for it
 * fails, and the next request tries once more.
 */
#include "pool.h"

#include <stdio.h>
#include <stdlib.h>

#include "child.h"
#include "console.h"
#include "module.h"
#include "recorder.h"

/* More than these do not wait: the next is throttled. */
#define WAITING_CAP 1024
/* A child that has just answered asks for its next event within this time, or is not counted on. */
#define SOON_MS 50

struct local_pool {
    local_stage *stage;
    const local_module *module;
    TAILQ_HEAD(, local_child) children;
    TAILQ_HEAD(, local_invocation) waiting;
    size_t child_count;
    size_t waiting_count;
    struct event *start; /* starts children out of the loop, so that submit never ends anything */
};

/* ---- invocations ---- */

static void free_invocation(local_invocation *invocation)
{
    lamina_text_clear(&invocation->event);
    free(invocation);
}

void local__invocation_end(local_invocation *invocation, local_outcome outcome, lamina_str body)
{
    local_finish_fn finish = invocation->finish;
    invocation->finish = NULL;
    if (finish)
        finish(invocation->arg, outcome, body);
    free_invocation(invocation);
}

/* Bytes that a terminal might obey are not for the terminal. */
static void write_label(char *label, size_t size, const local_job *job)
{
    snprintf(label, size, "%.*s %.*s", LAMINA_FMT(job->method), LAMINA_FMT(job->path));
    for (char *at = label; *at; at++)
        if (*at < ' ' || *at > '~')
            *at = '?';
}

static local_invocation *new_invocation(local_pool *pool, const local_job *job)
{
    local_invocation *invocation = calloc(1, sizeof(*invocation));
    if (!invocation)
        return NULL;
    invocation->pool = pool;
    invocation->finish = job->finish;
    invocation->arg = job->arg;
    snprintf(invocation->id, sizeof(invocation->id), "%s", job->ids->invocation);
    snprintf(invocation->trace, sizeof(invocation->trace), "%s", job->ids->trace);
    write_label(invocation->label, sizeof(invocation->label), job);
    invocation->event = *job->event;
    lamina_text_init(job->event, job->event->cap);
    local__recorder_submitted(pool->stage->recorder, pool->module->name, invocation);
    return invocation;
}

static local_invocation *take_waiting(local_pool *pool)
{
    local_invocation *invocation = TAILQ_FIRST(&pool->waiting);
    if (!invocation)
        return NULL;
    TAILQ_REMOVE(&pool->waiting, invocation, link);
    pool->waiting_count--;
    return invocation;
}

static void fail_waiting(local_pool *pool)
{
    local_invocation *invocation;
    while ((invocation = take_waiting(pool)))
        local__invocation_end(invocation, LOCAL_OUTCOME_FAILED, (lamina_str){0});
}

/* ---- children ---- */

/* Those that serve what comes; others, of a plugin that has changed, only finish. */
static size_t count_in(const local_pool *pool, local_child_state state)
{
    size_t count = 0;
    const local_child *child;
    TAILQ_FOREACH(child, &pool->children, link)
    count += child->state == state && !child->is_retired;
    return count;
}

static size_t count_serving(const local_pool *pool)
{
    size_t count = 0;
    const local_child *child;
    TAILQ_FOREACH(child, &pool->children, link)
    count += !child->is_retired;
    return count;
}

static bool start_child(local_pool *pool)
{
    local_child *child = local__child_start(pool, pool->stage, pool->module);
    if (!child)
        return false;
    TAILQ_INSERT_TAIL(&pool->children, child, link);
    pool->child_count++;
    local__console_changed(pool->stage->console);
    return true;
}

/* One request after the other must not end up with several processes, just because the next one is
   here before the process that answered the last. */
static void plan_start(local_pool *pool)
{
    const struct timeval soon = {.tv_usec = SOON_MS * 1000};
    const struct timeval now = {0};
    if (!evtimer_pending(pool->start, NULL))
        evtimer_add(pool->start, count_in(pool, LOCAL_CHILD_ANSWERED) > 0 ? &soon : &now);
}

static void on_start(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_pool *pool = arg;
    size_t limit = pool->stage->stopping ? 0 : (size_t)pool->stage->options->max_children;
    for (size_t starting = count_in(pool, LOCAL_CHILD_STARTING);
         starting < pool->waiting_count && count_serving(pool) < limit; starting++)
        if (!start_child(pool))
            break;
    if (count_serving(pool) == 0)
        fail_waiting(pool);
}

void local__pool_write(const local_pool *pool, lamina_json_writer *writer)
{
    static const char *const states[] = {
        [LOCAL_CHILD_STARTING] = "starting", [LOCAL_CHILD_IDLE] = "idle",
        [LOCAL_CHILD_BUSY] = "busy",         [LOCAL_CHILD_ANSWERED] = "answered",
        [LOCAL_CHILD_CONDEMNED] = "ending",
    };
    const local_child *child;
    lamina_json_write_array(writer);
    TAILQ_FOREACH(child, &pool->children, link)
    {
        lamina_json_write_object(writer);
        lamina_json_write_member_int64(writer, "process",
                                       (int64_t)local__process_id(child->process));
        lamina_json_write_member_string(writer, "state", lamina_str_from(states[child->state]));
        lamina_json_write_member_int64(writer, "invocations", (int64_t)child->deliveries);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

local_pool *local__pool_new(local_stage *stage, const local_module *module)
{
    local_pool *pool = calloc(1, sizeof(*pool));
    if (!pool)
        return NULL;
    pool->stage = stage;
    pool->module = module;
    TAILQ_INIT(&pool->children);
    TAILQ_INIT(&pool->waiting);
    pool->start = evtimer_new(stage->base, on_start, pool);
    if (pool->start)
        return pool;
    free(pool);
    return NULL;
}

void local__pool_free(local_pool *pool)
{
    if (!pool)
        return;
    local_child *next;
    for (local_child *child = TAILQ_FIRST(&pool->children); child; child = next) {
        next = TAILQ_NEXT(child, link);
        local__child_free(child);
    }
    local_invocation *invocation;
    while ((invocation = take_waiting(pool)))
        free_invocation(invocation);
    event_free(pool->start);
    free(pool);
}

static local_child *idle_child(local_pool *pool)
{
    local_child *child;
    TAILQ_FOREACH(child, &pool->children, link)
    if (child->state == LOCAL_CHILD_IDLE)
        return child;
    return NULL;
}

local_invocation *local__pool_submit(local_pool *pool, const local_job *job)
{
    if (pool->waiting_count >= WAITING_CAP)
        return NULL;
    local_invocation *invocation = new_invocation(pool, job);
    if (!invocation)
        return NULL;
    local_child *child = idle_child(pool);
    if (child) {
        local__child_deliver(child, invocation);
        return invocation;
    }
    TAILQ_INSERT_TAIL(&pool->waiting, invocation, link);
    pool->waiting_count++;
    plan_start(pool);
    return invocation;
}

void local__pool_renew(local_pool *pool)
{
    local_child *child;
    TAILQ_FOREACH(child, &pool->children, link)
    local__child_retire(child);
    if (pool->waiting_count > 0)
        plan_start(pool);
}

void local__pool_abandon(local_invocation *invocation)
{
    invocation->finish = NULL;
    if (invocation->child)
        return;
    TAILQ_REMOVE(&invocation->pool->waiting, invocation, link);
    invocation->pool->waiting_count--;
    free_invocation(invocation);
}

void local__pool_child_idle(local_pool *pool, local_child *child)
{
    local_invocation *invocation = take_waiting(pool);
    if (invocation)
        local__child_deliver(child, invocation);
}

/* When the last child could not even start, another would not either: what waits fails. One of a plugin that
   has changed says nothing of the new one. */
void local__pool_child_gone(local_pool *pool, local_child *child, bool served)
{
    TAILQ_REMOVE(&pool->children, child, link);
    pool->child_count--;
    local__console_changed(pool->stage->console);
    if (served || child->is_retired)
        plan_start(pool);
    else if (count_serving(pool) == 0)
        fail_waiting(pool);
}
