/*
 * program.h - a program as its users run it: arguments in, exit status and text out.
 */
#ifndef LAMINA_TEST_PROGRAM_H
#define LAMINA_TEST_PROGRAM_H

#define PROGRAM_WORDS_CAP 16

typedef struct program_result {
    int status; /* -1: ended by a signal */
    char *output;
    char *errors;
} program_result;

/* Runs the program with these arguments, closed by NULL. program_forget() afterwards. */
program_result program_run(const char *program, const char *const words[PROGRAM_WORDS_CAP]);
/* The same with something to read from standard input. */
program_result program_run_with(const char *program, const char *const words[PROGRAM_WORDS_CAP],
                                const char *input);
void program_forget(program_result *result);

/* "<build>/<path>": of the build that is tested. The caller frees it. */
char *program_built(const char *path);
/* The same of the build without sanitizers, which files are made in that must look as they ship. */
char *program_shipped(const char *path);
/* The zip of the layer that was made of it. Borrowed from the environment. */
const char *program_layer_zip(void);

#endif
