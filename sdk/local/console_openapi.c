/*
 * console_openapi.c - asks `lamina openapi` for the document of all modules, in a process of its own as the
 * plugins' routes are.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "beside.h"
#include "child_environment.h"
#include "console_parts.h"
#include "terminal.h"

#define DOCUMENT_CAP ((size_t)16 << 20)

typedef struct question {
    struct evhttp_request *request;
    lamina_text document;
    lamina_text fault;
} question;

/* JSON in one line, which comes in pieces when it is over 1 MiB. */
static void on_output(void *arg, lamina_str line)
{
    question *asked = arg;
    lamina_text_add(&asked->document, line);
}

static void on_error(void *arg, lamina_str line)
{
    question *asked = arg;
    lamina_text_add(&asked->fault, line);
}

static void free_question(question *asked)
{
    lamina_text_clear(&asked->document);
    lamina_text_clear(&asked->fault);
    free(asked);
}

static void on_end(void *arg, int wait_status)
{
    question *asked = arg;
    if (wait_status == 0 && !lamina_text_status(&asked->document))
        local__console_reply(asked->request, 200, "application/json",
                             lamina_text_view(&asked->document));
    else
        local__console_refuse(asked->request, 500,
                              asked->fault.ptr ? asked->fault.ptr : "lamina openapi failed");
    free_question(asked);
}

static bool start(local_stage *stage, question *asked)
{
    lamina_arena_reset(stage->scratch);
    const size_t count = stage->options->plugin_count;
    const char **argv = lamina_arena_array(stage->scratch, count + 7, sizeof(*argv));
    const char *program = local__beside(stage->scratch, "bin/lamina");
    const lamina_str server = lamina_arena_format(stage->scratch, "/%s", stage->options->stage);
    if (!argv || !program || !server.ptr)
        return false;
    const char *const words[] = {program, "openapi", "--merge", "--server", server.ptr, "--"};
    memcpy(argv, words, sizeof(words));
    memcpy(argv + sizeof(words) / sizeof(words[0]), stage->options->plugins, count * sizeof(*argv));
    local_program openapi = {.argv = argv,
                             .env = local__own_environment(),
                             .on_output = on_output,
                             .on_error = on_error,
                             .on_end = on_end,
                             .arg = asked};
    return local__process_start(stage->processes, &openapi) != NULL;
}

void local__console_openapi(local_console *console, struct evhttp_request *request, lamina_str rest)
{
    question *asked = rest.len == 0 ? calloc(1, sizeof(*asked)) : NULL;
    if (!asked) {
        local__console_refuse(request, rest.len == 0 ? 500 : 404, "there is no such document");
        return;
    }
    asked->request = request;
    lamina_text_init(&asked->document, DOCUMENT_CAP);
    lamina_text_init(&asked->fault, 65536);
    if (start(console->stage, asked))
        return;
    local__console_refuse(request, 500, "the system refuses another process");
    free_question(asked);
}
