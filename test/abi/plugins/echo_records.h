/*
 * The echo plugin's shapes: between them they use every type of field and every constraint.
 */
#ifndef LAMINA_TEST_ECHO_RECORDS_H
#define LAMINA_TEST_ECHO_RECORDS_H

#include "lamina/lamina.h"

#define RECORD_OF(record_name, type, table)                                                        \
    .size = sizeof(lamina_record), .name = record_name, .struct_size = sizeof(type),               \
    .field_size = sizeof(lamina_field), .fields = table,                                           \
    .field_count = sizeof(table) / sizeof *(table)

/* ---- nested in an order ---- */

typedef struct echo_address {
    lamina_presence has;
    lamina_str city;
    lamina_str postal_code;
} echo_address;

static const lamina_field address_fields[] = {
    {.name = "city",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(echo_address, city),
     .flags = LAMINA_FIELD_REQUIRED,
     .min_length = 1,
     .max_length = 100},
    {.name = "postalCode",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(echo_address, postal_code),
     .max_length = 20},
};
static const lamina_record address_record = {
    RECORD_OF("EchoAddress", echo_address, address_fields)};

typedef struct echo_item {
    lamina_presence has;
    lamina_str sku;
    int64_t quantity;
} echo_item;

static const lamina_range quantity_range = {.minimum = 1, .maximum = 1000};
static const lamina_field item_fields[] = {
    {.name = "sku",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(echo_item, sku),
     .flags = LAMINA_FIELD_REQUIRED,
     .pattern = "[A-Z]{3}-[0-9]{4}"},
    {.name = "quantity",
     .type = LAMINA_TYPE_INT64,
     .offset = offsetof(echo_item, quantity),
     .flags = LAMINA_FIELD_REQUIRED,
     .range = &quantity_range},
};
static const lamina_record item_record = {RECORD_OF("EchoItem", echo_item, item_fields)};

/* ---- an order: request and answer ---- */

typedef struct echo_order {
    lamina_presence has;
    lamina_str id;
    lamina_str name;
    lamina_str kind;
    lamina_str note;
    lamina_str price;
    lamina_str password;
    lamina_str attachment;
    lamina_str extra;
    int64_t count;
    int64_t placed_at;
    double ratio;
    lamina_list labels;
    lamina_list items;
    const echo_address *address;
    uint64_t urgent; /* a bool and its padding */
} echo_order;

enum {
    ORDER_ID,
    ORDER_NAME,
    ORDER_KIND,
    ORDER_NOTE,
    ORDER_PRICE,
    ORDER_PASSWORD,
    ORDER_ATTACHMENT,
    ORDER_EXTRA,
    ORDER_COUNT,
    ORDER_PLACED_AT,
    ORDER_RATIO,
    ORDER_LABELS,
    ORDER_ITEMS,
    ORDER_ADDRESS,
    ORDER_URGENT,
};

static const char *const kinds[] = {"retail", "wholesale", NULL};
static const lamina_range count_range = {.minimum = 0, .maximum = 1000000};

