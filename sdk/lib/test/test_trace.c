/*
 * Subsegments of X-Ray: the exact datagram, and when there is none.
 */
#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lamina/json.h"
#include "lamina/system_host.h"
#include "lamina/text.h"
#include "lamina/trace.h"

#define TRACE "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"

static int daemon_socket;
static lamina_context invocation;
static int64_t clock_us = INT64_C(1769860800000007);

/* ---- a host with a clock and random numbers of its own ---- */

static int64_t fixed_clock(void)
{
    return clock_us;
}

static lamina_status fixed_random(void *out, size_t len)
{
    memset(out, 0xa5, len);
    return LAMINA_OK;
}

static const lamina_clock_1 clock_table = {.realtime_us = fixed_clock, .monotonic_us = fixed_clock};
static const lamina_random_1 random_table = {.fill = fixed_random};

static const void *find_table(const lamina_host *host, const char *id)
{
    (void)host;
    if (strcmp(id, LAMINA_CLOCK_1) == 0)
        return &clock_table;
    if (strcmp(id, LAMINA_RANDOM_1) == 0)
        return &random_table;
    return strcmp(id, LAMINA_TRACE_1) == 0 ? lamina_trace_table() : NULL;
}

static const lamina_host fixed_host = {.table = find_table};

static void begin(void)
{
    char text[32];
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    daemon_socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(daemon_socket, (struct sockaddr *)(void *)&address, sizeof address), 0);
    cr_assert_eq(getsockname(daemon_socket, (struct sockaddr *)(void *)&address, &len), 0);
    snprintf(text, sizeof text, "127.0.0.1:%u", ntohs(address.sin_port));
    setenv("AWS_XRAY_DAEMON_ADDRESS", text, 1);
    setenv("AWS_REGION", "eu-west-1", 1);
    invocation = (lamina_context){
        .size = sizeof invocation, .host = &fixed_host, .trace_id = LAMINA_STR(TRACE)};
}

static void end(void)
{
    close(daemon_socket);
}

TestSuite(trace, .init = begin, .fini = end);

/* The next datagram; "" when there is none. What was sent on the loopback is there already. */
static const char *received(void)
{
    static char text[65 << 10];
    ssize_t len = recv(daemon_socket, text, sizeof text - 1, MSG_DONTWAIT);
    text[len < 0 ? 0 : len] = '\0';
    return text;
}

#define HEAD                                                                                       \
    "{\"format\":\"json\",\"version\":1}\n{\"type\":\"subsegment\",\"id\":\"a5a5a5a5a5a5a5a5\","   \
    "\"trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\",\"parent_id\":\"53995c3f42cd8ad8\","

Test(trace, a_span_is_one_datagram)
{
    lamina_span span = lamina_span_begin(&invocation, "rates");
    clock_us += 1500000;
    lamina_span_end(&invocation, &span, LAMINA_OK);
    cr_assert_str_eq(received(), HEAD "\"name\":\"rates\",\"start_time\":1769860800.000007,"
                                      "\"end_time\":1769860801.500007}");
    cr_assert_str_empty(received());
}

Test(trace, a_call_to_aws_says_which)
{
    const lamina_param annotations[] = {{LAMINA_STR("kind"), LAMINA_STR("debit")},
                                        {LAMINA_STR("not-a-name"), LAMINA_STR("x")}};
    const lamina_subsegment part = {.size = sizeof part,
                                    .flags = LAMINA_TRACE_THROTTLE,
                                    .name = LAMINA_STR("Dynamo\"DB"),
                                    .start_us = 1,
                                    .end_us = 0,
                                    .annotations = annotations,
                                    .annotation_count = 2,
                                    .aws_operation = LAMINA_STR("GetItem"),
                                    .aws_table = LAMINA_STR("orders"),
                                    .aws_request_id = LAMINA_STR("R1"),
                                    .retries = 2,
                                    .http_status = 400};
    lamina_trace_write(&invocation, &part);
    cr_assert_str_eq(received(), HEAD
                     "\"name\":\"Dynamo_DB\",\"start_time\":0.000001,\"end_time\":0.000001,"
                     "\"namespace\":\"aws\",\"aws\":{\"operation\":\"GetItem\","
                     "\"region\":\"eu-west-1\",\"table_name\":\"orders\",\"request_id\":\"R1\","
                     "\"retries\":2},\"http\":{\"response\":{\"status\":400}},\"error\":true,"
                     "\"throttle\":true,\"annotations\":{\"kind\":\"debit\"}}");
}

