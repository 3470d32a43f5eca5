/*
 * Roles and what they give, and service clients, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "account_tables.h"
#include "domain/repositories/role_repository.h"
#include "domain/repositories/service_client_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define TENANT_A "01ARZ3NDEKTSV4RRFFQ69G5FAV"
#define TENANT_B "01ARZ3NDEKTSV4RRFFQ69G5FAW"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
}

static void end(void)
{
    account_tables_end(test);
}

TestSuite(role_repository, .init = begin, .fini = end);

static bool failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    lamina_error_reset(context);
    return status == wanted && lamina_str_is(problem.code, code);
}

static role *new_role(const char *name, lamina_str *scopes, size_t count)
{
    role *item = role_new(context);
    item->role_id = lamina_str_from(name);
    item->scopes = (lamina_list){scopes, count};
    return item;
}

/* ---- roles ---- */

Test(role_repository, roles_are_made_changed_and_removed)
{
    lamina_str scopes[] = {LAMINA_STR("partner:read"), LAMINA_STR("stock:count")};
    role *found, *item = new_role("stock-keeper", scopes, 1);
    cr_assert_eq(role_repository_create(context, item), LAMINA_OK);
    cr_expect(failed(role_repository_create(context, new_role("stock-keeper", scopes, 1)),
                     LAMINA_E_CONFLICT, "role-exists"));
    item = new_role("stock-keeper", scopes, 2);
    item->version = 1;
    cr_assert_eq(role_repository_replace(context, item), LAMINA_OK);
    cr_assert_eq(role_repository_get(context, LAMINA_STR("stock-keeper"), &found), LAMINA_OK);
    cr_expect_eq(found->scopes.count, 2);
    item->version = 1;
    cr_expect_eq(role_repository_replace(context, item), LAMINA_E_PRECONDITION);
    cr_assert_eq(role_repository_delete(context, LAMINA_STR("stock-keeper"), 2), LAMINA_OK);
    cr_expect(failed(role_repository_get(context, LAMINA_STR("stock-keeper"), &found),
                     LAMINA_E_NOT_FOUND, "role-not-found"));
    cr_expect(failed(role_repository_get(context, (lamina_str){0}, &found), LAMINA_E_NOT_FOUND,
                     "role-not-found"));
}

Test(role_repository, built_in_roles_are_there_and_stay_as_they_are)
{
    lamina_str scopes[] = {LAMINA_STR("partner:read")};
    role *found;
    cr_assert_eq(role_repository_get(context, LAMINA_STR(ROLE_ADMINISTRATOR), &found), LAMINA_OK);
    cr_expect(lamina_str_is(((const lamina_str *)found->scopes.items)[0], "authz:admin"));
    cr_expect(failed(role_repository_create(context, new_role(ROLE_ADMINISTRATOR, scopes, 1)),
                     LAMINA_E_CONFLICT, "role-exists"));
    cr_expect(failed(role_repository_replace(context, new_role(ROLE_ADMINISTRATOR, scopes, 1)),
                     LAMINA_E_CONFLICT, "role-built-in"));
    cr_expect(failed(role_repository_delete(context, LAMINA_STR(ROLE_ADMINISTRATOR), 0),
                     LAMINA_E_CONFLICT, "role-built-in"));
}

