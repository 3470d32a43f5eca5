/*
 * unknown.h - what a stored item has beyond its record, in a struct that keeps it: see lamina_unknown.
 */
#ifndef MAPPER_UNKNOWN_H
#define MAPPER_UNKNOWN_H

#include "lamina/json.h"
#include "lamina/record.h"

/* Does the struct have a lamina_unknown? */
static inline bool mapper__keeps_unknown(const lamina_record *record)
{
    return (record->flags & LAMINA_RECORD_KEEPS_UNKNOWN) != 0;
}

/* The field of that name, or field_count. */
uint32_t mapper__field_named(const lamina_record *record, lamina_str name);

/* Puts all attributes that the record does not name into the struct, without tag (may be NULL), the
   model's own. LAMINA_E_LIMIT. */
lamina_status mapper__unknown_read(lamina_arena *arena, const lamina_record *record,
                                   const lamina_json *attributes, const char *tag, void *item);

/*
 * *attributes: those that the struct keeps, as an object; NULL when there are none. LAMINA_E_INVALID for
 * text that is no attributes, or is nested so deep that levels_left, counted as depth is, do not
 * suffice; LAMINA_E_LIMIT.
 */
lamina_status mapper__unknown_parse(lamina_arena *arena, const lamina_record *record,
                                    const void *item, uint32_t levels_left,
                                    const lamina_json **attributes);

/* Writes what the struct keeps as members of the object that is open. Names that are fields of the
   record, and tag (may be NULL), are left out: those are written already. Fails as above. */
lamina_status mapper__unknown_write(lamina_arena *arena, const lamina_record *record,
                                    const void *item, const char *tag, lamina_json_writer *writer);

#endif
