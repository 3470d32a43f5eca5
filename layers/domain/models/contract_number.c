/*
 * The claim on a contract's number: its table, and its key.
 */
#include "models/contract_number.h"

#include "domain/formats.h"

static const lamina_field fields[CLAIM_FIELD_COUNT] = {
    /* The hash key of the contracts' table, hence the name. */
    [CLAIM_KEY] = {.name = "contractId",
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
    .name = "ContractNumber",
    .struct_size = sizeof(claim),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = CLAIM_FIELD_COUNT,
};

/* Name and variable are those of the contracts' model: it is the same table. */
const mapper_model domain__contract_number_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "contract",
    .table_env = "CONTRACT_TABLE_NAME",
    .record = &record,
    .hash_field = CLAIM_KEY,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

/* Ids of partners are of one length: no number of one can be taken for another's. */
lamina_status domain__contract_number_init(lamina_context *context, const contract *item,
                                           claim *out)
{
    lamina_str prefix =
        lamina_arena_format(context->arena, "number#%.*s#", LAMINA_FMT(item->partner_id));
    if (prefix.ptr == NULL)
        return LAMINA_E_LIMIT;
    return domain__claim_init(context, prefix, item->number, item->contract_id, out);
}
