/*
 * lamina/record.h - a record describes a C struct once, as a const table.
 *
 * From the one table come: decoding of request bodies and query strings with every error collected,
 * encoding of answers, DynamoDB items, table schemas, OpenAPI schemas. Nothing is generated and
 * nothing is parsed at run time.
 *
 *     typedef struct address {
 *         lamina_presence has;
 *         lamina_str city;
 *         lamina_str postal_code;
 *     } address;
 *
 *     enum { ADDRESS_CITY, ADDRESS_POSTAL_CODE, ADDRESS_FIELD_COUNT };
 *
 *     static const lamina_field address_fields[ADDRESS_FIELD_COUNT] = {
 *         [ADDRESS_CITY] = {.name = "city", .type = LAMINA_TYPE_STRING,
 *                           .offset = offsetof(address, city),
 *                           .flags = LAMINA_FIELD_REQUIRED, .min_length = 1, .max_length = 100},
 *         [ADDRESS_POSTAL_CODE] = {.name = "postalCode", .type = LAMINA_TYPE_STRING,
 *                                  .offset = offsetof(address, postal_code), .max_length = 20},
 *     };
 *     const lamina_record address_record = {
 *         .size = sizeof(lamina_record), .name = "Address",
 *         .struct_size = sizeof(address), .field_size = sizeof(lamina_field),
 *         .fields = address_fields, .field_count = ADDRESS_FIELD_COUNT};
 *
 * Three states. Every record struct begins with a lamina_presence. A field that was not sent is
 * absent; one sent as JSON null is null; "" or [] is present and empty. Required fields are present
 * after a successful decode, and are written by encoders without being marked; optional fields are
 * written only when marked with lamina_mark() or lamina_mark_null().
 *
 * The tables are const data of the plugin or of the domain library; the host borrows them for the
 * life of the process. This header is part of the ABI.
 * All since 1.0.
 */
#ifndef LAMINA_RECORD_H
#define LAMINA_RECORD_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A record has at most this many fields, the width of a lamina_presence. Since 1.0. */
#define LAMINA_RECORD_FIELD_CAP 64u
/* Records nest at most this deep: DynamoDB's limit for documents. Since 1.0. */
#define LAMINA_RECORD_DEPTH_CAP 32u

/*
 * Which fields of a struct hold something; bit i speaks of field i of the record's table. A zeroed
 * presence means: everything absent. Must be the first member of every record struct. Frozen.
 * Since 1.0.
 */
typedef struct lamina_presence {
    uint64_t present; /* the member of the struct holds a value */
    uint64_t null;    /* the field was, or shall be written as, null; excludes present */
} lamina_presence;

/* Does the member hold a value? Since 1.0. */
static inline bool lamina_is_present(const lamina_presence *has, uint32_t field)
{
    return (has->present >> field & 1u) != 0;
}

/* Was the field null, or shall it be? Since 1.0. */
static inline bool lamina_is_null(const lamina_presence *has, uint32_t field)
{
    return (has->null >> field & 1u) != 0;
}

/* Was the field not there, or shall it not be? Since 1.0. */
static inline bool lamina_is_absent(const lamina_presence *has, uint32_t field)
{
    return ((has->present | has->null) >> field & 1u) == 0;
}

/* The member holds a value now. */
static inline void lamina_mark(lamina_presence *has, uint32_t field)
{
    has->present |= UINT64_C(1) << field;
    has->null &= ~(UINT64_C(1) << field);
}

/* The field shall be null. */
static inline void lamina_mark_null(lamina_presence *has, uint32_t field)
{
    has->null |= UINT64_C(1) << field;
    has->present &= ~(UINT64_C(1) << field);
}

/* The field shall not be there. */
static inline void lamina_mark_absent(lamina_presence *has, uint32_t field)
{
    has->present &= ~(UINT64_C(1) << field);
    has->null &= ~(UINT64_C(1) << field);
}

