/*
 * dynamodb_local.c - starts DynamoDB Local, asks until it answers, and watches over it.
 */
#include "dynamodb_local.h"

#include <errno.h>
#include <event2/http.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child_environment.h"
#include "folder.h"
#include "listener.h"
#include "shutdown.h"
#include "startup.h"
#include "terminal.h"

#define ASK_EVERY_MS 50
#define ASK_AT_MOST (60 * 1000 / ASK_EVERY_MS)
#define ASK_TIMEOUT_S 2
/* What it says before it answers is shown only when it never does. */
#define OUTPUT_CAP ((size_t)64 << 10)

struct local_database {
    local_stage *stage;
    local_process *process;
    struct event *timer;
    struct evhttp_connection *connection;
    lamina_text output;
    unsigned asked;
    bool answered;
    uint16_t port;
};

/* ---- is it there? ---- */

static void ask_again(local_database *database)
{
    evtimer_add(database->timer, &(struct timeval){.tv_usec = ASK_EVERY_MS * 1000});
}

/* Any answer is one: it refuses what carries no signature, and that is enough to know. */
static void on_answer(struct evhttp_request *answer, void *arg)
{
    local_database *database = arg;
    if (database->stage->stopping)
        return;
    database->answered = answer && evhttp_request_get_response_code(answer) > 0;
    ask_again(database);
}

static void ask(local_database *database)
{
    struct evhttp_request *request = evhttp_request_new(on_answer, database);
    if (!request)
        return;
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "Host", "127.0.0.1");
    evhttp_add_header(headers, "Connection", "close");
    evhttp_make_request(database->connection, request, EVHTTP_REQ_GET, "/");
}

static void give_up(local_database *database, const char *why)
{
    local__complain("DynamoDB Local %s", why);
    if (!database->answered && database->output.len > 0)
        local__write_line(STDERR_FILENO, "dynamodb", lamina_text_view(&database->output));
    local__shutdown_begin(database->stage, EXIT_FAILURE);
}

/* Here and not in the answer's callback: the connection cannot be freed in its own callback. */
static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_database *database = arg;
    if (database->stage->stopping)
        return;
    if (database->answered) {
        evhttp_connection_free(database->connection);
        database->connection = NULL;
        lamina_text_add_format(&database->stage->endpoint, "http://127.0.0.1:%u",
                               (unsigned)database->port);
        local__startup_next(database->stage);
    } else if (database->asked++ < ASK_AT_MOST) {
        ask(database);
    } else {
        give_up(database, "did not answer within 60 seconds");
    }
}

/* ---- its process ---- */

static void on_line(void *arg, lamina_str line)
{
    local_database *database = arg;
    if (database->answered) {
        local__write_line(STDERR_FILENO, "dynamodb", line);
    } else if (database->output.len + line.len + 1 < OUTPUT_CAP) {
        lamina_text_add(&database->output, line);
        lamina_text_add_char(&database->output, '\n');
    }
}

static void on_end(void *arg, int wait_status)
{
    local_database *database = arg;
    database->process = NULL;
    if (database->stage->stopping)
        return;
    lamina_text why;
    lamina_text_init(&why, 256);
    lamina_text_add(&why, LAMINA_STR("ended with "));
    local__write_end(&why, wait_status);
    lamina_text_add(&why, LAMINA_STR("; the stage stops"));
    give_up(database, why.ptr ? why.ptr : "ended");
    lamina_text_clear(&why);
}

static bool has_jar(lamina_arena *arena, const char *folder)
{
    const char *jar = lamina_arena_format(arena, "%s/DynamoDBLocal.jar", folder).ptr;
    if (jar && !access(jar, R_OK))
        return true;
    local__complain("%s: %s; `lamina doctor --fix` or `make run` brings DynamoDB Local",
                    jar ? jar : folder, strerror(errno));
    return false;
}

/* The folder for the data, made if need be, by a path that is good in every folder. NULL after a complaint. */
static const char *data_folder(lamina_arena *arena, const char *parent)
{
    char real[PATH_MAX];
    const char *data = lamina_arena_format(arena, "%s/dynamodb", parent).ptr;
    if (data && !local__folder_make(data) && realpath(data, real))
        return lamina_arena_copy(arena, lamina_str_from(real)).ptr;
    local__complain("%s/dynamodb: %s", parent, strerror(errno));
    return NULL;
}

/*
 * It runs in the folder of its jar: whatever it is told, it writes a dynamodb-local-metadata.json into the
 * folder that it was started in. The texts are in the stage's scratch arena.
 */
static bool start_process(local_database *database)
{
    local_stage *stage = database->stage;
    const local_options *options = stage->options;
    const char *const *env = local__tool_environment(stage);
    lamina_arena *arena = stage->scratch;
    const char *folder = options->dynamodb_local;
    const char *port = lamina_arena_format(arena, "%u", (unsigned)database->port).ptr;
    if (!env || !port || !has_jar(arena, folder))
        return false;
    bool disk = options->db == LOCAL_DB_DISK;
    const char *data = disk ? data_folder(arena, options->data) : NULL;
    if (disk && !data)
        return false;
    /* A quick start counts more than what the best compiler would win later. One database for every
       region and every key: tools and modules see the same tables. Tests rather have one for each key. */
    const char *const argv[] = {"java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Djava.library.path=DynamoDBLocal_lib",
                                "-jar",
                                "DynamoDBLocal.jar",
                                "-disableTelemetry",
                                "-port",
                                port,
                                disk ? "-dbPath" : "-inMemory",
                                disk                     ? data
                                : options->only_database ? NULL
                                                         : "-sharedDb",
                                disk && !options->only_database ? "-sharedDb" : NULL,
                                NULL};
    local_program program = {.argv = argv,
                             .env = env,
                             .folder = folder,
                             .on_output = on_line,
                             .on_error = on_line,
                             .on_end = on_end,
                             .arg = database};
    database->process = local__process_start(stage->processes, &program);
    return database->process != NULL;
}

local_database *local__database_start(local_stage *stage)
{
    local_database *database = calloc(1, sizeof(*database));
    if (!database)
        return NULL;
    database->stage = stage;
    lamina_text_init(&database->output, OUTPUT_CAP);
    database->port = local__free_port();
    database->timer = evtimer_new(stage->base, on_timer, database);
    if (database->port > 0)
        database->connection =
            evhttp_connection_base_new(stage->base, NULL, "127.0.0.1", database->port);
    if (!database->timer || !database->connection || !start_process(database)) {
        local__database_free(database);
        return NULL;
    }
    if (!stage->options->only_database) /* whose stdout is the program's */
        local__print("Starting DynamoDB Local.\n");
    evhttp_connection_set_timeout(database->connection, ASK_TIMEOUT_S);
    ask_again(database);
    return database;
}

uint16_t local__database_port(const local_database *database)
{
    return database && database->answered ? database->port : 0;
}

void local__database_free(local_database *database)
{
    if (!database)
        return;
    if (database->process)
        local__process_abandon(database->process);
    if (database->connection)
        evhttp_connection_free(database->connection);
    if (database->timer)
        event_free(database->timer);
    lamina_text_clear(&database->output);
    free(database);
}
