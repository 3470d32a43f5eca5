/*
 * request_headers.h - which headers of a request its function sees.
 */
#ifndef LOCAL_REQUEST_HEADERS_H
#define LOCAL_REQUEST_HEADERS_H

#include <event2/http.h>

#include "ids.h"
#include "lamina/arena.h"

/* In the arena; the texts are partly the request's own. LAMINA_E_LIMIT when it is full. */
lamina_status local__request_headers(lamina_arena *arena, struct evhttp_request *request,
                                     const local_ids *ids, const char *source_ip, uint16_t port,
                                     lamina_param **headers, size_t *count);

#endif
