/*
 * lamina/event.h - events other than HTTP: what a plugin serves beside its routes.
 *
 *     static const lamina_event_handler events[] = {
 *         {.operation = "authorize", .kind = LAMINA_EVENT_AUTHORIZER, .handler.authorizer = authorize},
 *         {.operation = "on_order", .kind = LAMINA_EVENT_SQS, .handler.sqs = on_order,
 *          .request = &order_record}};
 *
 * The host tells the kinds apart by the event itself, hands a handler one thing at a time in a typed
 * view, and writes the answer that the event's sender understands. Every view is written by the host,
 * borrowed, and valid until the handler returns; a text that the event did not have is an empty view.
 * All views and answers grow at the end: ask LAMINA_HAS for what is younger than 1.0.
 * docs/host.md says which answer each kind gets. This header is part of the ABI.
 */
#ifndef LAMINA_EVENT_H
#define LAMINA_EVENT_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lamina_event_handler;

/* ---- the kinds. A number that a plugin's own minor does not have is refused. All since 1.0. ---- */

#define LAMINA_EVENT_AUTHORIZER 1u /* Lambda authorizer of a REST API, of type REQUEST or TOKEN */
#define LAMINA_EVENT_DIRECT 2u /* {"operation":"...","input":{...}}, by an operator or a program */
#define LAMINA_EVENT_SQS 3u    /* messages of a queue */
#define LAMINA_EVENT_DYNAMODB 4u    /* changes of a table, by its stream */
#define LAMINA_EVENT_SNS 5u         /* a notification of a topic */
#define LAMINA_EVENT_S3 6u          /* a change in a bucket */
#define LAMINA_EVENT_EVENTBRIDGE 7u /* an event of a bus */
#define LAMINA_EVENT_SCHEDULE 8u    /* a scheduled rule of EventBridge, or EventBridge Scheduler */

/* ---- Lambda authorizer ---- */

/* Types of an authorizer's event. Unknown values are legal. Since 1.0. */
#define LAMINA_AUTHORIZER_REQUEST 1u /* all of the request but its body */
#define LAMINA_AUTHORIZER_TOKEN 2u   /* the token alone */

/*
 * Who wants in. Source: API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer".
 * Since 1.0.
 */
typedef struct lamina_authorizer_event {
    uint32_t size; /* sizeof(lamina_authorizer_event) of the host */
    uint32_t type; /* LAMINA_AUTHORIZER_* */
    const struct lamina_event_handler *handler;
    lamina_str token; /* authorizationToken, or else the first Authorization header: "Bearer ..." */
    lamina_str
        method_arn;       /* arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path> */
    lamina_str method;    /* "GET"; of a TOKEN event: as the method ARN has it */
    lamina_str path;      /* "/partners/p1"; of a TOKEN event: as the method ARN has it */
    lamina_str source_ip; /* of the client; empty for a TOKEN event */
    const lamina_param *headers; /* none for a TOKEN event, as are the next */
    size_t header_count;
    const lamina_param *query_params; /* decoded */
    size_t query_param_count;
} lamina_authorizer_event;

/* What an authorizer decides. A decision that nobody made is the first. Since 1.0. */
#define LAMINA_AUTHORIZER_UNAUTHORIZED 0u /* nobody is known to be asking: 401 */
#define LAMINA_AUTHORIZER_ALLOW 1u
#define LAMINA_AUTHORIZER_DENY 2u /* known, and kept out of the whole API: 403 */

/*
 * Zeroed by the host but for size; filled by the handler. What it points to must outlive the handler:
 * static, or from context->arena. A handler that fails with LAMINA_E_UNAUTHENTICATED says the same as
 * LAMINA_AUTHORIZER_UNAUTHORIZED; one that fails otherwise makes API Gateway answer 500.
 *
 * The host writes the policy, always for the whole API and stage ("arn:...:<api>/<stage>/" and "*"):
 * API Gateway caches it and answers every other route with it for the same token. Which route needs
 * which scope the host's guard knows. Scopes, tenant and context reach the routes of every module as
 * requestContext.authorizer, where API Gateway keeps texts alone.
 * Source: API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer". Since 1.0.
 */
typedef struct lamina_authorizer_decision {
    uint32_t size;           /* sizeof(lamina_authorizer_decision) of the host */
    uint32_t verdict;        /* LAMINA_AUTHORIZER_* */
    lamina_str principal_id; /* the subject; an ALLOW must have one */
    lamina_str scopes;       /* separated by spaces */
    lamina_str tenant;       /* whose data alone the caller may reach; empty: bound to no tenant */
    const lamina_param *context; /* more texts; the names principalId, scope and tenant are taken */
    size_t context_count;
} lamina_authorizer_decision;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_authorizer_fn)(lamina_context *context,
                                              const lamina_authorizer_event *event,
                                              lamina_authorizer_decision *decision);

