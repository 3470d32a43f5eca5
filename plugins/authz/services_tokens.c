/*
 * Tokens: three ways to get one, and what becomes of it.
 */
#include "services.h"

#include "domain/models/session.h"
#include "domain/repositories/role_repository.h"
#include "domain/repositories/service_client_repository.h"
#include "domain/repositories/session_repository.h"
#include "domain/repositories/user_repository.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#include "access_token.h"
#include "credentials.h"
#include "mappers.h"

/* The client_id of users who log in here themselves (RFC 9068 section 2.2 asks for one). */
#define OWN_CLIENT "lamina"

/* What every user may: change the own password. */
#define SCOPE_SELF "authz:self"

static void log_subject(lamina_context *context, const char *what, lamina_str subject)
{
    lamina_log_field id = lamina_log_text("subject", subject);
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), &id, 1);
}

/* The same words for a token that is unknown, used, or over. */
static lamina_status fail_grant(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_UNAUTHENTICATED, "invalid-grant",
                       "The refresh token is unknown, was used before, or its session is over");
}

/* ---- for users ---- */

static lamina_status issue_for_user(lamina_context *context, const authz_settings *settings,
                                    const user *of, const session *held, lamina_str refresh_token,
                                    const role_permission *may, const token_answer **answer)
{
    lamina_str token;
    lamina_str scope = lamina_arena_format(context->arena, SCOPE_SELF "%s%.*s",
                                           may->scopes.len > 0 ? " " : "", LAMINA_FMT(may->scopes));
    if (scope.ptr == NULL)
        return LAMINA_E_LIMIT;
    domain_token_claims claims = {.size = sizeof claims,
                                  .subject = of->user_id,
                                  .client_id = LAMINA_STR(OWN_CLIENT),
                                  .session_id = held->session_id,
                                  .tenant = may->tenant_id,
                                  .scope = scope};
    lamina_status status = access_token_issue(context, settings, &claims, &token);
    return status == LAMINA_OK ? token_to_dto(context, &claims, token, refresh_token, answer)
                               : status;
}

static lamina_status start_session(lamina_context *context, const authz_settings *settings,
                                   const user *of, lamina_str tenant_id, session **held,
                                   lamina_str *refresh_token)
{
    session *item = session_new(context);
    if (item == NULL)
        return LAMINA_E_LIMIT;
    item->user_id = of->user_id;
    item->password_changed_at = of->password_changed_at;
    item->expires_at = lamina_now_us(context) / 1000000 + settings->session_s;
    if (tenant_id.len > 0) {
        item->tenant_id = tenant_id;
        lamina_mark(&item->has, SESSION_TENANT_ID);
    }
    *held = item;
    return session_repository_create(context, item, refresh_token);
}

static lamina_status by_password(lamina_context *context, const authz_settings *settings,
                                 const token_request *input, lamina_str source,
                                 const token_answer **answer)
{
    user *found = NULL;
    session *held = NULL;
    lamina_str refresh_token;
    role_permission may = {.size = sizeof may};
    lamina_status status =
        credentials_check(context, input->username, input->password, source, &found);
    if (status == LAMINA_OK)
        status = role_repository_permission(context, found, input->tenant, &may);
    if (status == LAMINA_OK)
        status = start_session(context, settings, found, may.tenant_id, &held, &refresh_token);
    if (status != LAMINA_OK)
        return status;
    log_subject(context, "logged in", found->user_id);
    return issue_for_user(context, settings, found, held, refresh_token, &may, answer);
}

/* ---- refresh ---- */

static const char *const reasons[] = {
    [SESSION_TOKEN_UNKNOWN] = "refresh token refused: unknown",
    [SESSION_TOKEN_OVER] = "refresh token refused: its session is over",
    [SESSION_TOKEN_REUSED] = "refresh token refused: used before, its session ends",
};

/* The session's user, if still who logged in: active, with the same password. */
static lamina_status user_of(lamina_context *context, const session *held, user **found)
{
    lamina_status status = user_repository_get(context, held->user_id, found);
    if (status == LAMINA_E_NOT_FOUND) {
        lamina_error_reset(context);
        return LAMINA_E_UNAUTHENTICATED;
    }
    if (status != LAMINA_OK)
        return status;
    bool is_same = lamina_str_is((*found)->status, USER_STATUS_ACTIVE) &&
                   (*found)->password_changed_at == held->password_changed_at;
    return is_same ? LAMINA_OK : LAMINA_E_UNAUTHENTICATED;
}

