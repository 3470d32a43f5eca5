/*
 * answer.c - what came back, and whether it is as it should be.
 */
#include <stdio.h>
#include <string.h>

#include "lamina/log.h"
#include "lamina/problem.h"
#include "module.h"

/* ---- reading ---- */

int32_t lamina_test_status(const lamina_test *test)
{
    int64_t status = 0;
    (void)lamina_json_int64(lamina_json_member(test->answer, "statusCode"), &status);
    return (int32_t)status;
}

lamina_str lamina_test_body(const lamina_test *test)
{
    return lamina_json_member_string(test->answer, "body");
}

const lamina_json *lamina_test_json(const lamina_test *test)
{
    return test->body;
}

/* One step of a pointer: "~1" is '/', "~0" is '~' (RFC 6901 section 3). */
static bool is_step(lamina_str step, lamina_str name)
{
    size_t at = 0;
    for (size_t i = 0; i < step.len; i++, at++) {
        char c = step.ptr[i];
        if (c == '~' && i + 1 < step.len)
            c = step.ptr[++i] == '1' ? '/' : '~';
        if (at == name.len || name.ptr[at] != c)
            return false;
    }
    return at == name.len;
}

static const lamina_json *descend(const lamina_json *value, lamina_str step)
{
    int64_t index = -1;
    if (lamina_json_type(value) == LAMINA_JSON_ARRAY &&
        lamina_parse_int64(step, &index) != LAMINA_OK)
        return NULL;
    for (const lamina_json *at = lamina_json_first(value); at != NULL; at = lamina_json_next(at)) {
        const bool found = lamina_json_type(value) == LAMINA_JSON_ARRAY
                               ? index-- == 0
                               : is_step(step, lamina_json_name(at));
        if (found)
            return at;
    }
    return NULL;
}

static const lamina_json *find(const lamina_test *test, const char *pointer)
{
    const lamina_json *value = test->body;
    lamina_str rest = lamina_str_from(pointer);
    if (rest.len > 0 && rest.ptr[0] != '/')
        testing__die("a JSON pointer begins with '/', or is empty: \"%s\"", pointer);
    while (value != NULL && rest.len > 0) {
        lamina_str step;
        rest = (lamina_str){rest.ptr + 1, rest.len - 1};
        const char *slash = memchr(rest.ptr, '/', rest.len);
        step = (lamina_str){rest.ptr, slash != NULL ? (size_t)(slash - rest.ptr) : rest.len};
        rest = (lamina_str){rest.ptr + step.len, rest.len - step.len};
        value = descend(value, step);
    }
    return value;
}

static lamina_str text_of(const lamina_json *value)
{
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_STRING: return lamina_json_string(value);
    case LAMINA_JSON_NUMBER: return lamina_json_number(value);
    case LAMINA_JSON_BOOLEAN:
        return lamina_json_true(value) ? LAMINA_STR("true") : LAMINA_STR("false");
    case LAMINA_JSON_NULL: return LAMINA_STR("null");
    case LAMINA_JSON_OBJECT: return LAMINA_STR("{}");
    case LAMINA_JSON_ARRAY: return LAMINA_STR("[]");
    default: return (lamina_str){0};
    }
}

lamina_str lamina_test_at(const lamina_test *test, const char *pointer)
{
    return text_of(find(test, pointer));
}

lamina_str lamina_test_answer_header(const lamina_test *test, const char *name)
{
    const lamina_json *headers = lamina_json_member(test->answer, "headers");
    for (const lamina_json *at = lamina_json_first(headers); at != NULL; at = lamina_json_next(at))
        if (lamina_str_equal_nocase(lamina_json_name(at), lamina_str_from(name)))
            return lamina_json_string(at);
    return (lamina_str){0};
}

lamina_str lamina_test_log(const lamina_test *test)
{
    return test_context_log(test->clock_and_log);
}

lamina_str lamina_test_note(const lamina_test *test, const char *name)
{
    lamina_log_field fields[LAMINA_NOTE_CAP];
    const lamina_context *context = test_context_get(test->clock_and_log);
    const size_t count = lamina_notes_read(context->notes, fields, LAMINA_NOTE_CAP);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].kind == LAMINA_LOG_NUMBER
                       ? lamina_arena_format(test->service.arena, "%lld",
                                             (long long)fields[i].number)
                       : fields[i].text;
    return (lamina_str){0};
}

