/* Requests that happen once: their names, and what a record of one says. See domain/idempotency.h. */
#include "repositories/idempotency.h"

#include "lamina/crypto.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"

#define US_PER_S INT64_C(1000000)
/* Of what is hashed: more than any request's body. */
#define CONTENT_CAP (16u << 20)

/* ---- names ---- */

/* With its length before it, so that no two lists of parts look alike. */
static void add_part(lamina_text *text, lamina_str part)
{
    lamina_text_add_int64(text, (int64_t)part.len);
    lamina_text_add_char(text, ':');
    lamina_text_add(text, part);
}

static lamina_status digest_of(lamina_context *context, const lamina_text *text, lamina_str *digits)
{
    uint8_t digest[LAMINA_SHA256_LEN];
    lamina_status status = lamina_text_status(text);
    if (status == LAMINA_OK)
        status = lamina_sha256(lamina_text_view(text), digest);
    if (status != LAMINA_OK)
        return status;
    lamina_text hex;
    lamina_text_init(&hex, 2 * sizeof digest + 1);
    lamina_text_add_hex(&hex, (lamina_str){(const char *)digest, sizeof digest});
    *digits = lamina_arena_copy(context->arena, lamina_text_view(&hex));
    lamina_text_clear(&hex);
    return digits->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

static lamina_status name_record(lamina_context *context, const domain_idempotency_request *request,
                                 lamina_str *id)
{
    lamina_text text;
    lamina_text_init(&text, CONTENT_CAP);
    add_part(&text, lamina_str_from(request->group));
    add_part(&text, context->caller_tenant);
    add_part(&text, context->caller_id);
    add_part(&text, request->key);
    lamina_status status = digest_of(context, &text, id);
    lamina_text_clear(&text);
    return status;
}

static lamina_status name_content(lamina_context *context,
                                  const domain_idempotency_request *request,
                                  lamina_str *fingerprint)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, CONTENT_CAP);
    add_part(&text, lamina_str_from(request->operation));
    add_part(&text, request->subject);
    lamina_json_write_init(&writer, &text);
    lamina_status status = LAMINA_OK;
    if (request->record != NULL && request->content != NULL)
        status = lamina_record_write_json(request->record, request->content, &writer, NULL);
    if (status == LAMINA_OK)
        status = digest_of(context, &text, fingerprint);
    lamina_text_clear(&text);
    return status;
}

lamina_status domain_idempotency_init(lamina_context *context,
                                      const domain_idempotency_request *request,
                                      domain_idempotency *once)
{
    if (request->key.len == 0 || request->group == NULL || request->operation == NULL ||
        once->size < sizeof *once)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "an idempotent request without a key, a group or an operation");
    once->ttl_s = request->ttl_s != 0 ? request->ttl_s : DOMAIN_IDEMPOTENCY_TTL_S;
    lamina_status status = name_record(context, request, &once->id);
    return status == LAMINA_OK ? name_content(context, request, &once->fingerprint) : status;
}

/* ---- records ---- */

mapper_action domain__idempotency_claim(const lamina_context *context,
                                        const domain_idempotency *once, lamina_str answer,
                                        idempotency_record *record)
{
    *record = (idempotency_record){.id = once->id,
                                   .fingerprint = once->fingerprint,
                                   .state = LAMINA_STR(IDEMPOTENCY_DONE),
                                   .answer = answer,
                                   .expires_at = lamina_now_us(context) / US_PER_S + once->ttl_s};
    lamina_mark(&record->has, IDEMPOTENCY_ANSWER);
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_CREATE,
                           .model = &domain__idempotency_model,
                           .item = record};
}

lamina_status domain__idempotency_judge(lamina_context *context, const domain_idempotency *once,
                                        const idempotency_record *stored, lamina_str *answer)
{
    if (stored == NULL) /* it does not fit the record: the log says so */
        return LAMINA_E_UPSTREAM;
    if (!lamina_str_equal(stored->fingerprint, once->fingerprint))
        return lamina_fail(context, LAMINA_E_CONFLICT, "idempotency-key-reused",
                           "This Idempotency-Key was used for another request");
    if (!lamina_str_is(stored->state, IDEMPOTENCY_DONE))
        return lamina_fail(context, LAMINA_E_CONFLICT, "idempotency-key-in-use",
                           "The same request is still at work; try again");
    *answer = stored->answer;
    return LAMINA_OK;
}

lamina_status domain__idempotency_find(lamina_context *context, const domain_idempotency *once,
                                       lamina_str *answer)
{
    mapper_read options = {.size = sizeof options, .consistent = true};
    idempotency_record record = {.id = once->id};
    lamina_status status =
        mapper_get(context, &domain__idempotency_model, &record, &options, &record);
    return status == LAMINA_OK ? domain__idempotency_judge(context, once, &record, answer) : status;
}
