/* CPU time by stage: see stages.h. */
#include "stages.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/dynamodb_hook.h"
#include "fatal.h"
#include "lamina/http_client.h"
#include "lamina/text.h"

#define HEADER_CAP 16u
#define URL_CAP 512u
#define BODY_CAP (32u << 20)

static lamina_http_client *network;
static dynamodb_client *client;
static lamina_arena *kept; /* of the last request */
static lamina_http_call prepared;
static lamina_param prepared_headers[HEADER_CAP];
static char prepared_url[URL_CAP];
static bool is_noting, is_keeping = true;
static struct {
    double start, encoded, signed_at, answered;
} marks;

double cpu_us(void)
{
    struct timespec used;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        bench_die("clock_gettime");
    return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static lamina_str keep_text(lamina_str text)
{
    lamina_str copy = lamina_arena_copy(kept, text);
    if (copy.ptr == NULL)
        bench_die("a request is too large to be kept");
    return copy;
}

static void keep(const lamina_http_call *call)
{
    if (call->header_count > HEADER_CAP || strlen(call->url) >= URL_CAP)
        bench_die("a request has more headers than expected");
    lamina_arena_reset(kept);
    memcpy(prepared_url, call->url, strlen(call->url) + 1);
    for (size_t i = 0; i < call->header_count; i++)
        prepared_headers[i] = (lamina_param){.name = keep_text(call->headers[i].name),
                                             .value = keep_text(call->headers[i].value)};
    prepared = *call;
    prepared.url = prepared_url;
    prepared.headers = prepared_headers;
    prepared.body = keep_text(call->body);
}

static lamina_status send_noted(void *self, const lamina_http_call *call,
                                lamina_http_answer *answer)
{
    (void)self;
    if (is_keeping)
        keep(call);
    if (is_noting)
        marks.signed_at = cpu_us();
    lamina_status status = lamina_http_send(network, call, answer);
    if (is_noting)
        marks.answered = cpu_us();
    return status;
}

static void never_wait(void *self, uint32_t milliseconds)
{
    (void)self;
    bench_die("a request was to be repeated after %u ms", milliseconds);
}

static void note_try(void *self, lamina_context *context, const dynamodb_event *event)
{
    (void)self;
    (void)context;
    if (event->phase == DYNAMODB_TRY_BEGINS)
        marks.encoded = cpu_us();
}

void stages_open(lamina_context *context)
{
    const lamina_http_client_options http = {.size = sizeof http, .body_cap = BODY_CAP};
    const dynamodb_transport transport = {.send = send_noted, .wait_ms = never_wait};
    const dynamodb_client_options options = {.size = sizeof options, .transport = &transport};
    lamina_str reason = {NULL, 0};
    network = lamina_http_client_new(&http);
    kept = lamina_arena_new(BODY_CAP);
    if (network == NULL || kept == NULL)
        bench_die("out of memory");
    if (dynamodb_client_new(&options, context->arena, &client, &reason) != LAMINA_OK)
        bench_die("%.*s", LAMINA_FMT(reason));
    dynamodb_client_use(client);
}

void stages_close(void)
{
    dynamodb_client_use(NULL);
    dynamodb_client_free(client);
    lamina_http_client_free(network);
    lamina_arena_free(kept);
}

void stages_keep(bool yes)
{
    is_keeping = yes;
}

void stages_begin(void)
{
    if (dynamodb_hook_add(note_try, NULL) != LAMINA_OK)
        bench_die("the hook");
    is_noting = true;
    marks.start = cpu_us();
}

void stages_end(stages *sum)
{
    double end = cpu_us();
    is_noting = false;
    dynamodb_hook_remove(note_try, NULL);
    sum->encode += marks.encoded - marks.start;
    sum->sign += marks.signed_at - marks.encoded;
    sum->http += marks.answered - marks.signed_at;
    sum->decode += end - marks.answered;
}

void stages_send_prepared(void)
{
    lamina_http_answer answer = {.size = sizeof answer};
    if (lamina_http_send(network, &prepared, &answer) != LAMINA_OK || answer.status != 200)
        bench_die("a prepared request got HTTP %d: %s", answer.status,
                  answer.fault != NULL ? answer.fault : "");
}
