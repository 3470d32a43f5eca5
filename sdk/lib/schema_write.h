/*
 * schema_write.h - records as JSON Schema 2020-12, in the dialect of OpenAPI 3.1.
 */
#ifndef LAMINA_SCHEMA_WRITE_H
#define LAMINA_SCHEMA_WRITE_H

#include "lamina/json.h"
#include "lamina/openapi.h"
#include "lamina/record.h"

/* The records of one document, each once. */
typedef struct lamina__schema_set {
    const char *module; /* before each schema's name */
    const lamina_record **records;
    size_t count; /* at most LAMINA_OPENAPI_RECORD_CAP, the room of records */
} lamina__schema_set;

/* Adds the record and all records in it; NULL adds nothing. LAMINA_E_LIMIT when there are too many. */
lamina_status lamina__schema_collect(lamina__schema_set *set, const lamina_record *record);

/* {"$ref":"#/components/schemas/partner.CreatePartner"}; the record must have been collected. */
void lamina__schema_write_ref(lamina_json_writer *writer, const lamina__schema_set *set,
                              const lamina_record *record);

/* "partner.CreatePartner": {...}, for each. */
void lamina__schema_write_all(lamina_json_writer *writer, const lamina__schema_set *set);

/* The schema of one field's value, as a query parameter needs it too. */
void lamina__schema_write_field(lamina_json_writer *writer, const lamina__schema_set *set,
                                const lamina_field *field);

#endif
