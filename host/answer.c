/*
 * answer.c - an HTTP answer, written in the shape that the sender of the event understands.
 */
#include "answer.h"

#include "answer_headers.h"
#include "lamina/http.h"
#include "runtime_client.h"
#include "status_phrase.h"

/* A load balancer takes 1 MB, everybody else what Lambda takes. */
#define ALB_CAP (1024u * 1024u)

/* HTTP API and function URL share one shape. */
static const struct {
    uint32_t source;
    bool multi_value;
    answer_headers_fn write_headers;
    bool has_description; /* "statusDescription":"200 OK" */
    size_t cap;
} shapes[] = {
    {LAMINA_SOURCE_REST_API, false, host__answer_headers_rest, false, RUNTIME_PAYLOAD_CAP},
    {LAMINA_SOURCE_HTTP_API, false, host__answer_headers_v2, false, RUNTIME_PAYLOAD_CAP},
    {LAMINA_SOURCE_FUNCTION_URL, false, host__answer_headers_v2, false, RUNTIME_PAYLOAD_CAP},
    {LAMINA_SOURCE_ALB, false, host__answer_headers_single, true, ALB_CAP},
    {LAMINA_SOURCE_ALB, true, host__answer_headers_multi, true, ALB_CAP},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

static size_t shape_of(const host_event *event)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (shapes[i].source == event->source && shapes[i].multi_value == event->multi_value)
            return i;
    return 0;
}

static void write_content(lamina_json_writer *writer, const host_answer *answer)
{
    lamina_json_write_name(writer, LAMINA_STR("isBase64Encoded"));
    lamina_json_write_boolean(writer, answer->is_binary);
    lamina_json_write_name(writer, LAMINA_STR("body"));
    if (!answer->is_binary) {
        lamina_json_write_string(writer, answer->content);
        return;
    }
    /* Base64 needs no escapes: written into place, without a buffer between. */
    lamina_json_write_raw(writer, LAMINA_STR("\""));
    lamina_text_add_base64(writer->text, answer->content);
    lamina_text_add_char(writer->text, '"');
}

lamina_status host__answer_write(lamina_text *out, const host_event *event,
                                 const host_answer *answer, size_t *lost)
{
    const size_t shape = shape_of(event);
    *lost = 0;
    lamina_text_reset(out);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    lamina_json_write_object(&writer);
    lamina_json_write_member_int64(&writer, "statusCode", answer->status);
    const lamina_str phrase = host__status_phrase(answer->status);
    if (shapes[shape].has_description && phrase.len > 0)
        lamina_json_write_member_string(&writer, "statusDescription", phrase);
    shapes[shape].write_headers(&writer, answer, lost);
    write_content(&writer, answer);
    lamina_json_write_object_end(&writer);
    const lamina_status status = lamina_text_status(out);
    return status == LAMINA_OK && out->len > shapes[shape].cap ? LAMINA_E_LIMIT : status;
}
