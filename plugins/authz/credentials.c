/*
 * Passwords that are tried. Both counters count before the password is looked at: many tries at once are as
 * slow as one after the other. Whether there is such a user decides neither what is done nor what is said.
 */
#include "credentials.h"

#include "domain/password.h"
#include "domain/repositories/attempt_repository.h"
#include "domain/repositories/user_repository.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* Five slips are free; then 1 s, 2 s, 4 s, ... up to a quarter of an hour. A source is shared by many. */
static const attempt_policy per_email = {
    .free_count = 5, .first_wait_s = 1, .longest_wait_s = 900, .memory_s = 24 * 3600};
static const attempt_policy per_source = {
    .free_count = 50, .first_wait_s = 1, .longest_wait_s = 900, .memory_s = 3600};

static lamina_status count(lamina_context *context, lamina_str subject,
                           const attempt_policy *policy)
{
    int64_t wait_us = 0;
    lamina_status status = attempt_repository_begin(context, subject, policy, &wait_us);
    if (status != LAMINA_OK || wait_us == 0)
        return status;
    lamina_log(context, LAMINA_LOG_WARN, "too many attempts");
    return lamina_fail(context, LAMINA_E_TOO_MANY, "too-many-attempts",
                       "Too many attempts; wait %lld s", (long long)((wait_us + 999999) / 1000000));
}

lamina_status credentials_count_source(lamina_context *context, lamina_str source)
{
    lamina_str subject;
    lamina_status status = attempt_subject_of_source(context, source, &subject);
    return status == LAMINA_OK ? count(context, subject, &per_source) : status;
}

lamina_status credentials_forgive_source(lamina_context *context, lamina_str source)
{
    lamina_str subject;
    lamina_status status = attempt_subject_of_source(context, source, &subject);
    return status == LAMINA_OK ? attempt_repository_forgive(context, subject, 1) : status;
}

static lamina_status count_email(lamina_context *context, lamina_str email)
{
    lamina_str subject;
    lamina_status status = attempt_subject_of_email(context, email, &subject);
    return status == LAMINA_OK ? count(context, subject, &per_email) : status;
}

lamina_status credentials_forgive_email(lamina_context *context, lamina_str email)
{
    lamina_str subject;
    lamina_status status = attempt_subject_of_email(context, email, &subject);
    return status == LAMINA_OK ? attempt_repository_forgive(context, subject, ATTEMPT_ALL) : status;
}

lamina_status credentials_refuse(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_UNAUTHENTICATED, "invalid-credentials",
                       "These credentials are wrong, or not active");
}

/* ---- the password ---- */

/* *found is NULL when there is no such user. */
static lamina_status verify(lamina_context *context, lamina_str email, lamina_str password,
                            user **found, bool *stale)
{
    *stale = false;
    lamina_status status = user_repository_find(context, email, found);
    if (status == LAMINA_E_NOT_FOUND)
        return domain_password_verify_nobody(context, password);
    if (status != LAMINA_OK)
        return status;
    return domain_password_verify(context, password, (*found)->password, stale);
}

/* Stores the same password at today's cost. Its time of change stays, so that no session ends. Should it not be
   possible now, the next log-in tries again. */
static void store_anew(lamina_context *context, const user *of, lamina_str password)
{
    user *changes = user_new(context), *changed;
    if (changes == NULL || domain_password_hash(context, password, &changes->password) != LAMINA_OK)
        return;
    changes->user_id = of->user_id;
    changes->version = of->version;
    changes->password_changed_at = of->password_changed_at;
    lamina_mark(&changes->has, USER_PASSWORD);
    lamina_mark(&changes->has, USER_PASSWORD_CHANGED_AT);
    if (user_repository_update(context, changes, "password-stored-anew", &changed) == LAMINA_OK)
        lamina_log(context, LAMINA_LOG_INFO, "password stored at another cost");
    lamina_error_reset(context);
}

static lamina_status count_both(lamina_context *context, lamina_str email, lamina_str source)
{
    lamina_status status = credentials_count_source(context, source);
    return status == LAMINA_OK ? count_email(context, email) : status;
}

static lamina_status forgive_both(lamina_context *context, lamina_str email, lamina_str source)
{
    lamina_status status = credentials_forgive_source(context, source);
    return status == LAMINA_OK ? credentials_forgive_email(context, email) : status;
}

lamina_status credentials_check(lamina_context *context, lamina_str email, lamina_str password,
                                lamina_str source, user **out)
{
    user *found = NULL;
    bool stale;
    *out = NULL;
    lamina_status status = count_both(context, email, source);
    if (status == LAMINA_OK)
        status = verify(context, email, password, &found, &stale);
    bool is_right = status == LAMINA_OK && lamina_str_is(found->status, USER_STATUS_ACTIVE);
    if (status == LAMINA_E_UNAUTHENTICATED || (status == LAMINA_OK && !is_right)) {
        lamina_log(context, LAMINA_LOG_WARN, "credentials refused");
        return credentials_refuse(context);
    }
    if (status == LAMINA_OK)
        status = forgive_both(context, email, source);
    if (status != LAMINA_OK)
        return status;
    if (stale)
        store_anew(context, found, password);
    *out = found;
    return LAMINA_OK;
}
