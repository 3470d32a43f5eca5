/*
 * Administration of users, and of what they are told. Administrators are staff: who is bound to a tenant
 * administers nobody, whatever the scopes say.
 */
#include "services.h"

#include "domain/access.h"
#include "domain/repositories/audit_repository.h"
#include "domain/repositories/notification_repository.h"
#include "domain/repositories/user_repository.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#include "mappers.h"

lamina_status authz_service_list_users(lamina_context *context, const domain_page_query *query,
                                       const domain_page_answer **page)
{
    user_list list = {.size = sizeof list};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = user_repository_list(context, query, &list);
    return status == LAMINA_OK ? user_list_to_dto(context, &list, page) : status;
}

lamina_status authz_service_get_user(lamina_context *context, lamina_str user_id,
                                     const user_dto **found)
{
    user *item = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = user_repository_get(context, user_id, &item);
    return status == LAMINA_OK ? user_to_dto(context, item, found) : status;
}

/* What the audit trail says of a patch. */
static const char *action_of(const user_patch *input)
{
    if (!lamina_is_present(&input->has, USER_PATCH_STATUS))
        return "granted";
    return lamina_str_is(input->status, USER_STATUS_DISABLED) ? "disabled" : "activated";
}

static lamina_status patch(lamina_context *context, const user *stored, const user_patch *input,
                           user **changed)
{
    user *changes = NULL;
    lamina_status status = user_from_patch(context, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->user_id = stored->user_id;
    changes->version = stored->version;
    return user_repository_update(context, changes, action_of(input), changed);
}

lamina_status authz_service_patch_user(lamina_context *context, lamina_str user_id,
                                       const lamina_conditions *expected, const user_patch *input,
                                       const user_dto **patched)
{
    user *stored = NULL, *changed = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = user_repository_get(context, user_id, &stored);
    if (status == LAMINA_OK && !lamina_conditions_hold(expected, stored->version))
        status = LAMINA_E_PRECONDITION;
    if (status == LAMINA_OK)
        status = patch(context, stored, input, &changed);
    if (status != LAMINA_OK)
        return status;
    lamina_log_field id = lamina_log_text("user_id", user_id);
    lamina_log_with(context, LAMINA_LOG_INFO, LAMINA_STR("user changed"), &id, 1);
    return user_to_dto(context, changed, patched);
}

lamina_status authz_service_user_audit(lamina_context *context, lamina_str user_id,
                                       const domain_page_query *query,
                                       const struct audit_page **page)
{
    user *item = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = user_repository_get(context, user_id, &item);
    return status == LAMINA_OK ? audit_repository_list(context, "user", user_id, query, page)
                               : status;
}

lamina_status authz_service_list_notifications(lamina_context *context,
                                               const domain_page_query *query,
                                               const domain_page_answer **page)
{
    notification_list list = {.size = sizeof list};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = notification_repository_list(context, query, &list);
    return status == LAMINA_OK ? notification_list_to_dto(context, &list, page) : status;
}

lamina_status authz_service_delete_notification(lamina_context *context, lamina_str notification_id)
{
    lamina_status status = domain_require_staff(context);
    return status == LAMINA_OK ? notification_repository_delete(context, notification_id) : status;
}

lamina_status authz_service_create_administrator(lamina_context *context,
                                                 const administrator_input *input,
                                                 const administrator_dto **created)
{
    user *item = NULL;
    lamina_str password;
    lamina_status status =
        user_repository_create_administrator(context, input->email, &item, &password);
    if (status != LAMINA_OK)
        return status;
    lamina_log_field id = lamina_log_text("user_id", item->user_id);
    lamina_log_with(context, LAMINA_LOG_WARN, LAMINA_STR("administrator created"), &id, 1);
    return administrator_to_dto(context, item, password, created);
}
