/*
 * domain/models/postal_address.h - where somebody can be reached by mail; a map inside of an item.
 */
#ifndef DOMAIN_MODELS_POSTAL_ADDRESS_H
#define DOMAIN_MODELS_POSTAL_ADDRESS_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of postal_address_record, in the order of its table; later ones are added behind, so that
   there are as many as postal_address_record.field_count says. Since 1.0. */
enum {
    POSTAL_ADDRESS_LINE1,
    POSTAL_ADDRESS_LINE2,
    POSTAL_ADDRESS_POSTAL_CODE,
    POSTAL_ADDRESS_CITY,
    POSTAL_ADDRESS_REGION,
    POSTAL_ADDRESS_COUNTRY
};

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. postal_address_new() makes one, and so does decoding a DTO that points
   to one by postal_address_record. Since 1.0. */
typedef struct postal_address {
    lamina_presence has;
    lamina_str line1; /* required */
    lamina_str line2;
    lamina_str postal_code;
    lamina_str city; /* required */
    lamina_str region;
    lamina_str country; /* required; ISO 3166-1 alpha-2 */
} postal_address;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
postal_address *postal_address_new(lamina_context *context);

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record postal_address_record;

#ifdef __cplusplus
}
#endif
#endif
