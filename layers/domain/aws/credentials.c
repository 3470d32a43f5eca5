/* Credentials: choice of the source, keeping, renewal ahead of their end. */
#include "aws/credentials.h"

#include "lamina/crypto.h"
#include "lamina/log.h"

#define STORAGE_CAP (32u << 10)
#define SECOND_US INT64_C(1000000)
/* The SDKs renew ten to fifteen minutes ahead, so that no request meets the end. */
#define AHEAD_US (600 * SECOND_US)
/* The source failed and the old ones still hold: ask it again after this, not on every request. */
#define ASK_AGAIN_US (60 * SECOND_US)

void aws__credentials_init(aws__credentials *credentials)
{
    *credentials = (aws__credentials){.expires_us = AWS__NEVER};
    lamina_text_init(&credentials->storage, STORAGE_CAP);
}

void aws__credentials_clear(aws__credentials *credentials)
{
    if (credentials->storage.ptr != NULL)
        lamina_crypto_wipe(credentials->storage.ptr, credentials->storage.room);
    lamina_text_clear(&credentials->storage);
}

/* They become header values: a control character would end the header and begin another one. */
static bool is_header_value(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x21 || (unsigned char)text.ptr[i] > 0x7e)
            return false;
    return true;
}

static lamina_status check(const aws__found *found, lamina_str *reason)
{
    if (!is_header_value(found->access_key_id) || !is_header_value(found->secret_access_key) ||
        !is_header_value(found->session_token)) {
        *reason = LAMINA_STR("the credentials hold white space or control characters");
        return LAMINA_E_CONFIG;
    }
    size_t len = found->access_key_id.len + found->secret_access_key.len + found->session_token.len;
    if (found->secret_access_key.len > 256 || len >= STORAGE_CAP) {
        *reason = LAMINA_STR("the credentials are longer than any that AWS gives out");
        return LAMINA_E_CONFIG;
    }
    return LAMINA_OK;
}

static lamina_str view_at(const lamina_text *storage, size_t offset, size_t len)
{
    return (lamina_str){.ptr = storage->ptr + offset, .len = len};
}

static lamina_status keep(aws__credentials *credentials, const aws__found *found)
{
    lamina_text *storage = &credentials->storage;
    size_t id = found->access_key_id.len;
    size_t secret = found->secret_access_key.len;
    /* Room for any that will ever come: growing would leave secrets in freed memory, and fail after
       those held were overwritten. */
    lamina_text_reset(storage);
    if (lamina_text_reserve(storage, STORAGE_CAP) == NULL)
        return lamina_text_status(storage);
    lamina_text_add(storage, found->access_key_id);
    lamina_text_add(storage, found->secret_access_key);
    lamina_text_add(storage, found->session_token);
    credentials->access_key_id = view_at(storage, 0, id);
    credentials->secret_access_key = view_at(storage, id, secret);
    credentials->session_token = view_at(storage, id + secret, found->session_token.len);
    credentials->expires_us = found->expires_us;
    credentials->generation++;
    return LAMINA_OK;
}

static lamina_status load(aws__credentials *credentials, lamina_context *context,
                          lamina_str *reason)
{
    aws__found found = {.expires_us = AWS__NEVER};
    lamina_status status = aws__credentials_environment(&found, reason);
    if (status == LAMINA_E_NOT_FOUND)
        status = aws__credentials_container(context, &found, reason);
    if (status == LAMINA_E_NOT_FOUND) {
        *reason = LAMINA_STR("no credentials: neither AWS_ACCESS_KEY_ID nor a container endpoint "
                             "(AWS_CONTAINER_CREDENTIALS_FULL_URI) is set");
        return LAMINA_E_CONFIG;
    }
    if (status == LAMINA_OK)
        status = check(&found, reason);
    if (status != LAMINA_OK)
        return status;
    status = keep(credentials, &found);
    if (status != LAMINA_OK)
        *reason = LAMINA_STR("out of memory for the credentials");
    return status;
}

/* Ahead of the end, but never so early that credentials with a short life are asked for each time. */
static int64_t next_refresh(int64_t expires_us, int64_t now_us)
{
    if (expires_us == AWS__NEVER)
        return AWS__NEVER;
    int64_t ahead = expires_us - AHEAD_US;
    return ahead > now_us + ASK_AGAIN_US ? ahead : now_us + ASK_AGAIN_US;
}

lamina_status aws__credentials_ensure(aws__credentials *credentials, lamina_context *context,
                                      int64_t now_us, bool force, lamina_str *reason)
{
    bool held = credentials->generation > 0 && now_us < credentials->expires_us;
    if (held && !force && now_us < credentials->refresh_us)
        return LAMINA_OK;
    lamina_status status = load(credentials, context, reason);
    if (status == LAMINA_OK) {
        credentials->refresh_us = next_refresh(credentials->expires_us, now_us);
        return LAMINA_OK;
    }
    if (!held || force)
        return status;
    lamina_log(context, LAMINA_LOG_WARN, "Credentials could not be renewed and are used on: %.*s",
               LAMINA_FMT(*reason));
    credentials->refresh_us = now_us + ASK_AGAIN_US;
    return LAMINA_OK;
}
