/* What a user is told by e-mail: see user_messages.h. */
#include "repositories/user_messages.h"

#include <string.h>

#include "domain/ids.h"
#include "domain/models/notification.h"
#include "lamina/text.h"
#include "repositories/secret_text.h"

/* Which code each kind brings, and how long message and code are good. */
static const struct {
    const char *kind;
    const char *purpose; /* NULL: no code */
    int64_t life_s;
} messages[] = {
    {NOTIFICATION_VERIFY, ONE_TIME_CODE_VERIFY, 24 * 3600},
    {NOTIFICATION_RESET, ONE_TIME_CODE_RESET, 3600},
    {NOTIFICATION_TAKEN, NULL, 24 * 3600},
};

/* The key of a code: its hash in hexadecimal. */
static lamina_status key_of(lamina_context *context, lamina_str code, lamina_str *key)
{
    lamina_str hash;
    lamina_status status = domain__secret_text_hash(context, code, &hash);
    if (status != LAMINA_OK)
        return status;
    lamina_text text;
    lamina_text_init(&text, 2 * LAMINA_SHA256_LEN + 1);
    lamina_text_add_hex(&text, hash);
    *key = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return key->len == (size_t)2 * LAMINA_SHA256_LEN ? LAMINA_OK : LAMINA_E_LIMIT;
}

static lamina_status add_code(lamina_context *context, const user *to, const char *purpose,
                              notification *message, mapper_action *action)
{
    one_time_code *item = one_time_code_new(context);
    if (item == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain__secret_text_new(context, &message->code);
    if (status == LAMINA_OK)
        status = key_of(context, message->code, &item->code_hash);
    if (status != LAMINA_OK)
        return status;
    lamina_mark(&message->has, NOTIFICATION_CODE);
    item->purpose = lamina_str_from(purpose);
    item->user_id = to->user_id;
    item->password_changed_at = to->password_changed_at;
    item->expires_at = message->expires_at;
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_CREATE,
                              .model = &one_time_code_model,
                              .item = item};
    return LAMINA_OK;
}

static lamina_status write_message(lamina_context *context, const user *to, size_t number,
                                   mapper_action *actions, size_t *count)
{
    notification *message = notification_new(context);
    if (message == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain_new_ulid(context, &message->notification_id);
    if (status != LAMINA_OK)
        return status;
    message->kind = lamina_str_from(messages[number].kind);
    message->user_id = to->user_id;
    message->recipient = to->email;
    message->expires_at = lamina_now_us(context) / 1000000 + messages[number].life_s;
    message->collection = LAMINA_STR(NOTIFICATION_COLLECTION_ALL);
    *count = 0;
    if (messages[number].purpose != NULL)
        status = add_code(context, to, messages[number].purpose, message, &actions[(*count)++]);
    actions[(*count)++] = (mapper_action){.size = sizeof(mapper_action),
                                          .op = MAPPER_OP_CREATE,
                                          .model = &notification_model,
                                          .item = message};
    return status;
}

lamina_status domain__message_actions(lamina_context *context, const user *to, const char *kind,
                                      mapper_action *actions, size_t *count)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (strcmp(messages[i].kind, kind) == 0)
            return write_message(context, to, i, actions, count);
    return LAMINA_E_ARGUMENT;
}

void domain__message_expire(const mapper_action *actions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (actions[i].model == &notification_model)
            ((notification *)actions[i].item)->expires_at = 1;
        else
            ((one_time_code *)actions[i].item)->expires_at = 1;
    }
}

lamina_status domain__code_find(lamina_context *context, lamina_str code, one_time_code **out)
{
    one_time_code *found = one_time_code_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    one_time_code key = {0};
    mapper_read options = {.size = sizeof options, .consistent = true};
    lamina_status status = key_of(context, code, &key.code_hash);
    if (status == LAMINA_OK)
        status = mapper_get(context, &one_time_code_model, &key, &options, found);
    *out = status == LAMINA_OK ? found : NULL;
    return status;
}

mapper_action domain__code_use(one_time_code *code)
{
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_REMOVE,
                           .model = &one_time_code_model,
                           .item = code};
}
