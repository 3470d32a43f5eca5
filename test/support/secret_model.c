/* A model with an encrypted field of every type: see secret_model.h. */
#include "secret_model.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/encryption.h"
#include "lamina/record_json.h"
#include "lamina/text.h"

static const lamina_field owner_fields[SECRET_OWNER_FIELD_COUNT] = {
    [SECRET_OWNER_NAME] = {.name = "name",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(secret_owner, name),
                           .flags = LAMINA_FIELD_REQUIRED},
    [SECRET_OWNER_AGE] = {.name = "age",
                          .type = LAMINA_TYPE_INT64,
                          .offset = offsetof(secret_owner, age)},
};
static const lamina_record owner_record = {.size = sizeof(lamina_record),
                                           .name = "SecretOwner",
                                           .struct_size = sizeof(secret_owner),
                                           .field_size = sizeof(lamina_field),
                                           .fields = owner_fields,
                                           .field_count = SECRET_OWNER_FIELD_COUNT};

static const lamina_field fields[SECRET_FIELD_COUNT] = {
    [SECRET_ID] = {.name = "id",
                   .type = LAMINA_TYPE_STRING,
                   .offset = offsetof(secret, id),
                   .flags = LAMINA_FIELD_REQUIRED},
    [SECRET_RANK] = {.name = "rank",
                     .type = LAMINA_TYPE_DECIMAL,
                     .offset = offsetof(secret, rank),
                     .flags = LAMINA_FIELD_REQUIRED},
    [SECRET_IBAN] = {.name = "iban",
                     .type = LAMINA_TYPE_STRING,
                     .offset = offsetof(secret, iban),
                     .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_IBAN_INDEX] = {.name = "ibanIndex",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(secret, iban_index)},
    [SECRET_BLOB] = {.name = "blob",
                     .type = LAMINA_TYPE_BINARY,
                     .offset = offsetof(secret, blob),
                     .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_ACTIVE] = {.name = "active",
                       .type = LAMINA_TYPE_BOOLEAN,
                       .offset = offsetof(secret, active),
                       .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_COUNT] = {.name = "count",
                      .type = LAMINA_TYPE_INT64,
                      .offset = offsetof(secret, count),
                      .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_RATIO] = {.name = "ratio",
                      .type = LAMINA_TYPE_DOUBLE,
                      .offset = offsetof(secret, ratio),
                      .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_PRICE] = {.name = "price",
                      .type = LAMINA_TYPE_DECIMAL,
                      .offset = offsetof(secret, price),
                      .flags = LAMINA_FIELD_ENCRYPTED | LAMINA_FIELD_NULLABLE},
    [SECRET_DUE] = {.name = "due",
                    .type = LAMINA_TYPE_TIMESTAMP,
                    .offset = offsetof(secret, due),
                    .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_UNTIL] = {.name = "until",
                      .type = LAMINA_TYPE_EPOCH,
                      .offset = offsetof(secret, until),
                      .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_OWNER] = {.name = "owner",
                      .type = LAMINA_TYPE_RECORD,
                      .offset = offsetof(secret, owner),
                      .flags = LAMINA_FIELD_ENCRYPTED,
                      .record = &owner_record},
    [SECRET_OWNERS] = {.name = "owners",
                       .type = LAMINA_TYPE_LIST,
                       .offset = offsetof(secret, owners),
                       .flags = LAMINA_FIELD_ENCRYPTED,
                       .item_type = LAMINA_TYPE_RECORD,
                       .record = &owner_record},
    [SECRET_LINES] = {.name = "lines",
                      .type = LAMINA_TYPE_LIST,
                      .offset = offsetof(secret, lines),
                      .flags = LAMINA_FIELD_ENCRYPTED,
                      .item_type = LAMINA_TYPE_STRING},
    [SECRET_TAGS] = {.name = "tags",
                     .type = LAMINA_TYPE_STRING_SET,
                     .offset = offsetof(secret, tags),
                     .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_NUMBERS] = {.name = "numbers",
                        .type = LAMINA_TYPE_NUMBER_SET,
                        .offset = offsetof(secret, numbers),
                        .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_KEYS] = {.name = "keys",
                     .type = LAMINA_TYPE_BINARY_SET,
                     .offset = offsetof(secret, keys),
                     .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_DOCUMENT] = {.name = "document",
                         .type = LAMINA_TYPE_JSON,
                         .offset = offsetof(secret, document),
                         .flags = LAMINA_FIELD_ENCRYPTED},
    [SECRET_OPEN] = {.name = "open", .type = LAMINA_TYPE_STRING, .offset = offsetof(secret, open)},
    [SECRET_VERSION] = {.name = "version",
                        .type = LAMINA_TYPE_INT64,
                        .offset = offsetof(secret, version)},
};
static const lamina_field plain_fields[SECRET_FIELD_COUNT] = {
    [SECRET_ID] = {.name = "id",
                   .type = LAMINA_TYPE_STRING,
                   .offset = offsetof(secret, id),
                   .flags = LAMINA_FIELD_REQUIRED},
    [SECRET_RANK] = {.name = "rank",
                     .type = LAMINA_TYPE_DECIMAL,
                     .offset = offsetof(secret, rank),
                     .flags = LAMINA_FIELD_REQUIRED},
    [SECRET_IBAN] = {.name = "iban", .type = LAMINA_TYPE_STRING, .offset = offsetof(secret, iban)},
    [SECRET_IBAN_INDEX] = {.name = "ibanIndex",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(secret, iban_index)},
    [SECRET_BLOB] = {.name = "blob", .type = LAMINA_TYPE_BINARY, .offset = offsetof(secret, blob)},
    [SECRET_ACTIVE] = {.name = "active",
                       .type = LAMINA_TYPE_BOOLEAN,
                       .offset = offsetof(secret, active)},
    [SECRET_COUNT] = {.name = "count",
                      .type = LAMINA_TYPE_INT64,
                      .offset = offsetof(secret, count)},
    [SECRET_RATIO] = {.name = "ratio",
                      .type = LAMINA_TYPE_DOUBLE,
                      .offset = offsetof(secret, ratio)},
    [SECRET_PRICE] = {.name = "price",
                      .type = LAMINA_TYPE_DECIMAL,
                      .offset = offsetof(secret, price)},
    [SECRET_DUE] = {.name = "due", .type = LAMINA_TYPE_TIMESTAMP, .offset = offsetof(secret, due)},
    [SECRET_UNTIL] = {.name = "until",
                      .type = LAMINA_TYPE_EPOCH,
                      .offset = offsetof(secret, until)},
    [SECRET_OWNER] = {.name = "owner",
                      .type = LAMINA_TYPE_RECORD,
                      .offset = offsetof(secret, owner),
                      .record = &owner_record},
    [SECRET_OWNERS] = {.name = "owners",
                       .type = LAMINA_TYPE_LIST,
                       .offset = offsetof(secret, owners),
                       .item_type = LAMINA_TYPE_RECORD,
                       .record = &owner_record},
    [SECRET_LINES] = {.name = "lines",
                      .type = LAMINA_TYPE_LIST,
                      .offset = offsetof(secret, lines),
                      .item_type = LAMINA_TYPE_STRING},
    [SECRET_TAGS] = {.name = "tags",
                     .type = LAMINA_TYPE_STRING_SET,
                     .offset = offsetof(secret, tags)},
    [SECRET_NUMBERS] = {.name = "numbers",
                        .type = LAMINA_TYPE_NUMBER_SET,
                        .offset = offsetof(secret, numbers)},
    [SECRET_KEYS] = {.name = "keys",
                     .type = LAMINA_TYPE_BINARY_SET,
                     .offset = offsetof(secret, keys)},
    [SECRET_DOCUMENT] = {.name = "document",
                         .type = LAMINA_TYPE_JSON,
                         .offset = offsetof(secret, document)},
    [SECRET_OPEN] = {.name = "open", .type = LAMINA_TYPE_STRING, .offset = offsetof(secret, open)},
    [SECRET_VERSION] = {.name = "version",
                        .type = LAMINA_TYPE_INT64,
                        .offset = offsetof(secret, version)},
};

