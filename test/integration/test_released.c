/*
 * Modules of past releases, each built with the headers of its own release (test/abi/released), on today's
 * host: the promise that deployed modules live by.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "host_session.h"
#include "lamina/text.h"

static host_session session;

static void close_session(void)
{
    host_session_close(&session);
}

TestSuite(released, .fini = close_session);

static void open_with(const char *handler)
{
    host_session_open(&session, &(runtime_api_child_options){.handler = handler});
}

static const lamina_json *ask(const char *method, const char *path, const char *members)
{
    return host_session_ask(&session, host_session_rest(&session, method, path, members));
}

static const char order_members[] =
    ",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\"{\\\"name\\\":\\\"tea\\\"}\"";
static const char bad_members[] = ",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":"
                                  "\"{\\\"count\\\":0,\\\"colour\\\":1}\"";

Test(released, decodes_checks_and_encodes_for_a_module_of_1_0)
{
    open_with("released-1-0");
    const lamina_json *answer = ask("POST", "/orders", order_members);
    const lamina_json *order = host_session_body(&session, answer);
    int64_t count = 0;
    cr_expect_eq(host_session_status(answer), 201);
    cr_expect(lamina_str_is(lamina_json_member_string(order, "name"), "tea"));
    cr_expect_eq(lamina_json_member_string(order, "orderId").len, 26, "an ULID from libdomain");
    cr_assert_eq(lamina_json_int64(lamina_json_member(order, "count"), &count), LAMINA_OK);
    cr_expect_eq(count, 1, "the default");
    cr_expect_eq(host_session_status(ask("POST", "/orders", bad_members)), 422);
}

Test(released, serves_texts_and_problems_of_a_module_of_1_0)
{
    open_with("released-1-0");
    const lamina_json *answer = ask("GET", "/partners/p1", "");
    cr_expect_eq(host_session_status(answer), 200);
    cr_expect(lamina_str_is(lamina_json_member_string(answer, "body"), "partner p1 at 1"));
    answer = ask("GET", "/partners/none", "");
    cr_expect_eq(host_session_status(answer), 404);
    cr_expect(
        lamina_str_is(host_session_header(answer, "Content-Type"), "application/problem+json"));
    cr_expect_eq(host_session_status(ask("DELETE", "/orders", "")), 405);
}

Test(released, hands_direct_events_to_a_module_of_1_0)
{
    open_with("released-1-0.count_letters");
    const lamina_json *answer = host_session_ask(
        &session, "{\"operation\":\"count_letters\",\"input\":{\"name\":\"coffee\"}}");
    int64_t count = 0;
    cr_assert_eq(lamina_json_int64(lamina_json_member(answer, "count"), &count), LAMINA_OK);
    cr_expect_eq(count, 6);
}
