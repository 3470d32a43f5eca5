/* Sending again: attempts, pauses, budget, dead connections, the deadline. */
#include <criterion/criterion.h>

#include "sending.h"

TestSuite(send_retry, .init = sending_start, .fini = sending_stop);

/* ---- retries ---- */

Test(send_retry, throttling_is_retried_with_full_jitter_below_one_then_two_seconds)
{
    bool differs = false;
    int64_t first = -1;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        test_context_reset(sending.test);
        test_context_set_remaining_ms(sending.test, 30000);
        test_context_seed_random(sending.test, seed);
        cr_assert_eq(SEND(UNSAFE, THROTTLED, THROTTLED, DONE), LAMINA_OK);
        cr_assert_eq(sending.error.attempts, 3);
        cr_assert_leq(sending.fake.calls[1].waited_ms, 1000);
        cr_assert_leq(sending.fake.calls[2].waited_ms, 2000);
        differs = differs || (first >= 0 && sending.fake.calls[1].waited_ms != first);
        first = sending.fake.calls[1].waited_ms;
    }
    cr_assert(differs);
}

Test(send_retry, passing_faults_are_retried_soon)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        test_context_seed_random(sending.test, seed);
        cr_assert_eq(SEND(SAFE, FAILED, ERROR(503, "ServiceUnavailable"), DONE), LAMINA_OK);
        cr_assert_leq(sending.fake.calls[1].waited_ms, 25);
        cr_assert_leq(sending.fake.calls[2].waited_ms, 50);
    }
}

Test(send_retry, attempts_end_where_the_option_says)
{
    cr_assert_eq(SEND(SAFE, THROTTLED, THROTTLED, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(sending.error.attempts, 3);
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED);
    const fake_step one[] = {THROTTLED};
    fake_transport_init(&sending.fake, sending.test, one, 1);
    sending_open_client(1);
    cr_assert_eq(sending_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
    cr_assert_eq(sending.fake.call_count, 1);
}

Test(send_retry, each_try_is_signed_anew)
{
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_TIMEOUT, .takes_ms = 3000}, DONE), LAMINA_OK);
    cr_assert_str_eq(sending.fake.calls[0].amz_date, "20260131T120000Z");
    cr_assert_str_eq(sending.fake.calls[1].amz_date, "20260131T120003Z");
    cr_assert_str_neq(sending.fake.calls[0].authorization, sending.fake.calls[1].authorization);
}

Test(send_retry, what_the_service_asks_for_is_waited_within_bounds)
{
    test_context_fix_random(sending.test, 0);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "700"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(sending.fake.waited_ms, 700);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "20000"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(sending.fake.waited_ms, 5000);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "soon"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(sending.fake.waited_ms, 0);
}

Test(send_retry, the_budget_stops_retries_and_successes_refill_it)
{
    const fake_step steps[] = {THROTTLED, THROTTLED, THROTTLED};
    test_context_set_remaining_ms(sending.test, INT64_MAX);
    fake_transport_init(&sending.fake, sending.test, steps, 3);
    sending_open_client(3);
    sending.client->aws.transport = sending.fake.transport;
    for (int i = 0; i < 50; i++) {
        fake_transport_init(&sending.fake, sending.test, steps, 3);
        test_context_reset(sending.test);
        cr_assert_eq(sending_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
        cr_assert_eq(sending.fake.call_count, 3, "request %d", i);
    }
    cr_assert_eq(sending.client->aws.budget.tokens, 0);
    fake_transport_init(&sending.fake, sending.test, steps, 1);
    cr_assert_eq(sending_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
    cr_assert_eq(sending.fake.call_count, 1);
    for (int i = 0; i < 5; i++)
        cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(SEND(SAFE, THROTTLED, DONE), LAMINA_OK);
    cr_assert_eq(sending.client->aws.budget.tokens, 5);
}

Test(send_retry, a_time_out_costs_the_budget_double)
{
    test_context_set_remaining_ms(sending.test, INT64_MAX);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, TIMED_OUT, TIMED_OUT), LAMINA_E_TIMEOUT);
    cr_assert_eq(sending.client->aws.budget.tokens, 500 - 20);
}

/* ---- a kept connection that died ---- */

Test(send_retry, a_dead_kept_connection_is_replaced_at_once)
{
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true}, DONE), LAMINA_OK);
    cr_assert_eq(sending.fake.waited_ms, 0);
    cr_assert_eq(sending.fake.calls[1].flags & LAMINA_HTTP_FRESH, LAMINA_HTTP_FRESH);
    cr_assert_eq(sending.client->aws.budget.tokens, 500);
    cr_assert_eq(
        SEND(UNSAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true, .unsent = true}, DONE),
        LAMINA_OK);
    cr_assert_eq(sending.fake.waited_ms, 0);
}

Test(send_retry, a_dead_connection_is_no_try_of_the_allowed_number_but_happens_once)
{
    sending_open_client(1);
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true}, DONE), LAMINA_OK);
    cr_assert_eq(sending.error.attempts, 2);
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true},
                      {.status = LAMINA_E_UNAVAILABLE, .reused = true}),
                 LAMINA_E_UNAVAILABLE);
    cr_assert_eq(sending.error.attempts, 2);
}

Test(send_retry, a_kept_connection_that_began_to_answer_is_a_failure_like_others)
{
    test_context_fix_random(sending.test, 0xff);
    cr_assert_eq(
        SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true, .received = true}, DONE),
        LAMINA_OK);
    cr_assert_gt(sending.fake.waited_ms, 0);
    cr_assert_eq(sending.fake.calls[1].flags & LAMINA_HTTP_FRESH, 0);
}

/* ---- the deadline ---- */

Test(send_retry, a_try_gets_no_more_than_what_is_left)
{
    test_context_set_remaining_ms(sending.test, 1000);
    cr_assert_eq(SEND(SAFE, TIMED_OUT), LAMINA_E_TIMEOUT);
    cr_assert_eq(sending.fake.calls[0].timeout_ms, 950);
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_TRANSPORT);
    cr_assert_geq(lamina_remaining_ms(sending.context), 50);
}

Test(send_retry, nothing_is_sent_when_the_deadline_is_there)
{
    fake_transport_init(&sending.fake, sending.test, NULL, 0);
    sending_open_client(3);
    test_context_set_remaining_ms(sending.test, 50);
    cr_assert_eq(sending_again(DYNAMODB_REPEAT_UNSAFE), LAMINA_E_TIMEOUT);
    test_context_set_remaining_ms(sending.test, -1000);
    cr_assert_eq(sending_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_TIMEOUT);
}

Test(send_retry, no_pause_goes_past_the_deadline)
{
    test_context_fix_random(sending.test, 0xff);
    test_context_set_remaining_ms(sending.test, 900);
    cr_assert_eq(SEND(SAFE, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(sending.fake.waited_ms, 0);
    cr_assert_eq(sending.error.attempts, 1);
    test_context_set_remaining_ms(sending.test, 1100);
    cr_assert_eq(SEND(SAFE, THROTTLED, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(sending.fake.waited_ms, 1000);
    cr_assert_geq(lamina_remaining_ms(sending.context), 50);
}

Test(send_retry, without_a_deadline_the_request_time_out_holds)
{
    test_context_set_remaining_ms(sending.test, INT64_MAX);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(sending.fake.calls[0].timeout_ms, 3000);
}
