/* Postings whose answer is lost, and such as others keep getting in the way of. */
#include <criterion/criterion.h>

#include "dynamodb_interference.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "transaction_fixture.h"

static void begin(void)
{
    transaction_fixture_begin();
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    interference_begin(fixture_context);
}

static void end(void)
{
    interference_end();
    transaction_fixture_end();
}

TestSuite(transaction_doubt, .init = begin, .fini = end, .timeout = 60);

Test(transaction_doubt, a_lost_answer_is_asked_for_again)
{
    transaction_posted posted;
    interference_lose_answers(1);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &posted), LAMINA_OK, "");
    cr_assert_not(posted.replayed);
    cr_assert_eq(interference_transactions(), 2);
    cr_assert_eq(transaction_fixture_check_account(10), 1);
}

Test(transaction_doubt, where_no_answer_comes_at_all_the_record_tells)
{
    transaction_posted posted, again;
    interference_lose_answers(3);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &posted), LAMINA_OK, "");
    cr_assert_not(posted.replayed);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &again), LAMINA_OK, "");
    cr_assert(again.replayed);
    cr_assert(lamina_str_equal(again.entry->transaction_id, posted.entry->transaction_id));
    cr_assert_eq(transaction_fixture_check_account(10), 1);
}

Test(transaction_doubt, a_reversal_whose_answer_was_lost_is_made_once)
{
    transaction_posted posted;
    transaction *entry = transaction_fixture_posted(5);
    interference_lose_answers(3);
    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "k", &posted),
                               LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "k", &posted),
                               LAMINA_OK, "");
    cr_assert(posted.replayed);
    cr_assert_eq(transaction_fixture_check_account(10), 2);
}

#define CONTENTION                                                                                 \
    "\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","                \
    "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"}]"

Test(transaction_doubt, who_cannot_get_through_in_time_is_told_to_come_again)
{
    transaction_posted posted;
    test_context_set_remaining_ms(fixture_test, 3000);
    interference_answer(100000, CONTENTION);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &posted), LAMINA_E_CONFLICT,
                               "contract-busy");
    cr_assert_gt(interference_transactions(), 3);
    interference_answer(0, NULL);
    test_context_set_remaining_ms(fixture_test, 30000);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &posted), LAMINA_OK, "");
    cr_assert_eq(transaction_fixture_check_account(10), 1);
}
