/*
 * What users do about themselves: register, verify, reset and change the password.
 */
#include "services.h"

#include "domain/models/notification.h"
#include "domain/models/one_time_code.h"
#include "domain/password.h"
#include "domain/repositories/user_repository.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#include "credentials.h"

/* The id alone: addresses of people stay out of the log. */
static void log_user(lamina_context *context, const char *what, lamina_str user_id)
{
    lamina_log_field id = lamina_log_text("user_id", user_id);
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), &id, 1);
}

/* ---- register ---- */

static bool is_taken(const lamina_context *context)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context->error, &problem);
    return lamina_str_is(problem.code, "user-email-taken");
}

/* The owner is told of it, and nobody else. */
static lamina_status tell_owner(lamina_context *context, const user *owner)
{
    log_user(context, "registered address has a user already", owner->user_id);
    return user_repository_notify(context, owner, NOTIFICATION_TAKEN);
}

static lamina_status create(lamina_context *context, const registration *input, user *item)
{
    user *owner = NULL;
    item->email = input->email;
    item->status = LAMINA_STR(USER_STATUS_PENDING);
    lamina_status status = user_repository_create(context, item);
    if (status == LAMINA_OK)
        log_user(context, "user registered", item->user_id);
    if (status != LAMINA_E_CONFLICT || !is_taken(context))
        return status;
    /* Somebody else has registered it since it was looked for. */
    lamina_error_reset(context);
    status = user_repository_find(context, input->email, &owner);
    return status == LAMINA_OK ? tell_owner(context, owner) : status;
}

/* Either way: a hash, a look for the address, and one transaction. Who measures the time of the answer learns nothing. */
lamina_status authz_service_register(lamina_context *context, const registration *input,
                                     lamina_str source)
{
    user *item = user_new(context), *owner = NULL;
    if (item == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = credentials_count_source(context, source);
    if (status == LAMINA_OK)
        status = domain_password_hash(context, input->password, &item->password);
    if (status == LAMINA_OK)
        status = user_repository_find(context, input->email, &owner);
    if (status == LAMINA_E_NOT_FOUND)
        return create(context, input, item);
    return status == LAMINA_OK ? tell_owner(context, owner) : status;
}

/* ---- verify ---- */

static user *changes_of(lamina_context *context, const user *of)
{
    user *changes = user_new(context);
    if (changes == NULL)
        return NULL;
    changes->user_id = of->user_id;
    changes->version = of->version;
    return changes;
}

static lamina_status activate(lamina_context *context, const user *found, lamina_str code)
{
    user *changes = changes_of(context, found), *changed;
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    changes->status = LAMINA_STR(USER_STATUS_ACTIVE);
    lamina_mark(&changes->has, USER_STATUS);
    lamina_status status =
        user_repository_update_by_code(context, code, changes, "verified", &changed);
    if (status == LAMINA_OK)
        log_user(context, "user verified", found->user_id);
    return status;
}

lamina_status authz_service_verify(lamina_context *context, const code_input *input,
                                   lamina_str source)
{
    user *found = NULL;
    lamina_status status = credentials_count_source(context, source);
    if (status == LAMINA_OK)
        status = user_repository_find_by_code(context, input->code, ONE_TIME_CODE_VERIFY, &found);
    if (status != LAMINA_OK)
        return status;
    /* A code makes nobody active whom an administrator has disabled. */
    if (!lamina_str_is(found->status, USER_STATUS_PENDING))
        return lamina_fail(context, LAMINA_E_INVALID, "code-invalid",
                           "This code is unknown, used, or too old; ask for a new one");
    status = activate(context, found, input->code);
    return status == LAMINA_OK ? credentials_forgive_source(context, source) : status;
}

/* ---- reset ---- */

lamina_status authz_service_request_reset(lamina_context *context, const registration *input,
                                          lamina_str source)
{
    user *found = NULL;
    lamina_status status = credentials_count_source(context, source);
    if (status == LAMINA_OK)
        status = user_repository_find(context, input->email, &found);
    if (status == LAMINA_E_NOT_FOUND)
        return user_repository_notify_nobody(context, NOTIFICATION_RESET);
    if (status != LAMINA_OK)
        return status;
    log_user(context, "password reset requested", found->user_id);
    return user_repository_notify(context, found, NOTIFICATION_RESET);
}

/* Who has the code has the mailbox: a user who was not verified yet is so now. */
static lamina_status set_password(lamina_context *context, const user *found,
                                  const code_input *input)
{
    user *changes = changes_of(context, found), *changed;
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain_password_hash(context, input->password, &changes->password);
    if (status != LAMINA_OK)
        return status;
    lamina_mark(&changes->has, USER_PASSWORD);
    if (lamina_str_is(found->status, USER_STATUS_PENDING)) {
        changes->status = LAMINA_STR(USER_STATUS_ACTIVE);
        lamina_mark(&changes->has, USER_STATUS);
    }
    status =
        user_repository_update_by_code(context, input->code, changes, "password-reset", &changed);
    if (status != LAMINA_OK)
        return status;
    log_user(context, "password reset", found->user_id);
    return credentials_forgive_email(context, found->email);
}

lamina_status authz_service_reset_password(lamina_context *context, const code_input *input,
                                           lamina_str source)
{
    user *found = NULL;
    lamina_status status = credentials_count_source(context, source);
    if (status == LAMINA_OK)
        status = user_repository_find_by_code(context, input->code, ONE_TIME_CODE_RESET, &found);
    if (status == LAMINA_OK)
        status = set_password(context, found, input);
    return status == LAMINA_OK ? credentials_forgive_source(context, source) : status;
}

/* ---- change ---- */

lamina_status authz_service_change_password(lamina_context *context, const password_change *input,
                                            lamina_str source)
{
    user *caller = NULL, *proved = NULL, *changed;
    lamina_status status = user_repository_get(context, context->caller_id, &caller);
    if (status == LAMINA_OK)
        status =
            credentials_check(context, caller->email, input->current_password, source, &proved);
    if (status != LAMINA_OK)
        return status;
    user *changes = changes_of(context, proved);
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    status = domain_password_hash(context, input->new_password, &changes->password);
    if (status != LAMINA_OK)
        return status;
    lamina_mark(&changes->has, USER_PASSWORD);
    status = user_repository_update(context, changes, "password-changed", &changed);
    if (status == LAMINA_OK)
        log_user(context, "password changed", proved->user_id);
    return status;
}
