/*
 * Signature Version 4, for requests without a query string.
 * Source: AWS IAM User Guide, "Create a signed AWS API request".
 */
#include "aws/signature.h"

#include <stdio.h>
#include <string.h>

#define DAY_LEN 8u
/* Session tokens have no stated limit; those seen are under 4 KB. */
#define CANONICAL_CAP (64u << 10)
#define AUTHORIZATION_CAP (4u << 10)

void aws__signer_init(aws__signer *signer)
{
    *signer = (aws__signer){0};
    lamina_text_init(&signer->canonical, CANONICAL_CAP);
    lamina_text_init(&signer->authorization, AUTHORIZATION_CAP);
}

void aws__signer_clear(aws__signer *signer)
{
    lamina_crypto_wipe(&signer->key, sizeof signer->key);
    /* The canonical request holds the session token. */
    if (signer->canonical.ptr != NULL)
        lamina_crypto_wipe(signer->canonical.ptr, signer->canonical.room);
    lamina_text_clear(&signer->canonical);
    lamina_text_clear(&signer->authorization);
}

lamina_status aws__amz_date(int64_t time_us, char out[AWS__AMZ_DATE_LEN + 1])
{
    char text[LAMINA_TIMESTAMP_LEN + 1]; /* 2015-08-30T12:36:00.000000Z */
    lamina_status status = lamina_format_timestamp(time_us, text);
    if (status != LAMINA_OK)
        return status;
    snprintf(out, AWS__AMZ_DATE_LEN + 1, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", text, text + 5, text + 8,
             text + 11, text + 14, text + 17);
    return LAMINA_OK;
}

/* ---- the key ---- */

static lamina_str bytes_of(const uint8_t hash[LAMINA_SHA256_LEN])
{
    return (lamina_str){.ptr = (const char *)hash, .len = LAMINA_SHA256_LEN};
}

static bool key_fits(const aws__signing_key *key, const aws__signing *signing)
{
    return key->secret_generation == signing->secret_generation &&
           memcmp(key->day, signing->amz_date.ptr, DAY_LEN) == 0 &&
           lamina_str_is(signing->region, key->region) &&
           lamina_str_is(signing->service, key->service);
}

/* HMAC("AWS4" + secret, day), then region, service and the closing word, each keyed by the one before. */
static lamina_status derive(const aws__signing *signing, uint8_t key[LAMINA_SHA256_LEN])
{
    char seed[4 + 256];
    if (signing->secret_access_key.len > sizeof seed - 4)
        return LAMINA_E_INVALID;
    snprintf(seed, sizeof seed, "AWS4");
    memcpy(seed + 4, signing->secret_access_key.ptr, signing->secret_access_key.len);

    const lamina_str steps[] = {{.ptr = signing->amz_date.ptr, .len = DAY_LEN},
                                signing->region,
                                signing->service,
                                LAMINA_STR("aws4_request")};
    lamina_str secret = {.ptr = seed, .len = 4 + signing->secret_access_key.len};
    uint8_t next[LAMINA_SHA256_LEN] = {0};
    lamina_status status = LAMINA_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == LAMINA_OK; i++) {
        status = lamina_hmac_sha256(secret, steps[i], next);
        memcpy(key, next, sizeof next);
        secret = bytes_of(key);
    }
    lamina_crypto_wipe(seed, sizeof seed);
    lamina_crypto_wipe(next, sizeof next);
    return status;
}

static lamina_status ensure_key(aws__signing_key *key, const aws__signing *signing)
{
    if (key_fits(key, signing))
        return LAMINA_OK;
    if (signing->region.len >= sizeof key->region || signing->service.len >= sizeof key->service)
        return LAMINA_E_INVALID;
    *key = (aws__signing_key){.secret_generation = 0};
    lamina_status status = derive(signing, key->bytes);
    if (status != LAMINA_OK)
        return status;
    memcpy(key->day, signing->amz_date.ptr, DAY_LEN);
    memcpy(key->region, signing->region.ptr, signing->region.len);
    memcpy(key->service, signing->service.ptr, signing->service.len);
    key->secret_generation = signing->secret_generation;
    return LAMINA_OK;
}

/* ---- the canonical request ---- */

/* Without white space at both ends, each run of it inside as one space. */
static void add_canonical_value(lamina_text *out, lamina_str value)
{
    value = lamina_str_trim(value);
    if (value.len == 0)
        return;
    size_t begin = 0;
    for (size_t i = 0; i < value.len; i++) {
        bool space = value.ptr[i] == ' ' || value.ptr[i] == '\t';
        bool run = space && (value.ptr[i + 1] == ' ' || value.ptr[i + 1] == '\t');
        if (!run && value.ptr[i] != '\t')
            continue;
        lamina_text_add(out, (lamina_str){.ptr = value.ptr + begin, .len = i - begin});
        if (!run)
            lamina_text_add_char(out, ' ');
        begin = i + 1;
    }
    lamina_text_add(out, (lamina_str){.ptr = value.ptr + begin, .len = value.len - begin});
}

