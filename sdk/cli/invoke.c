/*
 * invoke.c - `lamina invoke PLUGIN.so METHOD PATH` or `--event FILE`: one event through the layer's own
 * bootstrap.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "file_text.h"
#include "invoke_report.h"
#include "lamina/http_event.h"
#include "lamina/json.h"
#include "sample_events.h"
#include "share.h"
#include "usage.h"

#define ARENA_CAP ((size_t)128 << 20)
#define EVENT_CAP ((size_t)16 << 20)
enum { HEADER_CAP = 64, ENV_CAP = 32, POSITIONAL_CAP = 3 };

/* What was asked for; borrowed from argv. */
typedef struct wish {
    const char *words[POSITIONAL_CAP]; /* plugin, method, path */
    size_t word_count;
    const char *as;
    const char *body;
    const char *event;
    const char *operation;
    const char *layer;
    const char *timeout;
    lamina_param headers[HEADER_CAP];
    size_t header_count;
    const char *env[ENV_CAP];
    size_t env_count;
    bool json;
    bool help;
} wish;

static int show_help(void)
{
    printf(
        "Usage: lamina invoke [OPTION]... PLUGIN.so METHOD PATH\n"
        "       lamina invoke [OPTION]... PLUGIN.so --event EVENT\n\n"
        "Hands one event to the plugin in the layer's own bootstrap, and prints what it answers:\n"
        "status, headers and body, or the JSON of an event that is not HTTP. Its log goes to\n"
        "stderr. The exit status is 1 when the answer's status is 400 or above, or the invocation\n"
        "failed. The plugin sees this process's variables: AWS_ENDPOINT_URL_DYNAMODB says where its\n"
        "database is.\n\n"
        "  --as JSON          who is asking, as an authorizer says it, or a file with that:\n"
        "                     {\"principalId\":\"ada\",\"scope\":\"partner:read\",\"tenant\":\"p1\"}\n"
        "  --body TEXT        the request's body; @FILE reads it, @- from stdin\n"
        "  --header TEXT      \"Name: value\"; may be repeated\n"
        "  --event EVENT      a file, - for stdin, or a sample (`lamina events` lists them)\n"
        "  --operation NAME   serve this operation alone\n"
        "  --env NAME=VALUE   a variable for the plugin; may be repeated\n"
        "  --layer FOLDER     the layer, as under /opt (default: the one beside this command)\n"
        "  --timeout SECONDS  from 1 to 900 (default: 29)\n"
        "  --json             one object: status, headers, body; or answer; or errorType and\n"
        "                     errorMessage; and durationMs\n"
        "  --help             show this text\n");
    return CLI_DONE;
}

/* ---- the command line ---- */

static int add_header(wish *w, const char *value)
{
    lamina_str rest = lamina_str_from(value);
    lamina_str name;
    if (!lamina_str_cut(&rest, ':', &name) || name.len == 0)
        return cli__refuse("lamina invoke", "--header takes \"Name: value\"");
    if (w->header_count == HEADER_CAP)
        return cli__refuse("lamina invoke", "too many headers");
    w->headers[w->header_count++] = (lamina_param){name, lamina_str_trim(rest)};
    return CLI_DONE;
}

static int add_env(wish *w, const char *value)
{
    if (strchr(value, '=') == NULL || value[0] == '=')
        return cli__refuse("lamina invoke", "--env takes NAME=VALUE");
    if (w->env_count == ENV_CAP)
        return cli__refuse("lamina invoke", "too many variables");
    w->env[w->env_count++] = value;
    return CLI_DONE;
}

static int read_option(wish *w, const char *name, const char *value)
{
    static const char *const options[] = {"--as",   "--body",      "--header", "--event",
                                          "--env",  "--operation", "--layer",  "--timeout",
                                          "--json", "--help",      NULL};
    const struct {
        const char *name;
        const char **member;
    } texts[] = {{"--as", &w->as},       {"--body", &w->body},
                 {"--event", &w->event}, {"--operation", &w->operation},
                 {"--layer", &w->layer}, {"--timeout", &w->timeout},
                 {"--header", NULL},     {"--env", NULL}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        if (value == NULL)
            return cli__refuse("lamina invoke", "the last option needs a value");
        if (texts[i].member != NULL)
            *texts[i].member = value;
        else
            return !strcmp(name, "--header") ? add_header(w, value) : add_env(w, value);
        return CLI_DONE;
    }
    return cli__refuse_word("lamina invoke", "option", name, options);
}

static int read_arguments(int argc, char **argv, wish *w)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--json")) {
            w->json = true;
        } else if (!strcmp(argv[i], "--help")) {
            w->help = true;
            return CLI_DONE;
        } else if (argv[i][0] == '-') {
            const int status = read_option(w, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
            if (status != CLI_DONE)
                return status;
            i++;
        } else if (w->word_count == POSITIONAL_CAP) {
            return cli__refuse("lamina invoke", "a plugin, a method and a path are all");
        } else {
            w->words[w->word_count++] = argv[i];
        }
    }
    if (w->word_count != (w->event != NULL ? 1 : 3))
        return cli__refuse("lamina invoke", "name a plugin, and either a method and a path or "
                                            "--event");
    if (w->event != NULL && (w->as != NULL || w->body != NULL || w->header_count > 0))
        return cli__refuse("lamina invoke", "--event is whole: it goes without --as, --body and "
                                            "--header");
    return CLI_DONE;
}

