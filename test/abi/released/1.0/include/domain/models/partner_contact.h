/*
 * domain/models/partner_contact.h - a person to speak to at a partner, as it is stored: one item a contact, under
 * the partner's id.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_PARTNER_CONTACT_H
#define DOMAIN_MODELS_PARTNER_CONTACT_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of partner_contact_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    PARTNER_CONTACT_PARTNER_ID,
    PARTNER_CONTACT_ID,
    PARTNER_CONTACT_NAME,
    PARTNER_CONTACT_ROLE,
    PARTNER_CONTACT_EMAIL,
    PARTNER_CONTACT_PHONE,
    PARTNER_CONTACT_CREATED_AT,
    PARTNER_CONTACT_UPDATED_AT,
    PARTNER_CONTACT_VERSION
};

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. partner_contact_new() makes one. Since 1.0. */
typedef struct partner_contact {
    lamina_presence has;
    lamina_str partner_id; /* ULID; required */
    lamina_str contact_id; /* ULID; required */
    lamina_str name;       /* required */
    lamina_str role;       /* what to speak to them about */
    lamina_str email;      /* not unique */
    lamina_str phone;      /* E.164 */
    int64_t created_at;    /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version; /* from 1 */
} partner_contact;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
partner_contact *partner_contact_new(lamina_context *context);

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record partner_contact_record;

/* How contacts are stored: for repositories. */
extern const struct mapper_model partner_contact_model;

#ifdef __cplusplus
}
#endif
#endif
