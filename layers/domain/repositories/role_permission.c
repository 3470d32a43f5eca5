/*
 * What a user may do: the scopes of the roles that the user was granted, for one tenant's data or for all.
 */
#include "domain/repositories/role_repository.h"

#include <stdlib.h>

#include "lamina/problem.h"
#include "lamina/text.h"

static const role_grant *grants_of(const user *of)
{
    return of->grants.items;
}

static size_t grant_count(const user *of)
{
    return lamina_is_present(&of->has, USER_GRANTS) ? of->grants.count : 0;
}

static lamina_str tenant_of(const role_grant *grant)
{
    return lamina_is_present(&grant->has, ROLE_GRANT_TENANT_ID) ? grant->tenant_id
                                                                : (lamina_str){NULL, 0};
}

/* ---- whose data ---- */

/* The tenant of all grants, if they have one in common; empty: some grant is for all, or there is none. */
static bool find_own_tenant(const user *of, lamina_str *tenant_id)
{
    const role_grant *grants = grants_of(of);
    bool is_one = true;
    *tenant_id = (lamina_str){NULL, 0};
    for (size_t i = 0; i < grant_count(of); i++) {
        lamina_str tenant = tenant_of(&grants[i]);
        if (tenant.len == 0) {
            *tenant_id = tenant;
            return true;
        }
        is_one = is_one && (i == 0 || lamina_str_equal(*tenant_id, tenant));
        *tenant_id = tenant;
    }
    return is_one;
}

static bool covers(const user *of, lamina_str tenant_id)
{
    const role_grant *grants = grants_of(of);
    for (size_t i = 0; i < grant_count(of); i++) {
        lamina_str tenant = tenant_of(&grants[i]);
        if (tenant.len == 0 || lamina_str_equal(tenant, tenant_id))
            return true;
    }
    return false;
}

static lamina_status choose_tenant(lamina_context *context, const user *of, lamina_str wanted,
                                   lamina_str *tenant_id)
{
    *tenant_id = wanted;
    if (wanted.len == 0 ? find_own_tenant(of, tenant_id) : covers(of, wanted))
        return LAMINA_OK;
    if (wanted.len == 0)
        return lamina_fail(context, LAMINA_E_INVALID, "tenant-unknown",
                           "This user has roles for several tenants: say for which one");
    return lamina_fail(context, LAMINA_E_INVALID, "tenant-unknown",
                       "This user has no role for this tenant");
}

/* ---- which scopes ---- */

static lamina_status add_scopes(lamina_context *context, lamina_str role_id, lamina_text *names)
{
    role *granted;
    lamina_status status = role_repository_get(context, role_id, &granted);
    if (status == LAMINA_E_NOT_FOUND) {
        lamina_error_reset(context);
        return LAMINA_OK;
    }
    if (status != LAMINA_OK)
        return status;
    const lamina_str *scopes = granted->scopes.items;
    for (size_t i = 0; i < granted->scopes.count; i++) {
        lamina_text_add(names, scopes[i]);
        lamina_text_add_char(names, ' ');
    }
    return lamina_text_status(names);
}

static int compare(const void *a, const void *b)
{
    return lamina_str_compare(*(const lamina_str *)a, *(const lamina_str *)b);
}

/* "b a b " as "a b". */
static lamina_status sort(lamina_context *context, lamina_str names, lamina_str *sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < names.len; i++)
        count += names.ptr[i] == ' ';
    lamina_str *scopes = lamina_arena_array(context->arena, count, sizeof *scopes);
    if (scopes == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < count; i++)
        lamina_str_cut(&names, ' ', &scopes[i]);
    qsort(scopes, count, sizeof *scopes, compare);

    lamina_text text;
    lamina_text_init(&text, 64 << 10);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && lamina_str_equal(scopes[i], scopes[i - 1]))
            continue;
        if (i > 0)
            lamina_text_add_char(&text, ' ');
        lamina_text_add(&text, scopes[i]);
    }
    lamina_status status = lamina_text_status(&text);
    *sorted = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return status == LAMINA_OK && sorted->ptr == NULL ? LAMINA_E_LIMIT : status;
}

lamina_status role_repository_permission(lamina_context *context, const user *of,
                                         lamina_str tenant_id, role_permission *out)
{
    role_permission found = {.size = sizeof found};
    lamina_status status = choose_tenant(context, of, tenant_id, &found.tenant_id);
    if (status != LAMINA_OK)
        return status;
    lamina_text names;
    lamina_text_init(&names, 64 << 10);
    const role_grant *grants = grants_of(of);
    for (size_t i = 0; i < grant_count(of) && status == LAMINA_OK; i++) {
        lamina_str tenant = tenant_of(&grants[i]);
        if (tenant.len == 0 || lamina_str_equal(tenant, found.tenant_id))
            status = add_scopes(context, grants[i].role_id, &names);
    }
    if (status == LAMINA_OK)
        status = sort(context, lamina_text_view(&names), &found.scopes);
    lamina_text_clear(&names);
    if (status == LAMINA_OK)
        lamina_hand_over(out, &found, sizeof found);
    return status;
}
