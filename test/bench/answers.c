#include "answers.h"

#include "fatal.h"
#include "process_figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Go's HTTP server, which the runtime interface emulator uses, chunks every answer longer. */
#define AUTO_CHUNK_OVER 2048
#define DEADLINE_LEN 13

#define BYTES(literal)                                                                             \
    {                                                                                              \
        .ptr = (literal), .len = sizeof(literal) - 1                                               \
    }
const bench_bytes bench_answer_not_found =
    BYTES("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
const bench_bytes bench_answer_continue = BYTES("HTTP/1.1 100 Continue\r\n\r\n");

/* The /next answer, whole in one buffer; the id and the deadline are patched in. */
static struct {
    char *buf;
    size_t len;
    char *id;
    char *deadline;
} next;

static char accepted[256];
static size_t accepted_len;

static void format_date(char *date, size_t cap)
{
    time_t now = time(NULL);
    struct tm tm;
    (void)strftime(date, cap, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
}

static void build_next(const char *head, bench_bytes event, const char *tail)
{
    size_t head_len = strlen(head);
    size_t tail_len = strlen(tail);
    next.len = head_len + event.len + tail_len;
    next.buf = bench_realloc(NULL, next.len + 1);
    memcpy(next.buf, head, head_len);
    memcpy(next.buf + head_len, event.ptr, event.len);
    memcpy(next.buf + head_len + event.len, tail, tail_len + 1);
    next.id = strstr(next.buf, "Request-Id: ") + strlen("Request-Id: ");
    next.deadline = strstr(next.buf, "Deadline-Ms: ") + strlen("Deadline-Ms: ");
}

void bench_answers_init(const bench_options *options, bench_bytes event)
{
    char date[64];
    char frame[64];
    char chunk_head[32] = "";
    char head[1024];
    format_date(date, sizeof date);
    bool chunked = options->framing == BENCH_FRAME_CHUNKED ||
                   (options->framing == BENCH_FRAME_AUTO && event.len > AUTO_CHUNK_OVER);
    if (chunked) {
        (void)snprintf(frame, sizeof frame, "Transfer-Encoding: chunked");
        if (event.len)
            (void)snprintf(chunk_head, sizeof chunk_head, "%zx\r\n", event.len);
    } else {
        (void)snprintf(frame, sizeof frame, "Content-Length: %zu", event.len);
    }
    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 200 OK\r\n"
                   "Content-Type: application/json\r\n"
                   "Lambda-Runtime-Aws-Request-Id: %0*d\r\n"
                   "Lambda-Runtime-Deadline-Ms: %0*d\r\n"
                   "Lambda-Runtime-Invoked-Function-Arn: "
                   "arn:aws:lambda:us-east-1:123456789012:function:%.64s\r\n"
                   "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;"
                   "Parent=9a9197af755a6419;Sampled=1\r\n"
                   "Date: %s\r\n"
                   "%s\r\n\r\n%s",
                   BENCH_ID_LEN, 0, DEADLINE_LEN, 0, options->name, date, frame, chunk_head);
    const char *last_chunk = event.len ? "\r\n0\r\n\r\n" : "0\r\n\r\n";
    build_next(head, event, chunked ? last_chunk : "");

    int len = snprintf(accepted, sizeof accepted,
                       "HTTP/1.1 202 Accepted\r\n"
                       "Content-Type: application/json\r\n"
                       "Date: %s\r\n"
                       "Content-Length: 16\r\n\r\n"
                       "{\"status\":\"OK\"}\n",
                       date);
    accepted_len = (size_t)len;
}

bench_bytes bench_answer_next(const bench_options *options, uint64_t sequence)
{
    char text[64];
    uint64_t mix = (sequence + 1) * UINT64_C(0x9e3779b97f4a7c15);
    (void)snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012" PRIx64, (uint32_t)mix,
                   (unsigned)(mix >> 32 & 0xffff), (unsigned)(mix >> 48 & 0xfff),
                   (unsigned)(mix >> 60), sequence & UINT64_C(0xffffffffffff));
    memcpy(next.id, text, BENCH_ID_LEN);
    (void)snprintf(text, sizeof text, "%0*" PRId64, DEADLINE_LEN,
                   bench_unix_ms() + options->function_timeout_ms);
    memcpy(next.deadline, text, DEADLINE_LEN);
    return (bench_bytes){.ptr = next.buf, .len = next.len};
}

const char *bench_answer_id(void)
{
    return next.id;
}

bench_bytes bench_answer_accepted(void)
{
    return (bench_bytes){.ptr = accepted, .len = accepted_len};
}
