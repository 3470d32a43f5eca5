/*
 * http_field.h - what names and values of header fields may consist of.
 */
#ifndef HOST_HTTP_FIELD_H
#define HOST_HTTP_FIELD_H

#include "lamina/text.h"

/* RFC 9110 section 5.6.2: what methods and names of header fields are. */
bool host__is_token(lamina_str text);

/* Visible bytes, spaces and tabs (RFC 9110 section 5.5): neither a CR or LF nor a NUL. */
bool host__is_field_value(lamina_str text);

#endif
