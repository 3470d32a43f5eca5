/* transport_curl.h - the transport that talks to the network. */
#ifndef AWS_TRANSPORT_CURL_H
#define AWS_TRANSPORT_CURL_H

#include "domain/aws.h"

/* Owns a lamina_http_client. LAMINA_E_MEMORY. */
lamina_status aws__transport_curl_open(uint32_t connect_timeout_ms, size_t body_cap,
                                       aws_transport *transport);
void aws__transport_curl_close(aws_transport *transport);

#endif
