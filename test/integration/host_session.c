/*
 * host_session.c - bootstrap with the echo plugin, and what it answers, for tests.
 */
#include "host_session.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"

void host_session_open(host_session *session, const runtime_api_child_options *options)
{
    *session = (host_session){.server = runtime_api_start(),
                              .arena = lamina_arena_new((size_t)256 * 1024 * 1024)};
    runtime_api_child_options used = options != NULL ? *options : (runtime_api_child_options){0};
    if (used.api == NULL)
        used.api = runtime_api_address(session->server);
    if (used.handler == NULL)
        used.handler = "echo";
    session->child = runtime_api_child_start(&used);
}

void host_session_close(host_session *session)
{
    if (session->child.pid != 0)
        cr_expect_eq(runtime_api_child_stop(&session->child), 0);
    runtime_api_child_clear(&session->child);
    runtime_api_stop(session->server);
    lamina_arena_free(session->arena);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t len = strlen(text);
    return len >= strlen(end) && strcmp(text + len - strlen(end), end) == 0;
}

const lamina_json *host_session_answer(host_session *session)
{
    const runtime_api_post *post = runtime_api_wait_post(session->server, session->posts++);
    cr_assert(ends_with(post->path, "/response"), "%s: %s", post->path, post->body);
    const lamina_json *answer = NULL;
    cr_assert_eq(lamina_json_read(session->arena, (lamina_str){post->body, post->body_len}, 0,
                                  &answer, NULL),
                 LAMINA_OK);
    return answer;
}

const lamina_json *host_session_ask(host_session *session, const char *event)
{
    runtime_api_push_json(session->server, event);
    return host_session_answer(session);
}

const char *host_session_failure(host_session *session)
{
    const runtime_api_post *post = runtime_api_wait_post(session->server, session->posts++);
    cr_assert(ends_with(post->path, "/error"), "%s: %s", post->path, post->body);
    return post->body;
}

const char *host_session_rest(host_session *session, const char *method, const char *path,
                              const char *members)
{
    return lamina_arena_format(
               session->arena,
               "{\"resource\":\"/{proxy+}\",\"httpMethod\":\"%s\",\"path\":\"%s\"%s}", method, path,
               members)
        .ptr;
}

const char *host_session_sample(host_session *session, const char *name)
{
    static const char *const folders[] = {"sdk/cli/events", "host/test/events"};
    FILE *file = NULL;
    for (size_t i = 0; file == NULL && i < sizeof(folders) / sizeof(folders[0]); i++)
        file = fopen(lamina_arena_format(session->arena, "%s/%s/%s.json", getenv("LAMINA_ROOT"),
                                         folders[i], name)
                         .ptr,
                     "r");
    cr_assert_not_null(file, "there is no sample event %s", name);
    char text[65536];
    const size_t len = fread(text, 1, sizeof(text), file);
    fclose(file);
    return lamina_arena_copy(session->arena, (lamina_str){text, len}).ptr;
}

int64_t host_session_status(const lamina_json *answer)
{
    int64_t status = 0;
    (void)lamina_json_int64(lamina_json_member(answer, "statusCode"), &status);
    return status;
}

lamina_str host_session_header(const lamina_json *answer, const char *name)
{
    return lamina_json_member_string(lamina_json_member(answer, "headers"), name);
}

const lamina_json *host_session_body(host_session *session, const lamina_json *answer)
{
    const lamina_json *body = NULL;
    cr_assert_eq(
        lamina_json_read(session->arena, lamina_json_member_string(answer, "body"), 0, &body, NULL),
        LAMINA_OK);
    return body;
}

bool host_session_logged(const host_session *session, const char *part)
{
    char *output = runtime_api_child_output(&session->child);
    const bool found = strstr(output, part) != NULL;
    free(output);
    return found;
}
