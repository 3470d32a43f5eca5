/*
 * stage.c - the life of the stage's parts: what is made first is freed last.
 */
#include "stage.h"

#include <stdlib.h>

#include "authorizer.h"
#include "console.h"
#include "dynamodb_local.h"
#include "front.h"
#include "key_file.h"
#include "module.h"
#include "recorder.h"
#include "reload.h"
#include "shutdown.h"
#include "startup.h"
#include "terminal.h"

/* An answer of 6 MB, read as JSON, and its decoded content. */
#define SCRATCH_CAP ((size_t)256 << 20)
#define ENDPOINT_CAP 4096
#define KEY_CAP 256
#define PATH_CAP 8192
#define CALLER_CAP 65536

lamina_status local__stage_init(local_stage *stage, const local_options *options)
{
    *stage = (local_stage){.options = options};
    lamina_text_init(&stage->endpoint, ENDPOINT_CAP);
    lamina_text_init(&stage->cursor_key, KEY_CAP);
    lamina_text_init(&stage->key_file, PATH_CAP);
    lamina_text_init(&stage->caller, CALLER_CAP);
    lamina_text_init(&stage->asan, PATH_CAP);
    stage->base = event_base_new();
    stage->scratch = lamina_arena_new(SCRATCH_CAP);
    if (stage->base)
        stage->processes = local__processes_new(stage->base);
    if (stage->processes)
        stage->shutdown = local__shutdown_new(stage);
    if (stage->shutdown)
        stage->startup = local__startup_new(stage);
    if (options->console && !options->only_database) {
        stage->recorder = local__recorder_new();
        stage->console = local__console_new(stage);
    }
    if (!stage->startup || !stage->scratch || (stage->recorder && !stage->console)) {
        local__complain("the system is out of memory");
        return LAMINA_E_MEMORY;
    }
    if (options->only_database) {
        local__startup_next(stage);
        return LAMINA_OK;
    }
    /* Before anything is started: a port that is in use is the likeliest reason to stop here. */
    stage->front = local__front_new(stage);
    if (!stage->front)
        return LAMINA_E_UNAVAILABLE;
    local__startup_next(stage);
    return LAMINA_OK;
}

void local__stage_clear(local_stage *stage)
{
    local__console_free(stage->console);
    local__reload_free(stage->reload);
    local__front_free(stage->front);
    local__authorizer_free(stage->authorizer);
    local__modules_free(stage->modules);
    local__recorder_free(stage->recorder);
    local__database_free(stage->database);
    local__startup_free(stage->startup);
    local__shutdown_free(stage->shutdown);
    local__processes_free(stage->processes);
    lamina_arena_free(stage->scratch);
    if (stage->base)
        event_base_free(stage->base);
    lamina_text_clear(&stage->endpoint);
    lamina_text_clear(&stage->cursor_key);
    lamina_text_clear(&stage->caller);
    lamina_text_clear(&stage->asan);
    local__key_file_clear(stage);
    *stage = (local_stage){0};
}
