/*
 * Metrics: the exact line, as CloudWatch's embedded metric format has it, and what is refused.
 */
#include <criterion/criterion.h>

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lamina/json.h"
#include "lamina/log.h"
#include "lamina/metrics.h"
#include "lamina/system_host.h"
#include "lamina/text.h"
#include "test_context.h"

static int ends[2];
static lamina_context invocation;

static int64_t fixed_time(void)
{
    return INT64_C(1769860800123456);
}

static void configure(const char *service)
{
    lamina_log_configure(&(lamina_log_options){.size = sizeof(lamina_log_options),
                                               .fd = ends[1],
                                               .level = LAMINA_LOG_FATAL,
                                               .service = service,
                                               .realtime_us = fixed_time});
}

static void begin(void)
{
    cr_assert_eq(pipe(ends), 0);
    cr_assert_gt(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20), 0); /* a line is read when it is written */
    unsetenv("LAMINA_METRICS");
    unsetenv("LAMINA_METRICS_NAMESPACE");
    unsetenv("POWERTOOLS_METRICS_NAMESPACE");
    configure("orders");
    invocation = (lamina_context){
        .size = sizeof invocation, .host = lamina_system_host(), .request_id = LAMINA_STR("r-1")};
}

TestSuite(metrics, .init = begin);

/* What was written since; "" for nothing. */
static const char *written(void)
{
    static char line[256 << 10];
    close(ends[1]);
    size_t len = 0;
    ssize_t part;
    while ((part = read(ends[0], line + len, sizeof line - 1 - len)) > 0)
        len += (size_t)part;
    cr_assert_eq(part, 0);
    line[len] = '\0';
    return line;
}

Test(metrics, one_sample_is_one_line)
{
    cr_assert_eq(lamina_metric_add(&invocation, "OrdersPlaced", LAMINA_UNIT_COUNT, 3), LAMINA_OK);
    cr_assert_str_eq(
        written(),
        "{\"_aws\":{\"Timestamp\":1769860800123,\"CloudWatchMetrics\":[{\"Namespace\":\"Lamina\","
        "\"Dimensions\":[[\"service\"]],\"Metrics\":[{\"Name\":\"OrdersPlaced\",\"Unit\":\"Count\"}]}]},"
        "\"service\":\"orders\",\"function_request_id\":\"r-1\",\"OrdersPlaced\":3}\n");
}

Test(metrics, samples_share_their_dimensions)
{
    setenv("POWERTOOLS_METRICS_NAMESPACE", "Other", 1);
    setenv("LAMINA_METRICS_NAMESPACE", "Shop", 1);
    const lamina_param dimensions[] = {{LAMINA_STR("kind"), LAMINA_STR("deb\"it")},
                                       {LAMINA_STR("country"), LAMINA_STR("DE")}};
    const lamina_metric figures[] = {
        {.name = "Took", .value = 12.5, .unit = LAMINA_UNIT_MILLISECONDS, .resolution_s = 1},
        {.name = "Size", .value = 0, .unit = LAMINA_UNIT_BYTES, .resolution_s = 60}};
    cr_assert_eq(lamina_metrics_write(&invocation, figures, 2, dimensions, 2), LAMINA_OK);
    cr_assert_str_eq(
        written(),
        "{\"_aws\":{\"Timestamp\":1769860800123,\"CloudWatchMetrics\":[{\"Namespace\":\"Shop\","
        "\"Dimensions\":[[\"service\",\"kind\",\"country\"]],\"Metrics\":["
        "{\"Name\":\"Took\",\"Unit\":\"Milliseconds\",\"StorageResolution\":1},"
        "{\"Name\":\"Size\",\"Unit\":\"Bytes\"}]}]},\"service\":\"orders\",\"kind\":\"deb\\\"it\","
        "\"country\":\"DE\",\"function_request_id\":\"r-1\",\"Took\":12.5,\"Size\":0}\n");
}

Test(metrics, without_a_service_or_an_invocation_there_is_less_to_say)
{
    configure(NULL);
    setenv("POWERTOOLS_METRICS_NAMESPACE", "Other", 1);
    cr_assert_eq(lamina_metric_add(NULL, "Starts", LAMINA_UNIT_NONE, 1), LAMINA_OK);
    cr_assert_str_eq(
        written(),
        "{\"_aws\":{\"Timestamp\":1769860800123,\"CloudWatchMetrics\":[{\"Namespace\":\"Other\","
        "\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"Starts\",\"Unit\":\"None\"}]}]},\"Starts\":1}\n");
}

Test(metrics, can_be_switched_off)
{
    setenv("LAMINA_METRICS", "off", 1);
    cr_assert_eq(lamina_metric_add(&invocation, "Starts", LAMINA_UNIT_NONE, 1), LAMINA_OK);
    cr_assert_eq(lamina_metric_add(&invocation, "", LAMINA_UNIT_NONE, 1), LAMINA_E_ARGUMENT);
    cr_assert_str_empty(written());
}

