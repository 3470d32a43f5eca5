/* endpoint.h - where requests go. */
#ifndef DYNAMODB_ENDPOINT_H
#define DYNAMODB_ENDPOINT_H

#include "lamina/abi.h"
#include "lamina/arena.h"

#define DYNAMODB__REGION_CAP 64u
#define DYNAMODB__HOST_CAP 272u /* a DNS name of 253 bytes, and ":65535" */

typedef struct dynamodb__endpoint {
    char url[DYNAMODB__HOST_CAP + 16]; /* "https://dynamodb.eu-central-1.amazonaws.com/" */
    char host
        [DYNAMODB__HOST_CAP]; /* as the Host header has it: with a port unless it is the scheme's */
    char region[DYNAMODB__REGION_CAP];
} dynamodb__endpoint;

/* A URL in its parts. host is without brackets when it is an IPv6 address. Borrowed from the text. */
typedef struct dynamodb__url {
    bool is_https;
    bool is_ipv6;
    lamina_str host;
    uint32_t port;   /* the scheme's own when the URL has none */
    lamina_str path; /* from the first '/', query included; empty when there is none */
} dynamodb__url;

/* LAMINA_E_SYNTAX for what is no http(s) URL with a plain host; user information is refused. */
lamina_status dynamodb__url_read(lamina_str text, dynamodb__url *url);
/* 127.0.0.0/8, ::1 or localhost: what plain http may go to. */
bool dynamodb__host_is_loopback(lamina_str host);

/*
 * The rules of the SDKs: options first (either may be NULL), then the environment, then the region's
 * own endpoint. LAMINA_E_CONFIG, and *reason says what is missing or wrong.
 */
lamina_status dynamodb__endpoint_find(const char *region, const char *endpoint, lamina_arena *arena,
                                      dynamodb__endpoint *out, lamina_str *reason);

#endif
