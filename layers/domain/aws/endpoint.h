/* endpoint.h - where requests go. */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "aws/service.h"
#include "lamina/abi.h"
#include "lamina/arena.h"

#define AWS__REGION_CAP 64u
#define AWS__HOST_CAP 272u /* a DNS name of 253 bytes, and ":65535" */

typedef struct aws__endpoint {
    char url[AWS__HOST_CAP + 16]; /* "https://dynamodb.eu-central-1.amazonaws.com/" */
    char host[AWS__HOST_CAP]; /* as the Host header has it: with a port unless it is the scheme's */
    char region[AWS__REGION_CAP];
} aws__endpoint;

/* A URL in its parts. host is without brackets when it is an IPv6 address. Borrowed from the text. */
typedef struct aws__url {
    bool is_https;
    bool is_ipv6;
    lamina_str host;
    uint32_t port;   /* the scheme's own when the URL has none */
    lamina_str path; /* from the first '/', query included; empty when there is none */
} aws__url;

/* LAMINA_E_SYNTAX for what is no http(s) URL with a plain host; user information is refused. */
lamina_status aws__url_read(lamina_str text, aws__url *url);
/* 127.0.0.0/8, ::1 or localhost: what plain http may go to. */
bool aws__host_is_loopback(lamina_str host);

/*
 * The rules of the SDKs: options first (either may be NULL), then the environment, then the region's
 * own endpoint. LAMINA_E_CONFIG, and *reason says what is missing or wrong.
 */
lamina_status aws__endpoint_find(const aws__service *service, const char *region,
                                 const char *endpoint, lamina_arena *arena, aws__endpoint *out,
                                 lamina_str *reason);

#endif