/* ---- direct invocation ---- */

/*
 * {"operation":"create_administrator","input":{...}}: what an operator runs with `aws lambda invoke`.
 * Who may do so IAM decides (lambda:InvokeFunction); the event does not say who it was. Since 1.0.
 */
typedef struct lamina_direct_event {
    uint32_t size; /* sizeof(lamina_direct_event) of the host */
    uint32_t reserved;
    const struct lamina_event_handler *handler;
    const void *input;    /* the struct of handler->request, checked; NULL when it has none */
    lamina_str raw_input; /* JSON text of the member input; empty when there is none */
} lamina_direct_event;

/*
 * Zeroed by the host but for size; filled by the handler. The invocation's answer is the output as
 * JSON, or null. A handler that fails makes the invocation fail: errorType is "Function." and the
 * problem's code ("user-exists" is Function.UserExists), errorMessage its detail and violations.
 * Since 1.0.
 */
typedef struct lamina_direct_answer {
    uint32_t size; /* sizeof(lamina_direct_answer) of the host */
    uint32_t reserved;
    const void *output; /* a struct of handler->response; must outlive the handler; may be NULL */
} lamina_direct_answer;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_direct_fn)(lamina_context *context, const lamina_direct_event *event,
                                          lamina_direct_answer *answer);

/* ---- SQS ---- */

/* A message's attribute, of SQS and SNS. Frozen. Since 1.0. */
typedef struct lamina_message_attribute {
    lamina_str name;
    lamina_str data_type; /* "String", "Number", "Binary", each perhaps with ".<label>" behind it */
    lamina_str value;     /* of a Binary: the bytes; what is no base64 as it came */
} lamina_message_attribute;

/*
 * One message. Its handler is called for one after the other, each time with an empty arena, and the
 * host tells SQS which of them failed: those come again, the others do not. After a failure in a
 * FIFO queue nothing more is tried, and all that was not done is reported. For this the event source
 * mapping must have FunctionResponseTypes: [ReportBatchItemFailures]; without it see
 * LAMINA_EVENT_WHOLE_BATCH. Messages can come twice.
 * Source: Lambda Developer Guide, "Using Lambda with Amazon SQS". Since 1.0.
 */
typedef struct lamina_sqs_message {
    uint32_t size;          /* sizeof(lamina_sqs_message) of the host */
    uint32_t receive_count; /* ApproximateReceiveCount: 1 the first time; 0: not told */
    const struct lamina_event_handler *handler;
    lamina_str message_id;
    const void *body; /* the struct of handler->request, checked; NULL when it has none */
    lamina_str raw_body;
    lamina_str source_arn; /* of the queue */
    lamina_str region;
    lamina_str group_id;                        /* MessageGroupId, of a FIFO queue */
    lamina_str deduplication_id;                /* MessageDeduplicationId, of a FIFO queue */
    int64_t sent_ms;                            /* milliseconds since 1970; 0: not told */
    const lamina_message_attribute *attributes; /* messageAttributes */
    size_t attribute_count;
} lamina_sqs_message;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_sqs_fn)(lamina_context *context, const lamina_sqs_message *message);

/* ---- DynamoDB streams ---- */

/* What happened to an item. Since 1.0. */
#define LAMINA_STREAM_INSERT 1u
#define LAMINA_STREAM_MODIFY 2u
#define LAMINA_STREAM_REMOVE 3u
#define LAMINA_STREAM_EXPIRE 4u /* a REMOVE by DynamoDB itself: the item's time to live was over */

/*
 * One change. Changes of one item come in their order. The first that fails ends the batch, and the
 * host tells Lambda to come again from there (ReportBatchItemFailures, as for SQS).
 * Items are JSON text in DynamoDB's wire format ({"id":{"S":"p1"}}); which of them there are says the
 * stream's view type. Source: Lambda Developer Guide, "Using Lambda with Amazon DynamoDB". Since 1.0.
 */
typedef struct lamina_stream_change {
    uint32_t size; /* sizeof(lamina_stream_change) of the host */
    uint32_t what; /* LAMINA_STREAM_* */
    const struct lamina_event_handler *handler;
    lamina_str event_id;
    lamina_str sequence_number;
    lamina_str source_arn; /* of the stream: it has the table's name */
    lamina_str region;
    lamina_str keys;
    lamina_str new_image; /* empty: the view type or what happened leaves it out */
    lamina_str old_image;
    int64_t created_ms; /* milliseconds since 1970, to the second; 0: not told */
} lamina_stream_change;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_stream_fn)(lamina_context *context,
                                          const lamina_stream_change *change);

/* ---- SNS ---- */

/*
 * One notification. A failure makes the invocation fail, and Lambda tries it twice more.
 * Source: Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications". Since 1.0.
 */
