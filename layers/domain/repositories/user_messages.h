/*
 * user_messages.h - what a user is told by e-mail, and the codes in it: actions for transactions of the
 * users' repository. Inside of the domain library only.
 */
#ifndef DOMAIN_REPOSITORIES_USER_MESSAGES_H
#define DOMAIN_REPOSITORIES_USER_MESSAGES_H

#include "domain/mapper.h"
#include "domain/models/one_time_code.h"
#include "domain/models/user.h"

/* A notification and, where its kind has one, the code. */
#define DOMAIN__MESSAGE_ACTION_CAP 2u

/* The actions that write a message of that kind to the user, who has an id; *count of them. None can be refused by itself, for its key
   is new. LAMINA_E_LIMIT, LAMINA_E_INTERNAL. */
lamina_status domain__message_actions(lamina_context *context, const user *to, const char *kind,
                                      mapper_action *actions, size_t *count);

/* Lets the message of these actions be over before it is written: nobody sees it, and the service removes it. */
void domain__message_expire(const mapper_action *actions, size_t count);

/* The stored code. LAMINA_E_NOT_FOUND. */
lamina_status domain__code_find(lamina_context *context, lamina_str code, one_time_code **out);

/* The action that uses it up; refused when somebody else has. */
mapper_action domain__code_use(one_time_code *code);

#endif
