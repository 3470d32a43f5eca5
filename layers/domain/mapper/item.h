/*
 * item.h - items: structs to attribute JSON and back, and what the service asks of them.
 */
#ifndef MAPPER_ITEM_H
#define MAPPER_ITEM_H

#include "domain/mapper/model.h"
#include "lamina/context.h"
#include "lamina/json.h"
#include "lamina/record.h"
#include "lamina/record_json.h"

/* An item's size in the service's own arithmetic (Developer Guide, "Item sizes and formats"). */
#define MAPPER__ITEM_CAP (400u * 1024u)
/* Bytes of an attribute's name that is no key (Developer Guide, "Constraints"). */
#define MAPPER__NAME_CAP 65535u

/* ---- writing: straight into the request, without a tree in between ---- */

/* The fields of the struct, as members of the object that is open: of the item itself (stored.h writes
   the rest) or of a nested record. Absent ones are left out, null is {"NULL":true}, empty texts, lists
   and maps are there. The arena is used by JSON fields and unknown attributes only. LAMINA_E_INVALID for
   a value that mapper__item_check() would have found. */
lamina_status mapper__item_write(lamina_arena *arena, const lamina_record *record, const void *item,
                                 lamina_json_writer *writer);

/* The value of one field that holds something: {"S":"..."}. */
lamina_status mapper__attribute_write(lamina_arena *arena, const lamina_field *field,
                                      const void *item, lamina_json_writer *writer);

/* A document as an attribute: what a JSON field holds. */
lamina_status mapper__document_write(lamina_arena *arena, lamina_str json,
                                     lamina_json_writer *writer);

/* An attribute as a document in the arena. Binary becomes base64 text, a set an array.
   LAMINA_E_UPSTREAM for a shape that is no attribute; LAMINA_E_LIMIT. */
lamina_status mapper__document_read(lamina_arena *arena, const lamina_json *attribute,
                                    lamina_str *json);

/* ---- reading ---- */

/* Only some attributes were asked for, or an index holds no more: required ones may be missing. */
#define MAPPER__READ_PARTIAL 0x1u

/*
 * Fills *out, of record->struct_size bytes, which is zeroed first, from an item's attributes; what is
 * absent gets its default, unless that is for new items or the item is there in part only. What it
 * points to is in the arena that the attributes are in. LAMINA_E_UPSTREAM with a cause that names
 * table, attribute and types, never a value; LAMINA_E_LIMIT; statuses of domain_open(), for encrypted
 * fields are decrypted.
 */
lamina_status mapper__item_read(lamina_context *context, const mapper_model *model,
                                const lamina_json *attributes, uint32_t flags, void *out);

/* ---- rules of the service beyond those of the record ---- */

/* Adds a violation for each: empty sets, numbers and times that no attribute can hold, documents too
   deep. LAMINA_E_LIMIT when the arena is full. */
lamina_status mapper__item_check(lamina_arena *arena, const lamina_record *record, const void *item,
                                 lamina_violations *violations);

/* Bytes of an item's attributes with their names, and of one attribute without its own. */
size_t mapper__item_size(const lamina_json *attributes);
size_t mapper__attribute_size(const lamina_json *attribute);

#endif
