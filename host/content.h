/*
 * content.h - JSON of the module's own, whatever it came in, as the struct of a record.
 */
#ifndef HOST_CONTENT_H
#define HOST_CONTENT_H

#include "lamina/context.h"
#include "lamina/json.h"
#include "lamina/record.h"

/*
 * Decodes and checks text. what is the word for it in a problem: "body", "message". *content is in the
 * arena, and NULL when record is. A failure is set on the error object: malformed-json,
 * content-too-large, invalid-request. [invoke]
 */
lamina_status host__content_read(lamina_context *context, const lamina_record *record,
                                 lamina_str text, const char *what, const void **content);

/* The same of JSON that was read already. [invoke] */
lamina_status host__content_fill(lamina_context *context, const lamina_record *record,
                                 const lamina_json *value, const void **content);

#endif
