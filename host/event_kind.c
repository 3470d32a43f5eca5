/*
 * event_kind.c - telling events apart by the members that only one kind has.
 */
#include "event_kind.h"

static const event_kind rest = {"REST API", host__event_read_rest};
static const event_kind http_v2 = {"HTTP API", host__event_read_http_v2};
static const event_kind alb = {"load balancer", host__event_read_alb};
static const event_kind authorizer = {"Lambda authorizer", NULL};
static const event_kind websocket = {"WebSocket API", NULL};
static const event_kind batch = {"batch (Records)", NULL};
static const event_kind bus = {"EventBridge", NULL};

/* The first mark that an event carries decides. Those that are not served come first: an authorizer
   event, too, has a path and a method. */
static const struct {
    const char *member;
    const char *inner; /* of that member; NULL: the member itself is the mark */
    const event_kind *kind;
} marks[] = {
    {"methodArn", NULL, &authorizer},
    {"routeArn", NULL, &authorizer},
    {"Records", NULL, &batch},
    {"detail-type", NULL, &bus},
    {"requestContext", "connectionId", &websocket},
    {"requestContext", "elb", &alb},
    {"requestContext", "http", &http_v2},
    {"rawPath", NULL, &http_v2},
    {"httpMethod", NULL, &rest},
    {"resource", NULL, &rest},
    {"path", NULL, &rest},
};

const event_kind *host__event_kind_of(const lamina_json *root)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        const lamina_json *found = lamina_json_member(root, marks[i].member);
        if (found != NULL && marks[i].inner != NULL)
            found = lamina_json_member(found, marks[i].inner);
        if (found != NULL)
            return marks[i].kind;
    }
    return NULL;
}

static bool is_token(lamina_str text)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        bool known = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        for (size_t k = 0; !known && k < sizeof(others) - 1; k++)
            known = c == others[k];
        if (!known)
            return false;
    }
    return text.len > 0;
}

/* What must hold of every kind: RFC 9110 section 9.1, RFC 9112 section 3.2.1. */
static void check_request_line(event_reader *reader, const host_event *event)
{
    if (!is_token(event->method))
        host__event_refuse(
            reader, LAMINA_E_SYNTAX,
            lamina_arena_format(reader->arena, "%s event: the method is no token", reader->kind));
    if (event->path.len == 0 || event->path.ptr[0] != '/')
        host__event_refuse(reader, LAMINA_E_SYNTAX,
                           lamina_arena_format(reader->arena,
                                               "%s event: the path does not begin with '/'",
                                               reader->kind));
}

static lamina_status read_json(lamina_arena *arena, lamina_str text, const lamina_json **root,
                               lamina_str *fault)
{
    lamina_json_fault at = {0};
    const lamina_status status = lamina_json_read(arena, text, 0, root, &at);
    if (status == LAMINA_OK && lamina_json_type(*root) != LAMINA_JSON_OBJECT) {
        *fault = LAMINA_STR("the event is not a JSON object");
        return LAMINA_E_SYNTAX;
    }
    if (status == LAMINA_E_SYNTAX || (status == LAMINA_E_LIMIT && at.reason != NULL))
        *fault = lamina_arena_format(arena, "the event is not JSON: line %zu, column %zu: %s",
                                     at.line, at.column, at.reason);
    else if (status != LAMINA_OK)
        *fault = LAMINA_STR("the event holds too many values");
    return status;
}

lamina_status host__event_read(lamina_arena *arena, lamina_str text, host_event *event,
                               lamina_str *fault)
{
    *event = (host_event){0};
    const lamina_json *root = NULL;
    const lamina_status status = read_json(arena, text, &root, fault);
    if (status != LAMINA_OK)
        return status;
    const event_kind *kind = host__event_kind_of(root);
    if (kind == NULL || kind->read == NULL) {
        *fault = lamina_arena_format(
            arena,
            "%s is no HTTP event; a REST API, HTTP API, function URL or load balancer sends one",
            kind == NULL ? "an event with neither httpMethod nor requestContext.http" : kind->name);
        return LAMINA_E_SYNTAX;
    }
    event_reader reader = {.arena = arena, .kind = kind->name};
    kind->read(&reader, root, event);
    check_request_line(&reader, event);
    *fault = reader.fault;
    return reader.status;
}
