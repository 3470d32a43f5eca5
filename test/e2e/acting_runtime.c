/*
 * See acting_runtime.h.
 */
#include "acting_runtime.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lamina/http_client.h"
#include "lamina/json.h"
#include "lamina/text.h"

#define BODY_CAP ((size_t)8 << 20)
#define RESPONSE_LIMIT ((size_t)6291556)

typedef struct actor {
    lamina_http_client *client;
    const char *arg;
    char id[64]; /* of the event at hand */
} actor;

static int32_t call(actor *self, const char *method, const char *path, const lamina_param *header,
                    lamina_str body, lamina_http_answer *answer)
{
    char url[256];
    snprintf(url, sizeof url, "http://%s/2018-06-01/runtime/%s", getenv("AWS_LAMBDA_RUNTIME_API"),
             path);
    lamina_http_call http = {.size = sizeof http,
                             .method = method,
                             .url = url,
                             .headers = header,
                             .header_count = header != NULL ? 1 : 0,
                             .body = body};
    *answer = (lamina_http_answer){.size = sizeof *answer};
    if (lamina_http_send(self->client, &http, answer))
        _exit(9);
    return answer->status;
}

static void next(actor *self)
{
    lamina_http_answer answer;
    lamina_str id;
    if (call(self, "GET", "invocation/next", NULL, (lamina_str){0}, &answer) != 200 ||
        !lamina_http_answer_header(&answer, "Lambda-Runtime-Aws-Request-Id", &id))
        _exit(8);
    snprintf(self->id, sizeof self->id, "%.*s", LAMINA_FMT(id));
}

static int32_t post(actor *self, const char *id, const char *what, lamina_str body)
{
    char path[128];
    lamina_http_answer answer;
    snprintf(path, sizeof path, "invocation/%s/%s", id, what);
    return call(self, "POST", path, NULL, body, &answer);
}

/* {"statusCode":200,"body":text} */
static void respond(actor *self, lamina_str text)
{
    lamina_text body;
    lamina_json_writer json;
    lamina_text_init(&body, BODY_CAP);
    lamina_json_write_init(&json, &body);
    lamina_json_write_object(&json);
    lamina_json_write_member_int64(&json, "statusCode", 200);
    lamina_json_write_member_string(&json, "body", text);
    lamina_json_write_object_end(&json);
    if (post(self, self->id, "response", lamina_text_view(&body)) != 202)
        _exit(7);
    lamina_text_clear(&body);
}

/* ---- the parts ---- */

static void act_answer(actor *self)
{
    for (;;) {
        next(self);
        post(self, self->id, "response", lamina_str_from(self->arg));
    }
}

static void act_error(actor *self)
{
    for (;;) {
        next(self);
        post(self, self->id, "error",
             LAMINA_STR("{\"errorMessage\":\"no mood\",\"errorType\":\"Function.NoMood\"}"));
    }
}

static long files_in(const char *folder)
{
    long count = -2; /* . and .. */
    DIR *dir = opendir(folder);
    while (dir != NULL && readdir(dir) != NULL)
        count++;
    if (dir != NULL)
        closedir(dir);
    return count;
}

static void act_meet(actor *self)
{
    char path[PATH_MAX];
    char text[32];
    char *folder = NULL;
    long wanted = strtol(self->arg, &folder, 10);
    folder++;
    for (;;) {
        next(self);
        snprintf(text, sizeof text, "%d", (int)getpid());
        snprintf(path, sizeof path, "%s/%s", folder, text);
        close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        while (files_in(folder) < wanted)
            nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
        respond(self, lamina_str_from(text));
    }
}

static void act_last_words(actor *self)
{
    next(self);
    respond(self, LAMINA_STR("last words"));
}

static void act_end(actor *self)
{
    (void)self;
}

static void act_too_large(actor *self)
{
    char *body = malloc(RESPONSE_LIMIT + 1);
    if (body == NULL)
        return;
    memset(body, ' ', RESPONSE_LIMIT + 1);
    for (;;) {
        next(self);
        if (post(self, self->id, "response", (lamina_str){body, RESPONSE_LIMIT + 1}) != 413)
            return;
    }
}

