/*
 * dtos_contacts.h - the shapes of the contacts of a partner.
 */
#ifndef PARTNER_DTOS_CONTACTS_H
#define PARTNER_DTOS_CONTACTS_H

#include "lamina/record.h"

/* ---- the body of POST and PATCH: one struct, two records with rules of their own ---- */

enum {
    CONTACT_INPUT_NAME,
    CONTACT_INPUT_ROLE,
    CONTACT_INPUT_EMAIL,
    CONTACT_INPUT_PHONE,
    CONTACT_INPUT_FIELD_COUNT
};

typedef struct contact_input {
    lamina_presence has;
    lamina_str name;
    lamina_str role;
    lamina_str email;
    lamina_str phone;
} contact_input;

extern const lamina_record create_contact_record;
extern const lamina_record patch_contact_record;

/* ---- a contact in an answer ---- */

enum {
    CONTACT_DTO_ID,
    CONTACT_DTO_NAME,
    CONTACT_DTO_ROLE,
    CONTACT_DTO_EMAIL,
    CONTACT_DTO_PHONE,
    CONTACT_DTO_CREATED_AT,
    CONTACT_DTO_UPDATED_AT,
    CONTACT_DTO_VERSION,
    CONTACT_DTO_FIELD_COUNT
};

typedef struct contact_dto {
    lamina_presence has;
    lamina_str contact_id;
    lamina_str name;
    lamina_str role;
    lamina_str email;
    lamina_str phone;
    int64_t created_at; /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;
} contact_dto;

extern const lamina_record contact_dto_record;

/* Of domain_page_answer: a page of contact_dto. */
extern const lamina_record contact_list_record;

#endif
