/* Tables for tests of accounts: see account_tables.h. */
#include "account_tables.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "domain/dynamodb.h"
#include "domain/models/attempt_counter.h"
#include "domain/models/audit_entry.h"
#include "domain/models/one_time_code.h"
#include "domain/models/role.h"
#include "domain/models/service_client.h"
#include "domain/models/session.h"
#include "domain/models/signing_key.h"
#include "domain/models/user.h"
#include "domain/repositories/notification_repository.h"
#include "model_table.h"
#include "secret_model.h"

test_context *account_tables_begin(void)
{
    static const mapper_model *const models[] = {&attempt_counter_model,
                                                 &audit_entry_model,
                                                 &notification_model,
                                                 &one_time_code_model,
                                                 &role_model,
                                                 &service_client_model,
                                                 &session_model,
                                                 &signing_key_model,
                                                 &user_model,
                                                 NULL};
    test_context *test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    lamina_context *context = test_context_get(test);
    model_table_use_each(context, models);
    secret_keys_use(context, SECRET_KEY_LINES);
    setenv("LAMINA_SCRYPT_COST", "4,8,1", 1);
    return test;
}

void account_tables_end(test_context *test)
{
    lamina_context *context = test_context_get(test);
    secret_keys_clear();
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

notification *const *account_tables_outbox(lamina_context *context, size_t count)
{
    const domain_page_query query = {.limit = DOMAIN_PAGE_LIMIT_MAX};
    notification_list list = {.size = sizeof list};
    cr_assert_eq(notification_repository_list(context, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, count, "%zu notifications in place of %zu", list.count, count);
    return list.items;
}
