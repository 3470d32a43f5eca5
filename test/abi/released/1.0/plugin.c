/*
 * A module of release 1.0: built with that release's headers, in include/ beside it, for ever. It uses what
 * modules use: records, problems, the host's tables, the arena, a model of the domain, a direct operation.
 */
#include "domain/ids.h"
#include "domain/models/partner.h"
#include "lamina/lamina.h"

/* ---- the API's shapes ---- */

typedef struct order {
    lamina_presence has;
    lamina_str name;
    int64_t count;
    lamina_str order_id;
} order;

enum { ORDER_NAME, ORDER_COUNT, ORDER_ID };

static const lamina_range count_range = {.minimum = 1, .maximum = 100};

static const lamina_field order_fields[] = {
    [ORDER_NAME] = {.name = "name",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .offset = offsetof(order, name),
                    .max_length = 20},
    [ORDER_COUNT] = {.name = "count",
                     .type = LAMINA_TYPE_INT64,
                     .offset = offsetof(order, count),
                     .range = &count_range,
                     .default_json = "1"},
    [ORDER_ID] = {.name = "orderId",
                  .type = LAMINA_TYPE_STRING,
                  .flags = LAMINA_FIELD_READ_ONLY,
                  .offset = offsetof(order, order_id)},
};

static const lamina_record order_record = {.size = sizeof(lamina_record),
                                           .name = "Order",
                                           .struct_size = sizeof(order),
                                           .field_size = sizeof(lamina_field),
                                           .fields = order_fields,
                                           .field_count = 3};

/* ---- operations ---- */

static lamina_status create_order(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    const order *wanted = request->body;
    order *made = lamina_alloc(context, sizeof(*made));
    if (made == NULL)
        return lamina_fail(context, LAMINA_E_MEMORY, NULL, "no memory for an order");
    *made = *wanted;
    const lamina_status status = domain_new_ulid(context, &made->order_id);
    if (status != LAMINA_OK)
        return status;
    lamina_mark(&made->has, ORDER_ID);
    lamina_log(context, LAMINA_LOG_INFO, "an order was made");
    response->status = 201;
    response->body = made;
    return LAMINA_OK;
}

/* A path parameter, a problem of our own, and a model that libdomain allocates. */
static lamina_status get_partner(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    lamina_str id = {0};
    partner *found = partner_new(context);
    if (found == NULL || !lamina_request_path(request, "id", &id))
        return LAMINA_E_INTERNAL;
    if (lamina_str_is(id, "none"))
        return lamina_fail(context, LAMINA_E_NOT_FOUND, "not-found",
                           "there is no partner of this id");
    found->partner_id = id;
    response->content_type = LAMINA_STR("text/plain");
    response->raw_body =
        lamina_arena_format(context->arena, "partner %.*s at %d", LAMINA_FMT(found->partner_id),
                            lamina_now_us(context) > 0);
    return LAMINA_OK;
}

static lamina_status count_letters(lamina_context *context, const lamina_direct_event *event,
                                   lamina_direct_answer *answer)
{
    const order *given = event->input;
    order *made = lamina_alloc(context, sizeof(*made));
    if (made == NULL)
        return LAMINA_E_MEMORY;
    *made = *given;
    made->count = (int64_t)given->name.len;
    lamina_mark(&made->has, ORDER_COUNT);
    answer->output = made;
    return LAMINA_OK;
}

/* ---- the entry ---- */

static const lamina_route routes[] = {
    {.operation = "create_order",
     .method = "POST",
     .path = "/orders",
     .handler = create_order,
     .request = &order_record,
     .response = &order_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_partner",
     .method = "GET",
     .path = "/partners/{id}",
     .handler = get_partner,
     .flags = LAMINA_ROUTE_PUBLIC},
};

static const lamina_event_handler events[] = {
    {.operation = "count_letters",
     .kind = LAMINA_EVENT_DIRECT,
     .handler.direct = count_letters,
     .request = &order_record,
     .response = &order_record},
};

static const lamina_need needs[] = {
    {LAMINA_LOG_1, "1.0"}, {LAMINA_CLOCK_1, "1.0"}, {LAMINA_RANDOM_1, "1.0"}};

const lamina_plugin lamina_plugin_entry = {
    .magic = LAMINA_PLUGIN_MAGIC,
    .size = sizeof(lamina_plugin),
    .abi_major = LAMINA_ABI_MAJOR,
    .abi_minor = LAMINA_ABI_MINOR,
    .name = "released-1-0",
    .version = "1.0.0",
    .needs = needs,
    .need_count = sizeof(needs) / sizeof(needs[0]),
    .routes = routes,
    .route_count = sizeof(routes) / sizeof(routes[0]),
    .route_size = sizeof(lamina_route),
    .events = events,
    .event_count = sizeof(events) / sizeof(events[0]),
    .event_size = sizeof(lamina_event_handler),
};
