/*
 * sending.h - a client over a scripted transport, for the tests of sending.
 */
#ifndef SENDING_H
#define SENDING_H

#include "dynamodb/client.h"
#include "fake_transport.h"

/* What a test looks at; fresh for each. */
extern struct sending {
    test_context *test;
    lamina_context *context;
    fake_transport fake;
    dynamodb_client *client;
    dynamodb_error error; /* of the last request */
    const lamina_json *answer;
    const char *operation; /* NULL: see sending_again() */
} sending;

/* A suite's .init and .fini. */
void sending_start(void);
void sending_stop(void);

/* Puts a new client in the place of the one there is. */
void sending_open_client(uint32_t max_attempts);
/* One request over the script that was set last: a GetItem if it may be repeated, else a PutItem. */
lamina_status sending_again(uint32_t repeat);
/* The same over this script; makes a client of three attempts when there is none. */
lamina_status sending_steps(uint32_t repeat, const fake_step *steps, size_t count);

#define SEND(repeat, ...)                                                                          \
    sending_steps(DYNAMODB_REPEAT_##repeat, (const fake_step[]){__VA_ARGS__},                      \
                  sizeof((const fake_step[]){__VA_ARGS__}) / sizeof(fake_step))

#define ERROR(http, type)                                                                          \
    {                                                                                              \
        .http_status = (http),                                                                     \
        .body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" type "\",\"message\":\"m\"}"     \
    }
#define THROTTLED ERROR(400, "ProvisionedThroughputExceededException")
#define IN_PROGRESS ERROR(400, "TransactionInProgressException")
#define FAILED ERROR(500, "InternalServerError")
#define DONE                                                                                       \
    {                                                                                              \
        .status = LAMINA_OK                                                                        \
    }
#define TIMED_OUT                                                                                  \
    {                                                                                              \
        .status = LAMINA_E_TIMEOUT, .takes_ms = 60000                                              \
    }
#define CUT                                                                                        \
    {                                                                                              \
        .status = LAMINA_E_UNAVAILABLE, .received = true                                           \
    }

#endif
