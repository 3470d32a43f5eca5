/*
 * domain/models/partner.h - a business partner, as it is stored.
 *
 * Table: one item a partner under its partnerId. Beside it, one small item claims the e-mail address
 * (models/partner_email.h, the domain's own), so that two partners never share one. Contacts have a table
 * of their own (domain/models/partner_contact.h).
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_PARTNER_H
#define DOMAIN_MODELS_PARTNER_H

#include "domain/models/bank_account.h"
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
    PARTNER_COLLECTION,
    PARTNER_NAME_KEY,
    PARTNER_BANK_ACCOUNT,
    PARTNER_CONTACT_COUNT,
    PARTNER_STATUS_REASON,
    PARTNER_CONTRACT_COUNT
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
    int64_t version;          /* from 1 */
    lamina_str collection;    /* constant: the hash key of the indexes that list partners */
    lamina_str name_key;      /* the legal name as it is searched; the repository's to fill */
    bank_account *account;    /* encrypted in the table; not in a partner of a list */
    int64_t contact_count;    /* how many contacts there are; the repositories' to count */
    lamina_str status_reason; /* why it is suspended; absent otherwise */
    int64_t contract_count;   /* as contact_count, of contracts in whatever state */
} partner;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
partner *partner_new(lamina_context *context);

/* What status holds. Since 1.0. */
#define PARTNER_STATUS_PENDING "pending"
#define PARTNER_STATUS_ACTIVE "active"
#define PARTNER_STATUS_SUSPENDED "suspended"
/* The three above, closed by NULL. */
extern const char *const partner_statuses[];
/* What collection holds. */
#define PARTNER_COLLECTION_ALL "partners"
/* The index that lists partners by id, that is by time of creation. */
#define PARTNER_INDEX_ALL "by-collection"
/* The index that lists them by name. */
#define PARTNER_INDEX_NAME "by-name"
/* A partner has at most so many contacts: they are deleted with it in one transaction. */
#define PARTNER_CONTACT_CAP 50

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record partner_record;

/* How partners are stored: for repositories. A module has no use for it, and no header that would
   complete the type. */
extern const struct mapper_model partner_model;

#ifdef __cplusplus
}
#endif
#endif
