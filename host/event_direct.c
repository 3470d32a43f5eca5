/*
 * event_direct.c - {"operation":"...","input":{...}}: an operation that somebody calls by its name.
 */
#include "content.h"
#include "crash.h"
#include "dispatch.h"
#include "lamina/record_json.h"

/* A misspelt member would be an operation with another input than was meant. */
static void refuse_strangers(event_reader *reader, const lamina_json *root)
{
    for (const lamina_json *at = lamina_json_first(root); at != NULL; at = lamina_json_next(at)) {
        const lamina_str name = lamina_json_name(at);
        if (!lamina_str_is(name, "operation") && !lamina_str_is(name, "input"))
            host__event_refuse(
                reader, LAMINA_E_SYNTAX,
                lamina_arena_format(reader->arena,
                                    "direct event: \"%.*s\" is neither operation nor input",
                                    (int)(name.len < 64 ? name.len : 64), name.ptr));
    }
}

/* No input is an empty one, of which the record may say that something is missing. */
static lamina_status read_input(host_dispatch *d, lamina_direct_event *event)
{
    event_reader reader = {.arena = d->context->arena, .kind = d->kind->name};
    const event_place top = {d->root, ""};
    const lamina_json *input = host__event_object(&reader, top, "input", EVENT_OPTIONAL);
    event->raw_input = host__event_json(&reader, top, "input");
    refuse_strangers(&reader, d->root);
    const lamina_status status = host__dispatch_read(d, &reader);
    if (status != LAMINA_OK)
        return status;
    if (input == NULL)
        return host__content_read(d->context, d->handler->request, LAMINA_STR("{}"), "input",
                                  &event->input);
    return host__content_fill(d->context, d->handler->request, input, &event->input);
}

static lamina_status write_output(host_dispatch *d, const lamina_direct_answer *answer)
{
    if (answer->output == NULL)
        return host__dispatch_write_null(d);
    if (d->handler->response == NULL)
        return host__dispatch_blame(d, "it has an output and no record to encode it with",
                                    LAMINA_STR(""));
    const lamina_field *forgotten = NULL;
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &d->service->answer);
    const lamina_status status =
        lamina_record_write_json(d->handler->response, answer->output, &writer, &forgotten);
    if (forgotten != NULL)
        return host__dispatch_blame(
            d, "a required field was not filled: ", lamina_str_from(forgotten->name));
    if (status != LAMINA_OK)
        return host__dispatch_blame(
            d, "its record cannot be encoded: ", lamina_str_from(lamina_status_name(status)));
    return LAMINA_OK;
}

lamina_status host__dispatch_direct(host_dispatch *d)
{
    lamina_direct_event event = {.size = sizeof(event), .handler = d->handler};
    lamina_status status = read_input(d, &event);
    if (status != LAMINA_OK)
        return status;
    d->records = 1;
    lamina_direct_answer answer = {.size = sizeof(answer)};
    host__crash_enter(d->context->request_id, d->handler->operation);
    status = d->handler->handler.direct(d->context, &event, &answer);
    host__crash_leave();
    return status == LAMINA_OK ? write_output(d, &answer) : status;
}
