/*
 * domain/repositories/user_repository.h - what modules do with users, and with the codes that users get by
 * e-mail.
 *
 * Failures worth telling a client are set on the error object with these codes: "user-not-found" (404; also for a
 * text that is no ULID), "user-email-taken" (409), "user-busy" (409), "code-invalid" (422), "precondition-failed" (412),
 * "invalid-cursor" (400). What breaks a rule of the record is LAMINA_E_INVALID with violations. Users that are handed out
 * are in the invocation's arena; *out is NULL after a failure.
 *
 * Codes: 32 random bytes as 43 characters, good once and for a while. They lie, encrypted, in the notification
 * that brings them (domain/repositories/notification_repository.h) and nowhere else.
 */
#ifndef DOMAIN_REPOSITORIES_USER_REPOSITORY_H
#define DOMAIN_REPOSITORIES_USER_REPOSITORY_H

#include "domain/models/user.h"
#include "domain/page.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Gives the user an id, times and version 1, and stores it. Where its status is pending, a notification with a code to
 * verify the address is written with it. Of two that race for one address, one gets it. [invoke] Since 1.0.
 */
lamina_status user_repository_create(lamina_context *context, user *item);

/* As it is now: the read is strongly consistent. [invoke] Since 1.0. */
lamina_status user_repository_get(lamina_context *context, lamina_str user_id, user **out);

/* The user of that e-mail address. LAMINA_E_NOT_FOUND, with nothing set on the error object, when there is none; it asks the
   database as often then, so that the time does not tell. [invoke] Since 1.0. */
lamina_status user_repository_find(lamina_context *context, lamina_str email, user **out);

/* Grows at the end. Since 1.0. */
typedef struct user_list {
    uint32_t size; /* the caller's sizeof(user_list), set before the call */
    uint32_t reserved;
    user *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} user_list;

/* In order of creation; a user may need a moment to show up. [invoke] Since 1.0. */
lamina_status user_repository_list(lamina_context *context, const domain_page_query *query,
                                   user_list *out);

/*
 * Writes the fields that are marked in *changes to the user of changes->user_id; its version, which must not be 0, must be the
 * stored one. A new password sets the time of its change, which ends all sessions and codes, unless that time is marked
 * too: the same password, stored at another cost. What was done is
 * written to the audit trail of kind "user" ("disabled"). [invoke] Since 1.0.
 */
lamina_status user_repository_update(lamina_context *context, user *changes, const char *done,
                                     user **out);

/* Writes a notification of that kind (domain/models/notification.h) to the user, with a new code where the kind has
   one. [invoke] Since 1.0. */
lamina_status user_repository_notify(lamina_context *context, const user *to, const char *kind);

/* Takes as long, and leaves nothing that anybody sees: for when there is no such user, so that the time does not tell. [invoke] Since 1.0. */
lamina_status user_repository_notify_nobody(lamina_context *context, const char *kind);

/* Whose code of that purpose (domain/models/one_time_code.h) this is; it stays good. "code-invalid" for one that is unknown, used,
   expired, of another purpose, or older than the user's password. [invoke] Since 1.0. */
lamina_status user_repository_find_by_code(lamina_context *context, lamina_str code,
                                           const char *purpose, user **out);

/* user_repository_update(), and the code is used up with it: both or neither. [invoke] Since 1.0. */
lamina_status user_repository_update_by_code(lamina_context *context, lamina_str code,
                                             user *changes, const char *done, user **out);

/*
 * An active user with the role administrator (ROLE_ADMINISTRATOR) for all tenants, and a random password, in the arena, that is told
 * this once. For operators: there is no other way to a first administrator, and no default password.
 * "user-email-taken". [invoke] Since 1.0.
 */
lamina_status user_repository_create_administrator(lamina_context *context, lamina_str email,
                                                   user **out, lamina_str *password);

#ifdef __cplusplus
}
#endif
#endif
