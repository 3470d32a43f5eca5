/*
 * retry_raced.h - trying again a write that rests on what was read before. Inside of the domain library only.
 *
 * A conflict may be the last word (a name that is taken, a move that is refused) or say that somebody else was faster:
 * only who was raced tries again, and tells of the last try what is to be told.
 */
#ifndef DOMAIN_REPOSITORIES_RETRY_RACED_H
#define DOMAIN_REPOSITORIES_RETRY_RACED_H

#include <stdbool.h>

#include "lamina/context.h"

/* How often, where nothing speaks for another number. Of those that collide one always succeeds, so as many writers
   as this get through together. */
enum { DOMAIN__RACED_CAP = 8 };

/* One try: reads, judges, writes. *raced is false before; true: what was read is not so any more, and it is worth
   reading again. */
typedef lamina_status (*domain__raced_try)(lamina_context *context, void *state, bool *raced);

/* Tries, so often at most (1 to MAPPER_ATTEMPT_CAP), with the pauses of mapper_retry_on_conflict(), and answers what the
   last try did. */
lamina_status domain__retry_raced(lamina_context *context, uint32_t cap, domain__raced_try attempt,
                                  void *state);

#endif
