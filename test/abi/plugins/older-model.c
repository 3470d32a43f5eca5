/*
 * A module from the time when the domain's models were shorter: it brings the declarations of then along,
 * and knows nothing of the members that came behind them. test/integration/test_older_model.c has
 * today's libdomain serve it.
 */
#include "lamina/lamina.h"

/* ---- the domain's headers, as they were ---- */

enum { PARTNER_ID, PARTNER_LEGAL_NAME };

typedef struct postal_address {
    lamina_presence has;
    lamina_str line1;
    lamina_str line2;
    lamina_str postal_code;
    lamina_str city;
} postal_address;

extern const lamina_record postal_address_record;

typedef struct partner {
    lamina_presence has;
    lamina_str partner_id;
    lamina_str legal_name;
    lamina_str display_name;
    lamina_str email;
    lamina_str phone;
    lamina_str country;
    lamina_str tax_id;
    lamina_str status;
    lamina_list tags;
    postal_address *address;
} partner;

extern const lamina_record partner_record;
partner *partner_new(lamina_context *context);

typedef struct partner_filter {
    uint32_t size;
    uint32_t limit;
    lamina_str cursor;
} partner_filter;

typedef struct partner_list {
    uint32_t size;
    uint32_t reserved;
    partner *const *items;
    size_t count;
    lamina_str cursor;
} partner_list;

lamina_status partner_repository_create(lamina_context *context, partner *item);
lamina_status partner_repository_get(lamina_context *context, lamina_str partner_id, partner **out);
lamina_status partner_repository_list(lamina_context *context, const partner_filter *filter,
                                      partner_list *out);
lamina_status partner_repository_update(lamina_context *context, const partner *changes,
                                        const lamina_conditions *expected, partner **out);

/* ---- its one DTO ---- */

typedef struct partner_dto {
    lamina_presence has;
    lamina_str partner_id;
    lamina_str legal_name;
    lamina_str email;
    lamina_str country;
    postal_address *address;
} partner_dto;

#define TEXT(member, json)                                                                         \
    {                                                                                              \
        .name = (json), .type = LAMINA_TYPE_STRING, .offset = offsetof(partner_dto, member)        \
    }

static const lamina_field dto_fields[] = {
    TEXT(partner_id, "partnerId"),
    TEXT(legal_name, "legalName"),
    TEXT(email, "email"),
    TEXT(country, "country"),
    {.name = "address",
     .type = LAMINA_TYPE_RECORD,
     .offset = offsetof(partner_dto, address),
     .record = &postal_address_record},
};

static const lamina_record dto_record = {.size = sizeof(lamina_record),
                                         .name = "OlderPartner",
                                         .struct_size = sizeof(partner_dto),
                                         .field_size = sizeof(lamina_field),
                                         .fields = dto_fields,
                                         .field_count = sizeof dto_fields / sizeof *dto_fields};

static lamina_status answer(lamina_context *context, lamina_response *response, const partner *item)
{
    partner_dto *dto = lamina_alloc(context, sizeof *dto);
    if (dto == NULL)
        return LAMINA_E_LIMIT;
    response->body = dto;
    return lamina_record_copy(context->arena, &partner_record, item, &dto_record, dto);
}

static lamina_str path_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "id", &id);
    return id;
}

/* ---- the operations ---- */

static lamina_status create_partner(lamina_context *context, const lamina_request *request,
                                    lamina_response *response)
{
    partner *item = partner_new(context);
    if (item == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status =
        lamina_record_copy(context->arena, &dto_record, request->body, &partner_record, item);
    if (status != LAMINA_OK)
        return status;
    item->status = LAMINA_STR("active");
    status = partner_repository_create(context, item);
    return status == LAMINA_OK ? answer(context, response, item) : status;
}

static lamina_status get_partner(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    partner *item;
    lamina_status status = partner_repository_get(context, path_id(request), &item);
    return status == LAMINA_OK ? answer(context, response, item) : status;
}

static lamina_status rename_partner(lamina_context *context, const lamina_request *request,
                                    lamina_response *response)
{
    const partner_dto *wanted = request->body;
    partner *changes = partner_new(context), *item;
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    changes->partner_id = path_id(request);
    changes->legal_name = wanted->legal_name;
    lamina_mark(&changes->has, PARTNER_LEGAL_NAME);
    lamina_status status = partner_repository_update(context, changes, NULL, &item);
    return status == LAMINA_OK ? answer(context, response, item) : status;
}

/* Names and cities, to see that the step from one partner to the next is right. */
static lamina_status list_partners(lamina_context *context, const lamina_request *request,
                                   lamina_response *response)
{
    (void)request;
    const partner_filter filter = {.size = sizeof filter, .limit = 100};
    partner_list list = {.size = sizeof list};
    lamina_status status = partner_repository_list(context, &filter, &list);
    if (status != LAMINA_OK)
        return status;
    lamina_str text = LAMINA_STR("");
    for (size_t i = 0; i < list.count; i++)
        text = lamina_arena_format(context->arena, "%.*s%.*s in %.*s\n", LAMINA_FMT(text),
                                   LAMINA_FMT(list.items[i]->legal_name),
                                   LAMINA_FMT(list.items[i]->address->city));
    response->raw_body = text;
    response->content_type = LAMINA_STR("text/plain");
    return LAMINA_OK;
}

/* Would it be as long as today's, the test would show nothing. */
static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    bool is_shorter = sizeof(partner) < partner_record.struct_size &&
                      sizeof(postal_address) < postal_address_record.struct_size;
    return is_shorter ? LAMINA_OK : LAMINA_E_INTERNAL;
}

static const lamina_route routes[] = {
    {.operation = "create_partner",
     .method = "POST",
     .path = "/partners",
     .handler = create_partner,
     .request = &dto_record,
     .response = &dto_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "list_partners",
     .method = "GET",
     .path = "/partners",
     .handler = list_partners,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_partner",
     .method = "GET",
     .path = "/partners/{id}",
     .handler = get_partner,
     .response = &dto_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "rename_partner",
     .method = "PATCH",
     .path = "/partners/{id}",
     .handler = rename_partner,
     .request = &dto_record,
     .response = &dto_record,
     .flags = LAMINA_ROUTE_PUBLIC},
};

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "older-model",
                                           .version = "1.0.0",
                                           .routes = routes,
                                           .route_count = sizeof routes / sizeof *routes,
                                           .route_size = sizeof(lamina_route),
                                           .init = start};