Test(metrics, the_most_is_taken_in_one_line)
{
    static char names[LAMINA_METRIC_CAP][LAMINA_METRIC_NAME_MAX + 1];
    static lamina_metric figures[LAMINA_METRIC_CAP + 1];
    static lamina_param dimensions[LAMINA_METRIC_DIMENSION_CAP + 1];
    static char keys[LAMINA_METRIC_DIMENSION_CAP][8], value[LAMINA_METRIC_VALUE_MAX + 1];
    memset(value, 'v', sizeof value - 1);
    for (size_t i = 0; i < LAMINA_METRIC_CAP; i++) {
        memset(names[i], 'n', LAMINA_METRIC_NAME_MAX);
        names[i][0] = (char)('0' + i / 10);
        names[i][1] = (char)('0' + i % 10);
        figures[i] = (lamina_metric){.name = names[i], .value = 1e300};
    }
    for (size_t i = 0; i < LAMINA_METRIC_DIMENSION_CAP; i++) {
        keys[i][0] = 'k';
        keys[i][1] = (char)('A' + i);
        dimensions[i] = (lamina_param){{keys[i], 2}, {value, LAMINA_METRIC_VALUE_MAX}};
    }
    cr_assert_eq(lamina_metrics_write(&invocation, figures, LAMINA_METRIC_CAP, dimensions,
                                      LAMINA_METRIC_DIMENSION_CAP),
                 LAMINA_OK);
    figures[LAMINA_METRIC_CAP] = (lamina_metric){.name = "one more"};
    dimensions[LAMINA_METRIC_DIMENSION_CAP] =
        (lamina_param){LAMINA_STR("one more"), LAMINA_STR("v")};
    cr_assert_eq(lamina_metrics_write(&invocation, figures, LAMINA_METRIC_CAP + 1, NULL, 0),
                 LAMINA_E_ARGUMENT);
    cr_assert_eq(
        lamina_metrics_write(&invocation, figures, 1, dimensions, LAMINA_METRIC_DIMENSION_CAP + 1),
        LAMINA_E_ARGUMENT);
    lamina_arena *arena = lamina_arena_new(4u << 20);
    const lamina_json *line = NULL;
    lamina_str text = lamina_str_trim(lamina_str_from(written()));
    cr_assert_eq(lamina_json_read(arena, text, 0, &line, NULL), LAMINA_OK);
    lamina_arena_free(arena);
}

Test(metrics, what_is_no_metric_is_refused_and_writes_nothing)
{
    static char long_name[LAMINA_METRIC_NAME_MAX + 2];
    memset(long_name, 'n', sizeof long_name - 1);
    const lamina_metric wrong[] = {
        {.name = NULL, .value = 1},
        {.name = "", .value = 1},
        {.name = long_name, .value = 1},
        {.name = "\xFF", .value = 1},
        {.name = "_aws", .value = 1},
        {.name = "service", .value = 1},
        {.name = "function_request_id", .value = 1},
        {.name = "n", .value = (double)INFINITY},
        {.name = "n", .value = (double)NAN},
        {.name = "n", .value = 1, .unit = LAMINA_UNIT_COUNT_PER_SECOND + 1},
        {.name = "n", .value = 1, .resolution_s = 5},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_eq(lamina_metrics_write(&invocation, &wrong[i], 1, NULL, 0), LAMINA_E_ARGUMENT,
                     "%zu", i);
    const lamina_metric twice[] = {{.name = "n", .value = 1}, {.name = "n", .value = 2}};
    cr_assert_eq(lamina_metrics_write(&invocation, twice, 2, NULL, 0), LAMINA_E_ARGUMENT);
    cr_assert_eq(lamina_metrics_write(&invocation, twice, 0, NULL, 0), LAMINA_E_ARGUMENT);
    cr_assert_eq(lamina_metrics_write(&invocation, NULL, 1, NULL, 0), LAMINA_E_ARGUMENT);
    const lamina_param no_dimension[] = {{LAMINA_STR("n"), LAMINA_STR("v")},
                                         {LAMINA_STR("k"), {NULL, 0}},
                                         {{NULL, 0}, LAMINA_STR("v")},
                                         {LAMINA_STR("service"), LAMINA_STR("v")}};
    for (size_t i = 0; i < sizeof no_dimension / sizeof *no_dimension; i++)
        cr_assert_eq(lamina_metrics_write(&invocation, twice, 1, &no_dimension[i], 1),
                     LAMINA_E_ARGUMENT, "%zu", i);
    cr_assert_str_empty(written());
}

static const void *no_table(const lamina_host *host, const char *id)
{
    (void)host;
    (void)id;
    return NULL;
}

Test(metrics, a_host_without_them_is_told)
{
    static const lamina_host older = {.table = no_table};
    invocation.host = &older;
    cr_assert_eq(lamina_metric_add(&invocation, "n", LAMINA_UNIT_NONE, 1), LAMINA_E_UNSUPPORTED);
    cr_assert_str_empty(written());
}
