/*
 * Metrics in CloudWatch's embedded metric format: one JSON line a call, with one write(2). See
 * lamina/metrics.h.
 */
#include "lamina/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "log_output.h"

/* One event of the log (CloudWatch User Guide: at most 1 MB). Names and values at their longest are less. */
#define LINE_CAP (256u << 10)

#define SERVICE "service"
#define REQUEST_ID "function_request_id"

static const char *const units[] = {
    [LAMINA_UNIT_NONE] = "None",
    [LAMINA_UNIT_COUNT] = "Count",
    [LAMINA_UNIT_PERCENT] = "Percent",
    [LAMINA_UNIT_SECONDS] = "Seconds",
    [LAMINA_UNIT_MILLISECONDS] = "Milliseconds",
    [LAMINA_UNIT_MICROSECONDS] = "Microseconds",
    [LAMINA_UNIT_BYTES] = "Bytes",
    [LAMINA_UNIT_KILOBYTES] = "Kilobytes",
    [LAMINA_UNIT_MEGABYTES] = "Megabytes",
    [LAMINA_UNIT_BYTES_PER_SECOND] = "Bytes/Second",
    [LAMINA_UNIT_COUNT_PER_SECOND] = "Count/Second",
};

/* Members of the line that are none of the caller's. */
static const char *const taken[] = {"_aws", SERVICE, REQUEST_ID};

/* ---- what can be written ---- */

static bool is_name(lamina_str name)
{
    if (name.len == 0 || name.len > LAMINA_METRIC_NAME_MAX || !lamina_str_is_utf8(name, NULL))
        return false;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (lamina_str_is(name, taken[i]))
            return false;
    return true;
}

static bool is_metric(const lamina_metric *metric)
{
    return metric->name != NULL && is_name(lamina_str_from(metric->name)) &&
           isfinite(metric->value) && metric->unit < sizeof units / sizeof *units &&
           (metric->resolution_s == 0 || metric->resolution_s == 1 || metric->resolution_s == 60);
}

static bool is_dimension(const lamina_param *dimension)
{
    return is_name(dimension->name) && dimension->value.len > 0 &&
           dimension->value.len <= LAMINA_METRIC_VALUE_MAX &&
           lamina_str_is_utf8(dimension->value, NULL);
}

/* All are members of one object. */
static bool has_name_twice(const lamina_metric *metrics, size_t metric_count,
                           const lamina_param *dimensions, size_t dimension_count)
{
    for (size_t i = 0; i < metric_count + dimension_count; i++)
        for (size_t j = 0; j < i; j++) {
            lamina_str a = i < metric_count ? lamina_str_from(metrics[i].name)
                                            : dimensions[i - metric_count].name;
            lamina_str b = j < metric_count ? lamina_str_from(metrics[j].name)
                                            : dimensions[j - metric_count].name;
            if (lamina_str_equal(a, b))
                return true;
        }
    return false;
}

lamina_status lamina_metrics_check(const lamina_metric *metrics, size_t metric_count,
                                   const lamina_param *dimensions, size_t dimension_count)
{
    if (metrics == NULL || metric_count == 0 || metric_count > LAMINA_METRIC_CAP ||
        dimension_count > LAMINA_METRIC_DIMENSION_CAP)
        return LAMINA_E_ARGUMENT;
    for (size_t i = 0; i < metric_count; i++)
        if (!is_metric(&metrics[i]))
            return LAMINA_E_ARGUMENT;
    for (size_t i = 0; i < dimension_count; i++)
        if (!is_dimension(&dimensions[i]))
            return LAMINA_E_ARGUMENT;
    return has_name_twice(metrics, metric_count, dimensions, dimension_count) ? LAMINA_E_ARGUMENT
                                                                              : LAMINA_OK;
}

/* ---- the line ---- */

static lamina_str namespace_of(void)
{
    static const char *const variables[] = {"LAMINA_METRICS_NAMESPACE",
                                            "POWERTOOLS_METRICS_NAMESPACE"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0')
            return lamina_str_from(value);
    }
    return LAMINA_STR("Lamina");
}

