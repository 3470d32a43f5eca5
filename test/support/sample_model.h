/*
 * sample_model.h - models for the mapper's tests: one with a field of every type, and a small one.
 */
#ifndef SAMPLE_MODEL_H
#define SAMPLE_MODEL_H

#include "domain/mapper.h"

enum { SAMPLE_PART_NAME, SAMPLE_PART_WEIGHT, SAMPLE_PART_INNER, SAMPLE_PART_FIELD_COUNT };

typedef struct sample_part {
    lamina_presence has;
    lamina_str name; /* required */
    int64_t weight;
    struct sample_part *inner;
} sample_part;

enum {
    SAMPLE_ID,
    SAMPLE_RANK,
    SAMPLE_TITLE,
    SAMPLE_BLOB,
    SAMPLE_ACTIVE,
    SAMPLE_COUNT,
    SAMPLE_RATIO,
    SAMPLE_PRICE,
    SAMPLE_DUE,
    SAMPLE_PART,
    SAMPLE_PARTS,
    SAMPLE_LINES,
    SAMPLE_FLAGS,
    SAMPLE_TAGS,
    SAMPLE_NUMBERS,
    SAMPLE_KEYS,
    SAMPLE_DOCUMENT,
    SAMPLE_GROUP,
    SAMPLE_SEQUENCE,
    SAMPLE_CREATED,
    SAMPLE_UPDATED,
    SAMPLE_VERSION,
    SAMPLE_EXPIRES,
    SAMPLE_FIELD_COUNT
};

typedef struct sample {
    lamina_presence has;
    lamina_str id;    /* required; hash */
    int64_t rank;     /* required; range */
    lamina_str title; /* range of the local index */
    lamina_str blob;
    int64_t count;
    double ratio;
    lamina_str price;
    int64_t due;
    sample_part *part;
    lamina_list parts; /* sample_part */
    lamina_list lines; /* lamina_str */
    lamina_list flags; /* bool */
    lamina_list tags;
    lamina_list numbers;
    lamina_list keys;
    lamina_str document;
    lamina_str group;
    int64_t sequence;
    int64_t created;
    int64_t updated;
    int64_t version;
    int64_t expires;
    bool active;
} sample;

#define SAMPLE_BY_GROUP "by-group"
#define SAMPLE_BY_GROUP_KEYS "by-group-keys"
#define SAMPLE_BY_TITLE "by-title"

extern const lamina_record sample_record;
/* Key id and rank; every stamp; table variable SAMPLE_TABLE_NAME. */
extern const mapper_model sample_model;

enum { NOTE_ID, NOTE_TEXT, NOTE_PLACE, NOTE_VERSION, NOTE_FIELD_COUNT };

typedef struct note {
    lamina_presence has;
    lamina_str id;   /* required; hash */
    lamina_str text; /* required */
    sample_part *place;
    int64_t version; /* required */
} note;

extern const lamina_record note_record;
/* A hash key and a version, nothing else; table variable NOTE_TABLE_NAME. */
extern const mapper_model note_model;

enum { PAIR_ID, PAIR_VALUE, PAIR_FIELD_COUNT };

typedef struct pair {
    lamina_presence has;
    lamina_str id;
    lamina_str value;
} pair;

/* Nothing but a key and a value; table variable PAIR_TABLE_NAME. */
extern const mapper_model pair_model;

#endif
