/*
 * The layout of the ABI's structs (layout.h), and the question whether a struct has a member.
 */
#include <criterion/criterion.h>

#include "layout.h"

Test(layout, is_what_plugins_of_1_0_were_built_with)
{
    /* That this file compiled is the test. */
    cr_assert(true);
}

Test(layout, has_asks_for_the_whole_member)
{
    lamina_context context = {.size = offsetof(lamina_context, operation)};
    cr_assert_not(LAMINA_HAS(&context, operation));
    context.size += 15;
    cr_assert_not(LAMINA_HAS(&context, operation));
    context.size += 1;
    cr_assert(LAMINA_HAS(&context, operation));
}
