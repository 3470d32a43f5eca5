/* A network that interferes: see dynamodb_interference.h. */
#include "dynamodb_interference.h"

#include <criterion/criterion.h>

#include <stdio.h>

#include "domain/dynamodb.h"
#include "lamina/http_client.h"
#include "lamina/text.h"

static lamina_http_client *network;
static dynamodb_client *undisturbed, *disturbed;
static size_t answers_to_lose, errors_to_answer, transactions;
static const char *error_members;
static char body[1024];
static void (*act_before)(void *state);
static void *act_state;

static bool is_transaction(const lamina_http_call *call)
{
    for (size_t i = 0; i < call->header_count; i++)
        if (lamina_str_is(call->headers[i].value, "DynamoDB_20120810.TransactWriteItems"))
            return true;
    return false;
}

static void act_once(void)
{
    void (*act)(void *state) = act_before;
    if (act == NULL)
        return;
    act_before = NULL;
    act(act_state);
}

static lamina_status send_disturbed(void *self, const lamina_http_call *call,
                                    lamina_http_answer *answer)
{
    (void)self;
    bool is_target = is_transaction(call);
    transactions += is_target;
    if (is_target)
        act_once();
    if (is_target && errors_to_answer > 0) {
        errors_to_answer--;
        snprintf(body, sizeof body, "{%s}", error_members);
        *answer = (lamina_http_answer){.size = answer->size,
                                       .status = 400,
                                       .body = lamina_str_from(body),
                                       .sent = true,
                                       .received = true};
        return LAMINA_OK;
    }
    lamina_status status = lamina_http_send(network, call, answer);
    if (!is_target || answers_to_lose == 0)
        return status;
    cr_assert_eq(answer->status, 200, "it was to be carried out");
    answers_to_lose--;
    *answer = (lamina_http_answer){.size = answer->size, .sent = true, .fault = "lost"};
    return LAMINA_E_TIMEOUT;
}

static void wait_for_nothing(void *self, uint32_t milliseconds)
{
    (void)self;
    (void)milliseconds;
}

void interference_begin(lamina_context *context)
{
    network = lamina_http_client_new(NULL);
    cr_assert_not_null(network);
    dynamodb_transport transport = {.send = send_disturbed, .wait_ms = wait_for_nothing};
    dynamodb_client_options options = {.size = sizeof options, .transport = &transport};
    lamina_str reason;
    undisturbed = dynamodb_client_shared(context);
    cr_assert_eq(dynamodb_client_new(&options, context->arena, &disturbed, &reason), LAMINA_OK);
    dynamodb_client_use(disturbed);
    transactions = 0;
}

void interference_end(void)
{
    dynamodb_client_use(undisturbed);
    dynamodb_client_free(disturbed);
    lamina_http_client_free(network);
}

void interference_lose_answers(size_t count)
{
    answers_to_lose = count;
}

void interference_answer(size_t count, const char *error)
{
    errors_to_answer = count;
    error_members = error;
}

void interference_before_next(void (*act)(void *state), void *state)
{
    act_before = act;
    act_state = state;
}

size_t interference_transactions(void)
{
    return transactions;
}
