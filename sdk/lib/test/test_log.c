/*
 * Log lines: their members, their cap, and that they are valid JSON whatever they are given.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lamina/json.h"
#include "lamina/log.h"
#include "lamina/text.h"

enum { LINE_CAP = 256 * 1024 };

static int file = -1;
static char *written;
static lamina_arena *arena;

static int64_t fixed_time(void)
{
    return INT64_C(1769860800123456); /* 2026-01-31T12:00:00.123456Z */
}

static void configure(int32_t level, const char *service)
{
    lamina_log_configure(&(lamina_log_options){.size = sizeof(lamina_log_options),
                                               .fd = file,
                                               .level = level,
                                               .service = service,
                                               .realtime_us = fixed_time});
}

static void set_up(void)
{
    FILE *temporary = tmpfile();
    file = dup(fileno(temporary));
    fclose(temporary);
    arena = lamina_arena_new((size_t)16 * 1024 * 1024);
    configure(LAMINA_LOG_INFO, "partner");
}

static void tear_down(void)
{
    close(file);
    free(written);
    lamina_arena_free(arena);
}

TestSuite(log, .init = set_up, .fini = tear_down);

/* Everything that was written so far. */
static lamina_str output(void)
{
    off_t len = lseek(file, 0, SEEK_END);
    free(written);
    written = calloc(1, (size_t)len + 1);
    cr_assert_eq(pread(file, written, (size_t)len, 0), len);
    return (lamina_str){.ptr = written, .len = (size_t)len};
}

/* The only line that was written, parsed. */
static const lamina_json *line(void)
{
    lamina_str text = output();
    cr_assert_gt(text.len, 0, "nothing was written");
    cr_assert_eq(text.ptr[text.len - 1], '\n');
    cr_assert_eq((size_t)((char *)memchr(text.ptr, '\n', text.len) - text.ptr), text.len - 1,
                 "the line has a line end within");
    cr_assert_leq(text.len, LINE_CAP);
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(arena, text, 0, &value, NULL), LAMINA_OK, "no JSON: %.200s",
                 text.ptr);
    return value;
}

static bool says(const char *member, const char *expected)
{
    return lamina_str_is(lamina_json_member_string(line(), member), expected);
}

/* ---- members ---- */

Test(log, writes_a_line_as_documented)
{
    const lamina_context context = {
        .size = sizeof context,
        .flags = LAMINA_CONTEXT_COLD_START,
        .request_id = LAMINA_STR("r-1"),
        .trace_id = LAMINA_STR("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53;Sampled=1"),
        .operation = LAMINA_STR("get_partner")};
    const lamina_log_field fields[] = {
        lamina_log_text("partner", LAMINA_STR("p-1")),
        lamina_log_number("count", -3),
        {.name = "raw", .text = LAMINA_STR("{\"a\": [1,\r\n2]}"), .kind = LAMINA_LOG_JSON}};
    lamina_log_with(&context, LAMINA_LOG_WARN, LAMINA_STR("hello"), fields, 3);
    cr_assert_str_eq(output().ptr,
                     "{\"level\":\"WARN\",\"timestamp\":\"2026-01-31T12:00:00.123Z\","
                     "\"service\":\"partner\",\"function_request_id\":\"r-1\","
                     "\"xray_trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\","
                     "\"cold_start\":true,\"operation\":\"get_partner\",\"message\":\"hello\","
                     "\"partner\":\"p-1\",\"count\":-3,\"raw\":{\"a\": [1,  2]}}\n");
}

Test(log, leaves_out_what_is_not_known)
{
    configure(LAMINA_LOG_INFO, NULL);
    lamina_log(NULL, LAMINA_LOG_INFO, "%s %d", "hello", 1);
    cr_assert_str_eq(output().ptr, "{\"level\":\"INFO\",\"timestamp\":\"2026-01-31T12:00:00.123Z\","
                                   "\"message\":\"hello 1\"}\n");
}