/*
 * Types of a field: what the struct's member is; what JSON shows; which DynamoDB attribute it is.
 * Numbers are ABI; unknown ones are refused when the record is checked. All since 1.0.
 *
 *   STRING      lamina_str                        string                          S
 *   BINARY      lamina_str of raw bytes           base64 (RFC 4648 section 4)     B
 *   BOOLEAN     bool                              true, false                     BOOL
 *   INT64       int64_t                           number, exactly one or refused  N
 *   DOUBLE      double                            number, never NaN or infinite   N
 *   DECIMAL     lamina_str of decimal text,       string; a number is taken too   N
 *               38 significant digits, exact
 *   TIMESTAMP   int64_t microseconds since 1970   RFC 3339 text                   S, sortable UTC text
 *   EPOCH       int64_t seconds since 1970        number                          N, as a time to live
 *   RECORD      pointer to a struct of .record    object                          M
 *   LIST        lamina_list of .item_type;        array                           L
 *               of records: the structs
 *               themselves, not pointers
 *   STRING_SET  lamina_list of lamina_str,        array                           SS
 *               no two equal
 *   NUMBER_SET  lamina_list of decimal texts,     array, as of DECIMAL            NS
 *               no two numerically equal
 *   BINARY_SET  lamina_list of raw bytes          array of base64                 BS
 *   JSON        lamina_str of JSON text           any                             any
 *
 * A set may be empty, though no empty one can be stored: min_length says whether it may.
 */
#define LAMINA_TYPE_STRING 1u
#define LAMINA_TYPE_BINARY 2u
#define LAMINA_TYPE_BOOLEAN 3u
#define LAMINA_TYPE_INT64 4u
#define LAMINA_TYPE_DOUBLE 5u
#define LAMINA_TYPE_DECIMAL 6u
#define LAMINA_TYPE_TIMESTAMP 7u
#define LAMINA_TYPE_EPOCH 8u
#define LAMINA_TYPE_RECORD 9u
#define LAMINA_TYPE_LIST 10u
#define LAMINA_TYPE_STRING_SET 11u
#define LAMINA_TYPE_NUMBER_SET 12u
#define LAMINA_TYPE_BINARY_SET 13u
#define LAMINA_TYPE_JSON 14u

/* Flags of a field. All since 1.0. */
#define LAMINA_FIELD_REQUIRED 0x1u     /* must be there and not null */
#define LAMINA_FIELD_NULLABLE 0x2u     /* null is accepted and kept apart from absent */
#define LAMINA_FIELD_SECRET 0x4u       /* never in a log line or an error message */
#define LAMINA_FIELD_READ_ONLY 0x8u    /* decoders refuse it in a request; encoders write it */
#define LAMINA_FIELD_WRITE_ONLY 0x10u  /* decoders take it; encoders leave it out */
#define LAMINA_FIELD_DEFAULT_NEW 0x20u /* default_json is for new things only: see there */
#define LAMINA_FIELD_ENCRYPTED 0x40u   /* stored encrypted, by libdomain's mapper */

/* Whole-number bounds of a numeric field, both inclusive. Frozen. Since 1.0. */
typedef struct lamina_range {
    int64_t minimum;
    int64_t maximum;
} lamina_range;

/*
 * A named rule for the text of a string field, beyond length and pattern. check returns true when
 * the text obeys; it is called with valid UTF-8 within the field's length limits, from the host,
 * [invoke], and must be reentrant. Since 1.0.
 */
typedef struct lamina_format {
    uint64_t size;    /* sizeof(lamina_format) */
    const char *name; /* as OpenAPI's "format" has it: "email", "uuid", "date" */
    const char *rule; /* what a message says: "an e-mail address such as ada@example.com" */
    bool (*check)(lamina_str text);
} lamina_format;

/*
 * One field. Leave out what does not apply: zero means "no limit" or "none". Grows at the end; the
 * record carries the element size. Since 1.0.
 */