typedef struct lamina_sns_notification {
    uint32_t size; /* sizeof(lamina_sns_notification) of the host */
    uint32_t reserved;
    const struct lamina_event_handler *handler;
    lamina_str message_id;
    const void *message; /* the struct of handler->request, checked; NULL when it has none */
    lamina_str raw_message;
    lamina_str topic_arn;
    lamina_str subject;
    int64_t sent_ms; /* milliseconds since 1970; 0: not told */
    const lamina_message_attribute *attributes;
    size_t attribute_count;
} lamina_sns_notification;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_sns_fn)(lamina_context *context,
                                       const lamina_sns_notification *notification);

/* ---- S3 ---- */

/*
 * One change of an object. Changes of one object compare by sequencer: the longer one, zeros added at
 * the right, is later. A failure makes the invocation fail, and Lambda tries it twice more.
 * Source: S3 User Guide, "Event message structure". Since 1.0.
 */
typedef struct lamina_s3_change {
    uint32_t size; /* sizeof(lamina_s3_change) of the host */
    uint32_t reserved;
    const struct lamina_event_handler *handler;
    lamina_str event_name; /* "ObjectCreated:Put" */
    lamina_str bucket;
    lamina_str key; /* decoded: the event has it as a form has a value, with '+' for a space */
    lamina_str version_id;
    lamina_str etag; /* without quotes */
    lamina_str sequencer;
    lamina_str bucket_arn;
    lamina_str region;
    int64_t object_size; /* bytes; -1: not told, as when the object was removed */
    int64_t occurred_ms; /* milliseconds since 1970; 0: not told */
} lamina_s3_change;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_s3_fn)(lamina_context *context, const lamina_s3_change *change);

/* ---- EventBridge, and schedules ---- */

/*
 * One event, the same for both kinds. A scheduled one has the detail-type "Scheduled Event" and the
 * source aws.events or aws.scheduler. A failure makes the invocation fail, and Lambda tries it twice
 * more. Source: EventBridge User Guide, "Amazon EventBridge event structure". Since 1.0.
 */
typedef struct lamina_bus_event {
    uint32_t size; /* sizeof(lamina_bus_event) of the host */
    uint32_t reserved;
    const struct lamina_event_handler *handler;
    lamina_str id;
    lamina_str detail_type;
    lamina_str source;
    const void *detail;    /* the struct of handler->request, checked; NULL when it has none */
    lamina_str raw_detail; /* JSON text */
    lamina_str account;
    lamina_str region;
    int64_t occurred_ms;         /* milliseconds since 1970; 0: not told */
    const lamina_str *resources; /* ARNs: of the rule, for a schedule */
    size_t resource_count;
} lamina_bus_event;

/* [invoke] Since 1.0. */
typedef lamina_status (*lamina_bus_fn)(lamina_context *context, const lamina_bus_event *event);

/* ---- the table ---- */

/* The function of a handler: the member of its kind. Grows never beyond one pointer. Since 1.0. */
typedef union lamina_event_function {
    lamina_authorizer_fn authorizer;
    lamina_direct_fn direct;
    lamina_sqs_fn sqs;
    lamina_stream_fn dynamodb;
    lamina_sns_fn sns;
    lamina_s3_fn s3;
    lamina_bus_fn eventbridge;
    lamina_bus_fn schedule;
} lamina_event_function;

/*
 * Flags of a handler. Since 1.0.
 * WHOLE_BATCH, of SQS and DynamoDB handlers: the event source mapping does not have
 * ReportBatchItemFailures, so one failure makes the invocation fail, and all of the batch comes again.
 * A partial answer would be ignored there, and what failed would be lost.
 */
#define LAMINA_EVENT_WHOLE_BATCH 0x1u

/*
 * One operation. _HANDLER=authz serves all of the plugin's, _HANDLER=authz.authorize that one alone.
 * Direct operations are told apart by their name. Of every other kind the event does not name one, so
 * a function that serves the whole plugin can serve one handler of that kind: two are for two
 * functions, each with its own _HANDLER. Grows at the end. Since 1.0.
 */
typedef struct lamina_event_handler {
    const char *operation; /* as of a route, and unique among routes and handlers */
    const char *summary;   /* one line for people; may be NULL */
    uint32_t kind;         /* LAMINA_EVENT_* */
    uint32_t flags;        /* LAMINA_EVENT_WHOLE_BATCH */
    /* Of the JSON that comes: a direct input, a message's body or text, an event's detail. What breaks
       it is a failure of that one before the handler is called. NULL: not decoded. */
    const lamina_record *request;
    const lamina_record *response; /* of a direct operation's output; NULL: it has none */
    lamina_event_function handler;
} lamina_event_handler;

#ifdef __cplusplus
}
#endif
#endif
