/*
 * Tenants: see domain/access.h.
 */
#include "domain/access.h"

#include "lamina/problem.h"
#include "lamina/text.h"

bool domain_is_staff(const lamina_context *context)
{
    return context->caller_tenant.len == 0;
}

bool domain_may_reach_tenant(const lamina_context *context, lamina_str partner_id)
{
    return domain_is_staff(context) || lamina_str_equal(context->caller_tenant, partner_id);
}

lamina_status domain_require_staff(lamina_context *context)
{
    if (domain_is_staff(context))
        return LAMINA_OK;
    return lamina_fail(context, LAMINA_E_FORBIDDEN, "staff-only",
                       "This is not for callers who are bound to one partner");
}
