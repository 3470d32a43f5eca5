/*
 * lamina/record_json.h - records to and from JSON and query strings.
 */
#ifndef LAMINA_RECORD_JSON_H
#define LAMINA_RECORD_JSON_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/json.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One rule that was broken. Borrowed from the arena. Frozen. Since 1.0. */
typedef struct lamina_violation {
    lamina_str pointer; /* RFC 6901: "/address/city"; for query parameters the bare name */
    lamina_str code; /* static: "required", "type", "min-length", "max-length", "range", "pattern",
                           "format", "enum", "unique", "unknown", "duplicate", "read-only", "null",
                           "min-present", "depth" */
    lamina_str message; /* says the rule: "must be 1 to 100 characters long" */
} lamina_violation;

/* All of them, in the order of the text. Zero it before use. Frozen. Since 1.0. */
typedef struct lamina_violations {
    lamina_violation *items;
    size_t count;
    size_t room;
    size_t dropped; /* how many more there were than LAMINA_VIOLATION_CAP */
} lamina_violations;

/* Violations that are listed; the rest is counted. Since 1.0. */
#define LAMINA_VIOLATION_CAP 100u

/* Adds one, up to the cap. pointer and message are copied into the arena. LAMINA_E_LIMIT when the
   arena is full. Since 1.0. */
lamina_status lamina_violation_add(lamina_arena *arena, lamina_violations *violations,
                                   lamina_str pointer, const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/*
 * Is the table itself sound: sizes, offsets inside of the struct and behind the presence (and the
 * lamina_unknown), unique names, known types, lists with an item type, patterns that compile, nesting,
 * defaults that decode and keep their field's rules (but formats, whose functions are not called)? The host asks it once
 * at load for every record of every route. LAMINA_E_CONFIG, and *reason (in the arena) says which
 * field and what is wrong. [init] Since 1.0.
 */
lamina_status lamina_record_check(lamina_arena *arena, const lamina_record *record,
                                  lamina_str *reason);

/*
 * Fills *out, a struct of record->struct_size bytes that this function zeroes first, from a JSON
 * object; everything it points to is in the arena
 * or, like value itself, in the text that value was read from. All violations are collected, not only the first.
 * Read-only fields are refused, and therefore not missed when they are required. Fields that were not
 * sent get their default_json and are marked; read-only ones do not, for what creates the thing fills
 * them. min_present counts what was sent.
 * LAMINA_OK; LAMINA_E_INVALID with violations; LAMINA_E_LIMIT when the arena is full.
 * [any-thread] Since 1.0.
 */
lamina_status lamina_record_read_json(lamina_arena *arena, const lamina_record *record,
                                      const lamina_json *value, void *out,
                                      lamina_violations *violations);

/* The same from decoded query parameters: numbers and booleans from their text, lists and sets from
   repeated parameters. An empty value of a number or boolean that is no list counts as absent
   ("?limit="). Parameters that the record does not name are ignored. Since 1.0. */
lamina_status lamina_record_read_params(lamina_arena *arena, const lamina_record *record,
                                        const lamina_param *params, size_t param_count, void *out,
                                        lamina_violations *violations);

/*
 * Checks a struct that was filled by hand against its record: what the read functions check of
 * values, plus that required fields hold something. Since 1.0.
 */
lamina_status lamina_record_validate(lamina_arena *arena, const lamina_record *record,
                                     const void *value, lamina_violations *violations);

/*
 * Writes the struct as a JSON object: required fields and marked ones, in the order of the table.
 * A required text that is {NULL, 0}, or a required record pointer that is NULL, was forgotten:
 * LAMINA_E_CONFIG, and *forgotten (may be NULL) names the field. LAMINA_E_INVALID, the field named
 * likewise, for what JSON cannot say: a double that is not finite, a decimal that is none, a time
 * outside of the years 0001 to 9999. LAMINA_E_LIMIT when the buffer's cap was reached or structs nest
 * too deep. What was written before a failure stays in the buffer. [any-thread] Since 1.0.
 */
lamina_status lamina_record_write_json(const lamina_record *record, const void *value,
                                       lamina_json_writer *writer, const lamina_field **forgotten);

/*
 * Copies the fields that both records name with the same type, presence included (absent and null
 * become absent and null, and a required field that holds something becomes present): DTO to model and
 * back. What a lamina_unknown holds goes along when both records have one. Shallow: both structs then
 * borrow the same texts and lists. A nested record is copied field
 * by field into a new struct when the two tables differ. LAMINA_E_LIMIT when the arena is full.
 * [any-thread] Since 1.0.
 */
lamina_status lamina_record_copy(lamina_arena *arena, const lamina_record *from_record,
                                 const void *from, const lamina_record *to_record, void *to);

/* The same of count structs, by pointers to them, into an array of to_record's structs in the arena, as
   a LIST of that record has it. LAMINA_E_LIMIT. [any-thread] Since 1.0. */
lamina_status lamina_record_copy_each(lamina_arena *arena, const lamina_record *from_record,
                                      const void *const *from, size_t count,
                                      const lamina_record *to_record, lamina_list *to);

/*
 * Carries out what a struct of changes says on another of the same record: what is marked present is copied
 * and marked, what is marked null becomes absent, all else stays. Shallow, as above. [any-thread] Since 1.0.
 */
void lamina_record_apply(const lamina_record *record, const void *changes, void *value);

/* The struct is of a new thing: fields with LAMINA_FIELD_DEFAULT_NEW get their default too. Since 1.0. */
#define LAMINA_FILL_NEW 0x1u

/*
 * Gives every absent field of a struct its default_json, inside of nested records too, and marks it. A
 * nested struct that lacks one is copied first: what *value points to is left as it was. null is not
 * absent. Neither is a required number, time or boolean, which needs no mark and so always holds
 * something. LAMINA_E_LIMIT when the arena is full; LAMINA_E_CONFIG for a default that
 * lamina_record_check() would have refused. [any-thread] Since 1.0.
 */
lamina_status lamina_record_fill(lamina_arena *arena, const lamina_record *record, uint32_t flags,
                                 void *value);

/* Gives field i its default, whatever it holds; nothing happens to a field without one. Fails as
   lamina_record_fill() does. [any-thread] Since 1.0. */
lamina_status lamina_record_default(lamina_arena *arena, const lamina_record *record, uint32_t i,
                                    void *value);

#ifdef __cplusplus
}
#endif
#endif
