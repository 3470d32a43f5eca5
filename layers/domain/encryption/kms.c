/*
 * Keys of AWS KMS: GenerateDataKey, and Decrypt, under the key context as encryption context.
 * Source: AWS KMS Developer Guide, "Data keys", "Encryption context".
 */
#include <stdlib.h>
#include <string.h>

#include "aws/client.h"
#include "domain/encryption.h"
#include "encryption/kms_service.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define BODY_CAP (64u << 10)
/* The longest key id that KMS takes. */
#define KEY_ID_CAP DOMAIN_KEY_ID_CAP
#define INDEX_KEY_CAP (2u * DOMAIN_WRAPPED_KEY_CAP)

typedef struct kms {
    aws__client client;
    char key_id[KEY_ID_CAP + 1];       /* as configured */
    char current[KEY_ID_CAP + 1];      /* ARN of the key; empty: not known yet */
    char index_key[INDEX_KEY_CAP + 1]; /* wrapped, in base64; empty: none */
} kms;

/* ---- requests ---- */

static void write_context(lamina_json_writer *writer, const domain_key_context *bound)
{
    if (bound->count == 0)
        return;
    lamina_json_write_name(writer, LAMINA_STR("EncryptionContext"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < bound->count; i++) {
        lamina_json_write_name(writer, bound->pairs[i].name);
        lamina_json_write_string(writer, bound->pairs[i].value);
    }
    lamina_json_write_object_end(writer);
}

static lamina_status send(kms *self, lamina_context *context, const char *operation,
                          lamina_text *body, const lamina_json **answer)
{
    lamina_status status = lamina_text_status(body);
    if (status != LAMINA_OK)
        return lamina_cause(context, status, "KMS %s: the request is too large", operation);
    const aws__request request = {.operation = operation,
                                  .body = lamina_text_view(body),
                                  .may_repeat = true,
                                  .answer_is_secret = true};
    aws__outcome outcome;
    uint32_t attempts = 0;
    status = aws__send(&self->client, context, &request, &outcome, &attempts);
    *answer = status == LAMINA_OK ? outcome.body : NULL;
    return status;
}

/* The key out of an answer, whose copy of it is wiped: the arena is ours to write. */
static lamina_status read_plaintext(lamina_context *context, const lamina_json *answer,
                                    uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    lamina_str text = lamina_json_member_string(answer, "Plaintext"), bytes = {NULL, 0};
    lamina_status status = lamina_base64_decode(context->arena, text, &bytes);
    if (status == LAMINA_OK && bytes.len == LAMINA_AEAD_KEY_LEN)
        memcpy(key, bytes.ptr, bytes.len);
    else if (status != LAMINA_E_LIMIT)
        status = lamina_cause(context, LAMINA_E_UPSTREAM, "KMS gave no key of 32 bytes");
    lamina_crypto_wipe((char *)text.ptr, text.len);
    lamina_crypto_wipe((char *)bytes.ptr, bytes.len);
    return status;
}

/* ---- the provider ---- */

static bool is_key_arn(lamina_str id)
{
    lamina_str head;
    return lamina_str_has_prefix(id, LAMINA_STR("arn:")) && lamina_str_cut(&id, '/', &head) &&
           head.len >= 4 && memcmp(head.ptr + head.len - 4, ":key", 4) == 0;
}

static lamina_str current_key_id(void *self)
{
    const kms *provider = self;
    lamina_str configured = lamina_str_from(provider->key_id);
    return is_key_arn(configured) ? configured : lamina_str_from(provider->current);
}

static lamina_status read_data_key(kms *self, lamina_context *context, const lamina_json *answer,
                                   domain_data_key *key)
{
    lamina_status status = read_plaintext(context, answer, key->plain);
    if (status != LAMINA_OK)
        return status;
    key->key_id = lamina_json_member_string(answer, "KeyId");
    status = lamina_base64_decode(
        context->arena, lamina_json_member_string(answer, "CiphertextBlob"), &key->wrapped);
    if (status == LAMINA_E_LIMIT)
        return status;
    if (status != LAMINA_OK || key->wrapped.len == 0 || key->key_id.len == 0 ||
        key->key_id.len > KEY_ID_CAP)
        return lamina_cause(context, LAMINA_E_UPSTREAM, "KMS gave no wrapped key, or no key id");
    memcpy(self->current, key->key_id.ptr, key->key_id.len);
    self->current[key->key_id.len] = '\0';
    return LAMINA_OK;
}

static lamina_status generate(void *self, lamina_context *context, const domain_key_context *bound,
                              domain_data_key *key)
{
    kms *provider = self;
    lamina_text body;
    lamina_json_writer writer;
    lamina_text_init(&body, BODY_CAP);
    lamina_json_write_init(&writer, &body);
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "KeyId", lamina_str_from(provider->key_id));
    lamina_json_write_member_string(&writer, "KeySpec", LAMINA_STR("AES_256"));
    write_context(&writer, bound);
    lamina_json_write_object_end(&writer);
    const lamina_json *answer = NULL;
    lamina_status status = send(provider, context, "GenerateDataKey", &body, &answer);
    lamina_text_clear(&body);
    return status == LAMINA_OK ? read_data_key(provider, context, answer, key) : status;
}

