/*
 * Administration of roles.
 */
#include "services.h"

#include "domain/access.h"
#include "domain/repositories/role_repository.h"
#include "lamina/log.h"
#include "lamina/text.h"

#include "mappers.h"

static void log_role(lamina_context *context, const char *what, lamina_str role_id)
{
    lamina_log_field id = lamina_log_text("role_id", role_id);
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), &id, 1);
}

lamina_status authz_service_list_roles(lamina_context *context, const domain_page_query *query,
                                       const domain_page_answer **page)
{
    role_list list = {.size = sizeof list};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = role_repository_list(context, query, &list);
    return status == LAMINA_OK ? role_list_to_dto(context, &list, page) : status;
}

lamina_status authz_service_get_role(lamina_context *context, lamina_str role_id,
                                     const role_dto **found)
{
    role *item = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = role_repository_get(context, role_id, &item);
    return status == LAMINA_OK ? role_to_dto(context, item, found) : status;
}

lamina_status authz_service_create_role(lamina_context *context, const role_input *input,
                                        const role_dto **created)
{
    role *item = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = role_from_create(context, input, &item);
    if (status == LAMINA_OK)
        status = role_repository_create(context, item);
    if (status != LAMINA_OK)
        return status;
    log_role(context, "role created", item->role_id);
    return role_to_dto(context, item, created);
}

/* The stored role, if it is at a version that is expected: what is written then insists on that one. */
static lamina_status get_expected(lamina_context *context, lamina_str role_id,
                                  const lamina_conditions *expected, role **stored)
{
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = role_repository_get(context, role_id, stored);
    if (status == LAMINA_OK && !lamina_conditions_hold(expected, (*stored)->version))
        return LAMINA_E_PRECONDITION;
    return status;
}

lamina_status authz_service_replace_role(lamina_context *context, lamina_str role_id,
                                         const lamina_conditions *expected, const role_input *input,
                                         const role_dto **replaced)
{
    role *stored = NULL, *item = NULL;
    lamina_status status = get_expected(context, role_id, expected, &stored);
    if (status == LAMINA_OK)
        status = role_from_replace(context, input, &item);
    if (status != LAMINA_OK)
        return status;
    item->role_id = role_id;
    item->version = stored->version;
    status = role_repository_replace(context, item);
    if (status != LAMINA_OK)
        return status;
    log_role(context, "role replaced", role_id);
    return role_to_dto(context, item, replaced);
}

lamina_status authz_service_delete_role(lamina_context *context, lamina_str role_id,
                                        const lamina_conditions *expected)
{
    role *stored = NULL;
    lamina_status status = get_expected(context, role_id, expected, &stored);
    if (status == LAMINA_OK)
        status = role_repository_delete(context, role_id, stored->version);
    if (status == LAMINA_OK)
        log_role(context, "role deleted", role_id);
    return status;
}
