/*
 * The plugin that `make bench` warms: everything that a module's request goes through (event, router,
 * guard, record in, record out) and no database. It takes the body of POST /partners and answers with
 * a part of it, so that the answer to a long body is short.
 */
#include "lamina/lamina.h"

enum { ADDRESS_LINE1, ADDRESS_POSTAL_CODE, ADDRESS_CITY, ADDRESS_COUNTRY, ADDRESS_FIELD_COUNT };

typedef struct address {
    lamina_presence has;
    lamina_str line1;
    lamina_str postal_code;
    lamina_str city;
    lamina_str country;
} address;

static const lamina_field address_fields[ADDRESS_FIELD_COUNT] = {
    [ADDRESS_LINE1] = {.name = "line1",
                       .type = LAMINA_TYPE_STRING,
                       .offset = offsetof(address, line1),
                       .flags = LAMINA_FIELD_REQUIRED,
                       .min_length = 1,
                       .max_length = 100},
    [ADDRESS_POSTAL_CODE] = {.name = "postalCode",
                             .type = LAMINA_TYPE_STRING,
                             .offset = offsetof(address, postal_code),
                             .max_length = 20},
    [ADDRESS_CITY] = {.name = "city",
                      .type = LAMINA_TYPE_STRING,
                      .offset = offsetof(address, city),
                      .max_length = 100},
    [ADDRESS_COUNTRY] = {.name = "country",
                         .type = LAMINA_TYPE_STRING,
                         .offset = offsetof(address, country),
                         .max_length = 2},
};

static const lamina_record address_record = {.size = sizeof(lamina_record),
                                             .name = "Address",
                                             .struct_size = sizeof(address),
                                             .field_size = sizeof(lamina_field),
                                             .fields = address_fields,
                                             .field_count = ADDRESS_FIELD_COUNT};

enum {
    PARTNER_LEGAL_NAME,
    PARTNER_DISPLAY_NAME,
    PARTNER_EMAIL,
    PARTNER_PHONE,
    PARTNER_COUNTRY,
    PARTNER_TAX_ID,
    PARTNER_TAGS,
    PARTNER_ADDRESS,
    PARTNER_REMARKS,
    PARTNER_FIELD_COUNT
};

typedef struct partner {
    lamina_presence has;
    lamina_str legal_name;
    lamina_str display_name;
    lamina_str email;
    lamina_str phone;
    lamina_str country;
    lamina_str tax_id;
    lamina_list tags; /* lamina_str */
    address *address;
    lamina_str remarks; /* 100 KB of it in the long event */
} partner;

#define TEXT(member, wire_name, most)                                                              \
    {                                                                                              \
        .name = (wire_name), .type = LAMINA_TYPE_STRING, .offset = offsetof(partner, member),      \
        .max_length = (most)                                                                       \
    }

static const lamina_field partner_fields[PARTNER_FIELD_COUNT] = {
    [PARTNER_LEGAL_NAME] = {.name = "legalName",
                            .type = LAMINA_TYPE_STRING,
                            .offset = offsetof(partner, legal_name),
                            .flags = LAMINA_FIELD_REQUIRED,
                            .min_length = 1,
                            .max_length = 200},
    [PARTNER_DISPLAY_NAME] = TEXT(display_name, "displayName", 200),
    [PARTNER_EMAIL] = TEXT(email, "email", 254),
    [PARTNER_PHONE] = TEXT(phone, "phone", 16),
    [PARTNER_COUNTRY] = TEXT(country, "country", 2),
    [PARTNER_TAX_ID] = TEXT(tax_id, "taxId", 40),
    [PARTNER_TAGS] = {.name = "tags",
                      .type = LAMINA_TYPE_STRING_SET,
                      .offset = offsetof(partner, tags),
                      .max_length = 50},
    [PARTNER_ADDRESS] = {.name = "address",
                         .type = LAMINA_TYPE_RECORD,
                         .offset = offsetof(partner, address),
                         .record = &address_record},
    [PARTNER_REMARKS] = TEXT(remarks, "remarks", 0),
};

static const lamina_record create_record = {.size = sizeof(lamina_record),
                                            .name = "CreatePartner",
                                            .struct_size = sizeof(partner),
                                            .field_size = sizeof(lamina_field),
                                            .fields = partner_fields,
                                            .field_count = PARTNER_FIELD_COUNT};

/* The answer leaves the remarks out: what is long comes in and does not go out. */
static const lamina_record answer_record = {.size = sizeof(lamina_record),
                                            .name = "Partner",
                                            .struct_size = sizeof(partner),
                                            .field_size = sizeof(lamina_field),
                                            .fields = partner_fields,
                                            .field_count = PARTNER_REMARKS};

static lamina_status create_partner(lamina_context *context, const lamina_request *request,
                                    lamina_response *response)
{
    (void)context;
    response->status = 201;
    response->body = request->body;
    return LAMINA_OK;
}

static const lamina_route routes[] = {
    {.operation = "create_partner",
     .method = "POST",
     .path = "/partners",
     .handler = create_partner,
     .request = &create_record,
     .response = &answer_record,
     .flags = LAMINA_ROUTE_PUBLIC},
};

const lamina_plugin lamina_plugin_entry = {
    .magic = LAMINA_PLUGIN_MAGIC,
    .size = sizeof(lamina_plugin),
    .abi_major = LAMINA_ABI_MAJOR,
    .abi_minor = LAMINA_ABI_MINOR,
    .name = "bench-echo",
    .version = "1.0.0",
    .routes = routes,
    .route_count = 1,
    .route_size = sizeof(lamina_route),
};
