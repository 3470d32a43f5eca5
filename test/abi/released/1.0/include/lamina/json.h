/*
 * lamina/json.h - JSON text (RFC 8259) in and out. For the wire formats of the domain library and
 * for tools; handlers work with records instead.
 *
 * Reading: the text is checked as a whole (grammar, UTF-8, depth, size) while the tree is built, so
 * that a reader can trust its shape. The tree lives in the arena, and what it says of names, strings
 * and numbers points into the text, of which nothing is copied but strings with escapes: the text
 * must stay where and as it is for as long as the tree, or anything taken from it, is used.
 * All since 1.0.
 */
#ifndef LAMINA_JSON_H
#define LAMINA_JSON_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A value in a tree that was read. Opaque; borrowed from the arena and the text. Since 1.0. */
typedef struct lamina_json lamina_json;

#define LAMINA_JSON_NONE 0u /* of a NULL pointer: no such value */
#define LAMINA_JSON_NULL 1u
#define LAMINA_JSON_BOOLEAN 2u
#define LAMINA_JSON_NUMBER 3u
#define LAMINA_JSON_STRING 4u
#define LAMINA_JSON_ARRAY 5u
#define LAMINA_JSON_OBJECT 6u

/* The deepest nesting that lamina_json_read() accepts, unless told otherwise. Since 1.0. */
#define LAMINA_JSON_DEPTH_CAP 64u
/* The deepest that it can be told to accept: a DynamoDB document of 32 levels, each of which is two
   of JSON, inside an answer. Since 1.0. */
#define LAMINA_JSON_DEPTH_MAX 80u
/* Bytes of the largest text that it accepts, 512 MiB less one: far beyond any body's cap. Since 1.0. */
#define LAMINA_JSON_SIZE_MAX 0x1FFFFFFFu

/* Where and why a text is not JSON. reason is static text. Frozen. Since 1.0. */
typedef struct lamina_json_fault {
    size_t offset; /* bytes from the start */
    size_t line;   /* from 1 */
    size_t column; /* in bytes, from 1 */
    const char *reason;
} lamina_json_fault;

/*
 * Reads one JSON text, which must outlive the tree. depth_cap 0 means LAMINA_JSON_DEPTH_CAP; more
 * than LAMINA_JSON_DEPTH_MAX means that.
 * LAMINA_E_SYNTAX with *fault filled (fault may be NULL); LAMINA_E_LIMIT when the arena is full, or
 * when the nesting is too deep or the text too large (then *fault is filled too). [any-thread]
 * Since 1.0.
 */
lamina_status lamina_json_read(lamina_arena *arena, lamina_str text, uint32_t depth_cap,
                               const lamina_json **value, lamina_json_fault *fault);

/* LAMINA_JSON_*; a NULL value gives LAMINA_JSON_NONE. All readers below accept NULL and values of
   another type, and answer as if there were nothing. [any-thread] Since 1.0. */
uint32_t lamina_json_type(const lamina_json *value);
/* The first element or member, and the one after. */
const lamina_json *lamina_json_first(const lamina_json *value);
const lamina_json *lamina_json_next(const lamina_json *value);
/* Elements or members. */
size_t lamina_json_count(const lamina_json *value);
/* The member's name, for a value that stands in an object. */
lamina_str lamina_json_name(const lamina_json *value);
/* The first member of that name, case-sensitive; NULL when there is none. */
const lamina_json *lamina_json_member(const lamina_json *object, const char *name);
/* The text of a string, U+0000 included and no NUL behind it; {NULL, 0} for other types. */
lamina_str lamina_json_string(const lamina_json *value);
/* The string of that member: the two calls above in one. */
lamina_str lamina_json_member_string(const lamina_json *object, const char *name);
/* A number to the letter, as RFC 8259 has them; {NULL, 0} for other types. */
lamina_str lamina_json_number(const lamina_json *value);
/* LAMINA_E_INVALID unless the number is exactly an int64_t (1e3 and 5.0 are). */
lamina_status lamina_json_int64(const lamina_json *value, int64_t *out);
lamina_status lamina_json_double(const lamina_json *value, double *out);
bool lamina_json_true(const lamina_json *value);

/* ---- writing: into a lamina_text, commas and escapes are seen to ---- */

/* Begin with lamina_json_write_init(); the writer borrows text. Failures stick to text. Frozen. */
typedef struct lamina_json_writer {
    lamina_text *text;
    uint32_t depth;
    uint32_t comma; /* bool: the next value needs one before it */
} lamina_json_writer;

void lamina_json_write_init(lamina_json_writer *writer, lamina_text *text);
void lamina_json_write_object(lamina_json_writer *writer); /* { */
void lamina_json_write_object_end(lamina_json_writer *writer);
void lamina_json_write_array(lamina_json_writer *writer); /* [ */
void lamina_json_write_array_end(lamina_json_writer *writer);
void lamina_json_write_name(lamina_json_writer *writer, lamina_str name);
/* Text must be UTF-8; each byte that is not becomes U+FFFD. */
void lamina_json_write_string(lamina_json_writer *writer, lamina_str text);
void lamina_json_write_int64(lamina_json_writer *writer, int64_t number);
/* The shortest text that reads back as the same double; NaN and infinity become null. */
void lamina_json_write_double(lamina_json_writer *writer, double number);
void lamina_json_write_boolean(lamina_json_writer *writer, bool value);
void lamina_json_write_null(lamina_json_writer *writer);
/* A value that already is JSON text, number texts among them: not checked again. */
void lamina_json_write_raw(lamina_json_writer *writer, lamina_str json);
/* A value that was read, written again. */
void lamina_json_write_value(lamina_json_writer *writer, const lamina_json *value);
/* name and value at once. */
void lamina_json_write_member_string(lamina_json_writer *writer, const char *name, lamina_str text);
void lamina_json_write_member_int64(lamina_json_writer *writer, const char *name, int64_t number);

#ifdef __cplusplus
}
#endif
#endif
