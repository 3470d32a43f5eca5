/*
 * What administrators see and send. Fields that DTO and model name alike are copied by their records; code is only for
 * what differs.
 */
#include "lamina/record_json.h"

#include "mappers.h"

/* ---- users ---- */

lamina_status user_from_patch(lamina_context *context, const user_patch *input, user **changes)
{
    *changes = user_new(context);
    if (*changes == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, &user_patch_record, input, &user_record, *changes);
}

lamina_status user_to_dto(lamina_context *context, const user *item, const user_dto **dto)
{
    user_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &user_record, item, &user_dto_record, copy);
}

lamina_status user_list_to_dto(lamina_context *context, const user_list *list,
                               const domain_page_answer **dto)
{
    return domain_page_show(context, &user_record, (const void *const *)list->items, list->count,
                            list->cursor, &user_dto_record, dto);
}

lamina_status administrator_to_dto(lamina_context *context, const user *item, lamina_str password,
                                   const administrator_dto **dto)
{
    administrator_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *copy =
        (administrator_dto){.user_id = item->user_id, .email = item->email, .password = password};
    *dto = copy;
    return LAMINA_OK;
}

/* ---- roles ---- */

static lamina_status role_from(lamina_context *context, const lamina_record *record,
                               const role_input *input, role **item)
{
    *item = role_new(context);
    if (*item == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &role_record, *item);
}

lamina_status role_from_create(lamina_context *context, const role_input *input, role **item)
{
    return role_from(context, &create_role_record, input, item);
}

lamina_status role_from_replace(lamina_context *context, const role_input *input, role **item)
{
    return role_from(context, &replace_role_record, input, item);
}

lamina_status role_to_dto(lamina_context *context, const role *item, const role_dto **dto)
{
    role_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &role_record, item, &role_dto_record, copy);
}

lamina_status role_list_to_dto(lamina_context *context, const role_list *list,
                               const domain_page_answer **dto)
{
    return domain_page_show(context, &role_record, (const void *const *)list->items, list->count,
                            list->cursor, &role_dto_record, dto);
}

/* ---- clients ---- */

lamina_status client_from_input(lamina_context *context, const lamina_record *record,
                                const client_input *input, service_client **item)
{
    *item = service_client_new(context);
    if (*item == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &service_client_record, *item);
}

static lamina_status copy_client(lamina_context *context, const service_client *item,
                                 client_dto **dto)
{
    *dto = lamina_alloc(context, sizeof **dto);
    if (*dto == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, &service_client_record, item, &client_dto_record,
                              *dto);
}

lamina_status client_to_dto(lamina_context *context, const service_client *item,
                            const client_dto **dto)
{
    client_dto *copy;
    lamina_status status = copy_client(context, item, &copy);
    *dto = copy;
    return status;
}

lamina_status new_client_to_dto(lamina_context *context, const service_client *item,
                                lamina_str secret, const client_dto **dto)
{
    client_dto *copy;
    lamina_status status = copy_client(context, item, &copy);
    if (status != LAMINA_OK)
        return status;
    copy->client_secret = secret;
    lamina_mark(&copy->has, CLIENT_DTO_SECRET);
    *dto = copy;
    return LAMINA_OK;
}

lamina_status client_list_to_dto(lamina_context *context, const service_client_list *list,
                                 const domain_page_answer **dto)
{
    return domain_page_show(context, &service_client_record, (const void *const *)list->items,
                            list->count, list->cursor, &client_dto_record, dto);
}

/* ---- notifications ---- */

lamina_status notification_list_to_dto(lamina_context *context, const notification_list *list,
                                       const domain_page_answer **dto)
{
    return domain_page_show(context, &notification_record, (const void *const *)list->items,
                            list->count, list->cursor, &notification_dto_record, dto);
}
