/* The Runtime API's four requests, and what is noted at each. */
#include "fatal.h"
#include "process_figures.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

#define API "/2018-06-01/runtime/"

static void note_next(bench_run *run, int64_t t)
{
    if (run->next_count++ == 0) {
        run->first_next = t;
        run->cpu_init = bench_cpu_ns(run->pid);
    } else if (run->answered && run->response_count > run->warmup_count) {
        run->gaps[run->gap_count++] = t - run->answered;
    }
    if (run->response_count == run->warmup_count) {
        run->measure_start = t;
        run->cpu_start = bench_cpu_ns(run->pid);
    }
}

static void on_next(bench_run *run, const bench_connection *c, int64_t t)
{
    if (run->outstanding) {
        bench_run_fail(run, "asked for the next event before answering the one it has");
        return;
    }
    note_next(run, t);
    if (run->response_count == run->warmup_count + run->count) {
        run->measure_end = t;
        run->cpu_end = bench_cpu_ns(run->pid);
        run->done = true;
        return;
    }
    bench_bytes answer = bench_answer_next(run->options, run->sequence++);
    run->outstanding = true;
    run->sent = bench_now_ns();
    if (!bench_connection_send(c->fd, answer, run->options->timeout_s))
        bench_run_fail(run, "the connection broke while the event was sent");
}

static void check_result(bench_run *run, bool error, bench_bytes body)
{
    const char *want = run->options->want;
    if (error) {
        run->error_count++;
        if (!run->options->allow_errors)
            bench_run_fail(run, "the runtime reported a function error: %.*s", (int)body.len,
                           body.ptr);
    } else if (want && !memmem(body.ptr, body.len, want, strlen(want))) {
        if (run->want_missed_count++ == 0)
            (void)fprintf(stderr, "rapi-bench: no '%s' in: %.*s\n", want, (int)body.len, body.ptr);
    }
}

static void keep_first_body(bench_run *run, const bench_connection *c, bench_bytes body)
{
    run->first_chunked = c->chunked;
    run->first_body = bench_realloc(NULL, body.len + 1);
    run->first_body_len = body.len;
    memcpy(run->first_body, body.ptr, body.len);
    run->first_body[body.len] = '\0';
}

static void on_result(bench_run *run, const bench_connection *c, const char *id, bool error,
                      int64_t t)
{
    bench_bytes body = {.ptr = c->buf + c->head, .len = c->body};
    if (!run->outstanding || strncmp(id, bench_answer_id(), BENCH_ID_LEN) != 0) {
        bench_run_fail(run, "a result for '%.*s', which is not the event in flight", BENCH_ID_LEN,
                       id);
        return;
    }
    run->outstanding = false;
    run->answered = t;
    check_result(run, error, body);
    if (run->response_count++ == 0) {
        run->first_response = t;
        keep_first_body(run, c, body);
    } else if (body.len != run->first_body_len ||
               memcmp(body.ptr, run->first_body, body.len) != 0) {
        run->differing_count++;
    }
    if (run->response_count > run->warmup_count)
        run->latencies[run->latency_count++] = t - run->sent;
    if (!bench_connection_send(c->fd, bench_answer_accepted(), run->options->timeout_s))
        bench_run_fail(run, "the connection broke while the result was acknowledged");
}

/* The request id in /invocation/<id>/<what>; NULL when the path is not that. */
static const char *id_of(const char *path, const char *what)
{
    static const char prefix[] = API "invocation/";
    if (strncmp(path, prefix, sizeof prefix - 1) != 0)
        return NULL;
    const char *id = path + sizeof prefix - 1;
    const char *slash = strchr(id, '/');
    return slash && slash - id == BENCH_ID_LEN && !strcmp(slash + 1, what) ? id : NULL;
}

void bench_run_dispatch(bench_run *run, bench_connection *c, int64_t t)
{
    long timeout_s = run->options->timeout_s;
    bool post = !strcmp(c->method, "POST");
    const char *id = NULL;
    if (!strcmp(c->method, "GET") && !strcmp(c->path, API "invocation/next")) {
        on_next(run, c, t);
    } else if (post && (id = id_of(c->path, "response"))) {
        on_result(run, c, id, false, t);
    } else if (post && (id = id_of(c->path, "error"))) {
        on_result(run, c, id, true, t);
    } else if (post && !strcmp(c->path, API "init/error")) {
        (void)bench_connection_send(c->fd, bench_answer_accepted(), timeout_s);
        bench_run_fail(run, "the runtime reported an init error: %.*s", (int)c->body,
                       c->buf + c->head);
    } else {
        if (run->unknown_count++ == 0)
            (void)fprintf(stderr, "rapi-bench: 404 for %s %s\n", c->method, c->path);
        (void)bench_connection_send(c->fd, bench_answer_not_found, timeout_s);
    }
}
