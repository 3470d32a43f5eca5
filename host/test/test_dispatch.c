/*
 * test_dispatch.c - which handler gets which event, and how a handler's failure is told.
 */
#include <string.h>

#include "event_fixture.h"

TestSuite(dispatch, .init = event_fixture_open, .fini = event_fixture_close);

Test(dispatch, tells_every_kind_apart)
{
    static const struct {
        const char *file;
        const char *operation;
    } cases[] = {{"authorizer_request", "authorize"}, {"authorizer_token", "authorize"},
                 {"direct", "count_items"},           {"sqs", "on_message"},
                 {"sqs_fifo", "on_message"},          {"dynamodb", "on_change"},
                 {"sns", "on_notification"},          {"s3", "on_object"},
                 {"eventbridge", "on_bus"},           {"schedule", "nightly"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)event_fixture_run_file(cases[i].file);
        cr_assert_not_null(event_f.dispatch.handler, "%s: %.*s", cases[i].file,
                           LAMINA_FMT(event_f.failure.message));
        cr_expect_str_eq(event_f.dispatch.handler->operation, cases[i].operation);
        cr_expect_gt(event_f.script.calls, 0, "%s", cases[i].file);
        fixture_expect(event_f.context.operation, cases[i].operation);
    }
}

Test(dispatch, takes_schedules_of_both_schedulers_and_no_other_event)
{
    (void)event_fixture_run(event_fixture_changed("schedule", "aws.events", "aws.scheduler"));
    cr_expect_str_eq(event_f.dispatch.handler->operation, "nightly");
    (void)event_fixture_run(event_fixture_changed("schedule", "aws.events", "com.example"));
    cr_expect_str_eq(event_f.dispatch.handler->operation, "on_bus");
    (void)event_fixture_run(event_fixture_changed("schedule", "Scheduled Event", "Other"));
    cr_expect_str_eq(event_f.dispatch.handler->operation, "on_bus");
}

Test(dispatch, says_when_no_handler_is_there)
{
    event_f.plugin.event_count = 2;
    event_fixture_serve("");
    cr_expect_eq(event_fixture_run_file("sqs"), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent",
                                 "plugin fixture 1.0.0 serves no events of the kind SQS; add a "
                                 "handler of the kind sqs to the plugin's .events");
    cr_expect_eq(event_f.script.calls, 0);
}

Test(dispatch, serves_one_operation_alone)
{
    event_fixture_serve("on_message");
    cr_expect_eq(event_fixture_run_file("sqs"), LAMINA_OK);
    cr_expect_eq(event_fixture_run_file("sns"), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "no events of the kind SNS");
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_E_SYNTAX);
}

Test(dispatch, wants_to_know_which_of_two_handlers)
{
    event_f.handlers[3] = event_f.handlers[2];
    event_f.handlers[3].operation = "on_refund";
    event_fixture_serve("");
    cr_expect_eq(event_fixture_run_file("sqs"), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "2 handlers of SQS events (on_message, "
                                                      "on_refund)");
    event_fixture_expect_failure("Function.BadEvent", "set the function's Handler to fixture.");
    event_fixture_serve("on_refund");
    cr_expect_eq(event_fixture_run_file("sqs"), LAMINA_OK);
    cr_expect_str_eq(event_f.dispatch.handler->operation, "on_refund");
}

Test(dispatch, refuses_kinds_that_nobody_serves)
{
    static const struct {
        const char *event;
        const char *words;
    } cases[] = {
        {"{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}", "of the kind \"Records\""},
        {"{\"Records\":[]}", "of the kind \"Records\""},
        {"{\"Records\":7}", "of the kind \"Records\""},
        {"{\"routeArn\":\"arn:x\",\"type\":\"REQUEST\"}", "authorizer of an HTTP API"},
        {"{\"requestContext\":{\"connectionId\":\"x\"}}", "WebSocket"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cr_expect_eq(event_fixture_run(lamina_str_from(cases[i].event)), LAMINA_E_SYNTAX);
        event_fixture_expect_failure("Function.BadEvent", cases[i].words);
    }
}

Test(dispatch, does_not_know_events_without_a_mark)
{
    host_incoming incoming;
    lamina_str fault = {0};
    cr_expect_eq(host__event_open(event_f.lasting, LAMINA_STR("{}"), &incoming, &fault),
                 LAMINA_E_SYNTAX);
    cr_expect(lamina_str_has_prefix(fault, LAMINA_STR("the event is of no kind that is known")));
}

/* ---- direct operations, and what failures are called ---- */

static lamina_status give_name(lamina_context *context, const void *view, void *answer)
{
    const lamina_direct_event *event = view;
    const event_item *asked = event->input;
    event_item *item = lamina_alloc(context, sizeof(*item));
    item->name = asked->name;
    ((lamina_direct_answer *)answer)->output = item;
    fixture_expect(event->raw_input, "{\"name\":\"bolt\"}");
    return LAMINA_OK;
}

Test(dispatch, answers_a_direct_operation_with_its_output)
{
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_OK);
    event_fixture_expect_answer("null");
    event_f.script.act = give_name;
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_OK);
    event_fixture_expect_answer("{\"name\":\"bolt\"}");
}

Test(dispatch, names_the_operations_for_one_that_is_not_there)
{
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"count\"}")), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent",
                                 "no operation \"count\"; it has: count_items");
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":7}")), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "no operation \"\"");
    /* A queue's handler cannot be called by its name. */
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"on_message\"}")), LAMINA_E_SYNTAX);
}

