/* bench_item.h - what the mapper's bench reads and writes: an item of seven attributes. */
#ifndef BENCH_ITEM_H
#define BENCH_ITEM_H

#include "domain/mapper.h"

enum {
    BENCH_ITEM_GROUP,
    BENCH_ITEM_NUMBER,
    BENCH_ITEM_NAME,
    BENCH_ITEM_EMAIL,
    BENCH_ITEM_PRICE,
    BENCH_ITEM_ACTIVE,
    BENCH_ITEM_TAGS,
    BENCH_ITEM_FIELD_COUNT
};

typedef struct bench_item {
    lamina_presence has;
    lamina_str group; /* hash */
    int64_t number;   /* range */
    lamina_str name;
    lamina_str email;
    lamina_str price;
    lamina_list tags;
    bool active;
} bench_item;

/* Table variable BENCH_TABLE_NAME. */
extern const mapper_model bench_model;

/* All fields set; what they point to is static. */
bench_item bench_item_of(const char *group, int64_t number);

#endif