size_t lamina_test_arena_used(const lamina_test *test)
{
    return lamina_arena_used(test_context_get(test->clock_and_log)->arena);
}

/* ---- checks ---- */

/* What was answered, behind what was expected of it. */
static bool complain(const lamina_test *test, const char *what, const char *expected,
                     lamina_str found)
{
    fprintf(stderr, "lamina_test: expected %s %s, found %.*s\n  answer: %d %.*s\n", what, expected,
            found.ptr != NULL ? (int)found.len : 7, found.ptr != NULL ? found.ptr : "nothing",
            lamina_test_status(test), LAMINA_FMT(lamina_test_body(test)));
    return false;
}

bool lamina_test_status_is(const lamina_test *test, int32_t status)
{
    char expected[16];
    char found[16];
    if (lamina_test_status(test) == status)
        return true;
    snprintf(expected, sizeof expected, "%d", status);
    snprintf(found, sizeof found, "%d", lamina_test_status(test));
    return complain(test, "status", expected, lamina_str_from(found));
}

bool lamina_test_says(const lamina_test *test, const char *pointer, const char *text)
{
    const lamina_str found = lamina_test_at(test, pointer);
    if (found.ptr != NULL && lamina_str_is(found, text))
        return true;
    fprintf(stderr, "lamina_test: at %s:\n", pointer);
    return complain(test, "the value", text, found);
}

bool lamina_test_lacks(const lamina_test *test, const char *pointer)
{
    if (find(test, pointer) == NULL)
        return true;
    return complain(test, "nothing at", pointer, lamina_test_at(test, pointer));
}

bool lamina_test_header_is(const lamina_test *test, const char *name, const char *value)
{
    const lamina_str found = lamina_test_answer_header(test, name);
    if (found.ptr != NULL && lamina_str_is(found, value))
        return true;
    fprintf(stderr, "lamina_test: header %s:\n", name);
    return complain(test, "the value", value, found);
}

bool lamina_test_problem_is(const lamina_test *test, int32_t status, const char *code)
{
    lamina_str type = lamina_test_at(test, "/type");
    const lamina_str prefix = LAMINA_STR(LAMINA_PROBLEM_TYPE_PREFIX);
    if (lamina_str_has_prefix(type, prefix))
        type = (lamina_str){type.ptr + prefix.len, type.len - prefix.len};
    if (!lamina_test_status_is(test, status) ||
        !lamina_test_header_is(test, "Content-Type", "application/problem+json"))
        return false;
    return lamina_str_is(type, code) || complain(test, "the problem", code, type);
}

bool lamina_test_violates(const lamina_test *test, const char *place, const char *code)
{
    const lamina_json *errors = lamina_json_member(test->body, "errors");
    const char *member = place[0] == '/' || place[0] == '\0' ? "pointer" : "parameter";
    for (const lamina_json *at = lamina_json_first(errors); at != NULL; at = lamina_json_next(at))
        if (lamina_str_is(lamina_json_member_string(at, member), place) &&
            lamina_str_is(lamina_json_member_string(at, "code"), code))
            return true;
    fprintf(stderr, "lamina_test: at %s:\n", place);
    return complain(test, "the violation", code, (lamina_str){0});
}

bool lamina_test_logged(const lamina_test *test, const char *text)
{
    const lamina_str log = lamina_test_log(test);
    if (log.ptr != NULL && memmem(log.ptr, log.len, text, strlen(text)) != NULL)
        return true;
    fprintf(stderr, "lamina_test: expected a log line with \"%s\", found:\n%.*s", text,
            LAMINA_FMT(log));
    return false;
}

lamina_str lamina_test_failure(const lamina_test *test)
{
    return lamina_str_from(test->failure.type);
}

bool lamina_test_failure_is(const lamina_test *test, const char *type, const char *words)
{
    const char *found = test->failure.type != NULL ? test->failure.type : "no failure";
    const lamina_str message = test->failure.message;
    const bool has_words = message.len >= strlen(words) &&
                           memmem(message.ptr, message.len, words, strlen(words)) != NULL;
    if (strcmp(found, type) == 0 && has_words)
        return true;
    fprintf(stderr, "the invocation ended with %s (%.*s), not %s (%s)\n", found, (int)message.len,
            message.ptr != NULL ? message.ptr : "", type, words);
    return false;
}
