/*
 * options.h - what the local stage can be told on its command line.
 */
#ifndef LOCAL_OPTIONS_H
#define LOCAL_OPTIONS_H

#include "lamina/text.h"

/* Where the database keeps its items. */
typedef enum local_db { LOCAL_DB_DISK, LOCAL_DB_MEMORY, LOCAL_DB_NONE } local_db;

/* All texts are borrowed from argv, or are static. */
typedef struct local_options {
    int64_t port; /* 0: any free one */
    const char *host;
    const char *stage;
    int64_t db; /* local_db */
    const char *data;
    const char *layer;
    const char *bootstrap; /* NULL: <layer>/bootstrap */
    const char *dynamodb_local;
    int64_t max_children;
    int64_t timeout_s;
    const char *authorizer; /* a module's name, or "none"; NULL: the one that has such a handler */
    int64_t authorizer_ttl_s;
    const char *as;       /* JSON of who is asking, whoever asks; NULL: nobody says so */
    int64_t console;      /* bool */
    const char **watches; /* folders */
    size_t watch_count;
    const char *build;  /* a command; NULL: none */
    bool freeze;        /* processes are stopped between events */
    bool debug;         /* processes wait for a debugger; then max_children is 1 */
    bool asan;          /* processes get the address sanitizer's library first */
    bool only_database; /* then the plugins are the words of a command */
    const char **env;   /* "NAME=value" */
    size_t env_count;
    const char *
        *setups; /* each a program and arguments, split at spaces; run one after the other */
    size_t setup_count;
    const char **plugins;
    size_t plugin_count;
    bool help;
} local_options;

/*
 * Reads argv into *options, which needs local__options_clear() in every case. LAMINA_E_ARGUMENT, and
 * *fault (cleared by the caller) says what is wrong with which word.
 */
lamina_status local__options_read(int argc, char **argv, local_options *options,
                                  lamina_text *fault);
void local__options_clear(local_options *options);

/* The text of --help. */
void local__options_help(lamina_text *out);

#endif