Test(role_repository, a_list_begins_with_the_built_in_ones)
{
    lamina_str scopes[] = {LAMINA_STR("partner:read")};
    size_t built_in = 0;
    while (roles_built_in[built_in].role_id != NULL)
        built_in++;
    cr_assert_eq(role_repository_create(context, new_role("one", scopes, 1)), LAMINA_OK);
    cr_assert_eq(role_repository_create(context, new_role("two", scopes, 1)), LAMINA_OK);
    domain_page_query query = {.limit = 1};
    role_list list = {.size = sizeof list};
    cr_assert_eq(role_repository_list(context, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, built_in + 1);
    cr_expect(lamina_str_is(list.items[0]->role_id, ROLE_ADMINISTRATOR));
    cr_expect(lamina_str_is(list.items[built_in]->role_id, "one"));
    query.cursor = list.cursor;
    cr_assert_eq(role_repository_list(context, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, 1);
}

Test(role_repository, what_is_no_name_and_no_scope_is_refused)
{
    lamina_str good[] = {LAMINA_STR("partner:read")}, bad[] = {LAMINA_STR("partner read")};
    cr_expect_eq(role_repository_create(context, new_role("Stock", good, 1)), LAMINA_E_INVALID);
    lamina_error_reset(context);
    cr_expect_eq(role_repository_create(context, new_role("stock", bad, 1)), LAMINA_E_INVALID);
    lamina_error_reset(context);
    cr_expect_eq(role_repository_create(context, new_role("stock", good, 0)), LAMINA_E_INVALID);
}

/* ---- permissions ---- */

/* "role" or "role@tenant", NULL at the end. */
static user *user_with(const char *const *grants)
{
    size_t count = 0;
    while (grants[count] != NULL)
        count++;
    user *item = user_new(context);
    role_grant *list = role_grants_new(context, count);
    for (size_t i = 0; i < count; i++) {
        lamina_str rest = lamina_str_from(grants[i]);
        if (lamina_str_cut(&rest, '@', &list[i].role_id)) {
            list[i].tenant_id = rest;
            lamina_mark(&list[i].has, ROLE_GRANT_TENANT_ID);
        }
    }
    item->grants = (lamina_list){list, count};
    lamina_mark(&item->has, USER_GRANTS);
    return item;
}

static const struct {
    const char *what;
    const char *grants[4];
    const char *asked;
    const char *tenant; /* NULL: refused */
    const char *scopes;
} permissions[] = {
    {"nothing granted", {NULL}, "", "", ""},
    {"nothing granted, a tenant asked for", {NULL}, TENANT_A, NULL, NULL},
    {"staff", {"auditor", NULL}, "", "", "contract:read partner:read transaction:read"},
    {"staff, of two roles",
     {"auditor", "clerk", NULL},
     "",
     "",
     "contract:read partner:read transaction:read transaction:write"},
    {"staff, for one tenant",
     {"auditor", NULL},
     TENANT_A,
     TENANT_A,
     "contract:read partner:read transaction:read"},
    {"one tenant's own",
     {"auditor@" TENANT_A, NULL},
     "",
     TENANT_A,
     "contract:read partner:read transaction:read"},
    {"one tenant's, two roles",
     {"auditor@" TENANT_A, "clerk@" TENANT_A, NULL},
     "",
     TENANT_A,
     "contract:read partner:read transaction:read transaction:write"},
    {"two tenants, none said", {"auditor@" TENANT_A, "clerk@" TENANT_B, NULL}, "", NULL, NULL},
    {"two tenants, one said",
     {"auditor@" TENANT_A, "clerk@" TENANT_B, NULL},
     TENANT_A,
     TENANT_A,
     "contract:read partner:read transaction:read"},
    {"another tenant", {"auditor@" TENANT_A, NULL}, TENANT_B, NULL, NULL},
    {"staff, more for one tenant, none said",
     {"auditor", "clerk@" TENANT_A, NULL},
     "",
     "",
     "contract:read partner:read transaction:read"},
    {"staff, more for one tenant, that said",
     {"auditor", "clerk@" TENANT_A, NULL},
     TENANT_A,
     TENANT_A,
     "contract:read partner:read transaction:read transaction:write"},
    {"a role that is no more",
     {"gone", "auditor", NULL},
     "",
     "",
     "contract:read partner:read transaction:read"},
    {"a role that is no more, alone", {"gone", NULL}, "", "", ""},
};

Test(role_repository, grants_give_the_scopes_for_one_tenants_data_or_for_all)
{
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        role_permission found = {.size = sizeof found};
        lamina_status status =
            role_repository_permission(context, user_with(permissions[i].grants),
                                       lamina_str_from(permissions[i].asked), &found);
        if (permissions[i].tenant == NULL) {
            cr_expect(failed(status, LAMINA_E_INVALID, "tenant-unknown"), "%s",
                      permissions[i].what);
            continue;
        }
        cr_expect_eq(status, LAMINA_OK, "%s", permissions[i].what);
        cr_expect(lamina_str_is(found.tenant_id, permissions[i].tenant), "%s", permissions[i].what);
        cr_expect(lamina_str_is(found.scopes, permissions[i].scopes), "%s: %.*s",
                  permissions[i].what, LAMINA_FMT(found.scopes));
    }
}

/* ---- clients ---- */

Test(role_repository, a_client_is_known_by_its_secret_while_it_is_active)
{
    lamina_str scopes[] = {LAMINA_STR("partner:read")}, secret;
    service_client *item = service_client_new(context), *found;
    item->name = LAMINA_STR("Importer");
    item->scopes = (lamina_list){scopes, 1};
    cr_assert_eq(service_client_repository_create(context, item, &secret), LAMINA_OK);
    cr_assert_eq(secret.len, 43);
    lamina_str id = item->client_id;
    cr_assert_eq(service_client_repository_authenticate(context, id, secret, &found), LAMINA_OK);
    cr_expect(lamina_str_is(found->name, "Importer"));

    static const char *const wrong[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(
            service_client_repository_authenticate(context, id, lamina_str_from(wrong[i]), &found),
            LAMINA_E_UNAUTHENTICATED);
    cr_expect_eq(
        service_client_repository_authenticate(context, LAMINA_STR(TENANT_A), secret, &found),
        LAMINA_E_UNAUTHENTICATED);
    cr_expect_eq(service_client_repository_authenticate(context, LAMINA_STR("x"), secret, &found),
                 LAMINA_E_UNAUTHENTICATED);
    cr_expect_eq(test_context_problem(test).code.len, 0);

    service_client *changes = service_client_new(context);
    changes->client_id = id;
    changes->version = 1;
    changes->status = LAMINA_STR(SERVICE_CLIENT_STATUS_DISABLED);
    lamina_mark(&changes->has, SERVICE_CLIENT_STATUS);
    cr_assert_eq(service_client_repository_update(context, changes, &found), LAMINA_OK);
    cr_expect(lamina_str_is(found->name, "Importer"));
    cr_expect_eq(service_client_repository_authenticate(context, id, secret, &found),
                 LAMINA_E_UNAUTHENTICATED);
    cr_expect(failed(service_client_repository_get(context, LAMINA_STR("x"), &found),
                     LAMINA_E_NOT_FOUND, "client-not-found"));
}