/* key_id empty: KMS reads it off the wrapped key. */
static lamina_status decrypt(kms *self, lamina_context *context, const domain_key_context *bound,
                             lamina_str key_id, lamina_str wrapped_base64,
                             uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    lamina_text body;
    lamina_json_writer writer;
    lamina_text_init(&body, BODY_CAP);
    lamina_json_write_init(&writer, &body);
    lamina_json_write_object(&writer);
    if (key_id.len > 0)
        lamina_json_write_member_string(&writer, "KeyId", key_id);
    lamina_json_write_member_string(&writer, "CiphertextBlob", wrapped_base64);
    write_context(&writer, bound);
    lamina_json_write_object_end(&writer);
    const lamina_json *answer = NULL;
    lamina_status status = send(self, context, "Decrypt", &body, &answer);
    lamina_text_clear(&body);
    return status == LAMINA_OK ? read_plaintext(context, answer, key) : status;
}

static bool is_printable(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || (unsigned char)text.ptr[i] > '~')
            return false;
    return text.len > 0;
}

static lamina_status unwrap(void *self, lamina_context *context, const domain_key_context *bound,
                            lamina_str key_id, lamina_str wrapped, uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    if (!is_printable(key_id))
        return lamina_cause(context, LAMINA_E_INVALID, "a key id that KMS cannot have given");
    lamina_text base64;
    lamina_text_init(&base64, BODY_CAP);
    lamina_text_add_base64(&base64, wrapped);
    lamina_status status = lamina_text_status(&base64);
    if (status == LAMINA_OK)
        status = decrypt(self, context, bound, key_id, lamina_text_view(&base64), key);
    lamina_text_clear(&base64);
    /* The id came with the value: a key that there is not is as wrong as any other. */
    return status == LAMINA_E_NOT_FOUND ? LAMINA_E_INVALID : status;
}

static lamina_status index_key(void *self, lamina_context *context,
                               uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    kms *provider = self;
    const lamina_param pairs[] = {{LAMINA_STR("purpose"), LAMINA_STR("blind-index")}};
    const domain_key_context bound = {pairs, 1};
    if (provider->index_key[0] == '\0')
        return lamina_cause(context, LAMINA_E_CONFIG,
                            "LAMINA_INDEX_KEY is not set, which blind indexes need");
    return decrypt(provider, context, &bound, (lamina_str){NULL, 0},
                   lamina_str_from(provider->index_key), key);
}

static void free_client(void *self)
{
    kms *provider = self;
    aws__client_close(&provider->client);
    free(provider);
}

/* ---- birth ---- */

static bool keep(char *into, size_t cap, const char *text)
{
    size_t len = text == NULL ? 0 : strnlen(text, cap + 1);
    if (len > cap)
        return false;
    if (len > 0)
        memcpy(into, text, len);
    into[len] = '\0';
    return true;
}

/* The fourth part of an ARN: a key lives in one region, which need not be the function's. */
static const char *region_of(lamina_arena *arena, const char *key_id)
{
    lamina_str rest = lamina_str_from(key_id), part = {NULL, 0};
    if (!lamina_str_has_prefix(rest, LAMINA_STR("arn:")))
        return NULL;
    for (int i = 0; i < 4; i++)
        lamina_str_cut(&rest, ':', &part);
    return lamina_arena_copy(arena, part).ptr;
}

static lamina_status prepare(kms *made, const domain_kms_options *options, lamina_arena *arena,
                             lamina_str *reason)
{
    const bool given = options != NULL;
    const char *key_id =
        given && options->key_id != NULL ? options->key_id : getenv("LAMINA_KMS_KEY_ID");
    const char *index =
        given && options->index_key != NULL ? options->index_key : getenv("LAMINA_INDEX_KEY");
    if (!keep(made->key_id, KEY_ID_CAP, key_id) || !is_printable(lamina_str_from(made->key_id))) {
        *reason =
            LAMINA_STR("LAMINA_KMS_KEY_ID is no key id, ARN or alias of 1 to 2048 characters");
        return LAMINA_E_CONFIG;
    }
    if (!keep(made->index_key, INDEX_KEY_CAP, index)) {
        *reason = LAMINA_STR("LAMINA_INDEX_KEY is longer than a wrapped key can be");
        return LAMINA_E_CONFIG;
    }
    const aws__client_options wanted = {
        .region = region_of(arena, made->key_id),
        .endpoint = given ? options->endpoint : NULL,
        .transport = given ? options->transport : NULL,
        .request_timeout_ms = given ? options->request_timeout_ms : 0,
    };
    return aws__client_open(&made->client, &encryption__kms_service, &wanted, arena, reason);
}

lamina_status domain_kms_open(const domain_kms_options *options, lamina_arena *arena,
                              domain_key_provider *provider, lamina_str *reason)
{
    kms *made = calloc(1, sizeof *made);
    if (made == NULL) {
        *reason = LAMINA_STR("out of memory for the KMS client");
        return LAMINA_E_MEMORY;
    }
    lamina_status status = options != NULL && options->size < sizeof *options
                               ? LAMINA_E_ARGUMENT
                               : prepare(made, options, arena, reason);
    if (status != LAMINA_OK) {
        free_client(made);
        return status;
    }
    *provider = (domain_key_provider){.size = sizeof *provider,
                                      .self = made,
                                      .current_key_id = current_key_id,
                                      .generate = generate,
                                      .unwrap = unwrap,
                                      .index_key = index_key,
                                      .free = free_client};
    return LAMINA_OK;
}
