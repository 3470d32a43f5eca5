/*
 * The partner module: its routes, and the one symbol that the host looks for.
 *
 * Copy this folder to begin a module: plugin.c says which operations there are, dtos.c what they
 * take and give, handlers.c speaks HTTP, services.c decides, mappers.c turns DTOs into models.
 */
#include "lamina/plugin.h"
#include "domain/page.h"

#include "dtos.h"
#include "handlers.h"

#define READ "partner:read"
#define WRITE "partner:write"

static const char *const tags[] = {"Partners", NULL};

static const lamina_route routes[] = {
    {.operation = "create_partner",
     .method = "POST",
     .path = "/partners",
     .handler = create_partner,
     .request = &create_partner_record,
     .response = &partner_dto_record,
     .scope = WRITE,
     .summary = "Create a partner",
     .tags = tags},
    {.operation = "list_partners",
     .method = "GET",
     .path = "/partners",
     .handler = list_partners,
     .query = &domain_page_query_record,
     .response = &partner_list_dto_record,
     .scope = READ,
     .summary = "List partners in order of creation, page by page",
     .tags = tags},
    {.operation = "get_partner",
     .method = "GET",
     .path = "/partners/{partnerId}",
     .handler = get_partner,
     .response = &partner_dto_record,
     .scope = READ,
     .summary = "Read a partner",
     .tags = tags},
    {.operation = "patch_partner",
     .method = "PATCH",
     .path = "/partners/{partnerId}",
     .handler = patch_partner,
     .request = &patch_partner_record,
     .response = &partner_dto_record,
     .scope = WRITE,
     .summary = "Change some fields of a partner",
     .tags = tags},
    {.operation = "delete_partner",
     .method = "DELETE",
     .path = "/partners/{partnerId}",
     .handler = delete_partner,
     .scope = WRITE,
     .summary = "Delete a partner",
     .tags = tags},
};

static const lamina_need needs[] = {
    {LAMINA_LOG_1, "1.0"},
    {LAMINA_CLOCK_1, "1.0"},
    {LAMINA_RANDOM_1, "1.0"},
};

const lamina_plugin lamina_plugin_entry = {
    .magic = LAMINA_PLUGIN_MAGIC,
    .size = sizeof(lamina_plugin),
    .abi_major = LAMINA_ABI_MAJOR,
    .abi_minor = LAMINA_ABI_MINOR,
    .name = "partner",
    .version = "1.0.0",
    .summary = "Business partners",
    .needs = needs,
    .need_count = sizeof needs / sizeof *needs,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .route_size = sizeof(lamina_route),
    .concurrency = LAMINA_SERIAL, /* as the domain's database client is */
};
