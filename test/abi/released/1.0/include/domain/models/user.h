/*
 * domain/models/user.h - somebody who can log in, as stored.
 *
 * Table: one item a user under its userId. Beside it, one small item claims the e-mail address
 * (models/user_email.h, the domain's own), so that two users never share one.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_USER_H
#define DOMAIN_MODELS_USER_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of user_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    USER_ID,
    USER_EMAIL,
    USER_PASSWORD,
    USER_STATUS,
    USER_GRANTS,
    USER_PASSWORD_CHANGED_AT,
    USER_CREATED_AT,
    USER_UPDATED_AT,
    USER_VERSION,
    USER_COLLECTION
};

/* Grows at the end, with the libdomain that runs: user_new() makes one. Since 1.0. */
typedef struct user {
    lamina_presence has;
    lamina_str user_id;          /* ULID; required */
    lamina_str email;            /* required; stored as given, unique without regard to case */
    lamina_str password;         /* as domain/password.h stores it, encrypted at rest; required */
    lamina_str status;           /* required; one of user_statuses */
    lamina_list grants;          /* role_grant */
    int64_t password_changed_at; /* microseconds since 1970; what was given out before is void */
    int64_t created_at;
    int64_t updated_at;
    int64_t version;       /* from 1 */
    lamina_str collection; /* constant: the hash key of the index that lists all users */
} user;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
user *user_new(lamina_context *context);

/* ---- a role that a user has ---- */

enum { ROLE_GRANT_ROLE_ID, ROLE_GRANT_TENANT_ID };

/* A role, and whose data it is for: a grant without a tenant is one for staff. Grows at the end. Since 1.0. */
typedef struct role_grant {
    lamina_presence has;
    lamina_str role_id;   /* required; domain/models/role.h */
    lamina_str tenant_id; /* the id of a partner; absent: for all */
} role_grant;

/* count of them, zeroed, in the invocation's arena, role_grant_record.struct_size bytes apart; NULL when that is full.
   [invoke] Since 1.0. */
role_grant *role_grants_new(lamina_context *context, size_t count);

/* ---- words ---- */

#define USER_STATUS_PENDING "pending" /* the e-mail address is not verified: cannot log in */
#define USER_STATUS_ACTIVE "active"
#define USER_STATUS_DISABLED "disabled"

#define USER_COLLECTION_ALL "users"
#define USER_INDEX_ALL "by-collection"

/* Closed by NULL. Since 1.0. */
extern const char *const user_statuses[];

extern const lamina_record user_record;
extern const lamina_record role_grant_record;
/* Hash key userId; table variable USER_TABLE_NAME. Since 1.0. */
extern const struct mapper_model user_model;

#ifdef __cplusplus
}
#endif
#endif