Test(log, writes_what_is_no_text_as_valid_json)
{
    const lamina_log_field fields[] = {
        lamina_log_text("bytes", LAMINA_STR("\xff\xc3")),
        lamina_log_text("controls", LAMINA_STR("\x01\n\"\\\x1f")),
        {.name = NULL, .text = LAMINA_STR("no name")},
        {.name = "empty", .kind = LAMINA_LOG_JSON},
        {.name = "later", .text = LAMINA_STR("kind"), .kind = 77},
    };
    lamina_log_with(NULL, LAMINA_LOG_ERROR, LAMINA_STR("line\nend"), fields, 5);
    cr_assert(says("message", "line\nend"));
    cr_assert(says("bytes", "\xef\xbf\xbd\xef\xbf\xbd"));
    cr_assert(says("controls", "\x01\n\"\\\x1f"));
    cr_assert(says("later", "kind"));
    cr_assert_eq(lamina_json_type(lamina_json_member(line(), "empty")), LAMINA_JSON_NULL);
}

/* ---- levels ---- */

Test(log, keeps_quiet_below_its_level)
{
    configure(LAMINA_LOG_WARN, NULL);
    lamina_log(NULL, LAMINA_LOG_INFO, "not this");
    lamina_log_with(NULL, LAMINA_LOG_WARN - 1, LAMINA_STR("nor this"), NULL, 0);
    cr_assert_eq(output().len, 0);
    cr_assert_not(lamina_log_table()->enabled(LAMINA_LOG_INFO));
    cr_assert(lamina_log_table()->enabled(LAMINA_LOG_WARN));
    lamina_log(NULL, LAMINA_LOG_ERROR, "this");
    cr_assert(says("message", "this"));
}

