/* The claim on a user's e-mail address: see models/user_email.h. */
#include "models/user_email.h"

#include "domain/formats.h"

static const lamina_field fields[CLAIM_FIELD_COUNT] = {
    /* The hash key of the users' table, hence the name. */
    [CLAIM_KEY] = {.name = "userId",
                   .type = LAMINA_TYPE_STRING,
                   .flags = LAMINA_FIELD_REQUIRED,
                   .offset = offsetof(claim, key)},
    [CLAIM_OWNER] = {.name = CLAIM_OWNER_NAME,
                     .type = LAMINA_TYPE_STRING,
                     .flags = LAMINA_FIELD_REQUIRED,
                     .offset = offsetof(claim, owner),
                     .format = &domain_format_ulid},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "UserEmail",
    .struct_size = sizeof(claim),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = CLAIM_FIELD_COUNT,
};

/* Name and variable are those of the users' model: it is the same table. */
const mapper_model domain__user_email_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "user",
    .table_env = "USER_TABLE_NAME",
    .record = &record,
    .hash_field = CLAIM_KEY,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

lamina_status domain__user_email_init(lamina_context *context, lamina_str address,
                                      lamina_str user_id, claim *out)
{
    return domain__claim_init(context, LAMINA_STR("email#"), address, user_id, out);
}
