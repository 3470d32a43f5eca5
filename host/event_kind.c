/*
 * event_kind.c - telling events apart by the members that only one kind has.
 */
#include "event_kind.h"

#include "http_field.h"
#include "lamina/event.h"
#include "lamina/text.h"

static const event_kind rest = {"REST API", host__event_read_rest, 0};
static const event_kind http_v2 = {"HTTP API", host__event_read_http_v2, 0};
static const event_kind alb = {"load balancer", host__event_read_alb, 0};
static const event_kind websocket = {"WebSocket API", NULL, 0};
static const event_kind http_authorizer = {"Lambda authorizer of an HTTP API", NULL, 0};
static const event_kind other_records = {"Records", NULL, 0};
static const event_kind authorizer = {"Lambda authorizer", NULL, LAMINA_EVENT_AUTHORIZER};
static const event_kind bus = {"EventBridge", NULL, LAMINA_EVENT_EVENTBRIDGE};
static const event_kind schedule = {"schedule", NULL, LAMINA_EVENT_SCHEDULE};
static const event_kind direct = {"direct", NULL, LAMINA_EVENT_DIRECT};

/* Who sent a list of records stands in each of them. */
static const struct {
    const char *member; /* SNS spells it in its own way */
    const char *source;
    event_kind kind;
} senders[] = {
    {"eventSource", "aws:sqs", {"SQS", NULL, LAMINA_EVENT_SQS}},
    {"eventSource", "aws:dynamodb", {"DynamoDB stream", NULL, LAMINA_EVENT_DYNAMODB}},
    {"eventSource", "aws:s3", {"S3", NULL, LAMINA_EVENT_S3}},
    {"EventSource", "aws:sns", {"SNS", NULL, LAMINA_EVENT_SNS}},
};

static const event_kind *kind_of_records(const lamina_json *root)
{
    const lamina_json *first = lamina_json_first(lamina_json_member(root, "Records"));
    for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++)
        if (lamina_str_is(lamina_json_member_string(first, senders[i].member), senders[i].source))
            return &senders[i].kind;
    return &other_records;
}

/* EventBridge's scheduled rules and EventBridge Scheduler send what looks like an event of a bus. */
static const event_kind *kind_of_bus(const lamina_json *root)
{
    const lamina_str source = lamina_json_member_string(root, "source");
    const bool is_scheduled =
        lamina_str_is(lamina_json_member_string(root, "detail-type"), "Scheduled Event") &&
        (lamina_str_is(source, "aws.events") || lamina_str_is(source, "aws.scheduler"));
    return is_scheduled ? &schedule : &bus;
}

/* The first mark that an event carries decides. An authorizer's event, too, has a path and a method;
   "operation" is the word of a program, and the last that counts. */
static const struct {
    const char *member;
    const char *inner; /* of that member; NULL: the member itself is the mark */
    const event_kind *kind;
    const event_kind *(*look)(const lamina_json *root); /* kind is NULL: who tells it */
} marks[] = {
    {"methodArn", NULL, &authorizer, NULL},
    {"routeArn", NULL, &http_authorizer, NULL},
    {"Records", NULL, NULL, kind_of_records},
    {"detail-type", NULL, NULL, kind_of_bus},
    {"requestContext", "connectionId", &websocket, NULL},
    {"requestContext", "elb", &alb, NULL},
    {"requestContext", "http", &http_v2, NULL},
    {"rawPath", NULL, &http_v2, NULL},
    {"httpMethod", NULL, &rest, NULL},
    {"resource", NULL, &rest, NULL},
    {"path", NULL, &rest, NULL},
    {"operation", NULL, &direct, NULL},
};

const event_kind *host__event_kind_of(const lamina_json *root)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        const lamina_json *found = lamina_json_member(root, marks[i].member);
        if (found != NULL && marks[i].inner != NULL)
            found = lamina_json_member(found, marks[i].inner);
        if (found != NULL)
            return marks[i].kind != NULL ? marks[i].kind : marks[i].look(root);
    }
    return NULL;
}

/* What must hold of every kind: RFC 9110 section 9.1, RFC 9112 section 3.2.1. */
static void check_request_line(event_reader *reader, const host_event *event)
{
    if (!host__is_token(event->method))
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
    const lamina_status status = lamina_json_read(arena, text, LAMINA_JSON_DEPTH_MAX, root, &at);
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

lamina_status host__event_open(lamina_arena *arena, lamina_str text, host_incoming *incoming,
                               lamina_str *fault)
{
    *incoming = (host_incoming){0};
    const lamina_status status = read_json(arena, text, &incoming->root, fault);
    if (status != LAMINA_OK)
        return status;
    incoming->kind = host__event_kind_of(incoming->root);
    if (incoming->kind != NULL)
        return LAMINA_OK;
    *fault = LAMINA_STR("the event is of no kind that is known: it has neither httpMethod nor "
                        "requestContext.http, nor Records, detail-type, methodArn or operation");
    return LAMINA_E_SYNTAX;
}

lamina_status host__event_read(lamina_arena *arena, const host_incoming *incoming,
                               host_event *event, lamina_str *fault)
{
    *event = (host_event){0};
    const event_kind *kind = incoming->kind;
    if (kind->read == NULL) {
        *fault = lamina_arena_format(
            arena,
            "an event of the kind \"%s\" is no HTTP event; a REST API, HTTP API, function URL or "
            "load balancer sends one",
            kind->name);
        return LAMINA_E_SYNTAX;
    }
    event_reader reader = {.arena = arena, .kind = kind->name};
    kind->read(&reader, incoming->root, event);
    check_request_line(&reader, event);
    *fault = reader.fault;
    return reader.status;
}
