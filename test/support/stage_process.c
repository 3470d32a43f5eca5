/*
 * The local stage as a child of a test: see stage_process.h. What it writes goes to files in memory,
 * never to pipes that somebody would have to empty.
 */
#define _GNU_SOURCE
#include "stage_process.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lamina/text.h"

#define WORDS_CAP 128
#define PATH_CAP 4096
#define START_LIMIT_MS 90000
#define LIMIT_MS 20000
#define ASK_EVERY_MS 5

struct stage_process {
    pid_t id;
    int output;
    int errors;
    unsigned port;
    char url[128];
};

/* ---- the command line ---- */

typedef struct command {
    const char *words[WORDS_CAP];
    char paths[16][PATH_CAP];
    size_t word_count;
    size_t path_count;
} command;

static void add_word(command *line, const char *word)
{
    cr_assert_lt(line->word_count + 1, WORDS_CAP);
    line->words[line->word_count++] = word;
}

/* The folder that a variable names, or the usual one. */
static const char *folder_of(const char *variable, const char *usual)
{
    const char *value = getenv(variable);
    return value != NULL ? value : usual;
}

static void add_path(command *line, const char *folder, const char *name)
{
    char *path = line->paths[line->path_count++];
    snprintf(path, PATH_CAP, "%s/%s", folder, name);
    add_word(line, path);
}

static void add_test_plugin(command *line, const char *build, const char *name)
{
    char *path = line->paths[line->path_count++];
    snprintf(path, PATH_CAP, "%s/test/plugins/%s.so", build, name);
    add_word(line, path);
}

static void add_pair(command *line, const char *option, const char *value)
{
    add_word(line, option);
    add_word(line, value);
}

static void write_command(command *line, const stage_options *options)
{
    const char *build = folder_of("LAMINA_BUILD", "build");
    add_path(line, build, "bin/lamina-local");
    add_pair(line, "--port", "0");
    add_pair(line, "--db", options->db != NULL ? options->db : "none");
    add_word(line, "--layer");
    add_path(line, build, "layer");
    /* One copy serves plain and sanitized builds. */
    add_word(line, "--dynamodb-local");
    add_path(line, folder_of("LAMINA_ROOT", "."), "build/dynamodb-local");
    for (size_t i = 0; i < sizeof options->arguments / sizeof options->arguments[0]; i++)
        if (options->arguments[i] != NULL)
            add_word(line, options->arguments[i]);
    for (size_t i = 0; i < sizeof options->plugins / sizeof options->plugins[0]; i++) {
        const char *plugin = options->plugins[i];
        if (plugin != NULL && strchr(plugin, '/') != NULL)
            add_word(line, plugin);
        else if (plugin != NULL)
            add_test_plugin(line, build, plugin);
    }
}

/* ---- the process ---- */

static void wait_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = ASK_EVERY_MS * 1000000L}, NULL);
}

static char *text_of(int fd)
{
    off_t len = lseek(fd, 0, SEEK_END);
    char *text = calloc(1, (size_t)len + 1);
    cr_assert_not_null(text);
    cr_assert_eq(pread(fd, text, (size_t)len, 0), len);
    return text;
}

static void run(const command *line, const char *folder, pid_t parent, int output, int errors)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0)
        _exit(126);
    setpgid(0, 0); /* so that a test can signal the group, as a terminal does */
    if (folder != NULL && chdir(folder) != 0)
        _exit(126);
    execv(line->words[0], (char *const *)(uintptr_t)line->words);
    fprintf(stderr, "cannot start %s: %s\n", line->words[0], strerror(errno));
    _exit(127);
}

static stage_process *spawn(const stage_options *options)
{
    command *line = calloc(1, sizeof *line);
    stage_process *stage = calloc(1, sizeof *stage);
    cr_assert(line != NULL && stage != NULL);
    write_command(line, options);
    stage->output = memfd_create("stage-output", MFD_CLOEXEC);
    stage->errors = memfd_create("stage-errors", MFD_CLOEXEC);
    cr_assert(stage->output >= 0 && stage->errors >= 0);
    /* Two writers of one file: each appends. */
    fcntl(stage->output, F_SETFL, O_APPEND);
    fcntl(stage->errors, F_SETFL, O_APPEND);
    pid_t parent = getpid();
    stage->id = fork();
    cr_assert_geq(stage->id, 0);
    if (stage->id == 0)
        run(line, options->folder, parent, stage->output, stage->errors);
    free(line);
    return stage;
}

static void free_stage(stage_process *stage)
{
    close(stage->output);
    close(stage->errors);
    free(stage);
}

/* -1 while it runs. */
static int ended(const stage_process *stage)
{
    int status = 0;
    return waitpid(stage->id, &status, WNOHANG) == stage->id ? status : -1;
}

