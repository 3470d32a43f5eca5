/*
 * database.c - a name space of DynamoDB Local for one test, behind a proxy that can fail.
 *
 * DynamoDB Local, started without -sharedDb, keeps the tables of every access key and region apart: an
 * access key that nobody else has is a database of one's own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lamina/crypto.h"
#include "module.h"

#define URL_VARIABLE "LAMINA_TEST_DYNAMODB"

static const struct {
    const char *name;
    fault_proxy_fault fault;
} faults[] = {
    {"cut-before", FAULT_CUT_BEFORE},   {"cut-after", FAULT_CUT_AFTER},
    {"cut-halfway", FAULT_CUT_HALFWAY}, {"delay", FAULT_DELAY},
    {"garble", FAULT_GARBLE},           {"page-502", FAULT_PAGE_502},
    {"page-503", FAULT_PAGE_503},
};

/* Letters and digits alone: what DynamoDB Local takes as an access key. */
static void use_new_access_key(void)
{
    unsigned char random[8];
    char key[2 * sizeof random + 5];
    if (lamina_crypto_random(random, sizeof random) != LAMINA_OK)
        testing__die("the system has no random numbers");
    snprintf(key, sizeof key, "TEST");
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(key + 4 + 2 * i, 3, "%02X", random[i]);
    setenv("AWS_ACCESS_KEY_ID", key, 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    unsetenv("AWS_SESSION_TOKEN");
}

static void use_endpoint(const char *url)
{
    setenv("AWS_ENDPOINT_URL_DYNAMODB", url, 1);
    setenv("AWS_REGION", "eu-central-1", 1);
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
}

static void run_setup(const char *setup)
{
    enum { WORD_CAP = 16 };
    char *words[WORD_CAP + 1] = {NULL};
    char *text = strdup(setup);
    char *rest = text;
    size_t count = 0;
    for (char *word; text != NULL && count < WORD_CAP && (word = strsep(&rest, " ")) != NULL;)
        if (word[0] != '\0')
            words[count++] = word;
    const pid_t child = count > 0 ? fork() : -1;
    if (child == 0) {
        execvp(words[0], words);
        _exit(127);
    }
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        testing__die("the command \"%s\" failed with status %d", setup,
                     WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    free(text);
}

void lamina_test_database(lamina_test *test, const char *setup)
{
    const char *url = getenv(URL_VARIABLE);
    if (url == NULL || url[0] == '\0')
        testing__die(URL_VARIABLE " is not set: run the tests with `lamina database -- COMMAND`");
    if (test->proxy != NULL)
        testing__die("the test has a database already");
    test->proxy = fault_proxy_start(url);
    use_new_access_key();
    use_endpoint(fault_proxy_url(test->proxy));
    lamina_test_use_system_clock(test);
    if (setup != NULL)
        run_setup(setup);
}

void lamina_test_fault(lamina_test *test, const char *fault, size_t count)
{
    if (test->proxy == NULL)
        testing__die("lamina_test_fault() needs lamina_test_database() first");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (strcmp(faults[i].name, fault) == 0) {
            fault_proxy_next(test->proxy, faults[i].fault, count);
            return;
        }
    testing__die("there is no fault \"%s\"; lamina/testing.h lists them", fault);
}

void testing__database_end(lamina_test *test)
{
    if (test->proxy != NULL)
        fault_proxy_stop(test->proxy);
    test->proxy = NULL;
}
