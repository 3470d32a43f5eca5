/* What tests of the module's upper files share: see partner_module.h. */
#include "partner_module.h"

#include <criterion/criterion.h>

#include "domain/dynamodb.h"
#include "domain/models/audit_entry.h"
#include "domain/models/partner.h"
#include "domain/models/partner_contact.h"
#include "lamina/lamina.h"
#include "model_table.h"

static const mapper_model *const tables[] = {&partner_model, &partner_contact_model,
                                             &audit_entry_model, NULL};

test_context *test;
lamina_context *context;

void partner_module_begin(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    model_table_use_each(context, tables);
}

void partner_module_end(void)
{
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

partner_input partner_module_input(const char *email)
{
    partner_input input = {.legal_name = LAMINA_STR("ACME GmbH"),
                           .email = lamina_str_from(email),
                           .country = LAMINA_STR("DE")};
    lamina_mark(&input.has, PARTNER_INPUT_LEGAL_NAME);
    lamina_mark(&input.has, PARTNER_INPUT_EMAIL);
    lamina_mark(&input.has, PARTNER_INPUT_COUNTRY);
    return input;
}

bool partner_module_failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    lamina_error_reset(context);
    return status == wanted && problem.status == wanted && lamina_str_is(problem.code, code);
}
