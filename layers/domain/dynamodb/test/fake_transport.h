/*
 * fake_transport.h - a transport that plays a script: one step a try, time passing as the script says.
 */
#ifndef FAKE_TRANSPORT_H
#define FAKE_TRANSPORT_H

#include "domain/dynamodb.h"
#include "test_context.h"

#define FAKE_CALL_CAP 32u
#define FAKE_TEXT_CAP 2048u

/* What one try meets. */
typedef struct fake_step {
    lamina_status status; /* of the transport; LAMINA_OK: an answer came */
    int32_t http_status;  /* 0 with LAMINA_OK: 200 */
    const char *body;     /* NULL: "{}" */
    const char *crc32;    /* NULL: the right one; "": no such header */
    const char *name;     /* one more header */
    const char *value;
    bool reused;
    bool unsent;   /* with a failure: no byte went out */
    bool received; /* with a failure: a byte of an answer came */
    int64_t takes_ms;
} fake_step;

/* What one try was. */
typedef struct fake_call {
    uint32_t timeout_ms;
    uint32_t flags;
    char url[128];
    char authorization[512];
    char amz_date[32];
    char token[128];
    char headers[FAKE_TEXT_CAP]; /* "name: value\n" each */
    int64_t waited_ms;           /* before it, since the one before */
} fake_call;

typedef struct fake_transport {
    dynamodb_transport transport; /* give its address to the client */
    test_context *test;
    const fake_step *steps;
    size_t step_count;
    fake_call calls[FAKE_CALL_CAP];
    size_t call_count;
    int64_t waited_ms; /* in all */
    int64_t pending_wait_ms;
    lamina_param headers[4];
    char crc_text[16];
} fake_transport;

/* Fails the test when more tries come than there are steps. */
void fake_transport_init(fake_transport *fake, test_context *test, const fake_step *steps,
                         size_t step_count);

#endif
