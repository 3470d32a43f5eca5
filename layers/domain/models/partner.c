/*
 * A partner, as it is stored. The limits here hold for every module that writes partners, whatever
 * its API promises.
 */
#include "domain/models/partner.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const partner_statuses[] = {PARTNER_STATUS_PENDING, PARTNER_STATUS_ACTIVE,
                                        PARTNER_STATUS_SUSPENDED, NULL};

static const lamina_range contact_count_range = {.minimum = 0, .maximum = PARTNER_CONTACT_CAP};

static const char *const collections[] = {PARTNER_COLLECTION_ALL, NULL};

static const lamina_field fields[] = {
    [PARTNER_ID] = {.name = "partnerId",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .offset = offsetof(partner, partner_id),
                    .format = &domain_format_ulid},
    [PARTNER_LEGAL_NAME] = {.name = "legalName",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(partner, legal_name),
                            .max_length = 200,
                            .format = &domain_format_line},
    [PARTNER_DISPLAY_NAME] = {.name = "displayName",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(partner, display_name),
                              .max_length = 200,
                              .format = &domain_format_line},
    [PARTNER_EMAIL] = {.name = "email",
                       .type = LAMINA_TYPE_STRING,
                       .flags = LAMINA_FIELD_REQUIRED,
                       .offset = offsetof(partner, email),
                       .max_length = 254,
                       .format = &domain_format_email},
    [PARTNER_PHONE] = {.name = "phone",
                       .type = LAMINA_TYPE_STRING,
                       .offset = offsetof(partner, phone),
                       .format = &domain_format_phone},
    [PARTNER_COUNTRY] = {.name = "country",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(partner, country),
                         .format = &domain_format_country},
    [PARTNER_TAX_ID] = {.name = "taxId",
                        .type = LAMINA_TYPE_STRING,
                        .offset = offsetof(partner, tax_id),
                        .max_length = 40,
                        .format = &domain_format_line},
    [PARTNER_STATUS] = {.name = "status",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(partner, status),
                        .values = partner_statuses},
    [PARTNER_TAGS] = {.name = "tags",
                      .type = LAMINA_TYPE_STRING_SET,
                      .offset = offsetof(partner, tags),
                      .max_length = 50,
                      .item_max_length = 40,
                      .format = &domain_format_line},
    [PARTNER_ADDRESS] = {.name = "address",
                         .type = LAMINA_TYPE_RECORD,
                         .offset = offsetof(partner, address),
                         .record = &postal_address_record},
    [PARTNER_CREATED_AT] = {.name = "createdAt",
                            .type = LAMINA_TYPE_TIMESTAMP,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(partner, created_at)},
    [PARTNER_UPDATED_AT] = {.name = "updatedAt",
                            .type = LAMINA_TYPE_TIMESTAMP,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(partner, updated_at)},
    [PARTNER_VERSION] = {.name = "version",
                         .type = LAMINA_TYPE_INT64,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(partner, version)},
    [PARTNER_COLLECTION] = {.name = "collection",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(partner, collection),
                            .values = collections},
    [PARTNER_NAME_KEY] = {.name = "nameKey",
                          .type = LAMINA_TYPE_STRING,
                          .offset = offsetof(partner, name_key)},
    [PARTNER_BANK_ACCOUNT] = {.name = "bankAccount",
                              .type = LAMINA_TYPE_RECORD,
                              .flags = LAMINA_FIELD_ENCRYPTED | LAMINA_FIELD_SECRET,
                              .offset = offsetof(partner, account),
                              .record = &bank_account_record},
    [PARTNER_CONTACT_COUNT] = {.name = "contactCount",
                               .type = LAMINA_TYPE_INT64,
                               .offset = offsetof(partner, contact_count),
                               .range = &contact_count_range},
    [PARTNER_CONTRACT_COUNT] = {.name = "contractCount",
                                .type = LAMINA_TYPE_INT64,
                                .offset = offsetof(partner, contract_count)},
    [PARTNER_STATUS_REASON] = {.name = "statusReason",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(partner, status_reason),
                               .max_length = 500,
                               .format = &domain_format_line},
};

const lamina_record partner_record = {
    .size = sizeof(lamina_record),
    .name = "StoredPartner",
    .struct_size = sizeof(partner),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_index indexes[] = {
    {.name = PARTNER_INDEX_ALL,
     .hash_field = PARTNER_COLLECTION,
     .range_field = PARTNER_ID,
     .projection = MAPPER_PROJECT_ALL},
    {.name = PARTNER_INDEX_NAME,
     .hash_field = PARTNER_COLLECTION,
     .range_field = PARTNER_NAME_KEY,
     .projection = MAPPER_PROJECT_ALL},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One partner"},
    {.name = "all",
     .index = PARTNER_INDEX_ALL,
     .summary = "All partners, in the order of their ids"},
    {.name = "by-name",
     .index = PARTNER_INDEX_NAME,
     .summary = "Partners by the beginning of their names"},
};

const mapper_model partner_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "partner",
    .table_env = "PARTNER_TABLE_NAME",
    .record = &partner_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = PARTNER_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = PARTNER_VERSION,
    .created_field = PARTNER_CREATED_AT,
    .updated_field = PARTNER_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

partner *partner_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(partner));
}