const lamina_record secret_record = {.size = sizeof(lamina_record),
                                     .name = "Secret",
                                     .struct_size = sizeof(secret),
                                     .field_size = sizeof(lamina_field),
                                     .fields = fields,
                                     .field_count = SECRET_FIELD_COUNT};
static const lamina_record plain_record = {.size = sizeof(lamina_record),
                                           .name = "Secret",
                                           .struct_size = sizeof(secret),
                                           .field_size = sizeof(lamina_field),
                                           .fields = plain_fields,
                                           .field_count = SECRET_FIELD_COUNT};

static const mapper_index indexes[] = {
    {.name = SECRET_BY_IBAN, .hash_field = SECRET_IBAN_INDEX, .range_field = MAPPER_NO_FIELD}};
static const mapper_blind_index blind_indexes[] = {
    {.field = SECRET_IBAN_INDEX, .source = SECRET_IBAN}};

const mapper_model secret_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "secret",
    .table_env = "SECRET_TABLE_NAME",
    .record = &secret_record,
    .indexes = indexes,
    .index_count = 1,
    .hash_field = SECRET_ID,
    .range_field = SECRET_RANK,
    .version_field = SECRET_VERSION,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .blind_indexes = blind_indexes,
    .blind_index_count = 1,
    .blind_index_size = sizeof(mapper_blind_index),
};

