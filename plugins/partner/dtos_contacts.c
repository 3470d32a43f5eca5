/*
 * The rules of the shapes of contacts.
 */
#include "dtos_contacts.h"

#include "domain/formats.h"
#include "domain/page.h"

/* What a record says of a field beside its rules. */
#define OPTIONAL 0u
#define REQUIRED LAMINA_FIELD_REQUIRED
#define REMOVABLE LAMINA_FIELD_NULLABLE /* null takes it away */
#define BY_SERVER (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY)

/* ---- the rules of each field, once: "member of that DTO, with those flags" ---- */

#define FIELD LAMINA_FIELD

#define NAME(dto, have)                                                                            \
    FIELD(dto, name, "name", STRING, .flags = (have), .min_length = 1, .max_length = 200,          \
          .format = &domain_format_line, .summary = "Whom to speak to")

#define ROLE(dto, have)                                                                            \
    FIELD(dto, role, "role", STRING, .flags = (have), .min_length = 1, .max_length = 100,          \
          .format = &domain_format_line, .summary = "What to speak to them about")

#define EMAIL(dto, have)                                                                           \
    FIELD(dto, email, "email", STRING, .flags = (have), .max_length = 254,                         \
          .format = &domain_format_email, .summary = "Several contacts may share one")

#define PHONE(dto, have)                                                                           \
    FIELD(dto, phone, "phone", STRING, .flags = (have), .format = &domain_format_phone,            \
          .summary = "International telephone number")

#define RECORD(title, type, table, count, ...)                                                     \
    {                                                                                              \
        .size = sizeof(lamina_record), .name = (title), .struct_size = sizeof(type),               \
        .field_size = sizeof(lamina_field), .fields = (table), .field_count = (count), __VA_ARGS__ \
    }

/* ---- requests ---- */

static const lamina_field create_fields[CONTACT_INPUT_FIELD_COUNT] = {
    [CONTACT_INPUT_NAME] = NAME(contact_input, REQUIRED),
    [CONTACT_INPUT_ROLE] = ROLE(contact_input, OPTIONAL),
    [CONTACT_INPUT_EMAIL] = EMAIL(contact_input, OPTIONAL),
    [CONTACT_INPUT_PHONE] = PHONE(contact_input, OPTIONAL),
};

const lamina_record create_contact_record =
    RECORD("CreateContact", contact_input, create_fields, CONTACT_INPUT_FIELD_COUNT,
           .summary = "A new contact");

static const lamina_field patch_fields[CONTACT_INPUT_FIELD_COUNT] = {
    [CONTACT_INPUT_NAME] = NAME(contact_input, OPTIONAL),
    [CONTACT_INPUT_ROLE] = ROLE(contact_input, REMOVABLE),
    [CONTACT_INPUT_EMAIL] = EMAIL(contact_input, REMOVABLE),
    [CONTACT_INPUT_PHONE] = PHONE(contact_input, REMOVABLE),
};

const lamina_record patch_contact_record =
    RECORD("PatchContact", contact_input, patch_fields, CONTACT_INPUT_FIELD_COUNT, .min_present = 1,
           .summary = "Changes of a contact: absent is unchanged, null is removed");

/* ---- answers ---- */

static const lamina_field contact_dto_fields[CONTACT_DTO_FIELD_COUNT] = {
    [CONTACT_DTO_ID] = FIELD(contact_dto, contact_id, "contactId", STRING, .flags = BY_SERVER,
                             .format = &domain_format_ulid),
    [CONTACT_DTO_NAME] = NAME(contact_dto, REQUIRED),
    [CONTACT_DTO_ROLE] = ROLE(contact_dto, OPTIONAL),
    [CONTACT_DTO_EMAIL] = EMAIL(contact_dto, OPTIONAL),
    [CONTACT_DTO_PHONE] = PHONE(contact_dto, OPTIONAL),
    [CONTACT_DTO_CREATED_AT] =
        FIELD(contact_dto, created_at, "createdAt", TIMESTAMP, .flags = BY_SERVER),
    [CONTACT_DTO_UPDATED_AT] =
        FIELD(contact_dto, updated_at, "updatedAt", TIMESTAMP, .flags = BY_SERVER),
    [CONTACT_DTO_VERSION] = FIELD(contact_dto, version, "version", INT64, .flags = BY_SERVER,
                                  .summary = "One more with each change; the ETag's content"),
};

const lamina_record contact_dto_record =
    RECORD("Contact", contact_dto, contact_dto_fields, CONTACT_DTO_FIELD_COUNT,
           .summary = "A person to speak to at a partner");

static const lamina_field contact_list_fields[] = DOMAIN_PAGE_ANSWER_FIELDS(&contact_dto_record);

const lamina_record contact_list_record =
    RECORD("ContactList", domain_page_answer, contact_list_fields, DOMAIN_PAGE_ANSWER_FIELD_COUNT,
           .summary = "A page of contacts");
