/* Hooks: what they see of calls and tries, and what they cannot do. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "domain/dynamodb_hook.h"
#include "lamina/text.h"
#include "sending.h"

#define SEEN_CAP 16u

static struct {
    dynamodb_event events[SEEN_CAP];
    char responses[SEEN_CAP][64];
    size_t count;
    lamina_status nested;
} seen;

static void watch(void *self, lamina_context *context, const dynamodb_event *event)
{
    cr_assert_eq(self, &seen);
    cr_assert_eq(context, sending.context);
    cr_assert_lt(seen.count, SEEN_CAP);
    cr_assert_eq(event->size, sizeof *event);
    snprintf(seen.responses[seen.count], sizeof seen.responses[0], "%.*s",
             LAMINA_FMT(event->response));
    seen.events[seen.count++] = *event;
}

static void stop(void)
{
    dynamodb_hook_remove(watch, &seen);
    sending_stop();
}

TestSuite(hook, .init = sending_start, .fini = stop);

static void expect(size_t i, uint32_t phase, uint32_t attempt, lamina_status status)
{
    cr_assert_eq(seen.events[i].phase, phase, "event %zu is %u", i, seen.events[i].phase);
    cr_assert_eq(seen.events[i].attempt, attempt, "event %zu", i);
    cr_assert_eq(seen.events[i].status, status, "event %zu", i);
}

Test(hook, sees_a_call_its_tries_and_its_end)
{
    cr_assert_eq(dynamodb_hook_add(watch, &seen), LAMINA_OK);
    cr_assert_eq(dynamodb_hook_add(watch, &seen), LAMINA_OK, "twice is once");
    fake_step slow = THROTTLED;
    slow.takes_ms = 7;
    cr_assert_eq(SEND(UNSAFE, slow, {.body = "{\"a\":1}", .takes_ms = 3}), LAMINA_OK);
    cr_assert_eq(seen.count, 6);
    expect(0, DYNAMODB_CALL_BEGINS, 0, LAMINA_OK);
    expect(1, DYNAMODB_TRY_BEGINS, 1, LAMINA_OK);
    expect(2, DYNAMODB_TRY_ENDS, 1, LAMINA_E_THROTTLED);
    expect(3, DYNAMODB_TRY_BEGINS, 2, LAMINA_OK);
    expect(4, DYNAMODB_TRY_ENDS, 2, LAMINA_OK);
    expect(5, DYNAMODB_CALL_ENDS, 2, LAMINA_OK);
    cr_assert_str_eq(seen.events[0].operation, "PutItem");
    cr_assert(lamina_str_is(seen.events[0].request, "{\"TableName\":\"t\"}"));
    cr_assert_eq(seen.events[2].http_status, 400);
    cr_assert_eq(seen.events[2].error_kind, DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED);
    cr_assert(lamina_str_is(seen.events[2].error_type, "ProvisionedThroughputExceededException"));
    cr_assert_eq(seen.events[2].duration_us, 7000);
    cr_assert_str_eq(seen.responses[4], "{\"a\":1}");
    cr_assert_str_eq(seen.responses[5], "{\"a\":1}");
    cr_assert(lamina_str_is(seen.events[4].request_id, "REQUEST-1"));
    cr_assert_eq(seen.events[4].duration_us, 3000);
    cr_assert_eq(seen.events[5].duration_us, 10000 + sending.fake.waited_ms * 1000);
}

Test(hook, sees_what_a_failed_call_comes_to)
{
    dynamodb_hook_add(watch, &seen);
    cr_assert_eq(SEND(UNSAFE, CUT), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(seen.count, 4);
    expect(2, DYNAMODB_TRY_ENDS, 1, LAMINA_E_UNAVAILABLE);
    expect(3, DYNAMODB_CALL_ENDS, 1, LAMINA_E_AMBIGUOUS);
    cr_assert_eq(seen.events[3].http_status, 0);
    cr_assert_eq(seen.events[3].error_kind, DYNAMODB_ERROR_TRANSPORT);
}

static void send_again(void *self, lamina_context *context, const dynamodb_event *event)
{
    const lamina_json *answer = NULL;
    dynamodb_request request = {.size = sizeof request, .operation = "GetItem"};
    (void)event;
    seen.nested = dynamodb_send(sending.client, context, &request, &answer, NULL);
    cr_assert_eq(dynamodb_hook_add(watch, &seen), LAMINA_E_ARGUMENT);
    dynamodb_hook_remove(send_again, self);
}

Test(hook, cannot_send_from_within)
{
    dynamodb_hook_add(send_again, NULL);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(seen.nested, LAMINA_E_ARGUMENT);
    cr_assert_eq(sending.fake.call_count, 1);
    dynamodb_hook_remove(send_again, NULL);
}

Test(hook, the_chain_ends_somewhere_and_closes_its_gaps)
{
    static char selves[DYNAMODB_HOOK_CAP + 1];
    for (size_t i = 0; i < DYNAMODB_HOOK_CAP; i++)
        cr_assert_eq(dynamodb_hook_add(watch, &selves[i]), LAMINA_OK);
    cr_assert_eq(dynamodb_hook_add(watch, &selves[DYNAMODB_HOOK_CAP]), LAMINA_E_LIMIT);
    cr_assert_eq(dynamodb_hook_add(NULL, NULL), LAMINA_E_ARGUMENT);
    for (size_t i = 0; i < DYNAMODB_HOOK_CAP; i++)
        dynamodb_hook_remove(watch, &selves[i]);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(seen.count, 0);
}

Test(hook, figures_count_all_tries)
{
    dynamodb_figures figures = {.size = sizeof figures};
    const fake_step steps[] = {
        {.status = LAMINA_E_UNAVAILABLE, .unsent = true},
        {.http_status = 500, .body = "{\"__type\":\"InternalServerError\"}", .takes_ms = 2},
        {.body = "{\"a\":1}"}};
    fake_transport_init(&sending.fake, sending.test, steps, 3);
    sending_open_client(3);
    dynamodb_request request = {.size = sizeof request,
                                .repeat = DYNAMODB_REPEAT_SAFE,
                                .operation = "GetItem",
                                .body = LAMINA_STR("{}"),
                                .figures = &figures};
    const lamina_json *answer = NULL;
    cr_assert_eq(dynamodb_send(sending.client, sending.context, &request, &answer, NULL),
                 LAMINA_OK);
    cr_assert_eq(figures.attempts, 3);
    cr_assert_eq(figures.bytes_out, 4, "the first try never left");
    cr_assert_eq(figures.bytes_in, 32 + 7);
    cr_assert_eq(figures.duration_us, 2000 + sending.fake.waited_ms * 1000);
    cr_assert_eq(figures.size, sizeof figures);
}
