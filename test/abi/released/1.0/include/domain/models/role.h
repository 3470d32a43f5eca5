/*
 * domain/models/role.h - a role: a name for scopes, as stored.
 *
 * Roles that come with Lamina (role_built_in) are not stored, so that a new version of it can give them
 * new scopes; their names are taken.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_ROLE_H
#define DOMAIN_MODELS_ROLE_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of role_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    ROLE_ID,
    ROLE_SUMMARY,
    ROLE_SCOPES,
    ROLE_CREATED_AT,
    ROLE_UPDATED_AT,
    ROLE_VERSION,
    ROLE_COLLECTION
};

/* Grows at the end, with the libdomain that runs: role_new() makes one. Since 1.0. */
typedef struct role {
    lamina_presence has;
    lamina_str role_id; /* required; "partner-manager" */
    lamina_str summary;
    lamina_list scopes; /* required; lamina_str, a set: "partner:read" */
    int64_t created_at; /* microseconds since 1970; 0 of a built-in role, as the next two */
    int64_t updated_at;
    int64_t version;
    lamina_str collection; /* constant: the hash key of the index that lists all roles */
} role;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
role *role_new(lamina_context *context);

/* A role that comes with Lamina. Frozen. Since 1.0. */
typedef struct role_built_in {
    const char *role_id;
    const char *summary;
    const char *const *scopes; /* closed by NULL */
} role_built_in;

/* Closed by one without a role_id. Since 1.0. */
extern const role_built_in roles_built_in[];

/* What role ids and scopes look like. */
#define ROLE_ID_MAX 50u
#define ROLE_ID_PATTERN "[a-z][a-z0-9]*(-[a-z0-9]+)*"
#define ROLE_SCOPE_MAX 64u
#define ROLE_SCOPE_PATTERN "[a-z][a-z0-9-]*:[a-z][a-z0-9-]*"
/* Scopes of one role, and of one client, at most. */
#define ROLE_SCOPE_COUNT_MAX 50u

/* Of whoever may administer users, roles and clients. */
#define ROLE_ADMINISTRATOR "administrator"

/* What collection holds, and the index that lists by it. Since 1.0. */
#define ROLE_COLLECTION_ALL "roles"
#define ROLE_INDEX_ALL "by-collection"

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record role_record;
/* Hash key roleId; table variable ROLE_TABLE_NAME. Since 1.0. */
extern const struct mapper_model role_model;

#ifdef __cplusplus
}
#endif
#endif