Test(dispatch, refuses_members_of_a_direct_event_that_it_does_not_know)
{
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"count_items\",\"inputs\":{}}")),
                 LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "\"inputs\" is neither operation nor input");
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"count_items\",\"input\":7}")),
                 LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "input is not an object");
    cr_expect_eq(event_f.script.calls, 0);
}

Test(dispatch, tells_every_violation_of_an_input)
{
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"count_items\"}")),
                 LAMINA_E_INVALID);
    event_fixture_expect_failure("Function.InvalidRequest", "/name ");
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"operation\":\"count_items\",\"input\":"
                                              "{\"name\":\"\",\"size\":1}}")),
                 LAMINA_E_INVALID);
    event_fixture_expect_failure("Function.InvalidRequest", "/name ");
    event_fixture_expect_failure("Function.InvalidRequest", "/size ");
}

Test(dispatch, names_a_failure_after_its_problem)
{
    event_f.script.fail_call = 1;
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_E_CONFLICT);
    event_fixture_expect_failure("Function.ItemLocked", "Item 1 is locked");
    const lamina_str message = event_f.failure.message;
    cr_expect_null(memmem(message.ptr, message.len, "cause", 5));
    cr_expect_eq(event_f.dispatch.problem.cause_count, 1);
}

static lamina_status fail_silently(lamina_context *context, const void *view, void *answer)
{
    (void)view;
    (void)answer;
    return lamina_cause(context, LAMINA_E_UPSTREAM, "the secret of a layer below");
}

Test(dispatch, keeps_causes_to_the_log)
{
    event_f.script.act = fail_silently;
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_E_UPSTREAM);
    event_fixture_expect_failure("Function.BadUpstreamAnswer", "the log says more");
    cr_expect_null(strstr(event_f.failure.message.ptr, "secret"));
}

static const char *code_to_give;

static lamina_status fail_with_code(lamina_context *context, const void *view, void *answer)
{
    (void)view;
    (void)answer;
    return lamina_fail(context, LAMINA_E_CONFLICT, code_to_give, "It failed");
}

Test(dispatch, makes_types_of_letters_alone)
{
    static const struct {
        const char *code;
        const char *type;
    } cases[] = {{"user-exists", "Function.UserExists"},
                 {"x2y", "Function.XY"},
                 {"42", "Function.HandlerFailed"}};
    event_f.script.act = fail_with_code;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        code_to_give = cases[i].code;
        (void)event_fixture_run_file("direct");
        event_fixture_expect_failure(cases[i].type, "It failed");
    }
}

static lamina_status forget_name(lamina_context *context, const void *view, void *answer)
{
    (void)view;
    ((lamina_direct_answer *)answer)->output = lamina_alloc(context, sizeof(event_item));
    return LAMINA_OK;
}

Test(dispatch, refuses_an_output_that_breaks_its_record)
{
    event_f.script.act = forget_name;
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_E_INTERNAL);
    event_fixture_expect_failure("Function.AnswerFailed", "a required field was not filled: name");
    event_f.handlers[1].response = NULL;
    cr_expect_eq(event_fixture_run_file("direct"), LAMINA_E_INTERNAL);
    event_fixture_expect_failure("Function.AnswerFailed", "no record to encode it with");
}

/* ---- EventBridge ---- */

static lamina_status look_at_bus_event(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_bus_event *event = view;
    event_expect_text(event->id, "6a7e8feb-b491-4cf7-a9f1-bf3703467718");
    event_expect_text(event->detail_type, "Item Added");
    event_expect_text(event->source, "com.example.warehouse");
    event_expect_text(event->account, "123456789012");
    event_expect_text(event->region, "eu-central-1");
    event_expect_text(event->raw_detail, "{\"name\":\"bolt\"}");
    event_expect_number((int64_t)event->occurred_ms, INT64_C(1769860800000));
    event_expect_number((int64_t)event->resource_count, 1);
    event_expect_text(event->resources[0],
                      "arn:aws:dynamodb:eu-central-1:123456789012:table/items");
    return LAMINA_OK;
}

Test(dispatch, gives_a_bus_event_with_its_detail)
{
    event_f.script.act = look_at_bus_event;
    cr_expect_eq(event_fixture_run_file("eventbridge"), LAMINA_OK);
    event_fixture_expect_answer("null");
    fixture_expect(event_f.script.names[0], "bolt");
}

Test(dispatch, fails_the_invocation_for_a_detail_that_breaks_its_record)
{
    cr_expect_eq(event_fixture_run(event_fixture_changed("eventbridge", "{\"name\": \"bolt\"}",
                                                         "{\"nome\": \"bolt\"}")),
                 LAMINA_E_INVALID);
    event_fixture_expect_failure("Function.InvalidRequest", "/name");
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"detail-type\":\"x\",\"source\":\"y\"}")),
                 LAMINA_E_INVALID);
    cr_expect_eq(event_f.script.calls, 0);
}

Test(dispatch, refuses_a_bus_event_that_is_none)
{
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"detail-type\":\"x\"}")), LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "EventBridge event: source is missing");
    cr_expect_eq(event_fixture_run(LAMINA_STR("{\"detail-type\":7,\"source\":\"y\"}")),
                 LAMINA_E_SYNTAX);
    cr_expect_eq(event_fixture_run(
                     LAMINA_STR("{\"detail-type\":\"x\",\"source\":\"y\",\"resources\":\"z\"}")),
                 LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.BadEvent", "resources is not an array");
}
