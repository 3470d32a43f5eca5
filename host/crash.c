/*
 * crash.c - one FATAL line for a crash, written with nothing but async-signal-safe functions
 * (POSIX.1-2017, XSH 2.4.3).
 *
 * The invocation is not answered from here: Lambda sees the process die and reports it, and a heap
 * that was just overrun is no place to build a request in.
 */
#include "crash.h"

#include <signal.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>

#include "crash_frames.h"
#include "lamina/text.h"

#if defined(__SANITIZE_ADDRESS__)
#define CRASH_IS_SANITIZERS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CRASH_IS_SANITIZERS 1
#endif
#endif

#define CRASH_STACK_LEN 32768u

static lamina_str crash_service;
static lamina_str crash_request_id;
static const char *volatile crash_operation = "";

void host__crash_enter(lamina_str request_id, const char *operation)
{
    crash_request_id = request_id;
    crash_operation = operation;
}

void host__crash_leave(void)
{
    crash_operation = "";
    crash_request_id = (lamina_str){0};
}

#ifdef CRASH_IS_SANITIZERS

void host__crash_install(lamina_str service)
{
    crash_service = service;
}

#else

static const struct {
    int number;
    const char *name;
} crashes[] = {
    {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
    {SIGILL, "SIGILL"},   {SIGABRT, "SIGABRT"},
};

#define CRASH_COUNT (sizeof(crashes) / sizeof(crashes[0]))

static const char *name_of(int number)
{
    for (size_t i = 0; i < CRASH_COUNT; i++)
        if (crashes[i].number == number)
            return crashes[i].name;
    return "a signal";
}

/* lamina_format_timestamp() is arithmetic alone, and clock_gettime() is on POSIX's list. */
static void write_timestamp(char out[LAMINA_TIMESTAMP_LEN + 1])
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)lamina_format_timestamp((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000, out);
}

static struct iovec piece(const char *text, size_t len)
{
    union {
        const char *text;
        void *base;
    } view = {.text = text}; /* writev() only reads, but its type does not say so */
    return (struct iovec){.iov_base = view.base, .iov_len = len};
}

static struct iovec words(const char *text)
{
    return piece(text, strlen(text));
}

static void write_line(int number, const void *context)
{
    static char frames[CRASH_FRAMES_LEN];
    const size_t frames_len = host__crash_write_frames(context, frames);
    char timestamp[LAMINA_TIMESTAMP_LEN + 1] = "";
    write_timestamp(timestamp);
    const struct iovec line[] = {
        words("{\"level\":\"FATAL\",\"timestamp\":\""),
        words(timestamp),
        words("\",\"message\":\"plugin code crashed\",\"service\":\""),
        piece(crash_service.ptr, crash_service.len),
        words("\",\"function_request_id\":\""),
        piece(crash_request_id.ptr, crash_request_id.len),
        words("\",\"operation\":\""),
        words(crash_operation),
        words("\",\"signal\":\""),
        words(name_of(number)),
        words("\",\"errorType\":\"Function.HandlerCrashed\",\"frames\":["),
        piece(frames, frames_len),
        words("]}\n"),
    };
    /* One call, so that the line stays whole. Nothing can be done about a failure. */
    const ssize_t written = writev(2, line, (int)(sizeof(line) / sizeof(line[0])));
    (void)written;
}

/* SA_RESETHAND put the default action back and SA_NODEFER left the signal unblocked: raising it again
   ends the process at once, with the status and the core dump that belong to it. */
static void on_crash(int number, siginfo_t *info, void *context)
{
    (void)info;
    write_line(number, context);
    (void)raise(number);
}

void host__crash_install(lamina_str service)
{
    static char stack[CRASH_STACK_LEN];
    crash_service = service;
    host__crash_know_files();
    const stack_t own = {.ss_sp = stack, .ss_size = sizeof(stack)};
    (void)sigaltstack(&own, NULL);
    struct sigaction action = {.sa_sigaction = on_crash,
                               .sa_flags =
                                   SA_SIGINFO | SA_ONSTACK | SA_NODEFER | (int)SA_RESETHAND};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < CRASH_COUNT; i++)
        (void)sigaction(crashes[i].number, &action, NULL);
}

#endif
