/*
 * key_template.h - a key template's text, part by part: see mapper_key_template.
 */
#ifndef MAPPER_KEY_TEMPLATE_H
#define MAPPER_KEY_TEMPLATE_H

#include "domain/mapper.h"

/* Digits of the greatest int64_t: no number is padded to more. */
#define MAPPER__PAD_CAP 19u

/* Some fixed text, and the field that follows it. */
typedef struct mapper__key_part {
    lamina_str fixed;
    lamina_str name;  /* of the field, as the text has it; empty: the text ends here */
    uint32_t field;   /* its number; MAPPER_NO_FIELD when there is none of that name */
    uint32_t padding; /* digits; 0: none asked for */
} mapper__key_part;

/* Template i of a model whose writer may have known a longer or shorter mapper_key_template. */
static inline const mapper_key_template *mapper__key_template(const mapper_model *model, uint32_t i)
{
    return (const mapper_key_template *)(const void *)((const char *)model->key_templates +
                                                       (size_t)i * model->key_template_size);
}

/* The template that fills the field; NULL: none. */
const mapper_key_template *mapper__key_template_of(const mapper_model *model, uint32_t field);

/* The next part, and *text behind it; false at the end. LAMINA_E_SYNTAX in *status, and false, when
   braces or padding are not as they must be. */
bool mapper__key_part_next(const mapper_model *model, const char **text, mapper__key_part *part,
                           lamina_status *status);

/* All fields that the template is made of, a bit each. */
uint64_t mapper__key_sources(const mapper_model *model, const mapper_key_template *template);

#endif
