/*
 * domain/repositories/service_client_repository.h - programs that get tokens by their own credentials.
 *
 * Codes set on the error object: "client-not-found" (404), "precondition-failed" (412), "invalid-cursor" (400). Clients that are
 * handed out are in the invocation's arena.
 */
#ifndef DOMAIN_REPOSITORIES_SERVICE_CLIENT_REPOSITORY_H
#define DOMAIN_REPOSITORIES_SERVICE_CLIENT_REPOSITORY_H

#include "domain/models/service_client.h"
#include "domain/page.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gives the client an id, a secret, times and version 1, and stores it. *secret, 43 characters in the arena, is
   told this once: its hash alone is stored. [invoke] Since 1.0. */
lamina_status service_client_repository_create(lamina_context *context, service_client *item,
                                               lamina_str *secret);

/* [invoke] Since 1.0. */
lamina_status service_client_repository_get(lamina_context *context, lamina_str client_id,
                                            service_client **out);

/* The active client of that id and secret. LAMINA_E_UNAUTHENTICATED, with nothing set on the error object, for any other;
   the secret is compared in the same time whether or not there is a client. [invoke] Since 1.0. */
lamina_status service_client_repository_authenticate(lamina_context *context, lamina_str client_id,
                                                     lamina_str secret, service_client **out);

/* Grows at the end. Since 1.0. */
typedef struct service_client_list {
    uint32_t size; /* the caller's sizeof(service_client_list), set before the call */
    uint32_t reserved;
    service_client *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} service_client_list;

/* In order of creation. [invoke] Since 1.0. */
lamina_status service_client_repository_list(lamina_context *context,
                                             const domain_page_query *query,
                                             service_client_list *out);

/* Writes the fields that are marked in *changes; changes->version, unless 0, must be the stored one. [invoke] Since 1.0. */
lamina_status service_client_repository_update(lamina_context *context, service_client *changes,
                                               service_client **out);

#ifdef __cplusplus
}
#endif
#endif
