/*
 * lamina/metrics.h - business figures as metrics of CloudWatch: how many orders, how large, how long.
 *
 *     lamina_metric_add(context, "TransactionsPosted", LAMINA_UNIT_COUNT, 1);
 *
 *     const lamina_param kind = {LAMINA_STR("kind"), LAMINA_STR("debit")};
 *     const lamina_metric figures[] = {{.name = "Posted", .unit = LAMINA_UNIT_COUNT, .value = 1},
 *                                      {.name = "Entries", .unit = LAMINA_UNIT_COUNT, .value = count}};
 *     lamina_metrics_write(context, figures, 2, &kind, 1);
 *
 * Each call writes one line of the log in CloudWatch's embedded metric format, from which CloudWatch makes
 * the metrics: no request leaves the function, nothing is kept, and what was written before a crash counts.
 * The namespace is LAMINA_METRICS_NAMESPACE, or POWERTOOLS_METRICS_NAMESPACE, or "Lamina"; the module is the dimension
 * "service"; the request id stands beside as a searchable member. LAMINA_METRICS=off writes nothing.
 *
 * Every combination of dimension values is a metric of its own, and is paid for: a kind, a country, never an
 * id. Source: CloudWatch User Guide, "Specification: Embedded metric format".
 * All since 1.0.
 */
#ifndef LAMINA_METRICS_H
#define LAMINA_METRICS_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The specification's own bounds. */
#define LAMINA_METRIC_CAP 100u          /* samples of one call */
#define LAMINA_METRIC_DIMENSION_CAP 28u /* beside the module's; the format takes 30 in all */
#define LAMINA_METRIC_NAME_MAX 255u     /* bytes of a name */
#define LAMINA_METRIC_VALUE_MAX 1024u   /* bytes of a dimension's value */

/*
 * Nothing is written, and the figure is lost, when a call is wrong: LAMINA_E_ARGUMENT (no sample, too many, a
 * name that is empty, too long, no UTF-8, there twice or taken: "_aws", "service", "function_request_id"; a value that is not finite;
 * an unknown unit; a dimension without a value). LAMINA_E_UNSUPPORTED: a host without metrics. A caller that has
 * nothing better to do may pass the status over: a figure is no reason to fail. [invoke] Since 1.0.
 */
lamina_status lamina_metrics_write(const lamina_context *context, const lamina_metric *metrics,
                                   size_t metric_count, const lamina_param *dimensions,
                                   size_t dimension_count);

/* One sample without dimensions of its own. [invoke] Since 1.0. */
lamina_status lamina_metric_add(const lamina_context *context, const char *name, uint32_t unit,
                                double value);

/* For hosts: the table behind LAMINA_METRICS_1. It writes where the log goes (lamina_log_configure()), at any
   level, for a metric is no log line. Since 1.0. */
const lamina_metrics_1 *lamina_metrics_table(void);
/* Would they be written? LAMINA_OK, or LAMINA_E_ARGUMENT: for tables of others. Since 1.0. */
lamina_status lamina_metrics_check(const lamina_metric *metrics, size_t metric_count,
                                   const lamina_param *dimensions, size_t dimension_count);

#ifdef __cplusplus
}
#endif
#endif
