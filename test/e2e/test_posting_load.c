/*
 * Many clients post to one contract at once, through the local stage: each request is answered as it must be, sums
 * are exact, sequences have no gaps, and what is sent twice happens once. `make soak` does the same for longer.
 */
#include <criterion/criterion.h>

#include "posting_load.h"

enum { CONNECTIONS = 16, POSTS = 1000 };

Test(posting_load, a_thousand_posts_at_once_come_to_the_exact_sum)
{
    posting_stage stage;
    posting_stage_begin(&stage);
    posting_load *load = posting_load_start(&stage, CONNECTIONS, (POSTS - 1) / CONNECTIONS + 1, 0);
    posting_result all = posting_load_finish(load);
    cr_expect_geq(all.posted, POSTS);
    cr_expect_gt(all.again, 0);
    posting_stage_end(&stage);
}
