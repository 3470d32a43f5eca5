/*
 * dtos.h - the shapes of the @module@ API: what comes in, what goes out.
 */
#ifndef @NAME@_DTOS_H
#define @NAME@_DTOS_H

#include "lamina/record.h"

/* ---- the body of POST ---- */

enum { @NAME@_INPUT_TITLE, @NAME@_INPUT_QUANTITY, @NAME@_INPUT_FIELD_COUNT };

typedef struct @name@_input {
    lamina_presence has;
    lamina_str title;
    int64_t quantity;
} @name@_input;

extern const lamina_record create_@name@_record;

/* ---- one in an answer ---- */

enum {
    @NAME@_DTO_ID,
    @NAME@_DTO_TITLE,
    @NAME@_DTO_QUANTITY,
    @NAME@_DTO_CREATED_AT,
    @NAME@_DTO_FIELD_COUNT
};

typedef struct @name@_dto {
    lamina_presence has;
    lamina_str id;
    lamina_str title;
    int64_t quantity;
    int64_t created_at; /* microseconds since 1970 */
} @name@_dto;

extern const lamina_record @name@_dto_record;

#endif