/* Grants may have changed since. A tenant that is covered no more ends it; none that was there is taken in its place. */
static lamina_status permission_of(lamina_context *context, const session *held, const user *of,
                                   role_permission *may)
{
    bool is_bound = lamina_is_present(&held->has, SESSION_TENANT_ID);
    lamina_str tenant = is_bound ? held->tenant_id : (lamina_str){NULL, 0};
    lamina_status status = role_repository_permission(context, of, tenant, may);
    if (status == LAMINA_E_INVALID) {
        lamina_error_reset(context);
        return LAMINA_E_UNAUTHENTICATED;
    }
    return status;
}

static lamina_status by_refresh_token(lamina_context *context, const authz_settings *settings,
                                      const token_request *input, const token_answer **answer)
{
    session *held = NULL;
    user *found = NULL;
    lamina_str next;
    uint32_t why = SESSION_TOKEN_GOOD;
    role_permission may = {.size = sizeof may};
    lamina_status status =
        session_repository_use(context, input->refresh_token, &held, &next, &why);
    if (why != SESSION_TOKEN_GOOD)
        lamina_log(context, LAMINA_LOG_WARN, "%s", reasons[why]);
    if (status == LAMINA_OK)
        status = user_of(context, held, &found);
    if (status == LAMINA_OK)
        status = permission_of(context, held, found, &may);
    if (status == LAMINA_E_UNAUTHENTICATED)
        return fail_grant(context);
    if (status != LAMINA_OK)
        return status;
    return issue_for_user(context, settings, found, held, next, &may, answer);
}

/* ---- for clients ---- */

static lamina_status join(lamina_context *context, const lamina_list *scopes, lamina_str *joined)
{
    const lamina_str *items = scopes->items;
    lamina_text text;
    lamina_text_init(&text, DOMAIN_TOKEN_CAP);
    for (size_t i = 0; i < scopes->count; i++) {
        if (i > 0)
            lamina_text_add_char(&text, ' ');
        lamina_text_add(&text, items[i]);
    }
    lamina_status status = lamina_text_status(&text);
    *joined = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return status == LAMINA_OK && joined->ptr == NULL ? LAMINA_E_LIMIT : status;
}

static lamina_status authenticate_client(lamina_context *context, const token_request *input,
                                         lamina_str source, service_client **found)
{
    lamina_status status = credentials_count_source(context, source);
    if (status == LAMINA_OK)
        status = service_client_repository_authenticate(context, input->client_id,
                                                        input->client_secret, found);
    if (status == LAMINA_E_UNAUTHENTICATED) {
        lamina_log(context, LAMINA_LOG_WARN, "credentials refused");
        credentials_refuse(context);
        return LAMINA_E_UNAUTHENTICATED;
    }
    return status == LAMINA_OK ? credentials_forgive_source(context, source) : status;
}

static lamina_status by_client_credentials(lamina_context *context, const authz_settings *settings,
                                           const token_request *input, lamina_str source,
                                           const token_answer **answer)
{
    service_client *found = NULL;
    lamina_str token;
    domain_token_claims claims = {.size = sizeof claims};
    lamina_status status = authenticate_client(context, input, source, &found);
    if (status == LAMINA_OK)
        status = join(context, &found->scopes, &claims.scope);
    if (status != LAMINA_OK)
        return status;
    claims.subject = claims.client_id = found->client_id;
    if (lamina_is_present(&found->has, SERVICE_CLIENT_TENANT_ID))
        claims.tenant = found->tenant_id;
    status = access_token_issue(context, settings, &claims, &token);
    if (status != LAMINA_OK)
        return status;
    log_subject(context, "client got a token", found->client_id);
    return token_to_dto(context, &claims, token, (lamina_str){NULL, 0}, answer);
}

/* ---- which grant ---- */

