/*
 * A contact of a partner, as it is stored.
 */
#include "domain/models/partner_contact.h"

#include "domain/formats.h"
#include "domain/mapper.h"

static const lamina_field fields[] = {
    [PARTNER_CONTACT_PARTNER_ID] = {.name = "partnerId",
                                    .type = LAMINA_TYPE_STRING,
                                    .flags = LAMINA_FIELD_REQUIRED,
                                    .offset = offsetof(partner_contact, partner_id),
                                    .format = &domain_format_ulid},
    [PARTNER_CONTACT_ID] = {.name = "contactId",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(partner_contact, contact_id),
                            .format = &domain_format_ulid},
    [PARTNER_CONTACT_NAME] = {.name = "name",
                              .type = LAMINA_TYPE_STRING,
                              .flags = LAMINA_FIELD_REQUIRED,
                              .offset = offsetof(partner_contact, name),
                              .max_length = 200,
                              .format = &domain_format_line},
    [PARTNER_CONTACT_ROLE] = {.name = "role",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(partner_contact, role),
                              .max_length = 100,
                              .format = &domain_format_line},
    [PARTNER_CONTACT_EMAIL] = {.name = "email",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(partner_contact, email),
                               .max_length = 254,
                               .format = &domain_format_email},
    [PARTNER_CONTACT_PHONE] = {.name = "phone",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(partner_contact, phone),
                               .format = &domain_format_phone},
    [PARTNER_CONTACT_CREATED_AT] = {.name = "createdAt",
                                    .type = LAMINA_TYPE_TIMESTAMP,
                                    .flags = LAMINA_FIELD_REQUIRED,
                                    .offset = offsetof(partner_contact, created_at)},
    [PARTNER_CONTACT_UPDATED_AT] = {.name = "updatedAt",
                                    .type = LAMINA_TYPE_TIMESTAMP,
                                    .flags = LAMINA_FIELD_REQUIRED,
                                    .offset = offsetof(partner_contact, updated_at)},
    [PARTNER_CONTACT_VERSION] = {.name = "version",
                                 .type = LAMINA_TYPE_INT64,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(partner_contact, version)},
};

const lamina_record partner_contact_record = {
    .size = sizeof(lamina_record),
    .name = "StoredPartnerContact",
    .struct_size = sizeof(partner_contact),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "of-partner", .summary = "A partner's contacts, in order of creation"},
};

const mapper_model partner_contact_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "partner-contact",
    .table_env = "PARTNER_CONTACT_TABLE_NAME",
    .record = &partner_contact_record,
    .hash_field = PARTNER_CONTACT_PARTNER_ID,
    .range_field = PARTNER_CONTACT_ID,
    .version_field = PARTNER_CONTACT_VERSION,
    .created_field = PARTNER_CONTACT_CREATED_AT,
    .updated_field = PARTNER_CONTACT_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

partner_contact *partner_contact_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(partner_contact));
}
