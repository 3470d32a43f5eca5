/*
 * No secret in the log, in a problem, or in a cause: all that the module does, with secrets that are
 * looked for afterwards.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "account_tables.h"
#include "authz_module.h"
#include "handlers.h"
#include "lamina/lamina.h"
#include "services.h"

TestSuite(redaction, .init = authz_module_begin, .fini = authz_module_end);

enum { SECRET_CAP = 32 };

static lamina_str secrets[SECRET_CAP];
static size_t secret_count;

static void remember(lamina_str secret)
{
    cr_assert_lt(secret_count, SECRET_CAP);
    cr_assert_geq(secret.len, 8);
    secrets[secret_count++] = secret;
}

static void expect_none_in(lamina_str text, const char *what)
{
    for (size_t i = 0; i < secret_count && text.len > 0; i++)
        cr_expect_null(memmem(text.ptr, text.len, secrets[i].ptr, secrets[i].len),
                       "%s has secret %zu: %.*s", what, i, LAMINA_FMT(secrets[i]));
}

/* What a failure says, to the client and to the log. */
static void look(const char *what)
{
    lamina_problem problem = test_context_problem(test);
    expect_none_in(problem.detail, what);
    for (size_t i = 0; i < problem.violation_count; i++)
        expect_none_in(problem.violations[i].message, what);
    expect_none_in(test_context_causes(test), what);
    lamina_error_reset(context);
}

static void try_token(lamina_str token, const char *what)
{
    const introspection *answer = NULL;
    const token_input input = {.token = token};
    authz_service_introspect(context, &input, &answer);
    look(what);
}

static void do_accounts(void)
{
    const registration sign_up = {.email = LAMINA_STR("ada@example.com"),
                                  .password = LAMINA_STR(PASSWORD)};
    remember(sign_up.email);
    remember(sign_up.password);
    cr_assert_eq(authz_service_register(context, &sign_up, SOURCE), LAMINA_OK);
    cr_assert_eq(authz_service_register(context, &sign_up, SOURCE), LAMINA_OK);
    cr_assert_eq(authz_service_request_reset(context, &sign_up, SOURCE), LAMINA_OK);
    notification *const *sent = account_tables_outbox(context, 3);
    code_input verification = {.code = sent[0]->code};
    code_input reset = {.code = sent[2]->code, .password = LAMINA_STR("another long password")};
    remember(sent[0]->code);
    remember(sent[2]->code);
    remember(reset.password);
    cr_assert_eq(authz_service_verify(context, &verification, SOURCE), LAMINA_OK);
    authz_service_verify(context, &verification, SOURCE);
    look("a code that was used");
    cr_assert_eq(authz_service_reset_password(context, &reset, SOURCE), LAMINA_OK);
    authz_service_reset_password(context, &reset, SOURCE);
    look("a reset that was done");
}

static void do_tokens(void)
{
    token_request wrong = authz_module_password_grant("ada@example.com", PASSWORD);
    token_request right = authz_module_password_grant("ada@example.com", "another long password");
    const token_answer *answer = NULL;
    authz_module_try(&wrong);
    look("a wrong password");
    cr_assert_eq(authz_service_token(context, &right, SOURCE, &answer), LAMINA_OK);
    remember(answer->access_token);
    remember((lamina_str){answer->access_token.ptr + answer->access_token.len - 40, 40});
    remember((lamina_str){answer->refresh_token.ptr + 27, 43});
    remember((lamina_str){answer->refresh_token.ptr + 71, 43});
    try_token(answer->access_token, "a token");
    try_token((lamina_str){answer->access_token.ptr, answer->access_token.len - 1},
              "a token that was cut");
    token_request refresh = authz_module_refresh_grant(answer->refresh_token);
    cr_assert_eq(authz_module_try(&refresh), LAMINA_OK);
    authz_module_try(&refresh);
    look("a refresh token that was used");
}

static void do_clients(void)
{
    lamina_str scopes[] = {LAMINA_STR("partner:read")};
    const client_input input = {.name = LAMINA_STR("Importer"), .scopes = {scopes, 1}};
    const client_dto *client = NULL;
    cr_assert_eq(authz_service_create_client(context, &input, &client), LAMINA_OK);
    remember(client->client_secret);
    token_request grant = {.grant_type = LAMINA_STR(GRANT_CLIENT_CREDENTIALS),
                           .client_id = LAMINA_STR(TENANT_A),
                           .client_secret = client->client_secret};
    lamina_mark(&grant.has, TOKEN_REQUEST_CLIENT_ID);
    lamina_mark(&grant.has, TOKEN_REQUEST_CLIENT_SECRET);
    authz_module_try(&grant);
    look("a client that is another's");

    const administrator_input operator= {.email = LAMINA_STR("root@example.com")};
    const administrator_dto *made = NULL;
    cr_assert_eq(authz_service_create_administrator(context, &operator, & made), LAMINA_OK);
    remember(made->password);
}

/* Values of a record that breaks its rules are not repeated. */
static void do_violations(void)
{
    const lamina_json *value;
    registration input;
    lamina_violations broken = {0};
    lamina_str text =
        LAMINA_STR("{\"email\":\"ada@example.com\",\"password\":\"tab\\tcorrect horse "
                   "battery\"}");
    cr_assert_eq(lamina_json_read(context->arena, text, 0, &value, NULL), LAMINA_OK);
    cr_assert_eq(
        lamina_record_read_json(context->arena, &registration_record, value, &input, &broken),
        LAMINA_E_INVALID);
    lamina_fail_violations(context, &broken);
    look("a password with a tab");
}

Test(redaction, no_secret_is_in_the_log_or_in_a_problem)
{
    do_accounts();
    do_tokens();
    do_clients();
    do_violations();
    lamina_str log = test_context_log(test);
    cr_assert_gt(log.len, 500, "something was logged");
    expect_none_in(log, "the log");
}
