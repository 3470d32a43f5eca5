/*
 * domain/models/partner.h - a business partner, as it is stored.
 *
 * Table: one item a partner under its partnerId. Beside it, one small item claims the e-mail address
 * (models/partner_email.h, the domain's own), so that two partners never share one.
 */
#ifndef DOMAIN_MODELS_PARTNER_H
#define DOMAIN_MODELS_PARTNER_H

#include "domain/models/postal_address.h"
#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of partner_record, in the order of its table; later ones are added behind, so that there
   are as many as partner_record.field_count says. Since 1.0. */
enum {
    PARTNER_ID,
    PARTNER_LEGAL_NAME,
    PARTNER_DISPLAY_NAME,
    PARTNER_EMAIL,
    PARTNER_PHONE,
    PARTNER_COUNTRY,
    PARTNER_TAX_ID,
    PARTNER_STATUS,
    PARTNER_TAGS,
    PARTNER_ADDRESS,
    PARTNER_CREATED_AT,
    PARTNER_UPDATED_AT,
    PARTNER_VERSION,
    PARTNER_COLLECTION
};

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. partner_new() makes one. Since 1.0. */
typedef struct partner {
    lamina_presence has;
    lamina_str partner_id; /* ULID; required */
    lamina_str legal_name; /* required */
    lamina_str display_name;
    lamina_str email;   /* required; stored as given, unique without regard to case */
    lamina_str phone;   /* E.164 */
    lamina_str country; /* required; ISO 3166-1 alpha-2 */
    lamina_str tax_id;
    lamina_str status; /* required; one of partner_statuses */
    lamina_list tags;  /* lamina_str, a set: no empty one is stored */
    postal_address *address;
    int64_t created_at; /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;       /* from 1 */
    lamina_str collection; /* constant: the hash key of the index that lists all partners */
} partner;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
partner *partner_new(lamina_context *context);

#define PARTNER_STATUS_PENDING "pending"
#define PARTNER_STATUS_ACTIVE "active"
#define PARTNER_STATUS_SUSPENDED "suspended"
/* The three above, closed by NULL. */
extern const char *const partner_statuses[];
/* What collection holds. */
#define PARTNER_COLLECTION_ALL "partners"
/* The index that lists partners by id, that is by time of creation. */
#define PARTNER_INDEX_ALL "by-collection"

extern const lamina_record partner_record;

/* How partners are stored: for repositories. A module has no use for it, and no header that would
   complete the type. */
extern const struct mapper_model partner_model;

#ifdef __cplusplus
}
#endif
#endif
