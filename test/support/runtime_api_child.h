/*
 * runtime_api_child.h - the real bootstrap as a child of a test, with an environment of its own.
 */
#ifndef LAMINA_TEST_RUNTIME_API_CHILD_H
#define LAMINA_TEST_RUNTIME_API_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct runtime_api_child_options {
    const char *api;       /* AWS_LAMBDA_RUNTIME_API; NULL: not set */
    const char *handler;   /* _HANDLER; NULL: not set */
    const char *task_root; /* LAMBDA_TASK_ROOT; NULL: the test plugins; "": not set */
    const char *env[8];    /* further "NAME=value" */
    const char *argument;  /* of the program; NULL: none */
    const char *layer;     /* a folder with bootstrap and lib/; NULL: of the tested build */
    const char *root; /* a folder that is the child's "/", with the layer in opt/; NULL: ours */
} runtime_api_child_options;

typedef struct runtime_api_child {
    pid_t pid;
    int output; /* a file that stdout and stderr go to, read from by runtime_api_child_output() */
} runtime_api_child;

/* Starts bootstrap of options->layer, or opt/bootstrap of options->root. It dies with the test. */
runtime_api_child runtime_api_child_start(const runtime_api_child_options *options);

/* May this process have a child with another root: as root, or in a user namespace? */
bool runtime_api_child_may_have_root(void);

/* Waits for its end, for 20 s at most, and returns the status of waitpid(). */
int runtime_api_child_wait(runtime_api_child *child);

/* SIGTERM, then the above. */
int runtime_api_child_stop(runtime_api_child *child);

/* All that it wrote so far. The caller frees it. */
char *runtime_api_child_output(const runtime_api_child *child);

/* Frees what the struct holds; the child must have been waited for. */
void runtime_api_child_clear(runtime_api_child *child);

#endif
