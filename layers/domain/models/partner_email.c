/*
 * The claim on an e-mail address: its table, and the key that makes one of all ways to write it.
 */
#include "models/partner_email.h"

#include "domain/formats.h"
#include "domain/models/partner.h"
#include "lamina/text.h"
#include "models/email_key.h"

static const lamina_field fields[PARTNER_EMAIL_FIELD_COUNT] = {
    /* The hash key of the partners' table, hence the name. */
    [PARTNER_EMAIL_KEY] = {.name = "partnerId",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(partner_email, key)},
    [PARTNER_EMAIL_OWNER] = {.name = PARTNER_EMAIL_OWNER_NAME,
                             .type = LAMINA_TYPE_STRING,
                             .flags = LAMINA_FIELD_REQUIRED,
                             .offset = offsetof(partner_email, owner),
                             .format = &domain_format_ulid},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "PartnerEmail",
    .struct_size = sizeof(partner_email),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = PARTNER_EMAIL_FIELD_COUNT,
};

/* Name and variable are those of the partners' model: it is the same table. */
const mapper_model domain__partner_email_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "partner",
    .table_env = "PARTNER_TABLE_NAME",
    .record = &record,
    .hash_field = PARTNER_EMAIL_KEY,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

bool domain__partner_email_is_same(lamina_str a, lamina_str b)
{
    return lamina_str_equal_nocase(a, b);
}

lamina_status domain__partner_email_init(lamina_context *context, lamina_str address,
                                         lamina_str partner_id, partner_email *claim)
{
    lamina_str key = domain__email_key(context, address);
    if (key.ptr == NULL)
        return LAMINA_E_LIMIT;

    *claim = (partner_email){.key = key, .owner = partner_id};
    lamina_mark(&claim->has, PARTNER_EMAIL_KEY);
    lamina_mark(&claim->has, PARTNER_EMAIL_OWNER);
    return LAMINA_OK;
}