typedef struct lamina_field {
    const char *name;         /* JSON member and attribute name; required */
    uint32_t type;            /* LAMINA_TYPE_* */
    uint32_t flags;           /* LAMINA_FIELD_* */
    uint32_t offset;          /* of the member in the struct: offsetof() */
    uint32_t item_type;       /* of a LAMINA_TYPE_LIST: any type but a list, a set or JSON */
    uint32_t min_length;      /* code points of text, bytes of binary, elements of a list or set */
    uint32_t max_length;      /* likewise; 0: only the size of the whole is limited */
    uint32_t item_max_length; /* as max_length, of each element of a list or set */
    uint32_t reserved;        /* 0 */
    const struct lamina_record *record; /* of LAMINA_TYPE_RECORD and of a list of records */
    const char *const *values;          /* the allowed texts, closed by NULL; NULL: any */
    /* POSIX extended regular expression, matched against the whole text, bytewise; texts over 4096
       bytes never match. */
    const char *pattern;
    const lamina_range *range;   /* of numeric fields and elements */
    const lamina_format *format; /* of string fields and elements */
    const char *summary;         /* one line for the reference and OpenAPI */
    /* JSON text of the value that an absent field gets: when a request is decoded (no default is of use
       in the record of a PATCH body), when an item is created and, unless LAMINA_FIELD_DEFAULT_NEW,
       when a stored item is read. "null" for a nullable field. NULL: none. */
    const char *default_json;
} lamina_field;

/*
 * One row of a struct's table, with further members of lamina_field behind (at least .flags):
 *
 *     LAMINA_FIELD(greeting, text, "text", STRING, .flags = LAMINA_FIELD_REQUIRED, .max_length = 100)
 *
 * Since 1.0.
 */
#define LAMINA_FIELD(struct_type, member, json_name, kind, ...)                                    \
    {                                                                                              \
        .name = (json_name), .type = LAMINA_TYPE_##kind, .offset = offsetof(struct_type, member),  \
        __VA_ARGS__                                                                                \
    }

/* Flags of a record. Since 1.0. */
#define LAMINA_RECORD_OPEN 0x1u /* unknown members are ignored; without it they are violations */
/* The struct's second member, right behind the presence, is a lamina_unknown: what the stored item
   has beyond the record survives reading, changing and writing. */
#define LAMINA_RECORD_KEEPS_UNKNOWN 0x2u

/* Attributes that the record does not name, as the members of a JSON object in DynamoDB's wire format
   ("\"nick\":{\"S\":\"ada\"},..."): names, types, texts, digits and base64 byte for byte as they came, in
   their order; only white space and the choice of JSON escapes may differ. Never in JSON that a client
   sees. Borrowed. Frozen. Since 1.0. */
typedef struct lamina_unknown {
    lamina_str attributes;
} lamina_unknown;

/* The table of a struct. Grows at the end. Since 1.0. */
typedef struct lamina_record {
    uint32_t size;        /* sizeof(lamina_record) */
    uint32_t flags;       /* LAMINA_RECORD_* */
    const char *name;     /* schema name, PascalCase: "CreatePartner" */
    uint32_t struct_size; /* sizeof the C struct, in bytes */
    uint32_t field_size;  /* sizeof(lamina_field) */
    const lamina_field *fields;
    uint32_t field_count; /* 1 to LAMINA_RECORD_FIELD_CAP */
    uint32_t min_present; /* fewest members an object must carry: 1 for a PATCH body */
    const char *summary;  /* one line for the reference and OpenAPI; may be NULL */
} lamina_record;

/* Field i of a record whose writer may have known a longer or shorter lamina_field. */
static inline const lamina_field *lamina_record_field(const lamina_record *record, uint32_t i)
{
    return (const lamina_field *)(const void *)((const char *)(const void *)record->fields +
                                                (size_t)i * record->field_size);
}

/*
 * What each record of a struct with a table of its own says, for its braces, with further members of lamina_record
 * behind:
 *
 *     const lamina_record greeting_record = {LAMINA_RECORD("Greeting", greeting, fields), .summary = "..."};
 *
 * Since 1.0.
 */
#define LAMINA_RECORD(schema_name, struct_type, table)                                             \
    .size = sizeof(lamina_record), .name = (schema_name), .struct_size = sizeof(struct_type),      \
    .field_size = sizeof(lamina_field), .fields = (table),                                         \
    .field_count = sizeof(table) / sizeof *(table)

#ifdef __cplusplus
}
#endif
#endif
