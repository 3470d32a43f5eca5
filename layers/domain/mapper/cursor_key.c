/* The key that seals cursors: from the environment, or one that lives as long as the process. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/log.h"
#include "lamina/problem.h"
#include "mapper/cursor.h"

#define VARIABLE "LAMINA_CURSOR_KEY"

/* Read once: the environment does not change, and a key of our own must not. */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static uint8_t kept[LAMINA_AEAD_KEY_LEN];
static bool is_ready;

static lamina_status read_variable(lamina_context *context, const char *text)
{
    lamina_str bytes = {NULL, 0};
    lamina_status status = lamina_base64_decode(context->arena, lamina_str_from(text), &bytes);
    if (status == LAMINA_E_LIMIT)
        return status;
    if (status != LAMINA_OK || bytes.len != sizeof kept)
        return lamina_cause(context, LAMINA_E_CONFIG,
                            VARIABLE " must be the base64 text of %u bytes", LAMINA_AEAD_KEY_LEN);
    memcpy(kept, bytes.ptr, sizeof kept);
    return LAMINA_OK;
}

static lamina_status make(lamina_context *context)
{
    lamina_status status = lamina_random(context, kept, sizeof kept);
    if (status == LAMINA_OK)
        lamina_log(context, LAMINA_LOG_WARN,
                   VARIABLE " is not set: cursors of this process end with it");
    return status;
}

lamina_status mapper__cursor_key(lamina_context *context, uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    lamina_status status = LAMINA_OK;
    pthread_mutex_lock(&guard);
    if (!is_ready) {
        const char *text = getenv(VARIABLE);
        status = text == NULL || text[0] == '\0' ? make(context) : read_variable(context, text);
        is_ready = status == LAMINA_OK;
    }
    if (status == LAMINA_OK)
        memcpy(key, kept, sizeof kept);
    pthread_mutex_unlock(&guard);
    return status;
}
