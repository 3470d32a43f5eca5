/*
 * test_event_records.c - events with lists of records: what each handler sees, and what Lambda is told
 * of those that failed.
 */
#include <string.h>

#include "event_fixture.h"

TestSuite(event_records, .init = event_fixture_open, .fini = event_fixture_close);

#define FAILURES(ids) "{\"batchItemFailures\":[" ids "]}"
#define ID(id) "{\"itemIdentifier\":\"" id "\"}"

/* ---- SQS ---- */

static lamina_status look_at_message(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_sqs_message *message = view;
    event_expect_text(message->source_arn, "arn:aws:sqs:eu-central-1:123456789012:items");
    event_expect_text(message->region, "eu-central-1");
    if (event_f.script.calls > 1) {
        event_expect_number((int64_t)message->receive_count, 3);
        event_expect_number((int64_t)message->attribute_count, 0);
        return LAMINA_OK;
    }
    event_expect_text(message->message_id, "059f36b4-87a3-44ab-83d2-661975830a7d");
    event_expect_text(message->raw_body, "{\"name\":\"bolt\"}");
    event_expect_number((int64_t)message->receive_count, 1);
    event_expect_number((int64_t)message->sent_ms, INT64_C(1769860800000));
    event_expect_number((int64_t)message->group_id.len, 0);
    event_expect_number((int64_t)message->attribute_count, 2);
    event_expect_text(message->attributes[0].name, "source");
    event_expect_text(message->attributes[0].data_type, "String");
    event_expect_text(message->attributes[0].value, "warehouse");
    event_expect_number((int64_t)message->attributes[1].value.len, 4);
    event_expect_number(memcmp(message->attributes[1].value.ptr, "\0\1\2\xff", 4), 0);
    return LAMINA_OK;
}

