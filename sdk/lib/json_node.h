/*
 * json_node.h - the inside of a value that was read: half a cache line.
 */
#ifndef LAMINA_JSON_NODE_H
#define LAMINA_JSON_NODE_H

#include "lamina/json.h"

/* Bits that are left for the length of a name; LAMINA_JSON_SIZE_MAX follows from it. */
#define LAMINA__JSON_LEN_BITS 29

struct lamina_json {
    lamina_json *next;
    union {
        const char *text;   /* of a string or a number */
        lamina_json *first; /* element or member of a container */
    };
    const char *name;
    uint32_t len; /* bytes of text; elements or members; of true 1 */
    uint32_t type : 32 - LAMINA__JSON_LEN_BITS;
    uint32_t name_len : LAMINA__JSON_LEN_BITS;
};

_Static_assert(LAMINA_JSON_SIZE_MAX < 1u << LAMINA__JSON_LEN_BITS, "a name must fit");

#endif
