/*
 * media_type.h - what a Content-Type says: is it JSON, is it text? (RFC 9110 section 8.3, RFC 6838)
 */
#ifndef HOST_MEDIA_TYPE_H
#define HOST_MEDIA_TYPE_H

#include "lamina/text.h"

/* application/json or application/<something>+json, in UTF-8 if a charset is named. */
bool host__media_type_is_json(lamina_str content_type);

/* Can content of that type travel as a JSON string? Everything else travels as base64. */
bool host__media_type_is_text(lamina_str content_type);

#endif
