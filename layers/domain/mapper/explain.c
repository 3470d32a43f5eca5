/* Requests that are shown instead of sent: see domain/mapper/explain.h. */
#include "mapper/explain.h"

#include <stdio.h>
#include <string.h>

#include "lamina/log.h"

#define NOTE_NAME "dynamodb_explained"
#define FIRST_ROOM 4u

struct mapper__explain {
    mapper_explanation *items;
    size_t count;
    size_t room;
    uint64_t in_all; /* of the invocation */
    bool is_on;
    char note[24];
};

static lamina_str write_note(void *self)
{
    mapper__explain *explain = self;
    int len =
        snprintf(explain->note, sizeof explain->note, "%llu", (unsigned long long)explain->in_all);
    return (lamina_str){explain->note, len > 0 ? (size_t)len : 0};
}

mapper__explain *mapper__explain_of(const lamina_context *context)
{
    mapper__explain *explain = lamina_log_annotated(context, NOTE_NAME, write_note);
    return explain != NULL && explain->is_on ? explain : NULL;
}

lamina_status mapper_explain_begin(lamina_context *context)
{
    mapper__explain *explain = lamina_log_annotated(context, NOTE_NAME, write_note);
    lamina_status status = LAMINA_OK;
    if (explain == NULL) {
        explain = lamina_arena_alloc(context->arena, sizeof *explain);
        status = explain == NULL
                     ? LAMINA_E_LIMIT
                     : lamina_log_annotate_late(context, NOTE_NAME, write_note, explain);
    }
    if (status != LAMINA_OK)
        return status;
    /* The explanations of an earlier time stay the caller's. */
    explain->items = NULL;
    explain->count = explain->room = 0;
    explain->is_on = true;
    return LAMINA_OK;
}

size_t mapper_explain_end(lamina_context *context, const mapper_explanation **explanations)
{
    mapper__explain *explain = mapper__explain_of(context);
    if (explanations != NULL)
        *explanations = explain != NULL ? explain->items : NULL;
    if (explain == NULL)
        return 0;
    explain->is_on = false;
    return explain->count;
}

static mapper_explanation *next_item(mapper__explain *explain, lamina_arena *arena)
{
    if (explain->count == explain->room) {
        size_t room = explain->room == 0 ? FIRST_ROOM : explain->room * 2;
        mapper_explanation *items = lamina_arena_array(arena, room, sizeof *items);
        if (items == NULL)
            return NULL;
        if (explain->count > 0)
            memcpy(items, explain->items, explain->count * sizeof *items);
        explain->items = items;
        explain->room = room;
    }
    return &explain->items[explain->count];
}

lamina_status mapper__explain_keep(mapper__explain *explain, const mapper__request *request,
                                   const char *operation, uint32_t repeat)
{
    lamina_arena *arena = request->context->arena;
    mapper_explanation *item = next_item(explain, arena);
    lamina_str body = lamina_arena_copy(arena, lamina_text_view(request->json.text));
    if (item == NULL || body.ptr == NULL)
        return LAMINA_E_LIMIT;
    *item = (mapper_explanation){.size = sizeof *item,
                                 .repeat = repeat,
                                 .operation = operation,
                                 .model = mapper__request_model_name(request),
                                 .table = request->table,
                                 .request = body};
    mapper__explain_measure(arena, item);
    explain->count++;
    explain->in_all++;
    return LAMINA_E_UNSENT;
}
