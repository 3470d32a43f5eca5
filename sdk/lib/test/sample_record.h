/*
 * sample_record.h - records for tests: one with a field of every type, one with every constraint.
 */
#ifndef TEST_SAMPLE_RECORD_H
#define TEST_SAMPLE_RECORD_H

#include "lamina/record_json.h"

/* Every type once, nothing required. "child" and "children" lead back to the same record. */
typedef struct every {
    lamina_presence has;
    lamina_str string;
    lamina_str binary;
    int64_t int64;
    double number;
    lamina_str decimal;
    int64_t timestamp;
    int64_t epoch;
    struct every *child;
    lamina_list flags;
    lamina_list children;
    lamina_list strings;
    lamina_list numbers;
    lamina_list binaries;
    lamina_str json;
    bool boolean;
} every;

enum {
    EVERY_STRING,
    EVERY_BINARY,
    EVERY_INT64,
    EVERY_NUMBER,
    EVERY_DECIMAL,
    EVERY_TIMESTAMP,
    EVERY_EPOCH,
    EVERY_CHILD,
    EVERY_FLAGS,
    EVERY_CHILDREN,
    EVERY_STRINGS,
    EVERY_NUMBERS,
    EVERY_BINARIES,
    EVERY_JSON,
    EVERY_BOOLEAN,
    EVERY_FIELD_COUNT
};

extern const lamina_record every_record;

typedef struct person {
    lamina_presence has;
    lamina_str id;       /* read-only, required */
    lamina_str name;     /* required, 2 to 5 characters */
    lamina_str nick;     /* nullable */
    lamina_str password; /* write-only, secret, pattern [a-z]+[0-9]{2} */
    lamina_str status;   /* one of active, closed */
    lamina_str mail;     /* a format: holds '@' */
    int64_t age;         /* 0 to 150 */
    double height;       /* 0 to 3 */
    lamina_str balance;  /* at least -100 */
    lamina_list tags;    /* set of at most 3, each up to 4 characters */
    lamina_str key;      /* binary of exactly 3 bytes */
} person;

enum {
    PERSON_ID,
    PERSON_NAME,
    PERSON_NICK,
    PERSON_PASSWORD,
    PERSON_STATUS,
    PERSON_MAIL,
    PERSON_AGE,
    PERSON_HEIGHT,
    PERSON_BALANCE,
    PERSON_TAGS,
    PERSON_KEY,
    PERSON_FIELD_COUNT
};

extern const lamina_record person_record;

/* Reads the JSON, which must be JSON, into a struct of the record. */
lamina_status read_sample(lamina_arena *arena, const lamina_record *record, const char *json,
                          void *out, lamina_violations *violations);

/* "code pointer\n" for each violation, in the arena. */
const char *violation_lines(lamina_arena *arena, const lamina_violations *violations);

#endif
