/*
 * openapi_parts.h - what every OpenAPI document of ours has, of one plugin or of several.
 */
#ifndef LAMINA_OPENAPI_PARTS_H
#define LAMINA_OPENAPI_PARTS_H

#include "lamina/json.h"
#include "lamina/openapi.h"

#define OPENAPI_PROBLEM "Problem"
#define OPENAPI_BEARER "bearer"

/* The members openapi, info and servers. Of info, which may be NULL, what is not empty counts; the
   rest is taken from fallback. */
void lamina__openapi_write_head(lamina_json_writer *writer, const lamina_openapi_info *info,
                                const lamina_openapi_info *fallback);

/* The member Problem of components.schemas: RFC 9457, as lamina_problem_write() writes it. */
void lamina__openapi_write_problem_schema(lamina_json_writer *writer);

/* The members responses and securitySchemes of components. */
void lamina__openapi_write_shared_components(lamina_json_writer *writer);

#endif