const mapper_model secret_model_renamed = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "confidential",
    .table_env = "SECRET_TABLE_NAME",
    .record = &secret_record,
    .indexes = indexes,
    .index_count = 1,
    .hash_field = SECRET_ID,
    .range_field = SECRET_RANK,
    .version_field = SECRET_VERSION,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .blind_indexes = blind_indexes,
    .blind_index_count = 1,
    .blind_index_size = sizeof(mapper_blind_index),
};

const mapper_model secret_model_plain = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "secret",
    .table_env = "SECRET_TABLE_NAME",
    .record = &plain_record,
    .indexes = indexes,
    .index_count = 1,
    .hash_field = SECRET_ID,
    .range_field = SECRET_RANK,
    .version_field = SECRET_VERSION,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
};

const mapper_model secret_model_migrating = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "secret",
    .table_env = "SECRET_TABLE_NAME",
    .record = &secret_record,
    .indexes = indexes,
    .index_count = 1,
    .hash_field = SECRET_ID,
    .range_field = SECRET_RANK,
    .version_field = SECRET_VERSION,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .blind_indexes = blind_indexes,
    .blind_index_count = 1,
    .blind_index_size = sizeof(mapper_blind_index),
    .encryption_flags = MAPPER_ENCRYPTION_READS_PLAIN,
};

/* A view of a literal where only a constant may stand. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        .ptr = (literal), .len = sizeof(literal) - 1                                               \
    }

secret secret_full(const char *id)
{
    static secret_owner owner = {
        .has = {.present = 3}, .name = TEXT("Ada \"\xc3\xb6\""), .age = -36};
    static const secret_owner owners[] = {{.name = TEXT("first")}, {.name = TEXT("")}};
    static const lamina_str lines[] = {TEXT("one"), TEXT(""), TEXT("thr\"ee\\\n")};
    static const lamina_str tags[] = {TEXT("a"), TEXT("b")};
    static const lamina_str numbers[] = {TEXT("-2.5"), TEXT("1")};
    static const lamina_str keys[] = {TEXT("\x00\xff"), TEXT("\x01")};
    secret full = {.id = lamina_str_from(id),
                   .rank = LAMINA_STR("1.50"),
                   .iban = LAMINA_STR("DE02100100100006820101"),
                   .blob = LAMINA_STR("\x00\xfe\x00"),
                   .count = INT64_MIN,
                   .ratio = 0.1,
                   .price = LAMINA_STR("12345678901234567890123456789012345678"),
                   .due = INT64_C(1769860800123456),
                   .until = 1769860800,
                   .owner = &owner,
                   .owners = {owners, 2},
                   .lines = {lines, 3},
                   .tags = {tags, 2},
                   .numbers = {numbers, 2},
                   .keys = {keys, 2},
                   .document = LAMINA_STR("{\"a\":[1,null,true,{\"b\":\"c\"}]}"),
                   .open = LAMINA_STR("open"),
                   .active = true};
    for (uint32_t i = 0; i < SECRET_FIELD_COUNT; i++)
        if (i != SECRET_IBAN_INDEX && i != SECRET_VERSION)
            lamina_mark(&full.has, i);
    return full;
}

void secret_expect_equal(const secret *got, const secret *expected)
{
    secret one = *got, other = *expected;
    one.rank = other.rank; /* the service's notation of the number */
    one.version = other.version;
    lamina_text texts[2];
    const secret *items[] = {&one, &other};
    for (size_t i = 0; i < 2; i++) {
        lamina_text_init(&texts[i], 65536);
        lamina_json_writer writer;
        lamina_json_write_init(&writer, &texts[i]);
        cr_assert_eq(lamina_record_write_json(&secret_record, items[i], &writer, NULL), LAMINA_OK);
    }
    cr_assert_str_eq(texts[0].ptr, texts[1].ptr);
    lamina_text_clear(&texts[0]);
    lamina_text_clear(&texts[1]);
}

static domain_encryption *encryption;

void secret_keys_use(lamina_context *context, const char *lines)
{
    char path[] = "/tmp/lamina-secret-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, lines, strlen(lines)), (ssize_t)strlen(lines));
    close(fd);
    secret_keys_clear();
    domain_key_provider provider;
    lamina_str reason = {NULL, 0};
    cr_assert_eq(domain_key_file_open(path, context->arena, &provider, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
    unlink(path);
    cr_assert_eq(domain_encryption_new(&provider, NULL, &encryption), LAMINA_OK);
    domain_encryption_use(encryption);
}

void secret_keys_clear(void)
{
    domain_encryption_use(NULL);
    domain_encryption_free(encryption);
    encryption = NULL;
}
