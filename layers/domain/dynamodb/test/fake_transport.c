/* A transport that plays a script: see fake_transport.h. */
#include "fake_transport.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "aws/crc32.h"
#include "lamina/text.h"

static void keep_header(fake_call *call, const lamina_param *header)
{
    char *into = lamina_str_is(header->name, "authorization")          ? call->authorization
                 : lamina_str_is(header->name, "x-amz-date")           ? call->amz_date
                 : lamina_str_is(header->name, "x-amz-security-token") ? call->token
                                                                       : NULL;
    size_t cap = into == call->authorization ? sizeof call->authorization
                 : into == call->amz_date    ? sizeof call->amz_date
                                             : sizeof call->token;
    if (into != NULL)
        snprintf(into, cap, "%.*s", LAMINA_FMT(header->value));
    size_t used = strlen(call->headers);
    snprintf(call->headers + used, sizeof call->headers - used, "%.*s: %.*s\n",
             LAMINA_FMT(header->name), LAMINA_FMT(header->value));
}

static void keep_call(fake_transport *fake, const lamina_http_call *call)
{
    cr_assert_lt(fake->call_count, FAKE_CALL_CAP);
    fake_call *kept = &fake->calls[fake->call_count++];
    *kept = (fake_call){
        .timeout_ms = call->timeout_ms, .flags = call->flags, .waited_ms = fake->pending_wait_ms};
    fake->pending_wait_ms = 0;
    snprintf(kept->url, sizeof kept->url, "%s", call->url);
    for (size_t i = 0; i < call->header_count; i++)
        keep_header(kept, &call->headers[i]);
}

static void add_header(fake_transport *fake, lamina_http_answer *answer, const char *name,
                       const char *value)
{
    fake->headers[answer->header_count++] =
        (lamina_param){.name = lamina_str_from(name), .value = lamina_str_from(value)};
}

static void fill_answer(fake_transport *fake, const fake_step *step, lamina_http_answer *answer)
{
    answer->headers = fake->headers;
    answer->status = step->http_status != 0 ? step->http_status : 200;
    answer->received = 1;
    answer->body = lamina_str_from(step->body != NULL ? step->body : "{}");
    snprintf(fake->crc_text, sizeof fake->crc_text, "%" PRIu32, aws__crc32(answer->body));
    add_header(fake, answer, "x-amzn-RequestId", "REQUEST-1");
    if (step->crc32 == NULL || step->crc32[0] != '\0')
        add_header(fake, answer, "x-amz-crc32", step->crc32 != NULL ? step->crc32 : fake->crc_text);
    if (step->name != NULL)
        add_header(fake, answer, step->name, step->value);
}

static lamina_status send_call(void *self, const lamina_http_call *call, lamina_http_answer *answer)
{
    fake_transport *fake = self;
    cr_assert_lt(fake->call_count, fake->step_count, "one try more than expected");
    const fake_step *step = &fake->steps[fake->call_count];
    keep_call(fake, call);
    /* A try that lasts longer than it may is cut, as libcurl does. */
    int64_t takes_ms = step->takes_ms < call->timeout_ms ? step->takes_ms : call->timeout_ms;
    test_context_advance_us(fake->test, takes_ms * 1000);
    *answer = (lamina_http_answer){.size = answer->size,
                                   .reused = step->reused,
                                   .sent = !step->unsent,
                                   .received = step->received};
    if (step->status == LAMINA_OK)
        fill_answer(fake, step, answer);
    else
        answer->fault = "the script says so";
    return step->status;
}

static void wait_ms(void *self, uint32_t milliseconds)
{
    fake_transport *fake = self;
    fake->waited_ms += milliseconds;
    fake->pending_wait_ms += milliseconds;
    test_context_advance_us(fake->test, (int64_t)milliseconds * 1000);
}

void fake_transport_init(fake_transport *fake, test_context *test, const fake_step *steps,
                         size_t step_count)
{
    *fake = (fake_transport){.test = test, .steps = steps, .step_count = step_count};
    fake->transport = (dynamodb_transport){.send = send_call, .wait_ms = wait_ms, .self = fake};
}
