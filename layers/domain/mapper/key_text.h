/* key_text.h - the text that a key template makes of a struct. */
#ifndef MAPPER_KEY_TEXT_H
#define MAPPER_KEY_TEXT_H

#include "lamina/record_json.h"
#include "mapper/key_template.h"

/* Of the template's fields, those that hold something: a bit each. */
uint64_t mapper__key_sources_held(const mapper_model *model, const mapper_key_template *template,
                                  const void *item);

/* A violation for each of these fields. LAMINA_E_LIMIT. */
lamina_status mapper__key_sources_refuse(lamina_arena *arena, const mapper_model *model,
                                         const mapper_key_template *template, uint64_t sources,
                                         const char *code, const char *rule,
                                         lamina_violations *violations);

/* Made of the first source_count fields, all of which hold something, and what stands around them. A
   violation for each that cannot be in a key, and {NULL, 0} then. LAMINA_E_LIMIT. */
lamina_status mapper__key_text(lamina_arena *arena, const mapper_model *model,
                               const mapper_key_template *template, uint32_t source_count,
                               const void *item, lamina_violations *violations, lamina_str *text);

#endif