static void write_dimension_names(lamina_json_writer *writer, bool has_service,
                                  const lamina_param *dimensions, size_t count)
{
    lamina_json_write_name(writer, LAMINA_STR("Dimensions"));
    lamina_json_write_array(writer);
    lamina_json_write_array(writer);
    if (has_service)
        lamina_json_write_string(writer, LAMINA_STR(SERVICE));
    for (size_t i = 0; i < count; i++)
        lamina_json_write_string(writer, dimensions[i].name);
    lamina_json_write_array_end(writer);
    lamina_json_write_array_end(writer);
}

static void write_definitions(lamina_json_writer *writer, const lamina_metric *metrics,
                              size_t count)
{
    lamina_json_write_name(writer, LAMINA_STR("Metrics"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < count; i++) {
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "Name", lamina_str_from(metrics[i].name));
        lamina_json_write_member_string(writer, "Unit", lamina_str_from(units[metrics[i].unit]));
        if (metrics[i].resolution_s == 1)
            lamina_json_write_member_int64(writer, "StorageResolution", 1);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_directive(lamina_json_writer *writer, bool has_service,
                            const lamina_metric *metrics, size_t metric_count,
                            const lamina_param *dimensions, size_t dimension_count)
{
    lamina_json_write_name(writer, LAMINA_STR("_aws"));
    lamina_json_write_object(writer);
    lamina_json_write_member_int64(writer, "Timestamp", lamina__log_now_us() / 1000);
    lamina_json_write_name(writer, LAMINA_STR("CloudWatchMetrics"));
    lamina_json_write_array(writer);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "Namespace", namespace_of());
    write_dimension_names(writer, has_service, dimensions, dimension_count);
    write_definitions(writer, metrics, metric_count);
    lamina_json_write_object_end(writer);
    lamina_json_write_array_end(writer);
    lamina_json_write_object_end(writer);
}

static lamina_status write_line(const lamina_context *context, const lamina_metric *metrics,
                                size_t metric_count, const lamina_param *dimensions,
                                size_t dimension_count)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_str service = lamina__log_service();
    lamina_text_init(&text, LINE_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    write_directive(&writer, service.len > 0, metrics, metric_count, dimensions, dimension_count);
    if (service.len > 0)
        lamina_json_write_member_string(&writer, SERVICE, service);
    for (size_t i = 0; i < dimension_count; i++) {
        lamina_json_write_name(&writer, dimensions[i].name);
        lamina_json_write_string(&writer, dimensions[i].value);
    }
    if (context != NULL && context->request_id.len > 0)
        lamina_json_write_member_string(&writer, REQUEST_ID, context->request_id);
    for (size_t i = 0; i < metric_count; i++) {
        lamina_json_write_name(&writer, lamina_str_from(metrics[i].name));
        lamina_json_write_double(&writer, metrics[i].value);
    }
    lamina_json_write_object_end(&writer);
    lamina_text_add_char(&text, '\n');
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK)
        lamina__log_output(lamina_text_view(&text));
    lamina_text_clear(&text);
    return status;
}

/* ---- the table, and its wrappers ---- */

static lamina_status write_metrics(const lamina_context *context, const lamina_metric *metrics,
                                   size_t metric_count, const lamina_param *dimensions,
                                   size_t dimension_count)
{
    lamina_status status = lamina_metrics_check(metrics, metric_count, dimensions, dimension_count);
    if (status != LAMINA_OK)
        return status;
    const char *setting = getenv("LAMINA_METRICS");
    if (setting != NULL && strcmp(setting, "off") == 0)
        return LAMINA_OK;
    return write_line(context, metrics, metric_count, dimensions, dimension_count);
}

const lamina_metrics_1 *lamina_metrics_table(void)
{
    static const lamina_metrics_1 table = {.write = write_metrics};
    return &table;
}

lamina_status lamina_metrics_write(const lamina_context *context, const lamina_metric *metrics,
                                   size_t metric_count, const lamina_param *dimensions,
                                   size_t dimension_count)
{
    const lamina_metrics_1 *table = context == NULL || context->host == NULL
                                        ? lamina_metrics_table()
                                        : context->host->table(context->host, LAMINA_METRICS_1);
    return table == NULL
               ? LAMINA_E_UNSUPPORTED
               : table->write(context, metrics, metric_count, dimensions, dimension_count);
}

lamina_status lamina_metric_add(const lamina_context *context, const char *name, uint32_t unit,
                                double value)
{
    const lamina_metric metric = {.name = name, .value = value, .unit = unit};
    return lamina_metrics_write(context, &metric, 1, NULL, 0);
}
