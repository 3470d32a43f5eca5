/*
 * DynamoDB Local for the tests of one program: see dynamodb_local.h.
 *
 * Criterion runs every test in a process of its own, so the server belongs to the process that runs
 * them all: it is started and stopped in Criterion's hooks there, and the tests learn its URL from the
 * environment that they inherit.
 */
#define _GNU_SOURCE
#include "dynamodb_local.h"

#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lamina/crypto.h"
#include "lamina/http_client.h"

#define URL_VARIABLE "LAMINA_TEST_DYNAMODB"
#define STARTS 3
#define READY_WITHIN_MS 30000
#define ASK_EVERY_MS 20

static pid_t server; /* 0: none was started here */

static void die(const char *what)
{
    fprintf(stderr, "dynamodb_local: %s\n", what);
    abort();
}

/* ---- the process ---- */

static unsigned free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        die("no free port");
    close(fd);
    return ntohs(address.sin_port);
}

/* One copy serves plain and sanitized builds, so it may lie above the build folder. */
static void enter_folder(void)
{
    char path[4096];
    const char *build = getenv("LAMINA_BUILD");
    const char *root = getenv("LAMINA_ROOT");
    snprintf(path, sizeof path, "%s/dynamodb-local", build != NULL ? build : "build");
    if (chdir(path) == 0)
        return;
    snprintf(path, sizeof path, "%s/build/dynamodb-local", root != NULL ? root : ".");
    if (chdir(path) != 0)
        die("there is no build/dynamodb-local: run make dynamodb-local");
}

static void run_server(unsigned port)
{
    char port_text[8];
    snprintf(port_text, sizeof port_text, "%u", port);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    enter_folder();
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    execlp("java", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
           "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-inMemory",
           "-sharedDb", "-disableTelemetry", "-port", port_text, (char *)NULL);
    _exit(127);
}

static void stop_server(void)
{
    if (server <= 0)
        return;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    server = 0;
}

static bool has_ended(void)
{
    if (waitpid(server, NULL, WNOHANG) != server)
        return false;
    server = 0;
    return true;
}

/* It complains about the missing signature as soon as it listens. Its header tells it from another
   server that took the port meanwhile. */
static bool answers(lamina_http_client *client, const char *url)
{
    lamina_http_call call = {.size = sizeof call,
                             .timeout_ms = 2000,
                             .method = "POST",
                             .url = url,
                             .body = LAMINA_STR("{}")};
    lamina_http_answer answer = {.size = sizeof answer};
    lamina_str id;
    return lamina_http_send(client, &call, &answer) == LAMINA_OK &&
           lamina_http_answer_header(&answer, "x-amzn-RequestId", &id);
}

static bool wait_for_server(const char *url)
{
    const struct timespec pause = {.tv_nsec = ASK_EVERY_MS * 1000000L};
    lamina_http_client *client = lamina_http_client_new(NULL);
    bool ready = false;
    for (int waited = 0; client != NULL && waited < READY_WITHIN_MS; waited += ASK_EVERY_MS) {
        ready = answers(client, url);
        if (ready || has_ended())
            break;
        nanosleep(&pause, NULL);
    }
    lamina_http_client_free(client);
    return ready;
}

/* False when it ended at once: somebody else took the port meanwhile. */
static bool start_server(void)
{
    char url[64];
    unsigned port = free_port();
    server = fork();
    if (server < 0)
        die("cannot fork");
    if (server == 0)
        run_server(port);
    snprintf(url, sizeof url, "http://127.0.0.1:%u", port);
    if (!wait_for_server(url)) {
        stop_server();
        return false;
    }
    setenv(URL_VARIABLE, url, 1);
    return true;
}

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
    (void)tests;
    const char *url = getenv(URL_VARIABLE);
    if (url != NULL && url[0] != '\0')
        return;
    for (int i = 0; i < STARTS; i++)
        if (start_server())
            return;
    die("DynamoDB Local does not start; try: java -jar DynamoDBLocal.jar in build/dynamodb-local");
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
    (void)stats;
    stop_server();
}

/* ---- the tests' side ---- */

const char *dynamodb_local_url(void)
{
    const char *url = getenv(URL_VARIABLE);
    if (url == NULL || url[0] == '\0')
        die("no server");
    return url;
}

void dynamodb_local_use(void)
{
    setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb_local_url(), 1);
    setenv("AWS_REGION", "eu-central-1", 1);
    setenv("AWS_ACCESS_KEY_ID", "AKIDTEST", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    static const char *const others[] = {"AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL",
                                         "AWS_MAX_ATTEMPTS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        unsetenv(others[i]);
}

void dynamodb_local_table_name(char out[DYNAMODB_LOCAL_TABLE_CAP], const char *name)
{
    unsigned char random[5];
    if (lamina_crypto_random(random, sizeof random) != LAMINA_OK)
        die("no random numbers");
    snprintf(out, DYNAMODB_LOCAL_TABLE_CAP, "t-%02x%02x%02x%02x%02x-%s", random[0], random[1],
             random[2], random[3], random[4], name);
}
