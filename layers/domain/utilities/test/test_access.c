/*
 * Who reaches whose data.
 */
#include <criterion/criterion.h>

#include "domain/access.h"
#include "lamina/text.h"
#include "test_context.h"

#define OURS LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV")
#define THEIRS LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAW")

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(access, .init = begin, .fini = end);

Test(access, staff_reaches_every_tenant)
{
    cr_expect(domain_is_staff(context));
    cr_expect(domain_may_reach_tenant(context, OURS));
    cr_expect(domain_may_reach_tenant(context, (lamina_str){0}));
    cr_expect_eq(domain_require_staff(context), LAMINA_OK);
    cr_expect_eq(test_context_problem(test).status, LAMINA_OK);
}

Test(access, a_tenant_reaches_itself_and_nobody_else)
{
    context->caller_tenant = OURS;
    cr_expect_not(domain_is_staff(context));
    cr_expect(domain_may_reach_tenant(context, OURS));
    cr_expect_not(domain_may_reach_tenant(context, THEIRS));
    cr_expect_not(domain_may_reach_tenant(context, (lamina_str){0}));
    cr_expect_not(domain_may_reach_tenant(context, (lamina_str){OURS.ptr, 25}));
    cr_expect_not(domain_may_reach_tenant(context, LAMINA_STR("01arz3ndektsv4rrffq69g5fav")));
}

Test(access, what_is_for_staff_is_forbidden_to_a_tenant)
{
    context->caller_tenant = OURS;
    cr_expect_eq(domain_require_staff(context), LAMINA_E_FORBIDDEN);
    cr_expect(lamina_str_is(test_context_problem(test).code, "staff-only"));
}
