/*
 * template_yaml.h - a CloudFormation template as JSON values, as CloudFormation itself reads it:
 * "!Ref X" is {"Ref": "X"}, "!Sub X" is {"Fn::Sub": "X"}, and so on.
 */
#ifndef TEMPLATE_YAML_H
#define TEMPLATE_YAML_H

#include "lamina/json.h"

/* The text of a file of the repository, in the arena. Aborts, with the reason, when it cannot be read. */
lamina_str template_text(lamina_arena *arena, const char *path);

/* Aborts, with the place and the reason, when it is not YAML, or names one key twice. */
const lamina_json *template_read(lamina_arena *arena, lamina_str text);

#endif
