/*
 * invoke_report.c - what came of an invocation, for people and for programs.
 */
#include "invoke_report.h"

#include <stdio.h>

#include "command.h"
#include "lamina/json.h"

#define OUTPUT_CAP ((size_t)32 << 20)

/* An answer, read: of HTTP, or of anything else. */
typedef struct report {
    const lamina_json *root;
    int64_t status; /* 0: it is no HTTP answer */
    lamina_str body;
} report;

static report read_answer(lamina_arena *arena, lamina_str text)
{
    report r = {0};
    if (lamina_json_read(arena, text, LAMINA_JSON_DEPTH_MAX, &r.root, NULL) != LAMINA_OK)
        return r;
    if (lamina_json_int64(lamina_json_member(r.root, "statusCode"), &r.status) != LAMINA_OK)
        r.status = 0;
    r.body = lamina_json_member_string(r.root, "body");
    if (lamina_json_true(lamina_json_member(r.root, "isBase64Encoded")))
        (void)lamina_base64_decode(arena, r.body, &r.body);
    return r;
}

static void print_header(lamina_str name, const lamina_json *value)
{
    printf("%.*s: %.*s\n", LAMINA_FMT(name), LAMINA_FMT(lamina_json_string(value)));
}

/* Each source's shape has some of these. */
static void print_headers(const lamina_json *root)
{
    const lamina_json *multi = lamina_json_member(root, "multiValueHeaders");
    const lamina_json *single = lamina_json_member(root, "headers");
    for (const lamina_json *at = lamina_json_first(single); at; at = lamina_json_next(at))
        print_header(lamina_json_name(at), at);
    for (const lamina_json *at = lamina_json_first(multi); at; at = lamina_json_next(at))
        for (const lamina_json *one = lamina_json_first(at); one; one = lamina_json_next(one))
            print_header(lamina_json_name(at), one);
    const lamina_json *cookies = lamina_json_member(root, "cookies");
    for (const lamina_json *at = lamina_json_first(cookies); at; at = lamina_json_next(at))
        print_header(LAMINA_STR("set-cookie"), at);
}

static void print_answer(const report *r, lamina_str text)
{
    if (r->status == 0) {
        printf("%.*s\n", LAMINA_FMT(text));
        return;
    }
    printf("HTTP %lld\n", (long long)r->status);
    print_headers(r->root);
    if (r->body.len == 0)
        return;
    putchar('\n');
    fwrite(r->body.ptr, 1, r->body.len, stdout);
    putchar('\n');
}

static void print_failure(lamina_arena *arena, lamina_str text)
{
    const lamina_json *failure = NULL;
    (void)lamina_json_read(arena, text, 0, &failure, NULL);
    fprintf(stderr, "lamina invoke: %.*s: %.*s\n",
            LAMINA_FMT(lamina_json_member_string(failure, "errorType")),
            LAMINA_FMT(lamina_json_member_string(failure, "errorMessage")));
}

/* ---- for programs ---- */

static void write_value(lamina_json_writer *json, lamina_arena *arena, lamina_str text)
{
    const lamina_json *value = NULL;
    if (lamina_json_read(arena, text, LAMINA_JSON_DEPTH_MAX, &value, NULL) == LAMINA_OK)
        lamina_json_write_value(json, value);
    else
        lamina_json_write_string(json, text);
}

static void write_member(lamina_json_writer *json, const lamina_json *root, const char *name)
{
    const lamina_json *value = lamina_json_member(root, name);
    if (value == NULL)
        return;
    lamina_json_write_name(json, lamina_str_from(name));
    lamina_json_write_value(json, value);
}

static void write_http(lamina_json_writer *json, lamina_arena *arena, const report *r)
{
    lamina_json_write_member_int64(json, "status", r->status);
    write_member(json, r->root, "headers");
    write_member(json, r->root, "multiValueHeaders");
    write_member(json, r->root, "cookies");
    lamina_json_write_name(json, LAMINA_STR("body"));
    if (r->body.len > 0)
        write_value(json, arena, r->body);
    else
        lamina_json_write_null(json);
}

static void write_failure(lamina_json_writer *json, lamina_arena *arena,
                          const cli_invocation_end *end)
{
    const lamina_json *failure = NULL;
    (void)lamina_json_read(arena, end->body, 0, &failure, NULL);
    lamina_str type = lamina_json_member_string(failure, "errorType");
    lamina_str message = lamina_json_member_string(failure, "errorMessage");
    if (end->outcome == CLI_OUTCOME_NONE) {
        type = LAMINA_STR("Runtime.ExitError"); /* Lambda's own word for it */
        message = end->fault;
    }
    lamina_json_write_member_string(json, "errorType", type);
    lamina_json_write_member_string(json, "errorMessage", message);
}

static int print_json(lamina_arena *arena, const cli_invocation_end *end, const report *r)
{
    lamina_text text;
    lamina_json_writer json;
    lamina_text_init(&text, OUTPUT_CAP);
    lamina_json_write_init(&json, &text);
    lamina_json_write_object(&json);
    if (end->outcome != CLI_OUTCOME_ANSWERED) {
        write_failure(&json, arena, end);
    } else if (r->status != 0) {
        write_http(&json, arena, r);
    } else {
        lamina_json_write_name(&json, LAMINA_STR("answer"));
        write_value(&json, arena, end->body);
    }
    lamina_json_write_member_int64(&json, "durationMs", end->duration_ms);
    lamina_json_write_object_end(&json);
    const bool whole = lamina_text_status(&text) == LAMINA_OK && printf("%s\n", text.ptr) > 0;
    lamina_text_clear(&text);
    return whole ? CLI_DONE : CLI_FAILED;
}

int cli__invoke_print(lamina_arena *arena, const cli_invocation_end *end, bool as_json)
{
    report r = {0};
    if (end->outcome == CLI_OUTCOME_ANSWERED)
        r = read_answer(arena, end->body);
    const bool good = end->outcome == CLI_OUTCOME_ANSWERED && r.status < 400;
    if (as_json)
        return print_json(arena, end, &r) == CLI_DONE && good ? CLI_DONE : CLI_FAILED;
    if (end->outcome == CLI_OUTCOME_ANSWERED)
        print_answer(&r, end->body);
    else if (end->outcome == CLI_OUTCOME_NONE)
        fprintf(stderr, "lamina invoke: %.*s\n", LAMINA_FMT(end->fault));
    else
        print_failure(arena, end->body);
    return good ? CLI_DONE : CLI_FAILED;
}
