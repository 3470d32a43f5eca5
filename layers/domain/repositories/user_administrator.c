/*
 * The first administrator, whom nobody could grant anything before.
 */
#include "domain/models/role.h"
#include "domain/password.h"
#include "domain/repositories/user_repository.h"
#include "repositories/secret_text.h"

static lamina_status grant_administrator(lamina_context *context, user *item)
{
    role_grant *grant = role_grants_new(context, 1);
    if (grant == NULL)
        return LAMINA_E_LIMIT;
    grant->role_id = LAMINA_STR(ROLE_ADMINISTRATOR);
    item->grants = (lamina_list){grant, 1};
    lamina_mark(&item->has, USER_GRANTS);
    return LAMINA_OK;
}

lamina_status user_repository_create_administrator(lamina_context *context, lamina_str email,
                                                   user **out, lamina_str *password)
{
    *out = NULL;
    user *item = user_new(context);
    if (item == NULL)
        return LAMINA_E_LIMIT;
    item->email = email;
    item->status = LAMINA_STR(USER_STATUS_ACTIVE);
    lamina_status status = grant_administrator(context, item);
    if (status == LAMINA_OK)
        status = domain__secret_text_new(context, password);
    if (status == LAMINA_OK)
        status = domain_password_hash(context, *password, &item->password);
    if (status == LAMINA_OK)
        status = user_repository_create(context, item);
    if (status == LAMINA_OK)
        *out = item;
    return status;
}
