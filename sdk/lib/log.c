/*
 * The writer behind lamina.log/1: levels, the members that every line has, one write(2) a line.
 *
 * One buffer serves the process, under a lock: lines must not mix anyway, and a buffer a thread
 * would be memory that a Lambda function of 128 MB can use better.
 */
#include "lamina/log.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "log_line.h"
#include "log_output.h"

static struct {
    pthread_mutex_t lock;
    lamina_text text;
    int fd;
    int32_t level;
    const char *service;
    int64_t (*realtime_us)(void);
} output = {.lock = PTHREAD_MUTEX_INITIALIZER, .fd = STDERR_FILENO, .level = LAMINA_LOG_INFO};

void lamina_log_configure(const lamina_log_options *options)
{
    pthread_mutex_lock(&output.lock);
    output.fd = options->fd;
    output.level = options->level;
    output.service = options->service;
    output.realtime_us = options->realtime_us;
    pthread_mutex_unlock(&output.lock);
}

/* ---- levels ---- */

static const struct {
    int32_t level;
    const char *name;
} levels[] = {
    {LAMINA_LOG_TRACE, "TRACE"}, {LAMINA_LOG_DEBUG, "DEBUG"}, {LAMINA_LOG_INFO, "INFO"},
    {LAMINA_LOG_WARN, "WARN"},   {LAMINA_LOG_ERROR, "ERROR"}, {LAMINA_LOG_FATAL, "FATAL"},
};
enum { LEVEL_COUNT = sizeof levels / sizeof *levels };

/* Of a level in between, the one below. */
static const char *level_name(int32_t level)
{
    const char *name = levels[0].name;
    for (size_t i = 0; i < LEVEL_COUNT; i++)
        if (levels[i].level <= level)
            name = levels[i].name;
    return name;
}

lamina_status lamina_log_level_from(lamina_str name, int32_t *level)
{
    for (size_t i = 0; i < LEVEL_COUNT; i++) {
        if (lamina_str_equal_nocase(name, lamina_str_from(levels[i].name))) {
            *level = levels[i].level;
            return LAMINA_OK;
        }
    }
    return LAMINA_E_SYNTAX;
}

/* ---- one line ---- */

int64_t lamina__log_now_us(void)
{
    return output.realtime_us != NULL ? output.realtime_us() : lamina_clock_table()->realtime_us();
}

static void add_timestamp(lamina__log_line *line)
{
    int64_t now_us = lamina__log_now_us();
    char stamp[LAMINA_TIMESTAMP_LEN + 1];
    if (lamina_format_timestamp(now_us, stamp) != LAMINA_OK)
        return;
    /* "2026-01-31T12:00:00.123456Z" down to milliseconds, as Lambda's own lines have it */
    enum { MILLISECONDS_LEN = 23 };
    stamp[MILLISECONDS_LEN] = 'Z';
    lamina__log_line_add_text(line, "timestamp",
                              (lamina_str){.ptr = stamp, .len = MILLISECONDS_LEN + 1});
}

static void add_unless_empty(lamina__log_line *line, const char *name, lamina_str value)
{
    if (value.len > 0)
        lamina__log_line_add_text(line, name, value);
}

/* "Root=1-...;Parent=...;Sampled=1": the Root is what traces are looked up by. */
static lamina_str trace_root(lamina_str trace_id)
{
    lamina_str part;
    for (bool more = true; more;) {
        more = lamina_str_cut(&trace_id, ';', &part);
        part = lamina_str_trim(part);
        if (lamina_str_has_prefix(part, LAMINA_STR("Root=")))
            return (lamina_str){.ptr = part.ptr + 5, .len = part.len - 5};
    }
    return (lamina_str){0};
}

static void add_context(lamina__log_line *line, const lamina_context *context)
{
    add_unless_empty(line, "function_request_id", context->request_id);
    add_unless_empty(line, "xray_trace_id", trace_root(context->trace_id));
    if ((context->flags & LAMINA_CONTEXT_COLD_START) != 0)
        lamina__log_line_add_true(line, "cold_start");
    add_unless_empty(line, "operation", context->operation);
}

/* A pipe may take less than was offered; a reader that is gone is no reason to fail. */
static void write_all(int fd, lamina_str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes.ptr += written;
        bytes.len -= (size_t)written;
    }
}

void lamina__log_output(lamina_str line)
{
    int error = errno;
    pthread_mutex_lock(&output.lock);
    write_all(output.fd, line);
    pthread_mutex_unlock(&output.lock);
    errno = error;
}

lamina_str lamina__log_service(void)
{
    return lamina_str_from(output.service == NULL ? "" : output.service);
}

static bool is_enabled(int32_t level)
{
    return level >= output.level;
}

static void write_line(const lamina_context *context, int32_t level, lamina_str message,
                       const lamina_log_field *fields, size_t field_count)
{
    if (!is_enabled(level))
        return;
    int error = errno; /* a log line between a failed call and its errno changes nothing */
    pthread_mutex_lock(&output.lock);
    if (output.text.cap == 0)
        lamina_text_init(&output.text, LAMINA__LOG_LINE_CAP + 1);

    lamina__log_line line;
    lamina__log_line_begin(&line, &output.text);
    lamina__log_line_add_text(&line, "level", lamina_str_from(level_name(level)));
    add_timestamp(&line);
    /* What the line is found by comes before what may fill it up. */
    add_unless_empty(&line, "service", lamina_str_from(output.service));
    if (context != NULL)
        add_context(&line, context);
    lamina__log_line_add_text(&line, "message", message);
    for (size_t i = 0; i < field_count; i++)
        lamina__log_line_add_field(&line, &fields[i]);
    lamina__log_line_end(&line);

    if (lamina_text_status(&output.text) == LAMINA_OK)
        write_all(output.fd, lamina_text_view(&output.text));
    pthread_mutex_unlock(&output.lock);
    errno = error;
}

const lamina_log_1 *lamina_log_table(void)
{
    static const lamina_log_1 table = {.enabled = is_enabled, .write = write_line};
    return &table;
}
