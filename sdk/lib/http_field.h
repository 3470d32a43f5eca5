/*
 * What may stand in a header's name and value (RFC 9110 sections 5.1, 5.5, 5.6.2): shared by the
 * answers of handlers and the requests of the HTTP client, so that neither can be made to carry a
 * header that nobody wrote.
 */
#ifndef LAMINA_LIB_HTTP_FIELD_H
#define LAMINA_LIB_HTTP_FIELD_H

#include "lamina/abi.h"

/* One or more of the characters of a token. */
bool lamina__http_field_is_token(lamina_str text);
/* No control character but the tab. */
bool lamina__http_field_is_value(lamina_str text);

#endif
