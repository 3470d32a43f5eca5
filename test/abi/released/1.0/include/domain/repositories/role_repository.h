/*
 * domain/repositories/role_repository.h - roles, those that come with Lamina among them, and what a user may do by them.
 *
 * Codes set on the error object: "role-not-found" (404), "role-exists" (409), "role-built-in" (409), "precondition-failed"
 * (412), "invalid-cursor" (400). Roles that are handed out are in the invocation's arena.
 */
#ifndef DOMAIN_REPOSITORIES_ROLE_REPOSITORY_H
#define DOMAIN_REPOSITORIES_ROLE_REPOSITORY_H

#include "domain/models/role.h"
#include "domain/models/user.h"
#include "domain/page.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* [invoke] Since 1.0. */
lamina_status role_repository_get(lamina_context *context, lamina_str role_id, role **out);

/* Grows at the end. Since 1.0. */
typedef struct role_list {
    uint32_t size; /* the caller's sizeof(role_list), set before the call */
    uint32_t reserved;
    role *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} role_list;

/* By name; the first page has the built-in ones before them, beyond its limit. [invoke] Since 1.0. */
lamina_status role_repository_list(lamina_context *context, const domain_page_query *query,
                                   role_list *out);

/* A built-in role's name is taken. [invoke] Since 1.0. */
lamina_status role_repository_create(lamina_context *context, role *item);

/* Replaces summary and scopes of the role of item->role_id; item->version, unless 0, must be the stored one. [invoke] Since 1.0. */
lamina_status role_repository_replace(lamina_context *context, role *item);

/* Users who have it lose its scopes; version as above. [invoke] Since 1.0. */
lamina_status role_repository_delete(lamina_context *context, lamina_str role_id, int64_t version);

/* What a user may do, and whose data that is about. Grows at the end. Since 1.0. */
typedef struct role_permission {
    uint32_t size; /* the caller's sizeof(role_permission), set before the call */
    uint32_t reserved;
    lamina_str tenant_id; /* empty: bound to none */
    lamina_str scopes;    /* separated by spaces, sorted, none twice */
} role_permission;

/*
 * What the user's grants give for the data of that tenant: those for it, and those without a tenant. An empty tenant asks for
 * the user's own choice of one: none, for who has a grant without a tenant, or no grant at all; the tenant, for who has grants for one
 * alone. Roles that there are no more give nothing. "tenant-unknown" (422) when no grant covers the tenant, or none was given and there
 * are several. [invoke] Since 1.0.
 */
lamina_status role_repository_permission(lamina_context *context, const user *of,
                                         lamina_str tenant_id, role_permission *out);

#ifdef __cplusplus
}
#endif
#endif
