/*
 * module_template.h - the template of one module's stack, plugins-templates/<module>[.<variant>].yaml,
 * and where API Gateway would send a request by it.
 */
#ifndef MODULE_TEMPLATE_H
#define MODULE_TEMPLATE_H

#include "lamina/json.h"

typedef struct module_template {
    const char *file;   /* "plugins-templates/partner.yaml" */
    const char *module; /* "partner" */
    const lamina_json *resources;
    const lamina_json *root; /* of the whole template */
} module_template;

/* All of them, in the order of their names; the number of them in *count. Aborts when there is none. */
const module_template *module_templates(lamina_arena *arena, size_t *count);

/* Type and properties of a resource. */
bool template_is(const lamina_json *resource, const char *type);
const lamina_json *template_property(const lamina_json *resource, const char *name);
/* The property's logical id when it is a Ref, an empty string otherwise. */
lamina_str template_ref(const lamina_json *value);
/* "TableName" of an ImportValue of "${SharedStackName}-TableName", an empty string otherwise. */
lamina_str template_import(const lamina_json *value);

/* The method that API Gateway would choose, or NULL: a literal segment before a variable one before a
   greedy one, never going back; at the resource the verb itself before ANY. */
const lamina_json *template_method(const module_template *template, lamina_str verb,
                                   lamina_str path);
/* The function behind a method of type AWS_PROXY, by its alias; NULL when there is none. */
const lamina_json *template_function(const module_template *template, const lamina_json *method);

#endif
