/*
 * credentials.h - is this the password? With back-off, and without telling who is registered.
 */
#ifndef AUTHZ_CREDENTIALS_H
#define AUTHZ_CREDENTIALS_H

#include "domain/models/user.h"
#include "lamina/context.h"

/*
 * Counts an attempt of something that can be tried often, from that address of the network: a log-in, a code, a registration.
 * LAMINA_E_TOO_MANY with the code "too-many-attempts" while the source has to wait.
 */
lamina_status credentials_count_source(lamina_context *context, lamina_str source);
/* It was a good one after all. */
lamina_status credentials_forgive_source(lamina_context *context, lamina_str source);

/* LAMINA_E_UNAUTHENTICATED with the code "invalid-credentials": in the same words whatever was wrong. */
lamina_status credentials_refuse(lamina_context *context);

/*
 * The active user with that e-mail address and password. LAMINA_E_UNAUTHENTICATED ("invalid-credentials") for a wrong password, an unknown
 * address and a user who is not active, after the same work; LAMINA_E_TOO_MANY while the address or the source has to wait. A password that
 * was stored at another cost is stored anew.
 */
lamina_status credentials_check(lamina_context *context, lamina_str email, lamina_str password,
                                lamina_str source, user **out);

/* Forgets the failures on an address: its owner has proved to be that. */
lamina_status credentials_forgive_email(lamina_context *context, lamina_str email);

#endif
