/*
 * Cursors: base64url of a version byte, a nonce, and under AES-256-GCM the time of issue and the last
 * key. What the query is known by is authenticated with it and not sent, so that a cursor opens only
 * for the query that it was made by.
 */
#include "mapper/cursor.h"

#include <string.h>

#include "lamina/problem.h"

#define VERSION 1
#define HEAD_LEN (1u + LAMINA_AEAD_NONCE_LEN)
#define TIME_LEN 8u
/* Base64 makes four characters of three bytes. */
#define BYTES_CAP (MAPPER__CURSOR_CAP / 4u * 3u)
#define LEAST_LEN (HEAD_LEN + TIME_LEN + LAMINA_AEAD_TAG_LEN)

static void put_time(uint8_t out[TIME_LEN], int64_t us)
{
    for (size_t i = 0; i < TIME_LEN; i++)
        out[i] = (uint8_t)((uint64_t)us >> (8 * (TIME_LEN - 1 - i)));
}

static int64_t get_time(const uint8_t bytes[TIME_LEN])
{
    uint64_t us = 0;
    for (size_t i = 0; i < TIME_LEN; i++)
        us = us << 8 | bytes[i];
    return (int64_t)us;
}

static lamina_status encode(lamina_context *context, lamina_str bytes, lamina_str *cursor)
{
    lamina_text text;
    lamina_text_init(&text, MAPPER__CURSOR_CAP);
    lamina_text_add_base64url(&text, bytes);
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *cursor = lamina_arena_copy(context->arena, lamina_text_view(&text));
        status = cursor->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    return status;
}

lamina_status mapper__cursor_seal(lamina_context *context, lamina_str key, lamina_str binding,
                                  lamina_str *cursor)
{
    if (key.len > BYTES_CAP - LEAST_LEN)
        return lamina_cause(context, LAMINA_E_LIMIT, "a key of %zu bytes fits no cursor", key.len);
    uint8_t secret[LAMINA_AEAD_KEY_LEN];
    uint8_t plain[BYTES_CAP];
    uint8_t sealed[BYTES_CAP] = {VERSION};
    lamina_status status = mapper__cursor_key(context, secret);
    if (status == LAMINA_OK)
        status = lamina_random(context, sealed + 1, LAMINA_AEAD_NONCE_LEN);
    if (status != LAMINA_OK)
        return status;
    put_time(plain, lamina_now_us(context));
    memcpy(plain + TIME_LEN, key.ptr, key.len);
    lamina_str inside = {(const char *)plain, TIME_LEN + key.len};
    status = lamina_aead_seal(secret, sealed + 1, binding, inside, sealed + HEAD_LEN);
    lamina_crypto_wipe(secret, sizeof secret);
    if (status != LAMINA_OK)
        return status;
    return encode(context, (lamina_str){(const char *)sealed, LEAST_LEN + key.len}, cursor);
}

/* One answer for everything that is wrong with a cursor but its age: what it was is not the client's
   to learn. The cause says it in the log. */
static lamina_status refuse(lamina_context *context, const char *cause)
{
    lamina_fail(context, LAMINA_E_SYNTAX, "invalid-cursor",
                "The cursor does not belong to this list. Begin again without one.");
    return lamina_cause(context, LAMINA_E_SYNTAX, "the cursor %s", cause);
}

static lamina_status decode(lamina_context *context, lamina_str cursor, lamina_str *bytes)
{
    if (cursor.len > MAPPER__CURSOR_CAP)
        return refuse(context, "is too long");
    lamina_status status = lamina_base64url_decode(context->arena, cursor, bytes);
    if (status == LAMINA_E_SYNTAX)
        return refuse(context, "is no base64url");
    if (status != LAMINA_OK)
        return status;
    if (bytes->len < LEAST_LEN || bytes->ptr[0] != VERSION)
        return refuse(context, "is of no known shape");
    return LAMINA_OK;
}

static lamina_status check_age(lamina_context *context, int64_t issued_us)
{
    if (lamina_now_us(context) - issued_us < MAPPER__CURSOR_LIFE_US)
        return LAMINA_OK;
    lamina_fail(context, LAMINA_E_SYNTAX, "invalid-cursor",
                "The cursor has expired. Begin again without one.");
    return lamina_cause(context, LAMINA_E_SYNTAX, "the cursor has expired");
}

lamina_status mapper__cursor_open(lamina_context *context, lamina_str cursor, lamina_str binding,
                                  lamina_str *key)
{
    uint8_t secret[LAMINA_AEAD_KEY_LEN];
    lamina_str bytes = {NULL, 0};
    lamina_status status = decode(context, cursor, &bytes);
    if (status != LAMINA_OK)
        return status;
    size_t plain_len = bytes.len - HEAD_LEN - LAMINA_AEAD_TAG_LEN;
    uint8_t *plain = lamina_alloc(context, plain_len);
    if (plain == NULL)
        return LAMINA_E_LIMIT;
    status = mapper__cursor_key(context, secret);
    if (status != LAMINA_OK)
        return status;
    const uint8_t *sealed = (const uint8_t *)bytes.ptr;
    status = lamina_aead_open(secret, sealed + 1, binding,
                              (lamina_str){bytes.ptr + HEAD_LEN, bytes.len - HEAD_LEN}, plain);
    lamina_crypto_wipe(secret, sizeof secret);
    if (status == LAMINA_E_INVALID)
        return refuse(context, "was changed, or is of another query or another key");
    if (status != LAMINA_OK)
        return status;
    *key = (lamina_str){(const char *)plain + TIME_LEN, plain_len - TIME_LEN};
    return check_age(context, get_time(plain));
}