static void act_stream(actor *self)
{
    const lamina_param mode = {LAMINA_STR("Lambda-Runtime-Function-Response-Mode"),
                               LAMINA_STR("streaming")};
    for (;;) {
        char path[128];
        lamina_http_answer answer;
        next(self);
        snprintf(path, sizeof path, "invocation/%s/response", self->id);
        if (call(self, "POST", path, &mode, LAMINA_STR("{}"), &answer) != 400)
            return;
    }
}

static void act_protocol(actor *self)
{
    char text[256];
    lamina_http_answer answer;
    lamina_str empty = LAMINA_STR("{}");
    int32_t early = post(self, "00000000-0000-4000-8000-000000000000", "response", empty);
    next(self);
    char first[sizeof self->id];
    memcpy(first, self->id, sizeof first);
    next(self);
    int same = strcmp(first, self->id) == 0;
    int32_t wrong = post(self, "00000000-0000-4000-8000-000000000000", "response", empty);
    int32_t init = call(self, "POST", "init/error", NULL, empty, &answer);
    int32_t restore = call(self, "GET", "restore/next", NULL, (lamina_str){0}, &answer);
    respond(self, LAMINA_STR("first"));
    int32_t twice = post(self, first, "response", empty);
    int32_t error = post(self, first, "error", empty);
    next(self);
    int32_t old = post(self, first, "response", empty);
    snprintf(text, sizeof text,
             "early %d, same %d, wrong %d, init %d, restore %d, twice %d, error %d, old %d", early,
             same, wrong, init, restore, twice, error, old);
    respond(self, lamina_str_from(text));
    next(self);
}

static void act_environment(actor *self)
{
    lamina_text text;
    lamina_text_init(&text, BODY_CAP);
    for (char **at = environ; *at != NULL; at++)
        lamina_text_add_format(&text, "%s\n", *at);
    for (;;) {
        next(self);
        respond(self, lamina_text_view(&text));
    }
}

/* One request to the database an event, over a connection that it keeps if it is let. */
static void act_database(actor *self)
{
    lamina_http_client *database = lamina_http_client_new(NULL);
    for (;;) {
        char text[32];
        lamina_http_call http = {
            .size = sizeof http, .method = "GET", .url = getenv("AWS_ENDPOINT_URL_DYNAMODB")};
        lamina_http_answer answer = {.size = sizeof answer};
        next(self);
        if (database == NULL || lamina_http_send(database, &http, &answer))
            _exit(6);
        snprintf(text, sizeof text, "%d", (int)answer.status);
        respond(self, lamina_str_from(text));
    }
}

static void act_deaf(actor *self)
{
    signal(SIGTERM, SIG_IGN);
    act_answer(self);
}

static void act_hang(actor *self)
{
    signal(SIGTERM, SIG_IGN);
    next(self);
    fprintf(stderr, "hanging\n");
    for (;;)
        pause();
}

static const struct {
    const char *name;
    void (*act)(actor *self);
} parts[] = {
    {"answer", act_answer},         {"error", act_error},       {"meet", act_meet},
    {"last-words", act_last_words}, {"end", act_end},           {"too-large", act_too_large},
    {"stream", act_stream},         {"protocol", act_protocol}, {"environment", act_environment},
    {"database", act_database},     {"deaf", act_deaf},         {"hang", act_hang},
};

/* Before main, and so before Criterion. */
__attribute__((constructor)) static void act_if_asked(void)
{
    const char *act = getenv("ACT");
    if (act == NULL)
        return;
    actor self = {.client = lamina_http_client_new(NULL), .arg = getenv("ARG")};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && self.client != NULL; i++)
        if (strcmp(act, parts[i].name) == 0)
            parts[i].act(&self);
    _exit(3);
}

const char *acting_runtime_path(void)
{
    static char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    path[len > 0 ? len : 0] = '\0';
    return path;
}