static const lamina_field order_fields[] = {
    [ORDER_ID] = {.name = "id",
                  .type = LAMINA_TYPE_STRING,
                  .offset = offsetof(echo_order, id),
                  .flags = LAMINA_FIELD_READ_ONLY},
    [ORDER_NAME] = {.name = "name",
                    .type = LAMINA_TYPE_STRING,
                    .offset = offsetof(echo_order, name),
                    .flags = LAMINA_FIELD_REQUIRED,
                    .min_length = 1,
                    .max_length = 50},
    [ORDER_KIND] = {.name = "kind",
                    .type = LAMINA_TYPE_STRING,
                    .offset = offsetof(echo_order, kind),
                    .values = kinds},
    [ORDER_NOTE] = {.name = "note",
                    .type = LAMINA_TYPE_STRING,
                    .offset = offsetof(echo_order, note),
                    .flags = LAMINA_FIELD_NULLABLE},
    [ORDER_PRICE] = {.name = "price",
                     .type = LAMINA_TYPE_DECIMAL,
                     .offset = offsetof(echo_order, price)},
    [ORDER_PASSWORD] = {.name = "password",
                        .type = LAMINA_TYPE_STRING,
                        .offset = offsetof(echo_order, password),
                        .flags = LAMINA_FIELD_WRITE_ONLY | LAMINA_FIELD_SECRET,
                        .min_length = 8},
    [ORDER_ATTACHMENT] = {.name = "attachment",
                          .type = LAMINA_TYPE_BINARY,
                          .offset = offsetof(echo_order, attachment),
                          .max_length = 1024},
    [ORDER_EXTRA] = {.name = "extra",
                     .type = LAMINA_TYPE_JSON,
                     .offset = offsetof(echo_order, extra)},
    [ORDER_COUNT] = {.name = "count",
                     .type = LAMINA_TYPE_INT64,
                     .offset = offsetof(echo_order, count),
                     .range = &count_range},
    [ORDER_PLACED_AT] = {.name = "placedAt",
                         .type = LAMINA_TYPE_TIMESTAMP,
                         .offset = offsetof(echo_order, placed_at)},
    [ORDER_RATIO] = {.name = "ratio",
                     .type = LAMINA_TYPE_DOUBLE,
                     .offset = offsetof(echo_order, ratio)},
    [ORDER_LABELS] = {.name = "labels",
                      .type = LAMINA_TYPE_STRING_SET,
                      .offset = offsetof(echo_order, labels),
                      .max_length = 5,
                      .item_max_length = 20},
    [ORDER_ITEMS] = {.name = "items",
                     .type = LAMINA_TYPE_LIST,
                     .item_type = LAMINA_TYPE_RECORD,
                     .record = &item_record,
                     .offset = offsetof(echo_order, items),
                     .max_length = 10},
    [ORDER_ADDRESS] = {.name = "address",
                       .type = LAMINA_TYPE_RECORD,
                       .record = &address_record,
                       .offset = offsetof(echo_order, address)},
    [ORDER_URGENT] = {.name = "urgent",
                      .type = LAMINA_TYPE_BOOLEAN,
                      .offset = offsetof(echo_order, urgent)},
};
static const lamina_record order_record = {RECORD_OF("EchoOrder", echo_order, order_fields)};

/* ---- a change of an order: at least one member ---- */

typedef struct echo_change {
    lamina_presence has;
    lamina_str name;
    lamina_str note;
} echo_change;

enum { CHANGE_NAME, CHANGE_NOTE };

static const lamina_field change_fields[] = {
    [CHANGE_NAME] = {.name = "name",
                     .type = LAMINA_TYPE_STRING,
                     .offset = offsetof(echo_change, name),
                     .min_length = 1,
                     .max_length = 50},
    [CHANGE_NOTE] = {.name = "note",
                     .type = LAMINA_TYPE_STRING,
                     .offset = offsetof(echo_change, note),
                     .flags = LAMINA_FIELD_NULLABLE},
};
static const lamina_record change_record = {RECORD_OF("EchoChange", echo_change, change_fields),
                                            .min_present = 1};

/* ---- a query string, echoed as it was understood ---- */

typedef struct echo_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor;
    lamina_str kind;
    lamina_list tags;
    uint64_t urgent; /* a bool and its padding */
} echo_query;

static const lamina_range limit_range = {.minimum = 1, .maximum = 100};
static const lamina_field query_fields[] = {
    {.name = "limit",
     .type = LAMINA_TYPE_INT64,
     .offset = offsetof(echo_query, limit),
     .range = &limit_range},
    {.name = "cursor",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(echo_query, cursor),
     .max_length = 100},
    {.name = "kind",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(echo_query, kind),
     .values = kinds},
    {.name = "tags",
     .type = LAMINA_TYPE_STRING_SET,
     .offset = offsetof(echo_query, tags),
     .max_length = 5},
    {.name = "urgent", .type = LAMINA_TYPE_BOOLEAN, .offset = offsetof(echo_query, urgent)},
};
static const lamina_record query_record = {RECORD_OF("EchoQuery", echo_query, query_fields)};

#endif
