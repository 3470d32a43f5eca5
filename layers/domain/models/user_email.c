/* The claim on a user's e-mail address: see models/user_email.h. */
#include "models/user_email.h"

#include "domain/formats.h"
#include "domain/models/user.h"
#include "models/email_key.h"

static const lamina_field fields[USER_EMAIL_FIELD_COUNT] = {
    /* The hash key of the users' table, hence the name. */
    [USER_EMAIL_KEY] = {.name = "userId",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(user_email, key)},
    [USER_EMAIL_OWNER] = {.name = "ownerId",
                          .type = LAMINA_TYPE_STRING,
                          .flags = LAMINA_FIELD_REQUIRED,
                          .offset = offsetof(user_email, owner),
                          .format = &domain_format_ulid},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "UserEmail",
    .struct_size = sizeof(user_email),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = USER_EMAIL_FIELD_COUNT,
};

/* Name and variable are those of the users' model: it is the same table. */
const mapper_model domain__user_email_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "user",
    .table_env = "USER_TABLE_NAME",
    .record = &record,
    .hash_field = USER_EMAIL_KEY,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

lamina_status domain__user_email_init(lamina_context *context, lamina_str address,
                                      lamina_str user_id, user_email *claim)
{
    lamina_str key = domain__email_key(context, address);
    if (key.ptr == NULL)
        return LAMINA_E_LIMIT;
    *claim = (user_email){.key = key, .owner = user_id};
    lamina_mark(&claim->has, USER_EMAIL_KEY);
    lamina_mark(&claim->has, USER_EMAIL_OWNER);
    return LAMINA_OK;
}
