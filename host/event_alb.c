/*
 * event_alb.c - the event of an Application Load Balancer, with single-value or multi-value headers
 * as the target group has it.
 */
#include "event_kind.h"
#include "lamina/http.h"
#include "lamina/text.h"

/* The client's address: the last one of X-Forwarded-For is what the load balancer itself saw. */
static lamina_str source_ip(const host_event *event)
{
    for (size_t i = event->header_count; i > 0; i--) {
        const lamina_param *header = &event->headers[i - 1];
        if (!lamina_str_equal_nocase(header->name, LAMINA_STR("x-forwarded-for")))
            continue;
        lamina_str rest = header->value;
        lamina_str last = {0};
        while (lamina_str_cut(&rest, ',', &last))
            continue;
        return lamina_str_trim(last);
    }
    return (lamina_str){0};
}

void host__event_read_alb(event_reader *reader, const lamina_json *root, host_event *event)
{
    const event_place top = {root, ""};
    event->source = LAMINA_SOURCE_ALB;
    event->multi_value = lamina_json_member(root, "multiValueHeaders") != NULL;
    event->method = host__event_text(reader, top, "httpMethod", EVENT_REQUIRED);
    event->path = host__event_text(reader, top, "path", EVENT_REQUIRED);
    event->headers =
        event->multi_value
            ? host__event_multi_map(reader, top, "multiValueHeaders", &event->header_count)
            : host__event_map(reader, top, "headers", &event->header_count);
    event->query = event->multi_value
                       ? host__event_multi_map(reader, top, "multiValueQueryStringParameters",
                                               &event->query_count)
                       : host__event_map(reader, top, "queryStringParameters", &event->query_count);
    event->query_is_encoded = true; /* unlike API Gateway, it passes parameters on as sent */
    host__event_body(reader, top, event);
    event->source_ip = source_ip(event);
}
