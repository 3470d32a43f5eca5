/*
 * framing.h - can the end of a request be told for certain?
 */
#ifndef LOCAL_FRAMING_H
#define LOCAL_FRAMING_H

#include <event2/http.h>

#include "reply.h"

/*
 * True when the request is one that two readers could cut differently, or that libevent cut wrongly;
 * *answer says why, and the connection is not to be used any more. libevent is laxer than RFC 9112:
 * it takes the first of several Content-Length, prefers chunked over Content-Length, reads no content
 * of HEAD and of methods that it does not know, and ignores other transfer codings.
 */
bool local__framing_is_bad(struct evhttp_request *request, local_gateway_answer *answer);

#endif