static void add_signed_names(lamina_text *out, const aws__signing *signing)
{
    for (size_t i = 0; i < signing->header_count; i++) {
        if (i > 0)
            lamina_text_add_char(out, ';');
        lamina_text_add(out, signing->headers[i].name);
    }
}

static void add_hash(lamina_text *out, const uint8_t hash[LAMINA_SHA256_LEN])
{
    lamina_text_add_hex(out, bytes_of(hash));
}

static void add_canonical_request(lamina_text *out, const aws__signing *signing,
                                  const uint8_t body_hash[LAMINA_SHA256_LEN])
{
    lamina_text_add(out, signing->method);
    lamina_text_add_char(out, '\n');
    lamina_text_add(out, signing->path);
    lamina_text_add(out, LAMINA_STR("\n\n")); /* no query string */
    for (size_t i = 0; i < signing->header_count; i++) {
        lamina_text_add(out, signing->headers[i].name);
        lamina_text_add_char(out, ':');
        add_canonical_value(out, signing->headers[i].value);
        lamina_text_add_char(out, '\n');
    }
    lamina_text_add_char(out, '\n');
    add_signed_names(out, signing);
    lamina_text_add_char(out, '\n');
    add_hash(out, body_hash);
}

static void add_scope(lamina_text *out, const aws__signing *signing)
{
    lamina_text_add(out, (lamina_str){.ptr = signing->amz_date.ptr, .len = DAY_LEN});
    lamina_text_add_char(out, '/');
    lamina_text_add(out, signing->region);
    lamina_text_add_char(out, '/');
    lamina_text_add(out, signing->service);
    lamina_text_add(out, LAMINA_STR("/aws4_request"));
}

static void add_string_to_sign(lamina_text *out, const aws__signing *signing,
                               const uint8_t request_hash[LAMINA_SHA256_LEN])
{
    lamina_text_add(out, LAMINA_STR("AWS4-HMAC-SHA256\n"));
    lamina_text_add(out, signing->amz_date);
    lamina_text_add_char(out, '\n');
    add_scope(out, signing);
    lamina_text_add_char(out, '\n');
    add_hash(out, request_hash);
}

/* ---- the signature ---- */

static lamina_status hash_text(const lamina_text *text, uint8_t hash[LAMINA_SHA256_LEN])
{
    lamina_status status = lamina_text_status(text);
    return status == LAMINA_OK ? lamina_sha256(lamina_text_view(text), hash) : status;
}

static lamina_status compute(aws__signer *signer, const aws__signing *signing,
                             uint8_t signature[LAMINA_SHA256_LEN])
{
    uint8_t hash[LAMINA_SHA256_LEN];
    lamina_status status = lamina_sha256(signing->body, hash);
    if (status != LAMINA_OK)
        return status;
    lamina_text_reset(&signer->canonical);
    add_canonical_request(&signer->canonical, signing, hash);
    status = hash_text(&signer->canonical, hash);
    if (status != LAMINA_OK)
        return status;
    lamina_text_reset(&signer->canonical);
    add_string_to_sign(&signer->canonical, signing, hash);
    status = lamina_text_status(&signer->canonical);
    if (status != LAMINA_OK)
        return status;
    return lamina_hmac_sha256(bytes_of(signer->key.bytes), lamina_text_view(&signer->canonical),
                              signature);
}

lamina_status aws__sign(aws__signer *signer, const aws__signing *signing, lamina_str *authorization)
{
    uint8_t signature[LAMINA_SHA256_LEN];
    if (signing->amz_date.len != AWS__AMZ_DATE_LEN || signing->secret_generation == 0)
        return LAMINA_E_INVALID;
    lamina_status status = ensure_key(&signer->key, signing);
    if (status == LAMINA_OK)
        status = compute(signer, signing, signature);
    if (status != LAMINA_OK)
        return status;

    lamina_text *out = &signer->authorization;
    lamina_text_reset(out);
    lamina_text_add(out, LAMINA_STR("AWS4-HMAC-SHA256 Credential="));
    lamina_text_add(out, signing->access_key_id);
    lamina_text_add_char(out, '/');
    add_scope(out, signing);
    lamina_text_add(out, LAMINA_STR(", SignedHeaders="));
    add_signed_names(out, signing);
    lamina_text_add(out, LAMINA_STR(", Signature="));
    add_hash(out, signature);
    *authorization = lamina_text_view(out);
    return lamina_text_status(out);
}