Test(event_records, hand_a_message_at_a_time_to_a_queues_handler)
{
    event_f.script.act = look_at_message;
    cr_assert_eq(event_fixture_run_file("sqs"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(""));
    cr_expect_eq(event_f.dispatch.records, 2);
    fixture_expect(event_f.script.names[0], "bolt");
    fixture_expect(event_f.script.names[1], "nut");
}

Test(event_records, report_the_messages_that_failed_and_go_on)
{
    event_f.script.fail_call = 1;
    cr_assert_eq(event_fixture_run_file("sqs"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(ID("059f36b4-87a3-44ab-83d2-661975830a7d")));
    cr_expect_eq(event_f.script.calls, 2);
    cr_expect_eq(event_f.dispatch.failed, 1);
}

Test(event_records, report_a_body_that_breaks_its_record)
{
    cr_assert_eq(event_fixture_run(event_fixture_changed("sqs", "\"nut\\\"", "\"\\\"")), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(ID("2e1424d4-f796-459a-8184-9c92662be6da")));
    cr_expect_eq(event_f.script.calls, 1);
}

static lamina_status look_at_fifo_message(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_sqs_message *message = view;
    event_expect_text(message->group_id, "items");
    cr_expect(lamina_str_has_prefix(message->deduplication_id, LAMINA_STR("order-")));
    return LAMINA_OK;
}

Test(event_records, stop_at_the_first_failure_of_a_fifo_queue)
{
    event_f.script.act = look_at_fifo_message;
    cr_assert_eq(event_fixture_run_file("sqs_fifo"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(""));
    event_f.script.fail_call = 2;
    cr_assert_eq(event_fixture_run_file("sqs_fifo"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(
        ID("22d6ee51-4cc7-4302-9e22-7cd8afdaadf5") "," ID("33d6ee51-4cc7-4302-9e22-7cd8afdaadf5")));
    cr_expect_eq(event_f.script.calls, 2);
    cr_expect_eq(event_f.dispatch.failed, 2);
}

Test(event_records, fail_as_a_whole_when_the_mapping_takes_no_report)
{
    event_f.handlers[2].flags = LAMINA_EVENT_WHOLE_BATCH;
    event_f.handlers[3].flags = LAMINA_EVENT_WHOLE_BATCH;
    event_fixture_serve("");
    cr_expect_eq(event_fixture_run_file("sqs"), LAMINA_OK);
    event_fixture_expect_answer("null");
    event_f.script.fail_call = 1;
    static const char *const files[] = {"sqs", "sqs_fifo", "dynamodb"};
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(event_fixture_run_file(files[i]), LAMINA_E_CONFLICT);
        event_fixture_expect_failure("Function.ItemLocked", "Item 1 is locked");
        cr_expect_eq(event_f.script.calls, 1);
    }
}

static lamina_status fill_the_arena(lamina_context *context, const void *view, void *answer)
{
    (void)view;
    (void)answer;
    return lamina_alloc(context, (size_t)40 * 1024 * 1024) != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
}

Test(event_records, give_each_record_an_empty_arena)
{
    event_f.script.act = fill_the_arena;
    cr_assert_eq(event_fixture_run_file("sqs_fifo"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(""));
    cr_expect_eq(event_f.script.calls, 3);
}

/* ---- DynamoDB streams ---- */

static lamina_status look_at_change(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    static const uint32_t expected[] = {LAMINA_STREAM_INSERT, LAMINA_STREAM_MODIFY,
                                        LAMINA_STREAM_EXPIRE};
    const lamina_stream_change *change = view;
    const size_t call = event_f.script.calls - 1;
    event_expect_number((int64_t)change->what, expected[call]);
    event_expect_text(change->keys, "{\"itemId\":{\"S\":\"42\"}}");
    event_expect_number((int64_t)change->created_ms, INT64_C(1769860800000) + (int64_t)call * 1000);
    event_expect_number(change->new_image.len > 0, call != 2);
    event_expect_number(change->old_image.len > 0, call != 0);
    if (call == 1) {
        event_expect_text(change->new_image, "{\"itemId\":{\"S\":\"42\"},\"name\":{\"S\":\"bolt\"},"
                                             "\"count\":{\"N\":\"8\"}}");
        event_expect_text(change->sequence_number, "111100000000000000002");
        event_expect_text(change->event_id, "19a1a43ed5ae94b5bd1ec4a5d0eb06e2");
    }
    return LAMINA_OK;
}

Test(event_records, hand_a_change_at_a_time_to_a_streams_handler)
{
    event_f.script.act = look_at_change;
    cr_assert_eq(event_fixture_run_file("dynamodb"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(""));
    cr_expect_eq(event_f.script.calls, 3);
}

Test(event_records, tell_a_stream_where_to_come_again)
{
    event_f.script.fail_call = 2;
    cr_assert_eq(event_fixture_run_file("dynamodb"), LAMINA_OK);
    event_fixture_expect_answer(FAILURES(ID("111100000000000000002")));
    cr_expect_eq(event_f.script.calls, 2);
}

static lamina_status count_removes(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_stream_change *change = view;
    cr_expect(event_f.script.calls < 3 || change->what == LAMINA_STREAM_REMOVE);
    return LAMINA_OK;
}

Test(event_records, tell_a_remove_from_an_expiry)
{
    event_f.script.act = count_removes;
    cr_assert_eq(event_fixture_run(event_fixture_changed("dynamodb", "\"Service\"", "\"User\"")),
                 LAMINA_OK);
    cr_assert_eq(event_fixture_run(event_fixture_changed("dynamodb", "userIdentity", "u")),
                 LAMINA_OK);
}

/* ---- SNS and S3 ---- */

static lamina_status look_at_notification(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_sns_notification *one = view;
    event_expect_text(one->message_id, "95df01b4-ee98-5cb9-9903-4c221d41eb5e");
    event_expect_text(one->raw_message, "{\"name\":\"bolt\"}");
    event_expect_text(one->topic_arn, "arn:aws:sns:eu-central-1:123456789012:items");
    event_expect_text(one->subject, "A new item");
    event_expect_number((int64_t)one->sent_ms, INT64_C(1769860800123));
    event_expect_number((int64_t)one->attribute_count, 2);
    event_expect_text(one->attributes[0].value, "warehouse");
    event_expect_number((int64_t)one->attributes[1].value.len, 4);
    return LAMINA_OK;
}

Test(event_records, hand_a_notification_to_a_topics_handler)
{
    event_f.script.act = look_at_notification;
    cr_assert_eq(event_fixture_run_file("sns"), LAMINA_OK);
    event_fixture_expect_answer("null");
    fixture_expect(event_f.script.names[0], "bolt");
}

static lamina_status look_at_plain_bytes(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    event_expect_text(((const lamina_sns_notification *)view)->attributes[1].value, "TestBinary");
    return LAMINA_OK;
}

Test(event_records, take_the_plain_words_of_the_consoles_test_events)
{
    event_f.script.act = look_at_plain_bytes;
    cr_assert_eq(event_fixture_run(event_fixture_changed("sns", "AAEC/w==", "TestBinary")),
                 LAMINA_OK);
}

static lamina_status look_at_object(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    (void)answer;
    const lamina_s3_change *change = view;
    event_expect_text(change->event_name, "ObjectCreated:Put");
    event_expect_text(change->bucket, "items-import");
    event_expect_text(change->bucket_arn, "arn:aws:s3:::items-import");
    event_expect_text(change->key, "2026/new items+1.csv");
    event_expect_text(change->etag, "b21b84d653bb07b05b1e6b33684dc11b");
    event_expect_text(change->version_id, "096fKKXTRTtl3on89fVO.nfljtsv6qko");
    event_expect_text(change->sequencer, "0C0F6F405D6ED209E1");
    event_expect_number((int64_t)change->object_size, 1305107);
    event_expect_number((int64_t)change->occurred_ms, INT64_C(1769860800123));
    return LAMINA_OK;
}

Test(event_records, hand_an_object_to_a_buckets_handler)
{
    event_f.script.act = look_at_object;
    cr_assert_eq(event_fixture_run_file("s3"), LAMINA_OK);
    event_fixture_expect_answer("null");
}

Test(event_records, fail_the_invocation_where_nobody_reads_a_report)
{
    event_f.script.fail_call = 1;
    cr_expect_eq(event_fixture_run_file("sns"), LAMINA_E_CONFLICT);
    event_fixture_expect_failure("Function.ItemLocked", "Item 1 is locked");
    cr_expect_eq(event_fixture_run_file("s3"), LAMINA_E_CONFLICT);
    event_fixture_expect_failure("Function.ItemLocked", "Item 1 is locked");
    event_f.script.fail_call = 0;
    cr_expect_eq(
        event_fixture_run(event_fixture_changed("sns", "{\\\"name\\\":\\\"bolt\\\"}", "x")),
        LAMINA_E_SYNTAX);
    event_fixture_expect_failure("Function.MalformedJson", "The message is not JSON");
}

/* ---- what is not whole ---- */

Test(event_records, refuse_records_that_are_not_whole)
{
    static const struct {
        const char *file;
        const char *from;
        const char *to;
        const char *words;
    } cases[] = {
        {"sqs", "\"messageId\"", "\"id\"", "SQS event: Records[].messageId is missing"},
        {"sqs", "\"2e1424d4-f796-459a-8184-9c92662be6da\"", "\"\"", "messageId is empty"},
        {"sqs", "\"body\"", "\"bode\"", "Records[].body is missing"},
        {"sqs", "\"AAEC/w==\"", "7", "binaryValue is not a string"},
        {"sqs", "\"dataType\"", "\"type\"", "dataType is missing"},
        {"dynamodb", "MODIFY", "CHANGE", "eventName is none of INSERT"},
        {"dynamodb", "\"dynamodb\"", "\"db\"", "Records[].dynamodb is missing"},
        {"dynamodb", "\"111100000000000000002\"", "\"\"", "SequenceNumber is empty"},
        {"sns", "\"Sns\"", "\"sns\"", "Records[].Sns is missing"},
        {"sns", "\"Message\"", "\"Text\"", "Records[].Sns.Message is missing"},
        {"s3", "\"s3\"", "\"s4\"", "Records[].s3 is missing"},
        {"s3", "%2B", "%2.", "is not percent-encoded"},
        {"s3", "\"name\"", "\"n\"", "Records[].s3.bucket.name is missing"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cr_expect_eq(
            event_fixture_run(event_fixture_changed(cases[i].file, cases[i].from, cases[i].to)),
            LAMINA_E_SYNTAX);
        event_fixture_expect_failure("Function.BadEvent", cases[i].words);
    }
}

Test(event_records, refuse_what_is_no_record)
{
    static const char *const events[] = {
        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"body\":\"{\\\"name\\\":"
        "\\\"a\\\"}\"},null]}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"body\":\"{\\\"name\\\":"
        "\\\"a\\\"}\"},[]]}",
    };
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(event_fixture_run(lamina_str_from(events[i])), LAMINA_E_SYNTAX);
        event_fixture_expect_failure("Function.BadEvent", "messageId is missing");
    }
}

Test(event_records, leave_no_numbers_where_there_are_none)
{
    cr_assert_eq(event_fixture_run(LAMINA_STR(
                     "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"body\":"
                     "\"{\\\"name\\\":\\\"a\\\"}\",\"attributes\":{\"SentTimestamp\":\"soon\","
                     "\"ApproximateReceiveCount\":\"99999999999\"}}]}")),
                 LAMINA_OK);
    event_fixture_expect_answer(FAILURES(""));
}
