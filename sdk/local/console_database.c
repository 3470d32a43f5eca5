/*
 * console_database.c - hands questions on to the database that the stage started. Reading alone; DynamoDB
 * Local wants a signature of some kind and does not check it.
 */
#include <event2/buffer.h>
#include <stdlib.h>

#include "console_parts.h"
#include "dynamodb_local.h"

#define TIMEOUT_S 10

static const char *const operations[] = {"ListTables", "DescribeTable", "Scan", "Query", "GetItem"};

typedef struct question {
    struct evhttp_request *asked;
    struct evhttp_connection *connection;
} question;

static const char *operation_of(lamina_str rest)
{
    if (rest.len < 2 || rest.ptr[0] != '/')
        return NULL;
    rest = (lamina_str){rest.ptr + 1, rest.len - 1};
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        if (lamina_str_is(rest, operations[i]))
            return operations[i];
    return NULL;
}

static void on_answer(struct evhttp_request *answer, void *arg)
{
    question *asked = arg;
    struct evbuffer *content = answer ? evhttp_request_get_input_buffer(answer) : NULL;
    const size_t len = content ? evbuffer_get_length(content) : 0;
    const int status = answer ? evhttp_request_get_response_code(answer) : 0;
    if (status > 0 && len > 0)
        local__console_reply(asked->asked, status, "application/json",
                             (lamina_str){(const char *)evbuffer_pullup(content, -1), len});
    else
        local__console_refuse(asked->asked, 502, "the database does not answer");
    free(asked); /* the connection goes by itself, after this callback of its own */
}

static bool ask(struct event_base *base, uint16_t port, const char *operation, question *asked)
{
    asked->connection = evhttp_connection_base_new(base, NULL, "127.0.0.1", port);
    struct evhttp_request *request = evhttp_request_new(on_answer, asked);
    lamina_text target;
    lamina_text_init(&target, 128);
    lamina_text_add_format(&target, "DynamoDB_20120810.%s", operation);
    if (!asked->connection || !request || lamina_text_status(&target)) {
        lamina_text_clear(&target);
        return false;
    }
    evhttp_connection_set_timeout(asked->connection, TIMEOUT_S);
    evhttp_connection_free_on_completion(asked->connection);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "Host", "127.0.0.1");
    evhttp_add_header(headers, "Content-Type", "application/x-amz-json-1.0");
    evhttp_add_header(headers, "X-Amz-Target", target.ptr);
    evhttp_add_header(headers, "Authorization",
                      "AWS4-HMAC-SHA256 Credential=console/20260101/eu-central-1/dynamodb/"
                      "aws4_request, SignedHeaders=host, Signature=0");
    evbuffer_add_buffer(evhttp_request_get_output_buffer(request),
                        evhttp_request_get_input_buffer(asked->asked));
    lamina_text_clear(&target);
    return evhttp_make_request(asked->connection, request, EVHTTP_REQ_POST, "/") == 0;
}

void local__console_database(local_console *console, struct evhttp_request *request,
                             lamina_str rest)
{
    const char *operation = operation_of(rest);
    const uint16_t port = local__database_port(console->stage->database);
    if (!operation) {
        local__console_refuse(request, 404, "the console asks the database no such thing");
        return;
    }
    if (port == 0) {
        local__console_refuse(request, 409, "the stage has no local database of its own");
        return;
    }
    question *asked = calloc(1, sizeof(*asked));
    if (asked)
        asked->asked = request;
    if (asked && ask(console->stage->base, port, operation, asked))
        return;
    local__console_refuse(request, 502, "the database cannot be asked");
    if (asked && asked->connection)
        evhttp_connection_free(asked->connection);
    free(asked);
}