/* What each grant cannot do without. */
static lamina_status need(lamina_context *context, const token_request *input, uint32_t field,
                          const char *pointer)
{
    if (lamina_is_present(&input->has, field))
        return LAMINA_OK;
    return lamina_fail_field(context, pointer, "required", "is required for this grant_type");
}

static lamina_status need_all(lamina_context *context, const token_request *input)
{
    static const struct {
        const char *grant;
        uint32_t field;
        const char *pointer;
    } needs[] = {
        {GRANT_PASSWORD, TOKEN_REQUEST_USERNAME, "/username"},
        {GRANT_PASSWORD, TOKEN_REQUEST_PASSWORD, "/password"},
        {GRANT_REFRESH_TOKEN, TOKEN_REQUEST_REFRESH_TOKEN, "/refresh_token"},
        {GRANT_CLIENT_CREDENTIALS, TOKEN_REQUEST_CLIENT_ID, "/client_id"},
        {GRANT_CLIENT_CREDENTIALS, TOKEN_REQUEST_CLIENT_SECRET, "/client_secret"},
    };
    lamina_status status = LAMINA_OK;
    for (size_t i = 0; i < sizeof needs / sizeof *needs && status == LAMINA_OK; i++)
        if (lamina_str_is(input->grant_type, needs[i].grant))
            status = need(context, input, needs[i].field, needs[i].pointer);
    return status;
}

lamina_status authz_service_token(lamina_context *context, const token_request *input,
                                  lamina_str source, const token_answer **answer)
{
    authz_settings settings;
    lamina_status status = need_all(context, input);
    if (status == LAMINA_OK)
        status = authz_settings_read(context, &settings);
    if (status != LAMINA_OK)
        return status;
    if (lamina_str_is(input->grant_type, GRANT_PASSWORD))
        return by_password(context, &settings, input, source, answer);
    if (lamina_str_is(input->grant_type, GRANT_REFRESH_TOKEN))
        return by_refresh_token(context, &settings, input, answer);
    return by_client_credentials(context, &settings, input, source, answer);
}

/* ---- what becomes of it ---- */

lamina_status authz_service_log_out(lamina_context *context, const token_input *input)
{
    return session_repository_end(context, input->token);
}

static lamina_status check_client(lamina_context *context, const domain_token_claims *claims)
{
    service_client *found = NULL;
    lamina_status status = service_client_repository_get(context, claims->client_id, &found);
    if (status == LAMINA_E_NOT_FOUND) {
        lamina_error_reset(context);
        return LAMINA_E_UNAUTHENTICATED;
    }
    if (status != LAMINA_OK)
        return status;
    return lamina_str_is(found->status, SERVICE_CLIENT_STATUS_ACTIVE) ? LAMINA_OK
                                                                      : LAMINA_E_UNAUTHENTICATED;
}

/* Of a user: is the session still good, and the user who logged in? A client has no session: is it still
   active? */
static lamina_status check_holder(lamina_context *context, const domain_token_claims *claims)
{
    session *held = NULL;
    user *found = NULL;
    if (claims->session_id.len == 0)
        return check_client(context, claims);
    lamina_status status = session_repository_get(context, claims->session_id, &held);
    if (status == LAMINA_E_NOT_FOUND)
        return LAMINA_E_UNAUTHENTICATED;
    return status == LAMINA_OK ? user_of(context, held, &found) : status;
}

lamina_status authz_service_introspect(lamina_context *context, const token_input *input,
                                       const introspection **answer)
{
    domain_token_claims claims = {.size = sizeof claims};
    lamina_status status = access_token_read(context, input->token, &claims);
    if (status == LAMINA_OK)
        status = check_holder(context, &claims);
    if (status == LAMINA_E_UNAUTHENTICATED)
        return introspection_to_dto(context, NULL, answer);
    return status == LAMINA_OK ? introspection_to_dto(context, &claims, answer) : status;
}

lamina_status authz_service_caller(lamina_context *context, lamina_str credentials,
                                   authz_caller *caller)
{
    domain_token_claims claims = {.size = sizeof claims};
    lamina_status status = access_token_read_bearer(context, credentials, &claims);
    if (status != LAMINA_OK)
        return status;
    *caller =
        (authz_caller){.subject = claims.subject, .tenant = claims.tenant, .scopes = claims.scope};
    return LAMINA_OK;
}