Test(log, rounds_levels_down)
{
    configure(INT32_MIN, NULL);
    static const struct {
        int32_t level;
        const char *name;
    } cases[] = {{-5, "TRACE"}, {0, "TRACE"},  {9, "TRACE"},  {10, "DEBUG"},  {25, "INFO"},
                 {39, "WARN"},  {40, "ERROR"}, {50, "FATAL"}, {9000, "FATAL"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_eq(ftruncate(file, 0), 0);
        lseek(file, 0, SEEK_SET);
        lamina_log(NULL, cases[i].level, "x");
        cr_expect(says("level", cases[i].name), "%d", cases[i].level);
    }
}

Test(log, reads_names_of_levels)
{
    int32_t level = -1;
    cr_expect(lamina_log_level_from(LAMINA_STR("debug"), &level) == LAMINA_OK &&
              level == LAMINA_LOG_DEBUG);
    cr_expect(lamina_log_level_from(LAMINA_STR("FATAL"), &level) == LAMINA_OK &&
              level == LAMINA_LOG_FATAL);
    cr_expect_eq(lamina_log_level_from(LAMINA_STR("WARNING"), &level), LAMINA_E_SYNTAX);
    cr_expect_eq(lamina_log_level_from(LAMINA_STR(""), &level), LAMINA_E_SYNTAX);
    cr_expect_eq(level, LAMINA_LOG_FATAL);
}

/* ---- the cap ---- */

static lamina_str filled(size_t len, const char *unit)
{
    char *text = lamina_arena_alloc(arena, len);
    size_t unit_len = strlen(unit);
    for (size_t i = 0; i < len; i++)
        text[i] = unit[i % unit_len];
    return (lamina_str){.ptr = text, .len = len};
}

static void expect_cut(lamina_str message)
{
    const lamina_log_field fields[] = {lamina_log_text("behind", LAMINA_STR("is left out"))};
    cr_assert_eq(ftruncate(file, 0), 0);
    lseek(file, 0, SEEK_SET);
    const lamina_context context = {.size = sizeof context, .request_id = LAMINA_STR("r-1")};
    lamina_log_with(&context, LAMINA_LOG_INFO, message, fields, 1);
    cr_expect(lamina_json_true(lamina_json_member(line(), "truncated")));
    cr_expect(says("function_request_id", "r-1"));
    cr_expect_null(lamina_json_member(line(), "behind"));
    cr_expect_gt(output().len, LINE_CAP / 7, "far too much was cut");
    lamina_str kept = lamina_json_member_string(line(), "message");
    cr_expect_lt(kept.len, message.len);
}

Test(log, cuts_long_lines_and_says_so)
{
    expect_cut(filled((size_t)1024 * 1024, "a"));
    expect_cut(filled((size_t)300 * 1024, "\n"));
    expect_cut(filled((size_t)300 * 1024, "\x01"));
    expect_cut(filled((size_t)300 * 1024, "\xff"));
    expect_cut(filled((size_t)300 * 1024, "\""));
}

Test(log, cuts_between_characters)
{
    expect_cut(filled((size_t)300 * 1024, "\xe2\x82\xac"));
    lamina_str kept = lamina_json_member_string(line(), "message");
    cr_assert_eq(kept.len % 3, 0);
    cr_assert_eq(memcmp(kept.ptr + kept.len - 3, "\xe2\x82\xac", 3), 0);
}

Test(log, keeps_lines_below_the_cap_whole)
{
    lamina_str text = filled((size_t)200 * 1024, "a");
    lamina_log_with(NULL, LAMINA_LOG_INFO, text, NULL, 0);
    cr_assert_eq(lamina_json_member_string(line(), "message").len, text.len);
    cr_assert_null(lamina_json_member(line(), "truncated"));
}

Test(log, leaves_out_a_json_field_that_does_not_fit)
{
    const lamina_log_field fields[] = {
        {.name = "big", .text = filled((size_t)300 * 1024, "1"), .kind = LAMINA_LOG_JSON}};
    lamina_log_with(NULL, LAMINA_LOG_INFO, LAMINA_STR("m"), fields, 1);
    cr_assert(says("message", "m"));
    cr_assert_null(lamina_json_member(line(), "big"));
    cr_assert(lamina_json_true(lamina_json_member(line(), "truncated")));
}

Test(log, formats_messages_of_any_length)
{
    lamina_str text = filled(5000, "x");
    lamina_log(NULL, LAMINA_LOG_INFO, "%.*s!", LAMINA_FMT(text));
    lamina_str message = lamina_json_member_string(line(), "message");
    cr_assert_eq(message.len, 5001);
    cr_assert_eq(message.ptr[5000], '!');
}

/* ---- how it is written ---- */

static void *write_lines(void *user)
{
    (void)user;
    for (int i = 0; i < 200; i++)
        lamina_log(NULL, LAMINA_LOG_INFO, "%0500d", i);
    return NULL;
}

Test(log, never_mixes_the_lines_of_two_threads)
{
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, write_lines, NULL), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    lamina_str rest = output();
    size_t count = 0;
    while (rest.len > 0) {
        lamina_str one;
        const lamina_json *value;
        lamina_str_cut(&rest, '\n', &one);
        cr_assert_eq(lamina_json_read(arena, one, 0, &value, NULL), LAMINA_OK);
        lamina_arena_reset(arena);
        count++;
    }
    cr_assert_eq(count, 800);
}

Test(log, changes_no_errno_and_lives_with_a_reader_that_is_gone)
{
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    close(ends[1]);
    int kept = file;
    file = ends[0]; /* not open for writing */
    configure(LAMINA_LOG_INFO, NULL);
    errno = ENOENT;
    lamina_log(NULL, LAMINA_LOG_INFO, "nobody reads this");
    cr_assert_eq(errno, ENOENT);
    close(ends[0]);
    file = kept;
}

/* ---- through a host ---- */

static const void *no_table(const lamina_host *host, const char *id)
{
    (void)host;
    (void)id;
    return NULL;
}

Test(log, does_nothing_when_the_host_has_no_log)
{
    const lamina_host host = {.abi_major = 1, .version = "1.0.0", .table = no_table};
    const lamina_context context = {.size = sizeof context, .host = &host};
    lamina_log(&context, LAMINA_LOG_ERROR, "lost");
    lamina_log_with(&context, LAMINA_LOG_ERROR, LAMINA_STR("lost"), NULL, 0);
    cr_assert_eq(output().len, 0);
}
