/*
 * fake_dynamodb.h - a DynamoDB for unit tests, in memory, that answers what the test scripts: answers,
 * errors, throttling, unprocessed items, and every way in which a network fails.
 *
 * Signing, retries, deadlines and reading are those of the real client; only the bytes travel nowhere.
 * Pauses and slow answers move the test's clock and take no time.
 *
 *     test_context *test = test_context_new();
 *     fake_dynamodb *database = fake_dynamodb_new(test);
 *     fake_dynamodb_throttle(database, 1);
 *     fake_dynamodb_answer(database, "{\"Item\":{\"id\":{\"S\":\"1\"}}}");
 *     cr_assert_eq(partner_repository_get(test_context_get(test), id, &partner), LAMINA_OK);
 *     cr_assert_eq(fake_dynamodb_call_count(database), 2);
 *     fake_dynamodb_free(database);
 *     test_context_free(test);
 *
 * A request for which the script has nothing left aborts the test, and says which it was. One at a time.
 */
#ifndef FAKE_DYNAMODB_H
#define FAKE_DYNAMODB_H

#include "domain/dynamodb.h"
#include "test_context.h"

typedef struct fake_dynamodb fake_dynamodb;

/* The process's client is one of this database's until fake_dynamodb_free(): three attempts, credentials
   and region of its own. Aborts when out of memory. */
fake_dynamodb *fake_dynamodb_new(test_context *test);
void fake_dynamodb_free(fake_dynamodb *fake);

/* ---- the script: what the requests to come meet, one after the other. Texts are copied ---- */

/* HTTP 200 with that JSON, and its right checksum. */
void fake_dynamodb_answer(fake_dynamodb *fake, const char *json);
/* An error of the service's: its type ("ConditionalCheckFailedException") and further members
   ("\"Item\":{...}"), or NULL. */
void fake_dynamodb_error(fake_dynamodb *fake, int32_t http_status, const char *type,
                         const char *members);
/* That many times ProvisionedThroughputExceededException. */
void fake_dynamodb_throttle(fake_dynamodb *fake, size_t times);
/* A batch of which the last count items are not processed: UnprocessedItems or UnprocessedKeys are
   those of the request itself. With other_members ("\"Responses\":{...}") before, or NULL. */
void fake_dynamodb_unprocessed(fake_dynamodb *fake, size_t count, const char *other_members);
/* Any HTTP answer, without a checksum. */
void fake_dynamodb_raw(fake_dynamodb *fake, int32_t http_status, const char *body);

/* How a request fails on its way. "lost": the service carries it out, and nobody hears of it. */
typedef enum fake_dynamodb_fault {
    FAKE_DYNAMODB_REFUSED,     /* no connection: nothing goes out */
    FAKE_DYNAMODB_DEAD,        /* a kept connection that the other side has closed */
    FAKE_DYNAMODB_CUT,         /* lost: closed before a byte of the answer */
    FAKE_DYNAMODB_CUT_HALFWAY, /* lost: closed within the answer */
    FAKE_DYNAMODB_SILENT,      /* lost: no answer until the time-out */
    FAKE_DYNAMODB_SLOW,        /* lost: the answer comes so slowly that the time-out is first */
    FAKE_DYNAMODB_WRONG_CRC,   /* lost: the answer does not match its checksum */
    FAKE_DYNAMODB_HALF_JSON,   /* lost: half an answer that claims to be whole */
    FAKE_DYNAMODB_HTML_OK,     /* a page of somebody else's with status 200 */
    FAKE_DYNAMODB_HTML_403,    /* a proxy that lets nothing through */
    FAKE_DYNAMODB_HTML_502,    /* lost: a proxy that got no answer */
    FAKE_DYNAMODB_HTML_503,    /* a proxy that is overloaded */
    FAKE_DYNAMODB_INTERNAL,    /* lost: InternalServerError, after the write */
    FAKE_DYNAMODB_FAULT_COUNT
} fake_dynamodb_fault;

void fake_dynamodb_fail(fake_dynamodb *fake, fake_dynamodb_fault fault, size_t times);
/* The fault's name, for messages. Static. */
const char *fake_dynamodb_fault_name(fake_dynamodb_fault fault);

/* ---- what was asked ---- */

/* One try. Borrowed from the database. */
typedef struct fake_dynamodb_call {
    const char *operation; /* "GetItem" */
    const char *body;      /* JSON */
    uint32_t timeout_ms;   /* that it was given */
    int64_t waited_ms;     /* before it, since the one before */
    bool is_fresh;         /* over a new connection, because an old one was dead */
    bool is_carried_out;   /* the service did what it asks */
} fake_dynamodb_call;

size_t fake_dynamodb_call_count(const fake_dynamodb *fake);
/* Aborts when there were fewer. */
const fake_dynamodb_call *fake_dynamodb_call_at(const fake_dynamodb *fake, size_t i);

/* How often the service carried out a write. A transaction repeated under its token counts once. */
size_t fake_dynamodb_write_count(const fake_dynamodb *fake);

#endif
