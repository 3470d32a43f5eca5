/* The item that says that there are signing keys: see models/signing_key_claim.h. */
#include "models/signing_key_claim.h"

enum { CLAIM_RING, CLAIM_KID, CLAIM_FIELD_COUNT };

static const lamina_field fields[CLAIM_FIELD_COUNT] = {
    [CLAIM_RING] = {.name = "ring",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .offset = offsetof(signing_key_claim, ring)},
    [CLAIM_KID] = {.name = "kid",
                   .type = LAMINA_TYPE_STRING,
                   .flags = LAMINA_FIELD_REQUIRED,
                   .offset = offsetof(signing_key_claim, kid)},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "SigningKeyClaim",
    .struct_size = sizeof(signing_key_claim),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = CLAIM_FIELD_COUNT,
};

/* Name and variable are those of the signing keys' model: it is the same table. */
const mapper_model domain__signing_key_claim_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "signing-key",
    .table_env = "SIGNING_KEY_TABLE_NAME",
    .record = &record,
    .hash_field = CLAIM_RING,
    .range_field = CLAIM_KID,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

signing_key_claim domain__signing_key_claim(void)
{
    signing_key_claim claim = {.ring = LAMINA_STR("claim"), .kid = LAMINA_STR("first")};
    lamina_mark(&claim.has, CLAIM_RING);
    lamina_mark(&claim.has, CLAIM_KID);
    return claim;
}
