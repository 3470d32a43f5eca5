/* Where the entry of a transactionId is: see transaction_place.h. */
#include "models/transaction_place.h"

#define RANGE "place"

static const lamina_field fields[TRANSACTION_PLACE_FIELD_COUNT] = {
    /* The first two are the keys of the entries' table, hence the names. */
    [TRANSACTION_PLACE_KEY] = {.name = "contractId",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(transaction_place, key)},
    [TRANSACTION_PLACE_RANGE] = {.name = "postedAt",
                                 .type = LAMINA_TYPE_STRING,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(transaction_place, range)},
    [TRANSACTION_PLACE_CONTRACT_ID] = {.name = "entryContractId",
                                       .type = LAMINA_TYPE_STRING,
                                       .flags = LAMINA_FIELD_REQUIRED,
                                       .offset = offsetof(transaction_place, contract_id)},
    [TRANSACTION_PLACE_POSTED_AT] = {.name = "entryPostedAt",
                                     .type = LAMINA_TYPE_TIMESTAMP,
                                     .flags = LAMINA_FIELD_REQUIRED,
                                     .offset = offsetof(transaction_place, posted_at)},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "TransactionPlace",
    .struct_size = sizeof(transaction_place),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = TRANSACTION_PLACE_FIELD_COUNT,
};

/* Name and variable are those of the entries' model: it is the same table. */
const mapper_model domain__transaction_place_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "transaction",
    .table_env = "TRANSACTION_TABLE_NAME",
    .record = &record,
    .hash_field = TRANSACTION_PLACE_KEY,
    .range_field = TRANSACTION_PLACE_RANGE,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

lamina_status domain__transaction_place_init(lamina_context *context, lamina_str transaction_id,
                                             transaction_place *place)
{
    *place =
        (transaction_place){.key = lamina_arena_format(context->arena, "transaction#%.*s",
                                                       (int)transaction_id.len, transaction_id.ptr),
                            .range = LAMINA_STR(RANGE)};
    return place->key.ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}
