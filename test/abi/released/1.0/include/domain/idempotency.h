/*
 * domain/idempotency.h - requests that a client may send again, and that happen once.
 *
 * A client makes a key for a request and sends it again under the same key when no answer came
 * (lamina/idempotency.h reads the header). The key and what came of it are remembered in the table
 * IDEMPOTENCY_TABLE_NAME for a time. The same request gets the first answer again; another request under
 * the same key is refused; of twins that come together one runs, and the other gets its answer.
 *
 *     static lamina_status send_letter(lamina_context *context, void *state, lamina_str *answer)
 *     {
 *         ... does what must not happen twice; *answer is what the service makes its result of ...
 *     }
 *
 *     domain_idempotency once = {.size = sizeof once};
 *     domain_idempotency_request request = {.size = sizeof request, .group = "letter", .operation = "send",
 *                                           .key = key, .record = &letter_record, .content = letter};
 *     status = domain_idempotency_init(context, &request, &once);
 *     if (status == LAMINA_OK)
 *         status = domain_run_once(context, &once, send_letter, &job, &answer, &replayed);
 *
 * Repositories that write in a DynamoDB transaction put the record into the very transaction, and need no
 * domain_run_once(): transaction_repository_post() is one. [invoke] all. Since 1.0.
 */
#ifndef DOMAIN_IDEMPOTENCY_H
#define DOMAIN_IDEMPOTENCY_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How long a key is remembered, unless told otherwise: a day. */
#define DOMAIN_IDEMPOTENCY_TTL_S 86400u

/* A request as the service has it. Borrowed. Grows at the end. Since 1.0. */
typedef struct domain_idempotency_request {
    uint32_t size;         /* sizeof(domain_idempotency_request) */
    uint32_t ttl_s;        /* seconds that the key is remembered; 0: DOMAIN_IDEMPOTENCY_TTL_S */
    lamina_str key;        /* the client's */
    const char *group;     /* keys of two groups never meet: the module's name */
    const char *operation; /* one key for two operations of a group is refused: "post" */
    lamina_str subject;    /* the id of what it is done to; may be empty */
    const lamina_record *record; /* of content; NULL: there is none */
    const void *content; /* decoded, so that white space and the order of members do not count */
} domain_idempotency_request;

/* A request that happens once; see above. Borrowed from the arena. Grows at the end. Since 1.0. */
typedef struct domain_idempotency {
    uint32_t size; /* the caller's sizeof(domain_idempotency), set before the call */
    uint32_t ttl_s;
    lamina_str id;          /* what group, tenant, caller and key come to: 64 hexadecimal digits */
    lamina_str fingerprint; /* what operation, subject and content come to: likewise */
} domain_idempotency;

/*
 * Keys are apart by the caller and the tenant of the context: nobody meets another's. Neither key nor content
 * is stored, but their SHA-256. LAMINA_E_ARGUMENT for a key that is empty, a group or an operation that is NULL;
 * LAMINA_E_CONFIG for content that its record cannot write; LAMINA_E_LIMIT; LAMINA_E_INTERNAL. Since 1.0.
 */
lamina_status domain_idempotency_init(lamina_context *context,
                                      const domain_idempotency_request *request,
                                      domain_idempotency *once);

/* Does what must not happen twice. *answer, up to 300 KB in the arena or static, is what is remembered: an
   id, or JSON; no secrets, for it is stored as it is. Whatever fails is forgotten, and may be tried again. */
typedef lamina_status (*domain_once_fn)(lamina_context *context, void *state, lamina_str *answer);

/*
 * Calls run once for that request, and answers what it did. *replayed: it was not called, for it was before;
 * *answer is what it said then. Where a twin is at work, waits for it, for as long as a third of what remains
 * to the deadline: then LAMINA_E_CONFLICT, "idempotency-key-in-use". "idempotency-key-reused": another request
 * has the key. Failures of run and of the database are passed on, and run is not called after the latter.
 *
 * What it cannot know: a process that ended in the midst of run, killed at its deadline say, leaves the
 * key in use until that deadline; from then on another one runs again. So run must bear to be begun twice, or
 * leave its trace in the same DynamoDB transaction. Since 1.0.
 */
lamina_status domain_run_once(lamina_context *context, const domain_idempotency *once,
                              domain_once_fn run, void *state, lamina_str *answer, bool *replayed);

#ifdef __cplusplus
}
#endif
#endif
