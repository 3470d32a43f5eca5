/*
 * program.c - fork, exec, and two memory files for what it prints.
 */
#define _GNU_SOURCE
#include "program.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char *text_of(int fd)
{
    off_t len = lseek(fd, 0, SEEK_END);
    char *text = calloc(1, (size_t)len + 1);
    cr_assert_not_null(text);
    cr_assert_eq(pread(fd, text, (size_t)len, 0), len);
    close(fd);
    return text;
}

program_result program_run(const char *program, const char *const words[PROGRAM_WORDS_CAP])
{
    return program_run_with(program, words, "");
}

program_result program_run_with(const char *program, const char *const words[PROGRAM_WORDS_CAP],
                                const char *input)
{
    int given = memfd_create("input", MFD_CLOEXEC);
    cr_assert_eq(pwrite(given, input, strlen(input), 0), (ssize_t)strlen(input));
    const char *argv[PROGRAM_WORDS_CAP + 2] = {program};
    for (size_t i = 0; i < PROGRAM_WORDS_CAP && words[i] != NULL; i++)
        argv[i + 1] = words[i];
    int output = memfd_create("output", MFD_CLOEXEC);
    int errors = memfd_create("errors", MFD_CLOEXEC);
    pid_t id = fork();
    cr_assert_geq(id, 0);
    if (id == 0) {
        dup2(given, STDIN_FILENO);
        dup2(output, STDOUT_FILENO);
        dup2(errors, STDERR_FILENO);
        execv(program, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(given);
    int status = 0;
    cr_assert_eq(waitpid(id, &status, 0), id);
    return (program_result){WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(output),
                            text_of(errors)};
}

void program_forget(program_result *result)
{
    free(result->output);
    free(result->errors);
    *result = (program_result){0};
}

static char *below(const char *variable, const char *fallback, const char *path)
{
    char *whole = NULL;
    const char *folder = getenv(variable);
    cr_assert_geq(asprintf(&whole, "%s/%s", folder != NULL ? folder : fallback, path), 0);
    return whole;
}

char *program_built(const char *path)
{
    return below("LAMINA_BUILD", "build", path);
}

char *program_shipped(const char *path)
{
    return below("LAMINA_SHIPPED_BUILD", "build", path);
}

const char *program_layer_zip(void)
{
    const char *zip = getenv("LAMINA_LAYER_ZIP");
    cr_assert_not_null(zip, "LAMINA_LAYER_ZIP must be the layer's zip");
    return zip;
}
