/* Models that share a table: see shelf_model.h. */
#include "shelf_model.h"

#define RECORD(type, text, bits, table)                                                            \
    {                                                                                              \
        .size = sizeof(lamina_record), .flags = (bits), .name = (text),                            \
        .struct_size = sizeof(type), .field_size = sizeof(lamina_field), .fields = (table),        \
        .field_count = sizeof(table) / sizeof((table)[0])                                          \
    }

#define MODEL(text, table, kind)                                                                   \
    .size = sizeof(mapper_model), .index_size = sizeof(mapper_index), .name = (text),              \
    .table_env = "SHELF_TABLE_NAME", .record = &(table), .range_field = MAPPER_NO_FIELD,           \
    .updated_field = MAPPER_NO_FIELD, .discriminator_name = "kind", .discriminator_value = (kind)

static const lamina_field maker_fields[MAKER_FIELD_COUNT] = {
    [MAKER_NAME] = {.name = "name", .type = LAMINA_TYPE_STRING, .offset = offsetof(maker, name)},
    [MAKER_CITY] = {.name = "city",
                    .type = LAMINA_TYPE_STRING,
                    .offset = offsetof(maker, city),
                    .default_json = "\"Leipzig\""},
};

static const lamina_record maker_record =
    RECORD(maker, "Maker", LAMINA_RECORD_KEEPS_UNKNOWN, maker_fields);

static const lamina_field book_fields[BOOK_FIELD_COUNT] = {
    [BOOK_ID] = {.name = "id",
                 .type = LAMINA_TYPE_STRING,
                 .flags = LAMINA_FIELD_REQUIRED,
                 .offset = offsetof(book, id)},
    [BOOK_TITLE] = {.name = "title",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .min_length = 1,
                    .offset = offsetof(book, title)},
    [BOOK_PAGES] = {.name = "pages",
                    .type = LAMINA_TYPE_INT64,
                    .flags = LAMINA_FIELD_NULLABLE,
                    .offset = offsetof(book, pages)},
    [BOOK_LANGUAGE] = {.name = "language",
                       .type = LAMINA_TYPE_STRING,
                       .offset = offsetof(book, language),
                       .default_json = "\"de\""},
    [BOOK_ORIGIN] = {.name = "origin",
                     .type = LAMINA_TYPE_STRING,
                     .flags = LAMINA_FIELD_DEFAULT_NEW,
                     .offset = offsetof(book, origin),
                     .default_json = "\"web\""},
    [BOOK_MAKER] = {.name = "maker",
                    .type = LAMINA_TYPE_RECORD,
                    .offset = offsetof(book, maker),
                    .record = &maker_record},
    [BOOK_CREATED] = {.name = "createdAt",
                      .type = LAMINA_TYPE_TIMESTAMP,
                      .offset = offsetof(book, created)},
    [BOOK_VERSION] = {.name = "version",
                      .type = LAMINA_TYPE_INT64,
                      .flags = LAMINA_FIELD_REQUIRED,
                      .offset = offsetof(book, version)},
    [BOOK_EXPIRES] = {.name = "expires",
                      .type = LAMINA_TYPE_EPOCH,
                      .offset = offsetof(book, expires)},
};

static const lamina_record book_record =
    RECORD(book, "Book", LAMINA_RECORD_KEEPS_UNKNOWN, book_fields);

const mapper_model book_model = {MODEL("book", book_record, "book"), .hash_field = BOOK_ID,
                                 .version_field = BOOK_VERSION, .created_field = BOOK_CREATED,
                                 .ttl_field = BOOK_EXPIRES};

static const lamina_field old_book_fields[OLD_BOOK_FIELD_COUNT] = {
    [OLD_BOOK_ID] = {.name = "id",
                     .type = LAMINA_TYPE_STRING,
                     .flags = LAMINA_FIELD_REQUIRED,
                     .offset = offsetof(old_book, id)},
    [OLD_BOOK_TITLE] = {.name = "title",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(old_book, title)},
    [OLD_BOOK_VERSION] = {.name = "version",
                          .type = LAMINA_TYPE_INT64,
                          .flags = LAMINA_FIELD_REQUIRED,
                          .offset = offsetof(old_book, version)},
};

static const lamina_record old_book_record =
    RECORD(old_book, "OldBook", LAMINA_RECORD_KEEPS_UNKNOWN, old_book_fields);

const mapper_model old_book_model = {MODEL("old-book", old_book_record, "book"),
                                     .hash_field = OLD_BOOK_ID, .version_field = OLD_BOOK_VERSION,
                                     .created_field = MAPPER_NO_FIELD,
                                     .ttl_field = MAPPER_NO_FIELD};

static const lamina_field film_fields[FILM_FIELD_COUNT] = {
    [FILM_ID] = {.name = "id",
                 .type = LAMINA_TYPE_STRING,
                 .flags = LAMINA_FIELD_REQUIRED,
                 .offset = offsetof(film, id)},
    [FILM_LENGTH] = {.name = "length",
                     .type = LAMINA_TYPE_INT64,
                     .flags = LAMINA_FIELD_NULLABLE,
                     .offset = offsetof(film, length)},
};

static const lamina_record film_record = RECORD(film, "Film", 0, film_fields);

const mapper_model film_model = {MODEL("film", film_record, "film"), .hash_field = FILM_ID,
                                 .version_field = MAPPER_NO_FIELD, .created_field = MAPPER_NO_FIELD,
                                 .ttl_field = MAPPER_NO_FIELD};
