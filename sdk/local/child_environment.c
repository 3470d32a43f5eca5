/*
 * child_environment.c - source: AWS Lambda Developer Guide, "Defined runtime environment variables".
 * Children see nothing of the user's shell but what is named here: on Lambda it would not be there.
 */
#include "child_environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "module.h"

#define VARIABLE_CAP 128

/* "NAME=value", each name once. */
typedef struct variables {
    lamina_arena *arena;
    const char **items;
    size_t count;
    size_t cap; /* without the end */
    bool full;
} variables;

static size_t name_len(const char *item)
{
    return strcspn(item, "=");
}

/* A later one of the same name replaces the earlier. */
static void add_item(variables *all, const char *item)
{
    if (!item || all->count >= all->cap) {
        all->full = true;
        return;
    }
    for (size_t i = 0; i < all->count; i++)
        if (name_len(all->items[i]) == name_len(item) &&
            !strncmp(all->items[i], item, name_len(item))) {
            all->items[i] = item;
            return;
        }
    all->items[all->count++] = item;
}

static void add(variables *all, const char *name, const char *value)
{
    add_item(all, lamina_arena_format(all->arena, "%s=%s", name, value).ptr);
}

static void add_format(variables *all, lamina_str item)
{
    add_item(all, item.ptr);
}

/* The user's own value, or the usual one; nothing when both are missing. */
static void add_own(variables *all, const char *name, const char *usual)
{
    const char *value = getenv(name);
    if (!value || !*value)
        value = usual;
    if (value)
        add(all, name, value);
}

const char *local__region(void)
{
    static const char *const names[] = {"AWS_REGION", "AWS_DEFAULT_REGION"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "eu-central-1";
}

const char *const *local__own_environment(void)
{
    return (const char *const *)(void *)environ;
}

static bool begin(variables *all, lamina_arena *arena)
{
    lamina_arena_reset(arena);
    *all = (variables){.arena = arena, .cap = VARIABLE_CAP};
    all->items = lamina_arena_array(arena, VARIABLE_CAP + 1, sizeof(*all->items));
    return all->items != NULL;
}

/* What any of them needs: where AWS is, who asks, and what a sanitized build is told. */
static void add_common(variables *all, const local_stage *stage)
{
    add_own(all, "PATH", "/usr/local/bin:/usr/bin:/bin");
    add_own(all, "ASAN_OPTIONS", NULL);
    add_own(all, "LSAN_OPTIONS", NULL);
    add_own(all, "UBSAN_OPTIONS", NULL);
    add(all, "AWS_REGION", local__region());
    add(all, "AWS_DEFAULT_REGION", local__region());
    add_own(all, "AWS_ACCESS_KEY_ID", "local");
    add_own(all, "AWS_SECRET_ACCESS_KEY", "local");
    add_own(all, "AWS_SESSION_TOKEN", NULL);
    if (stage->endpoint.len > 0)
        add(all, "AWS_ENDPOINT_URL_DYNAMODB", stage->endpoint.ptr);
}

/* Findings go to stderr and end the process, so that the request fails and its line is in the terminal.
   Leaks are the tests' to find: what a process keeps for its next event is none. What the user says comes
   last, and holds. */
static void add_sanitizer(variables *all, const local_stage *stage)
{
    if (stage->asan.len == 0)
        return;
    const char *own = getenv("ASAN_OPTIONS");
    add(all, "LD_PRELOAD", stage->asan.ptr);
    add_format(all,
               lamina_arena_format(
                   all->arena,
                   "ASAN_OPTIONS=log_path=stderr:detect_leaks=0:detect_stack_use_after_return=1:"
                   "strict_string_checks=1:color=never:%s",
                   own ? own : ""));
}

static void add_function(variables *all, const local_stage *stage, const local_module *module,
                         uint16_t port)
{
    add_format(all, lamina_arena_format(all->arena, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%u",
                                        (unsigned)port));
    add(all, "_HANDLER", module->name);
    add(all, "LAMBDA_TASK_ROOT", module->folder);
    add(all, "LAMBDA_RUNTIME_DIR", "/var/runtime");
    add(all, "AWS_LAMBDA_FUNCTION_NAME", module->name);
    add(all, "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    add(all, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
    add(all, "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    add_format(all, lamina_arena_format(all->arena, "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/%s",
                                        module->name));
    add(all, "AWS_LAMBDA_LOG_STREAM_NAME", "local");
    add_format(all, lamina_arena_format(all->arena, "LD_LIBRARY_PATH=%s:%s/lib:%s/lib",
                                        module->folder, module->folder, module->layer));
    add(all, "LANG", "en_US.UTF-8");
    add(all, "TZ", ":UTC");
    add(all, "LAMINA_CURSOR_KEY", stage->cursor_key.ptr);
    add(all, "LAMINA_KEY_FILE", stage->key_file.ptr);
    if (stage->console)
        add(all, "LAMINA_LEDGER", "each"); /* for its timeline */
}

const char *const *local__child_environment(local_stage *stage, const local_module *module,
                                            uint16_t runtime_api_port, uint16_t database_port)
{
    variables all;
    if (!begin(&all, stage->scratch))
        return NULL;
    add_common(&all, stage);
    add_function(&all, stage, module, runtime_api_port);
    if (database_port > 0)
        add_format(&all,
                   lamina_arena_format(all.arena, "AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:%u",
                                       (unsigned)database_port));
    add_sanitizer(&all, stage);
    for (size_t i = 0; i < stage->options->env_count; i++)
        add_item(&all, stage->options->env[i]);
    return all.full ? NULL : all.items;
}

const char *const *local__reader_environment(local_stage *stage)
{
    size_t count = 0;
    while (environ[count])
        count++;
    variables all = {.arena = stage->scratch};
    const size_t most = count + 3; /* what the sanitizer adds, and the end */
    all.cap = most - 1;
    all.items = lamina_arena_array(stage->scratch, most, sizeof(*all.items));
    if (!all.items)
        return NULL;
    for (size_t i = 0; i < count; i++)
        add_item(&all, environ[i]);
    add_sanitizer(&all, stage);
    return all.full ? NULL : all.items;
}

const char *const *local__tool_environment(local_stage *stage)
{
    variables all;
    if (!begin(&all, stage->scratch))
        return NULL;
    add_common(&all, stage);
    add(&all, "LAMINA_KEY_FILE", stage->key_file.ptr);
    for (size_t i = 0; i < stage->options->env_count; i++)
        add_item(&all, stage->options->env[i]);
    return all.full ? NULL : all.items;
}
