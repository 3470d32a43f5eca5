/*
 * An invocation's wrappers over the host's tables: memory, time, random bytes. Without a context or
 * a table they fall back on the system's own, so that tools and tests need no host.
 */
#include "lamina/context.h"

#include "lamina/log.h"

static const void *table_of(const lamina_context *context, const char *id)
{
    if (context == NULL || context->host == NULL)
        return NULL;
    return context->host->table(context->host, id);
}

static const lamina_clock_1 *clock_of(const lamina_context *context)
{
    const lamina_clock_1 *clock = table_of(context, LAMINA_CLOCK_1);
    return clock != NULL ? clock : lamina_clock_table();
}

void *lamina_alloc(const lamina_context *context, size_t size)
{
    if (context == NULL || context->arena == NULL)
        return NULL;
    return lamina_arena_alloc(context->arena, size);
}

int64_t lamina_now_us(const lamina_context *context)
{
    return clock_of(context)->realtime_us();
}

int64_t lamina_monotonic_us(const lamina_context *context)
{
    return clock_of(context)->monotonic_us();
}

int64_t lamina_remaining_ms(const lamina_context *context)
{
    if (context == NULL || context->deadline_ms <= 0)
        return INT64_MAX;
    int64_t now_ms = lamina_now_us(context) / 1000;
    return now_ms < context->deadline_ms ? context->deadline_ms - now_ms : 0;
}

lamina_status lamina_random(const lamina_context *context, void *out, size_t len)
{
    const lamina_random_1 *random = table_of(context, LAMINA_RANDOM_1);
    if (random == NULL)
        random = lamina_random_table();
    return random->fill(out, len);
}
