/*
 * Signing keys: what is published of them, and their rotation.
 */
#include "services.h"

#include "domain/access.h"
#include "domain/repositories/signing_key_repository.h"
#include "lamina/log.h"

#include "mappers.h"
#include "settings.h"

/* How much longer than its last token a key is published: clocks differ, and readers keep keys. */
enum { KEEP_LONGER_S = 120 };

lamina_status authz_service_keys(lamina_context *context, const jwk_set **keys)
{
    signing_key_list list = {.size = sizeof list};
    lamina_status status = signing_key_repository_list(context, &list);
    return status == LAMINA_OK ? jwk_set_to_dto(context, &list, keys) : status;
}

lamina_status authz_service_list_signing_keys(lamina_context *context,
                                              const domain_page_answer **page)
{
    signing_key_list list = {.size = sizeof list};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = signing_key_repository_list(context, &list);
    return status == LAMINA_OK ? signing_key_list_to_dto(context, &list, page) : status;
}

lamina_status authz_service_remove_signing_key(lamina_context *context, lamina_str kid)
{
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = signing_key_repository_remove(context, kid);
    if (status != LAMINA_OK)
        return status;
    lamina_log_field id = lamina_log_text("kid", kid);
    lamina_log_with(context, LAMINA_LOG_WARN, LAMINA_STR("signing key removed"), &id, 1);
    return LAMINA_OK;
}

lamina_status authz_service_rotate_signing_keys(lamina_context *context)
{
    authz_settings settings;
    lamina_status status = authz_settings_read(context, &settings);
    if (status == LAMINA_OK)
        status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = signing_key_repository_rotate(context, settings.algorithm,
                                               settings.token_s + KEEP_LONGER_S);
    if (status == LAMINA_OK)
        lamina_log(context, LAMINA_LOG_WARN, "signing keys rotated");
    return status;
}
