/*
 * json_node.h - the one place where a lamina_json is known to be a node of cJSON.
 */
#ifndef LAMINA_JSON_NODE_H
#define LAMINA_JSON_NODE_H

#include <cjson/cJSON.h>

#include "lamina/json.h"

static inline const cJSON *lamina__json_node(const lamina_json *value)
{
    return (const cJSON *)(const void *)value;
}

static inline const lamina_json *lamina__json_value(const cJSON *node)
{
    return (const lamina_json *)(const void *)node;
}

#endif