Test(trace, how_it_ended_is_a_flag)
{
    cr_assert_eq(lamina_trace_flags(LAMINA_OK), 0);
    cr_assert_eq(lamina_trace_flags(LAMINA_E_NOT_FOUND), LAMINA_TRACE_ERROR);
    cr_assert_eq(lamina_trace_flags(LAMINA_E_UPSTREAM), LAMINA_TRACE_FAULT);
    cr_assert_eq(lamina_trace_flags(LAMINA_E_THROTTLED), LAMINA_TRACE_THROTTLE);
    cr_assert_eq(lamina_trace_flags(LAMINA_E_TOO_MANY), LAMINA_TRACE_THROTTLE);
    lamina_span span = lamina_span_begin(&invocation, "");
    lamina_span_end(&invocation, &span, LAMINA_E_INTERNAL);
    const char *text = received();
    cr_assert_not_null(strstr(text, "\"name\":\"_\""), "%s", text);
    cr_assert_not_null(strstr(text, "\"fault\":true"));
}

Test(trace, what_x_ray_has_not_chosen_is_not_sent)
{
    static const char *const not_traced[] = {
        "",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
        "Parent=53995c3f42cd8ad8;Sampled=1",
        ";;=;",
    };
    for (size_t i = 0; i < sizeof not_traced / sizeof *not_traced; i++) {
        invocation.trace_id = lamina_str_from(not_traced[i]);
        cr_assert_not(lamina_trace_is_on(&invocation), "%s", not_traced[i]);
        lamina_span span = lamina_span_begin(&invocation, "rates");
        lamina_span_end(&invocation, &span, LAMINA_OK);
        cr_assert_str_empty(received());
    }
    cr_assert_not(lamina_trace_is_on(NULL));
}

Test(trace, an_address_that_is_none_is_no_failure)
{
    static const char *const wrong[] = {
        "",      "127.0.0.1",     "localhost:2000", "127.0.0.1:0", "127.0.0.1:65536",
        ":2000", "999.1.1.1:2000"};
    lamina_span span = lamina_span_begin(&invocation, "rates");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        setenv("AWS_XRAY_DAEMON_ADDRESS", wrong[i], 1);
        lamina_span_end(&invocation, &span, LAMINA_OK);
    }
    unsetenv("AWS_XRAY_DAEMON_ADDRESS");
    lamina_span_end(&invocation, &span, LAMINA_OK);
    setenv("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:1", 1); /* nobody is there */
    lamina_span_end(&invocation, &span, LAMINA_OK);
    cr_assert_str_empty(received());
}

Test(trace, long_names_and_many_annotations_are_cut)
{
    static char name[1000], keys[60][4];
    static lamina_param annotations[60];
    memset(name, 'n', sizeof name);
    for (size_t i = 0; i < 60; i++) {
        snprintf(keys[i], sizeof keys[i], "k%02zu", i);
        annotations[i] = (lamina_param){lamina_str_from(keys[i]), LAMINA_STR("v")};
    }
    const lamina_subsegment part = {.size = sizeof part,
                                    .name = {name, sizeof name},
                                    .annotations = annotations,
                                    .annotation_count = 60};
    lamina_trace_write(&invocation, &part);
    const char *text = received();
    cr_assert_not_null(strstr(text, "\"k49\":"));
    cr_assert_null(strstr(text, "\"k50\":"));
    lamina_arena *arena = lamina_arena_new(1u << 20);
    const lamina_json *document = NULL;
    cr_assert_eq(
        lamina_json_read(arena, lamina_str_from(strchr(text, '\n') + 1), 0, &document, NULL),
        LAMINA_OK);
    cr_assert_eq(lamina_json_member_string(document, "name").len, 200);
    lamina_arena_free(arena);
}
