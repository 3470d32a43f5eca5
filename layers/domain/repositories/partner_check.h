/*
 * partner_check.h - what other repositories ask of a partner, and count in it, in a transaction of their own. Inside of the
 * domain library only.
 */
#ifndef DOMAIN_REPOSITORIES_PARTNER_CHECK_H
#define DOMAIN_REPOSITORIES_PARTNER_CHECK_H

#include "domain/mapper.h"
#include "lamina/context.h"

/*
 * The partner exists, and its count of what belongs to it ("contractCount") changes by one, up or down: so
 * that it cannot be deleted meanwhile, nor afterwards. It counts a version of the partner. Refused, and
 * mapper_conflict.current is NULL: there is none. LAMINA_E_LIMIT.
 */
lamina_status domain__partner_count(lamina_context *context, lamina_str partner_id,
                                    const char *count, int by, mapper_action *action);

/* The partner exists and is not suspended. The check and what it stands beside in the transaction hold at
   one moment: no suspension gets in between. */
lamina_status domain__partner_is_not_suspended(lamina_context *context, lamina_str partner_id,
                                               mapper_action *action);

#endif
