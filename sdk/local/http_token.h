/*
 * http_token.h - HTTP's word for what a header's name is made of.
 */
#ifndef LOCAL_HTTP_TOKEN_H
#define LOCAL_HTTP_TOKEN_H

#include "lamina/abi.h"

/* RFC 9110 section 5.6.2. */
bool local__is_token(lamina_str text);

#endif
