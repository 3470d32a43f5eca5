/* A client over a scripted transport: see sending.h. */
#include "sending.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct sending sending;

void sending_start(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET-THAT-STAYS", 1);
    setenv("AWS_SESSION_TOKEN", "TOKEN-THAT-STAYS", 1);
    unsetenv("AWS_MAX_ATTEMPTS");
    sending.test = test_context_new();
    sending.context = test_context_get(sending.test);
}

void sending_stop(void)
{
    dynamodb_client_free(sending.client);
    test_context_free(sending.test);
}

void sending_open_client(uint32_t max_attempts)
{
    dynamodb_client_options options = {.size = sizeof options,
                                       .max_attempts = max_attempts,
                                       .region = "eu-central-1",
                                       .endpoint = "http://127.0.0.1:8000",
                                       .transport = &sending.fake.transport};
    lamina_str reason = {.ptr = NULL, .len = 0};
    dynamodb_client_free(sending.client);
    cr_assert_eq(dynamodb_client_new(&options, sending.context->arena, &sending.client, &reason),
                 LAMINA_OK);
}

lamina_status sending_again(uint32_t repeat)
{
    const char *operation = repeat == DYNAMODB_REPEAT_SAFE ? "GetItem" : "PutItem";
    dynamodb_request request = {.size = sizeof request,
                                .repeat = repeat,
                                .operation =
                                    sending.operation != NULL ? sending.operation : operation,
                                .body = LAMINA_STR("{\"TableName\":\"t\"}")};
    sending.error = (dynamodb_error){.size = sizeof sending.error};
    return dynamodb_send(sending.client, sending.context, &request, &sending.answer,
                         &sending.error);
}

lamina_status sending_steps(uint32_t repeat, const fake_step *steps, size_t count)
{
    fake_transport_init(&sending.fake, sending.test, steps, count);
    if (sending.client == NULL)
        sending_open_client(3);
    sending.client->aws.transport = sending.fake.transport;
    return sending_again(repeat);
}
