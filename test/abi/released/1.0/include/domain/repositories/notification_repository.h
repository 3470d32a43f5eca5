/*
 * domain/repositories/notification_repository.h - the outbox: what is to be told to users by e-mail. A
 * mailer lists, sends, and deletes what it has sent.
 */
#ifndef DOMAIN_REPOSITORIES_NOTIFICATION_REPOSITORY_H
#define DOMAIN_REPOSITORIES_NOTIFICATION_REPOSITORY_H

#include "domain/models/notification.h"
#include "domain/page.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Grows at the end. Since 1.0. */
typedef struct notification_list {
    uint32_t size; /* the caller's sizeof(notification_list), set before the call */
    uint32_t reserved;
    notification *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} notification_list;

/* The oldest first; expired ones are left out; a notification may need a moment to show up. "invalid-cursor" (400).
   [invoke] Since 1.0. */
lamina_status notification_repository_list(lamina_context *context, const domain_page_query *query,
                                           notification_list *out);

/* "notification-not-found" (404) when there is none. [invoke] Since 1.0. */
lamina_status notification_repository_delete(lamina_context *context, lamina_str notification_id);

#ifdef __cplusplus
}
#endif
#endif
