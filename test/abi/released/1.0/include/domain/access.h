/*
 * domain/access.h - whose data a caller may reach.
 *
 * A tenant is a partner: a caller whom the authorizer bound to one (context->caller_tenant) reaches that
 * partner and what belongs to it, and everything else is to them as if it did not exist. A caller who is
 * bound to none is staff. What a caller may do with what they reach is for the scopes of routes.
 */
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is the caller bound to no tenant? True too where no authorizer spoke: routes that need one are closed
   by their scopes. [any-thread] Since 1.0. */
bool domain_is_staff(const lamina_context *context);

/*
 * May the caller reach what belongs to this partner? If not, answer as if there were no such thing
 * (LAMINA_E_NOT_FOUND, in the very words of a missing one), so that nobody learns which ids exist. Ids compare
 * byte for byte. [any-thread] Since 1.0.
 */
bool domain_may_reach_tenant(const lamina_context *context, lamina_str partner_id);

/* LAMINA_OK, or LAMINA_E_FORBIDDEN with the code "staff-only" for a caller who is bound to a tenant: for what
   concerns no single partner, such as creating one. [invoke] Since 1.0. */
lamina_status domain_require_staff(lamina_context *context);

#ifdef __cplusplus
}
#endif
#endif
