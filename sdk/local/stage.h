/*
 * stage.h - what all parts of the local stage share. One thread, one event loop: nothing here is
 * locked, and nothing waits but the loop itself.
 */
#ifndef LOCAL_STAGE_H
#define LOCAL_STAGE_H

#include <event2/event.h>

#include "lamina/arena.h"
#include "options.h"
#include "process.h"

typedef struct local_stage {
    const local_options *options;
    struct event_base *base;
    local_processes *processes;
    struct local_front *front;
    struct local_startup *startup;
    struct local_shutdown *shutdown;
    struct local_modules *modules;       /* NULL: not read yet */
    struct local_authorizer *authorizer; /* NULL: nobody is asked */
    struct local_database *database;     /* NULL: none was started */
    struct local_recorder *recorder;     /* NULL: there is no console */
    struct local_console *console;       /* likewise */
    struct local_reload *reload;         /* NULL: the stage is not open yet */
    bool open;                           /* requests are served */
    bool stopping;                       /* nothing is started any more */
    lamina_arena
        *scratch;         /* for one callback: whoever uses it resets it first, and keeps nothing */
    lamina_text endpoint; /* of DynamoDB; empty: none */
    lamina_text cursor_key; /* base64 */
    lamina_text caller;     /* JSON of requestContext.authorizer by --as; empty: none */
    lamina_text asan;       /* path of the address sanitizer's library; empty: none is loaded */
    lamina_text key_file;   /* path of the keys of encrypted fields */
    bool key_file_is_temporary;
} local_stage;

/* Makes ready what the options ask for, and begins to start it. LAMINA_OK, or the reason was printed.
   The stage needs local__stage_clear() in every case. */
lamina_status local__stage_init(local_stage *stage, const local_options *options);
/* Kills what still runs, and frees everything. */
void local__stage_clear(local_stage *stage);

#endif
