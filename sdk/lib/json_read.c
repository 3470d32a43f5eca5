/*
 * json_read.c - from text to a tree: our check first, then cJSON with the arena as its memory.
 *
 * What cJSON does not do is done around it: json_check.c is strict where cJSON is lax and bounds its
 * recursion, json_kept.c keeps from it what it would spoil.
 */
#include <pthread.h>
#include <stdlib.h>

#include "arena_raw.h"
#include "json_check.h"
#include "json_kept.h"
#include "json_node.h"

/* cJSON's hooks take no context, so the arena of the parse that runs on this thread stands here. */
static _Thread_local lamina_arena *parse_arena;

static void *allocate(size_t size)
{
    return parse_arena != NULL ? lamina__arena_raw(parse_arena, size) : malloc(size);
}

static void release(void *memory)
{
    if (parse_arena == NULL)
        free(memory);
}

static void install_hooks(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = release});
}

static cJSON *parse(lamina_arena *arena, lamina_str text)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, install_hooks) != 0)
        return NULL;
    parse_arena = arena;
    cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, NULL, 0);
    parse_arena = NULL;
    return root;
}

lamina_status lamina_json_read(lamina_arena *arena, lamina_str text, uint32_t depth_cap,
                               const lamina_json **value, lamina_json_fault *fault)
{
    *value = NULL;
    if (depth_cap == 0)
        depth_cap = LAMINA_JSON_DEPTH_CAP;
    if (depth_cap > LAMINA_JSON_DEPTH_MAX)
        depth_cap = LAMINA_JSON_DEPTH_MAX;
    lamina_json_fault unasked;
    if (fault == NULL)
        fault = &unasked;
    *fault = (lamina_json_fault){0};

    lamina__json_kept kept = {.arena = arena};
    lamina_status status = lamina__json_check(text, depth_cap, &kept, fault);
    if (status != LAMINA_OK)
        return status;
    if (kept.count > 0)
        text = lamina__json_kept_mark(&kept, text);
    cJSON *root = text.ptr != NULL ? parse(arena, text) : NULL;
    if (root == NULL)
        return lamina_arena_is_exhausted(arena) ? LAMINA_E_LIMIT : LAMINA_E_INTERNAL;
    status = lamina__json_kept_restore(&kept, root);
    if (status != LAMINA_OK)
        return status;
    *value = lamina__json_value(root);
    return LAMINA_OK;
}
