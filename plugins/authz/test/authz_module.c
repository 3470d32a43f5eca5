/* What tests of the module share: see authz_module.h. */
#include "authz_module.h"

#include <criterion/criterion.h>

#include "account_tables.h"
#include "domain/models/user.h"
#include "domain/password.h"
#include "domain/repositories/user_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "services.h"

test_context *test;
lamina_context *context;

void authz_module_begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
}

void authz_module_end(void)
{
    account_tables_end(test);
}

bool authz_module_failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    bool as_wanted = status == wanted && lamina_str_is(problem.code, code);
    if (!as_wanted)
        cr_log_error("%s [%.*s] %.*s", lamina_status_name(status), LAMINA_FMT(problem.code),
                     LAMINA_FMT(test_context_causes(test)));
    lamina_error_reset(context);
    return as_wanted;
}

static void grant_role(user *item, const char *grant)
{
    role_grant *list = role_grants_new(context, 1);
    lamina_str tenant = lamina_str_from(grant);
    if (lamina_str_cut(&tenant, '@', &list->role_id)) {
        list->tenant_id = tenant;
        lamina_mark(&list->has, ROLE_GRANT_TENANT_ID);
    }
    item->grants = (lamina_list){list, 1};
    lamina_mark(&item->has, USER_GRANTS);
}

lamina_str authz_module_user(const char *email, const char *grant)
{
    user *item = user_new(context);
    item->email = lamina_str_from(email);
    item->status = LAMINA_STR(USER_STATUS_ACTIVE);
    if (grant != NULL)
        grant_role(item, grant);
    cr_assert_eq(domain_password_hash(context, LAMINA_STR(PASSWORD), &item->password), LAMINA_OK);
    cr_assert_eq(user_repository_create(context, item), LAMINA_OK);
    return item->user_id;
}

token_request authz_module_password_grant(const char *email, const char *password)
{
    token_request input = {.grant_type = LAMINA_STR(GRANT_PASSWORD),
                           .username = lamina_str_from(email),
                           .password = lamina_str_from(password)};
    lamina_mark(&input.has, TOKEN_REQUEST_USERNAME);
    lamina_mark(&input.has, TOKEN_REQUEST_PASSWORD);
    return input;
}

token_request authz_module_refresh_grant(lamina_str refresh_token)
{
    token_request input = {.grant_type = LAMINA_STR(GRANT_REFRESH_TOKEN),
                           .refresh_token = refresh_token};
    lamina_mark(&input.has, TOKEN_REQUEST_REFRESH_TOKEN);
    return input;
}

const token_answer *authz_module_log_in(const char *email)
{
    const token_answer *answer = NULL;
    token_request input = authz_module_password_grant(email, PASSWORD);
    lamina_status status = authz_service_token(context, &input, SOURCE, &answer);
    cr_assert_eq(status, LAMINA_OK, "%s %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
    return answer;
}

lamina_status authz_module_try(const token_request *input)
{
    const token_answer *answer = NULL;
    return authz_service_token(context, input, SOURCE, &answer);
}

void authz_module_wait(int64_t seconds)
{
    test_context_set_clock_us(test, lamina_now_us(context) + seconds * 1000000);
    test_context_set_remaining_ms(test, 60000);
}
