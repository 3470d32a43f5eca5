/*
 * A postal address, as a map inside of an item and as it stands in the API.
 */
#include "domain/models/postal_address.h"

#include "domain/formats.h"

static const lamina_field fields[] = {
    [POSTAL_ADDRESS_LINE1] = {.name = "line1",
                              .type = LAMINA_TYPE_STRING,
                              .flags = LAMINA_FIELD_REQUIRED,
                              .offset = offsetof(postal_address, line1),
                              .min_length = 1,
                              .max_length = 200,
                              .format = &domain_format_line,
                              .summary = "Street and number, or post-office box"},
    [POSTAL_ADDRESS_LINE2] = {.name = "line2",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(postal_address, line2),
                              .min_length = 1,
                              .max_length = 200,
                              .format = &domain_format_line,
                              .summary = "Building, floor, care of"},
    [POSTAL_ADDRESS_POSTAL_CODE] = {.name = "postalCode",
                                    .type = LAMINA_TYPE_STRING,
                                    .offset = offsetof(postal_address, postal_code),
                                    .min_length = 1,
                                    .max_length = 20,
                                    .format = &domain_format_line},
    [POSTAL_ADDRESS_CITY] = {.name = "city",
                             .type = LAMINA_TYPE_STRING,
                             .flags = LAMINA_FIELD_REQUIRED,
                             .offset = offsetof(postal_address, city),
                             .min_length = 1,
                             .max_length = 100,
                             .format = &domain_format_line},
    [POSTAL_ADDRESS_REGION] = {.name = "region",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(postal_address, region),
                               .min_length = 1,
                               .max_length = 100,
                               .format = &domain_format_line,
                               .summary = "State, province, canton"},
    [POSTAL_ADDRESS_COUNTRY] = {.name = "country",
                                .type = LAMINA_TYPE_STRING,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(postal_address, country),
                                .format = &domain_format_country},
};

const lamina_record postal_address_record = {
    .size = sizeof(lamina_record),
    .name = "PostalAddress",
    .struct_size = sizeof(postal_address),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .summary = "Where somebody can be reached by mail",
};

postal_address *postal_address_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(postal_address));
}
