/*
 * domain-administrator: sees to it that the database of the local stage has one administrator, with a random
 * password that lies in a file of the user's own. What is deployed gets its first administrator from the
 * module authz's operation create_administrator, never from here.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/password.h"
#include "domain/repositories/user_repository.h"
#include "lamina/crypto.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define ARENA_CAP (16u << 20)
#define DEADLINE_MS 60000
#define EMAIL "admin@example.com"

/* Exit statuses. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

static const char usage[] =
    "Usage: domain-administrator FILE URL\n"
    "\n"
    "Creates the user " EMAIL " with the role administrator and a random password,\n"
    "unless there is one, and writes the request for a token to FILE (mode 0600). URL is\n"
    "where the API will be, for the command that is shown. Only where\n"
    "AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL says which database.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 not understood.\n";

/* ---- the file: the body of a request for a token ---- */

/* Made anew, for its owner alone, whatever was there. */
static bool write_file(const char *path, lamina_str password)
{
    char text[256];
    int len =
        snprintf(text, sizeof text,
                 "{\"grant_type\":\"password\",\"username\":\"" EMAIL "\",\"password\":\"%.*s\"}\n",
                 LAMINA_FMT(password));
    if (unlink(path) != 0 && errno != ENOENT)
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool written = len > 0 && write(fd, text, (size_t)len) == (ssize_t)len;
    lamina_crypto_wipe(text, sizeof text);
    return close(fd) == 0 && written;
}

static void show(const char *path, const char *url, const char *what)
{
    printf("%s " EMAIL "; a token, for 10 minutes:\n", what);
    printf("TOKEN=$(curl -s %s/authz/token -H 'Content-Type: application/json' -d @%s |\n", url,
           path);
    printf("    sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n");
}

/* ---- the user ---- */

/* Somebody removed the file: the password that stood there is known to nobody any more. */
static lamina_status set_password(lamina_context *context, const user *known, lamina_str password)
{
    user *changes = user_new(context), *changed;
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    changes->user_id = known->user_id;
    changes->version = known->version;
    lamina_mark(&changes->has, USER_PASSWORD);
    lamina_status status = domain_password_hash(context, password, &changes->password);
    return status == LAMINA_OK
               ? user_repository_update(context, changes, "password-reset", &changed)
               : status;
}

static lamina_status new_password(lamina_context *context, lamina_str *password)
{
    uint8_t random[32];
    lamina_text text;
    lamina_text_init(&text, 128);
    lamina_status status = lamina_random(context, random, sizeof random);
    if (status == LAMINA_OK)
        lamina_text_add_base64url(&text, (lamina_str){(const char *)random, sizeof random});
    *password = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    lamina_crypto_wipe(random, sizeof random);
    return status == LAMINA_OK && password->len == 0 ? LAMINA_E_LIMIT : status;
}

/* *password stays empty where file and user are there. */
static lamina_status see_to_it(lamina_context *context, const char *path, lamina_str *password)
{
    user *known, *created;
    lamina_status status = user_repository_find(context, LAMINA_STR(EMAIL), &known);
    if (status == LAMINA_E_NOT_FOUND)
        return user_repository_create_administrator(context, LAMINA_STR(EMAIL), &created, password);
    if (status != LAMINA_OK || access(path, R_OK) == 0)
        return status;
    status = new_password(context, password);
    return status == LAMINA_OK ? set_password(context, known, *password) : status;
}

static void tell(const lamina_context *context, lamina_status status)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context->error, &problem);
    fprintf(stderr, "domain-administrator: %s\n", lamina_status_name(status));
    if (problem.detail.len > 0)
        fprintf(stderr, "  %.*s\n", LAMINA_FMT(problem.detail));
    for (size_t i = 0; i < problem.cause_count; i++)
        fprintf(stderr, "  %.*s\n", LAMINA_FMT(problem.causes[i]));
}

static int run(lamina_context *context, const char *path, const char *url)
{
    lamina_str password = {NULL, 0};
    lamina_status status = see_to_it(context, path, &password);
    if (status != LAMINA_OK) {
        tell(context, status);
        return EXIT_FAILED;
    }
    if (password.len > 0 && !write_file(path, password)) {
        fprintf(stderr, "domain-administrator: %s: %s\n", path, strerror(errno));
        return EXIT_FAILED;
    }
    show(path, url, password.len > 0 ? "made the administrator" : "the administrator is");
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILED;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

/* The system's clock and random numbers serve a context without a host. */
static int run_with_context(const char *path, const char *url)
{
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    lamina_error *error = arena == NULL ? NULL : lamina_error_new(arena);
    if (error == NULL) {
        fprintf(stderr, "domain-administrator: out of memory\n");
        lamina_arena_free(arena);
        return EXIT_FAILED;
    }
    lamina_context context = {.size = sizeof context, .arena = arena, .error = error};
    context.deadline_ms = lamina_now_us(&context) / 1000 + DEADLINE_MS;
    int exit_status = run(&context, path, url);
    lamina_arena_free(arena);
    return exit_status;
}

int main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    if (argc != 3) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (!is_set("AWS_ENDPOINT_URL_DYNAMODB") && !is_set("AWS_ENDPOINT_URL")) {
        fprintf(stderr,
                "domain-administrator: nothing is made without AWS_ENDPOINT_URL_DYNAMODB or "
                "AWS_ENDPOINT_URL: the tables would be those of an account\n");
        return EXIT_FAILED;
    }
    return run_with_context(argv[1], argv[2]);
}
