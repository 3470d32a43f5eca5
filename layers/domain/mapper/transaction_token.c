/*
 * The client token of a transaction: HMAC-SHA256, under the invocation's request id, of how many
 * transactions the invocation has carried out before and of the content.
 *
 * Lambda runs one event again under the same request id. A run that gets as far as the one before did,
 * with the same content, has the same token, and the service carries the transaction out once. Another
 * content is another token, never a mismatch. Failed transactions do not count, so that what was in doubt can be
 * sent again under its token.
 */
#include "mapper/transaction_token.h"

#include <stdio.h>
#include <string.h>

#include "lamina/crypto.h"
#include "lamina/text.h"

/* Ids are UUIDs of 36 characters; for longer ones than this a token is random. */
#define REQUEST_ID_CAP 128u

/* The invocation that this thread serves. A second run has another deadline. */
typedef struct invocation {
    char request_id[REQUEST_ID_CAP];
    size_t request_id_len;
    int64_t deadline_ms;
    uint64_t done;
} invocation;

static invocation *invocation_of(const lamina_context *context)
{
    static _Thread_local invocation current;
    lamina_str known = {current.request_id, current.request_id_len};
    lamina_str asked = context->request_id;
    if (asked.len == 0 || asked.len > REQUEST_ID_CAP)
        return NULL;
    if (current.deadline_ms == context->deadline_ms && lamina_str_equal(known, asked))
        return &current;
    memcpy(current.request_id, asked.ptr, asked.len);
    current.request_id_len = asked.len;
    current.deadline_ms = context->deadline_ms;
    current.done = 0;
    return &current;
}

static lamina_status derive(const invocation *current, lamina_str content,
                            uint8_t digest[LAMINA_SHA256_LEN])
{
    char message[sizeof current->done + LAMINA_SHA256_LEN];
    uint8_t content_digest[LAMINA_SHA256_LEN];
    lamina_status status = lamina_sha256(content, content_digest);
    if (status != LAMINA_OK)
        return status;
    for (size_t i = 0; i < sizeof current->done; i++)
        message[i] = (char)(current->done >> (8 * i));
    memcpy(message + sizeof current->done, content_digest, sizeof content_digest);
    return lamina_hmac_sha256((lamina_str){current->request_id, current->request_id_len},
                              (lamina_str){message, sizeof message}, digest);
}

lamina_status mapper__transaction_token(const lamina_context *context, lamina_str content,
                                        char token[MAPPER__TOKEN_LEN + 1])
{
    uint8_t digest[LAMINA_SHA256_LEN];
    const invocation *current = invocation_of(context);
    lamina_status status = current == NULL ? lamina_random(context, digest, sizeof digest)
                                           : derive(current, content, digest);
    if (status != LAMINA_OK)
        return status;
    for (size_t i = 0; i < MAPPER__TOKEN_LEN / 2; i++)
        snprintf(token + 2 * i, 3, "%02x", digest[i]);
    return LAMINA_OK;
}

void mapper__transaction_done(const lamina_context *context)
{
    invocation *current = invocation_of(context);
    if (current != NULL)
        current->done++;
}