/* ---- the event ---- */

static int refuse_file(const char *path, lamina_status status)
{
    fprintf(stderr, "lamina invoke: %s: %s\n", path,
            status == LAMINA_E_LIMIT ? "it is too large" : strerror(errno));
    return CLI_FAILED;
}

static int read_event(lamina_arena *arena, const wish *w, lamina_str *event)
{
    const lamina_status status = cli__file_read(arena, w->event, event);
    if (status == LAMINA_OK)
        return CLI_DONE;
    const int cause = errno;
    *event = cli__sample_read(arena, w->event);
    if (event->ptr != NULL)
        return CLI_DONE;
    errno = cause;
    return refuse_file(w->event, status);
}

static int read_body(lamina_arena *arena, const wish *w, lamina_str *body)
{
    *body = lamina_str_from(w->body);
    if (w->body == NULL || w->body[0] != '@')
        return CLI_DONE;
    const lamina_status status = cli__file_read(arena, w->body + 1, body);
    return status == LAMINA_OK ? CLI_DONE : refuse_file(w->body + 1, status);
}

/* API Gateway hands on texts alone: {"principalId": ..., "scope": ...} of texts, numbers, booleans. */
static bool is_authorizer(const lamina_json *value)
{
    for (const lamina_json *at = lamina_json_first(value); at; at = lamina_json_next(at)) {
        const uint32_t type = lamina_json_type(at);
        if (type != LAMINA_JSON_STRING && type != LAMINA_JSON_NUMBER && type != LAMINA_JSON_BOOLEAN)
            return false;
    }
    return lamina_json_type(value) == LAMINA_JSON_OBJECT &&
           lamina_json_member_string(value, "principalId").len > 0;
}

static int read_caller(lamina_arena *arena, const wish *w, lamina_str *caller)
{
    const lamina_json *value = NULL;
    *caller = lamina_str_from(w->as);
    if (w->as == NULL)
        return CLI_DONE;
    if (w->as[0] != '{') {
        const lamina_status status = cli__file_read(arena, w->as, caller);
        if (status != LAMINA_OK)
            return refuse_file(w->as, status);
    }
    if (lamina_json_read(arena, *caller, 0, &value, NULL) == LAMINA_OK && is_authorizer(value))
        return CLI_DONE;
    fprintf(stderr, "lamina invoke: --as takes a JSON object of texts, numbers and booleans with a "
                    "principalId, such as {\"principalId\":\"ada\",\"scope\":\"partner:read\"}\n");
    return CLI_USAGE;
}

static int make_event(lamina_arena *arena, const wish *w, lamina_str *event)
{
    lamina_http_event request = {.size = sizeof(request),
                                 .has_body = w->body != NULL,
                                 .method = lamina_str_from(w->words[1]),
                                 .target = lamina_str_from(w->words[2]),
                                 .headers = w->headers,
                                 .header_count = w->header_count,
                                 .source_ip = LAMINA_STR("127.0.0.1")};
    int status = read_body(arena, w, &request.body);
    if (status == CLI_DONE)
        status = read_caller(arena, w, &request.authorizer);
    if (status != CLI_DONE)
        return status;
    lamina_text text;
    lamina_text_init(&text, EVENT_CAP);
    if (lamina_http_event_write(&request, &text) == LAMINA_OK)
        *event = lamina_arena_copy(arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return event->ptr != NULL ? CLI_DONE : refuse_file("the request", LAMINA_E_LIMIT);
}

/* ---- both ---- */

static int run(lamina_arena *arena, const wish *w)
{
    cli_invocation invocation = {.plugin = w->words[0],
                                 .operation = w->operation,
                                 .layer = w->layer != NULL ? w->layer : cli__layer_path(arena),
                                 .timeout_s = 29,
                                 .env = w->env,
                                 .env_count = w->env_count};
    if (w->timeout != NULL && lamina_parse_int64_between(lamina_str_from(w->timeout), 1, 900,
                                                         &invocation.timeout_s) != LAMINA_OK)
        return cli__refuse("lamina invoke", "--timeout takes 1 to 900 seconds");
    const int status = w->event != NULL ? read_event(arena, w, &invocation.event)
                                        : make_event(arena, w, &invocation.event);
    if (status != CLI_DONE)
        return status;
    cli_invocation_end end;
    if (cli__invocation_run(arena, &invocation, &end) == LAMINA_OK)
        return cli__invoke_print(arena, &end, w->json);
    fprintf(stderr, "lamina invoke: %.*s\n", LAMINA_FMT(end.fault));
    return CLI_FAILED;
}

int cli__invoke(int argc, char **argv)
{
    wish w = {0};
    int status = read_arguments(argc, argv, &w);
    if (status != CLI_DONE)
        return status;
    if (w.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, "lamina invoke: the system is out of memory\n");
        return CLI_FAILED;
    }
    status = run(arena, &w);
    lamina_arena_free(arena);
    return status;
}
