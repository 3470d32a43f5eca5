/*
 * domain/models/notification.h - something to tell a user by e-mail, as stored: an outbox.
 *
 * Lamina sends no mail. What is to be sent lies here, recipient and code encrypted, until it expires; a
 * mailer of the operator's, or a module, reads and removes it.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_NOTIFICATION_H
#define DOMAIN_MODELS_NOTIFICATION_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of notification_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    NOTIFICATION_ID,
    NOTIFICATION_KIND,
    NOTIFICATION_USER_ID,
    NOTIFICATION_RECIPIENT,
    NOTIFICATION_CODE,
    NOTIFICATION_EXPIRES_AT,
    NOTIFICATION_CREATED_AT,
    NOTIFICATION_COLLECTION
};

/* Grows at the end, with the libdomain that runs: notification_new() makes one. Since 1.0. */
typedef struct notification {
    lamina_presence has;
    lamina_str notification_id; /* ULID; required */
    lamina_str kind;            /* required; one of notification_kinds */
    lamina_str user_id;         /* required */
    lamina_str recipient;       /* e-mail address, encrypted; required */
    lamina_str code;            /* one-time code, encrypted; absent where there is none */
    int64_t expires_at;         /* seconds since 1970; time to live */
    int64_t created_at;         /* microseconds since 1970 */
    lamina_str collection;      /* constant: the hash key of the index that lists all */
} notification;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
notification *notification_new(lamina_context *context);

#define NOTIFICATION_VERIFY "verify-email"  /* with a code of purpose "verify" */
#define NOTIFICATION_RESET "reset-password" /* with a code of purpose "reset" */
#define NOTIFICATION_TAKEN "account-exists" /* somebody tried to register the address again */
/* Closed by NULL. Since 1.0. */
extern const char *const notification_kinds[];

/* What collection holds, and the index that lists by it. Since 1.0. */
#define NOTIFICATION_COLLECTION_ALL "notifications"
#define NOTIFICATION_INDEX_ALL "by-collection"

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record notification_record;
/* Hash key notificationId; time to live expiresAt; table variable NOTIFICATION_TABLE_NAME. Since 1.0. */
extern const struct mapper_model notification_model;

#ifdef __cplusplus
}
#endif
#endif
