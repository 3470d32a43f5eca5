/* transport_curl.h - the transport that talks to the network. */
#ifndef DYNAMODB_TRANSPORT_CURL_H
#define DYNAMODB_TRANSPORT_CURL_H

#include "domain/dynamodb.h"

/* Owns a lamina_http_client. LAMINA_E_MEMORY. */
lamina_status dynamodb__transport_curl_open(uint32_t connect_timeout_ms, size_t body_cap,
                                            dynamodb_transport *transport);
void dynamodb__transport_curl_close(dynamodb_transport *transport);
/* Opens the connection to url, and sends nothing that counts. */
lamina_status dynamodb__transport_curl_connect(dynamodb_transport *transport, const char *url,
                                               uint32_t timeout_ms);

#endif