static int wait_for_end(const stage_process *stage, int limit_ms)
{
    for (int waited = 0; waited < limit_ms; waited += ASK_EVERY_MS) {
        int status = ended(stage);
        if (status >= 0)
            return status;
        wait_a_little();
    }
    kill(stage->id, SIGKILL);
    char *errors = stage_errors(stage);
    cr_assert_fail("the stage does not end: %s", errors);
    return -1;
}

/* "Serving http://127.0.0.1:40123/v1" */
static bool read_url(stage_process *stage)
{
    char *output = stage_output(stage);
    const char *begin = strstr(output, "\nServing ");
    lamina_str rest = lamina_str_from(begin != NULL ? begin + 9 : NULL);
    lamina_str url;
    lamina_str part;
    int64_t port = 0;
    bool whole = lamina_str_cut(&rest, '\n', &url);
    snprintf(stage->url, sizeof stage->url, "%.*s", LAMINA_FMT(url));
    lamina_str_cut(&url, ':', &part);
    lamina_str_cut(&url, ':', &part);
    lamina_str_cut(&url, '/', &part);
    whole = whole && lamina_parse_int64(part, &port) == LAMINA_OK;
    stage->port = (unsigned)port;
    free(output);
    return whole;
}

stage_process *stage_start(const stage_options *options)
{
    stage_process *stage = spawn(options);
    for (int waited = 0; waited < START_LIMIT_MS; waited += ASK_EVERY_MS) {
        if (read_url(stage))
            return stage;
        if (ended(stage) >= 0)
            break;
        wait_a_little();
    }
    char *errors = stage_errors(stage);
    cr_assert_fail("the stage does not serve: %s", errors);
    return NULL;
}

int stage_stop(stage_process *stage)
{
    kill(stage->id, SIGTERM);
    int status = wait_for_end(stage, LIMIT_MS);
    free_stage(stage);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int stage_run(const stage_options *options, char **output, char **errors)
{
    stage_process *stage = spawn(options);
    int status = wait_for_end(stage, START_LIMIT_MS);
    *output = stage_output(stage);
    *errors = stage_errors(stage);
    free_stage(stage);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *stage_url(const stage_process *stage)
{
    return stage->url;
}

unsigned stage_port(const stage_process *stage)
{
    return stage->port;
}

pid_t stage_pid(const stage_process *stage)
{
    return stage->id;
}

char *stage_output(const stage_process *stage)
{
    return text_of(stage->output);
}

char *stage_errors(const stage_process *stage)
{
    return text_of(stage->errors);
}

static void wait_for_text(int fd, const char *text)
{
    for (int waited = 0;; waited += ASK_EVERY_MS) {
        char *said = text_of(fd);
        bool found = strstr(said, text) != NULL;
        if (!found && waited >= LIMIT_MS)
            cr_assert_fail("\"%s\" is not among what the stage said: %s", text, said);
        free(said);
        if (found)
            return;
        wait_a_little();
    }
}

void stage_wait_for_output(const stage_process *stage, const char *text)
{
    wait_for_text(stage->output, text);
}

void stage_wait_for_error(const stage_process *stage, const char *text)
{
    wait_for_text(stage->errors, text);
}

size_t stage_children(const stage_process *stage, pid_t *ids, size_t cap)
{
    char path[64];
    char line[4096] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)stage->id, (int)stage->id);
    FILE *file = fopen(path, "re");
    cr_assert_not_null(file, "%s: %s", path, strerror(errno));
    lamina_str rest = lamina_str_from(fgets(line, sizeof line, file));
    fclose(file);
    size_t count = 0;
    lamina_str word;
    while (lamina_str_cut(&rest, ' ', &word)) {
        int64_t id = 0;
        cr_assert_eq(lamina_parse_int64(word, &id), LAMINA_OK);
        if (count < cap)
            ids[count] = (pid_t)id;
        count++;
    }
    return count;
}

void stage_wait_for_no_children(const stage_process *stage)
{
    for (int waited = 0; waited < LIMIT_MS; waited += ASK_EVERY_MS) {
        if (stage_children(stage, NULL, 0) == 0)
            return;
        wait_a_little();
    }
    cr_assert_fail("the stage still has children");
}

/* Gone, or waiting for a parent that does not look. */
static bool has_ended(pid_t id)
{
    char path[64];
    char line[256] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)id);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return true;
    const char *name_end = fgets(line, sizeof line, file) != NULL ? strrchr(line, ')') : NULL;
    fclose(file);
    return name_end == NULL || name_end[1] == '\0' || name_end[2] == 'Z' || name_end[2] == 'X';
}

void stage_wait_for_end_of(pid_t id)
{
    for (int waited = 0; waited < LIMIT_MS; waited += ASK_EVERY_MS) {
        if (has_ended(id))
            return;
        wait_a_little();
    }
    cr_assert_fail("process %d is still there", (int)id);
}
