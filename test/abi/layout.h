/*
 * The layout of every struct of the ABI, on the two architectures that Lambda has: both are LP64, so
 * one table of numbers holds. The compiler does the checking. A plugin that was built with 1.0 has
 * these numbers in its code: nothing can change them any more, lines can only be added.
 *
 * Without a library to link, so that it can be compiled for the other architecture, too:
 *     clang --target=aarch64-linux-gnu -ffreestanding -fsyntax-only -Isdk/include -x c layout.h
 */
#ifndef LAMINA_TEST_LAYOUT_H
#define LAMINA_TEST_LAYOUT_H

#include "lamina/check.h"
#include "lamina/crypto.h"
#include "lamina/http_client.h"
#include "lamina/http_event.h"
#include "lamina/json.h"
#include "lamina/lamina.h"
#include "lamina/route_template.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type)
#define AT(type, member, bytes) _Static_assert(offsetof(type, member) == (bytes), #type "." #member)

_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8 && sizeof(bool) == 1, "LP64");

SIZE(lamina_str, 16);
AT(lamina_str, len, 8);
SIZE(lamina_list, 16);
AT(lamina_list, count, 8);
SIZE(lamina_param, 32);
AT(lamina_param, value, 16);

/* The preamble: for every major, for ever. */
AT(lamina_plugin, magic, 0);
AT(lamina_plugin, size, 4);
AT(lamina_plugin, abi_major, 8);
AT(lamina_plugin, abi_minor, 12);

SIZE(lamina_plugin, 120);
AT(lamina_plugin, name, 16);
AT(lamina_plugin, version, 24);
AT(lamina_plugin, summary, 32);
AT(lamina_plugin, needs, 40);
AT(lamina_plugin, need_count, 48);
AT(lamina_plugin, route_count, 52);
AT(lamina_plugin, routes, 56);
AT(lamina_plugin, route_size, 64);
AT(lamina_plugin, concurrency, 68);
AT(lamina_plugin, init, 72);
AT(lamina_plugin, shutdown, 80);
AT(lamina_plugin, events, 88);
AT(lamina_plugin, event_count, 96);
AT(lamina_plugin, event_size, 100);
AT(lamina_plugin, before_snapshot, 104);
AT(lamina_plugin, after_restore, 112);

SIZE(lamina_need, 16);
AT(lamina_need, since, 8);

SIZE(lamina_route, 88);
AT(lamina_route, operation, 0);
AT(lamina_route, method, 8);
AT(lamina_route, path, 16);
AT(lamina_route, handler, 24);
AT(lamina_route, query, 32);
AT(lamina_route, request, 40);
AT(lamina_route, response, 48);
AT(lamina_route, scope, 56);
AT(lamina_route, summary, 64);
AT(lamina_route, tags, 72);
AT(lamina_route, flags, 80);
AT(lamina_route, body_cap, 84);

SIZE(lamina_event_function, 8);
SIZE(lamina_event_handler, 48);
AT(lamina_event_handler, operation, 0);
AT(lamina_event_handler, summary, 8);
AT(lamina_event_handler, kind, 16);
AT(lamina_event_handler, flags, 20);
AT(lamina_event_handler, request, 24);
AT(lamina_event_handler, response, 32);
AT(lamina_event_handler, handler, 40);

SIZE(lamina_authorizer_event, 128);
AT(lamina_authorizer_event, type, 4);
AT(lamina_authorizer_event, handler, 8);
AT(lamina_authorizer_event, token, 16);
AT(lamina_authorizer_event, method_arn, 32);
AT(lamina_authorizer_event, method, 48);
AT(lamina_authorizer_event, path, 64);
AT(lamina_authorizer_event, source_ip, 80);
AT(lamina_authorizer_event, headers, 96);
AT(lamina_authorizer_event, header_count, 104);
AT(lamina_authorizer_event, query_params, 112);
AT(lamina_authorizer_event, query_param_count, 120);
SIZE(lamina_authorizer_decision, 72);
AT(lamina_authorizer_decision, verdict, 4);
AT(lamina_authorizer_decision, principal_id, 8);
AT(lamina_authorizer_decision, scopes, 24);
AT(lamina_authorizer_decision, tenant, 40);
AT(lamina_authorizer_decision, context, 56);
AT(lamina_authorizer_decision, context_count, 64);

SIZE(lamina_direct_event, 40);
AT(lamina_direct_event, handler, 8);
AT(lamina_direct_event, input, 16);
AT(lamina_direct_event, raw_input, 24);
SIZE(lamina_direct_answer, 16);
AT(lamina_direct_answer, output, 8);

SIZE(lamina_message_attribute, 48);
AT(lamina_message_attribute, data_type, 16);
AT(lamina_message_attribute, value, 32);
SIZE(lamina_sqs_message, 144);
AT(lamina_sqs_message, receive_count, 4);
AT(lamina_sqs_message, handler, 8);
AT(lamina_sqs_message, message_id, 16);
AT(lamina_sqs_message, body, 32);
AT(lamina_sqs_message, raw_body, 40);
AT(lamina_sqs_message, source_arn, 56);
AT(lamina_sqs_message, region, 72);
AT(lamina_sqs_message, group_id, 88);
AT(lamina_sqs_message, deduplication_id, 104);
AT(lamina_sqs_message, sent_ms, 120);
AT(lamina_sqs_message, attributes, 128);
AT(lamina_sqs_message, attribute_count, 136);

SIZE(lamina_stream_change, 136);
AT(lamina_stream_change, what, 4);
AT(lamina_stream_change, handler, 8);
AT(lamina_stream_change, event_id, 16);
AT(lamina_stream_change, sequence_number, 32);
AT(lamina_stream_change, source_arn, 48);
AT(lamina_stream_change, region, 64);
AT(lamina_stream_change, keys, 80);
AT(lamina_stream_change, new_image, 96);
AT(lamina_stream_change, old_image, 112);
AT(lamina_stream_change, created_ms, 128);

SIZE(lamina_sns_notification, 112);
AT(lamina_sns_notification, handler, 8);
AT(lamina_sns_notification, message_id, 16);
AT(lamina_sns_notification, message, 32);
AT(lamina_sns_notification, raw_message, 40);
AT(lamina_sns_notification, topic_arn, 56);
AT(lamina_sns_notification, subject, 72);
AT(lamina_sns_notification, sent_ms, 88);
AT(lamina_sns_notification, attributes, 96);
AT(lamina_sns_notification, attribute_count, 104);

SIZE(lamina_s3_change, 160);
AT(lamina_s3_change, handler, 8);
AT(lamina_s3_change, event_name, 16);
AT(lamina_s3_change, bucket, 32);
AT(lamina_s3_change, key, 48);
AT(lamina_s3_change, version_id, 64);
AT(lamina_s3_change, etag, 80);
AT(lamina_s3_change, sequencer, 96);
AT(lamina_s3_change, bucket_arn, 112);
AT(lamina_s3_change, region, 128);
AT(lamina_s3_change, object_size, 144);
AT(lamina_s3_change, occurred_ms, 152);

SIZE(lamina_bus_event, 144);
AT(lamina_bus_event, handler, 8);
AT(lamina_bus_event, id, 16);
AT(lamina_bus_event, detail_type, 32);
AT(lamina_bus_event, source, 48);
AT(lamina_bus_event, detail, 64);
AT(lamina_bus_event, raw_detail, 72);
AT(lamina_bus_event, account, 88);
AT(lamina_bus_event, region, 104);
AT(lamina_bus_event, occurred_ms, 120);
AT(lamina_bus_event, resources, 128);
AT(lamina_bus_event, resource_count, 136);

SIZE(lamina_host, 24);
AT(lamina_host, abi_minor, 4);
AT(lamina_host, version, 8);
AT(lamina_host, table, 16);
SIZE(lamina_subsegment, 112);
AT(lamina_subsegment, name, 8);
AT(lamina_subsegment, start_us, 24);
AT(lamina_subsegment, end_us, 32);
AT(lamina_subsegment, annotations, 40);
AT(lamina_subsegment, annotation_count, 48);
AT(lamina_subsegment, aws_operation, 56);
AT(lamina_subsegment, aws_table, 72);
AT(lamina_subsegment, aws_request_id, 88);
AT(lamina_subsegment, retries, 104);
AT(lamina_subsegment, http_status, 108);
SIZE(lamina_trace_1, 16);
AT(lamina_trace_1, write, 8);
SIZE(lamina_span, 16);
AT(lamina_span, start_us, 8);

SIZE(lamina_metric, 24);
AT(lamina_metric, value, 8);
AT(lamina_metric, unit, 16);
AT(lamina_metric, resolution_s, 20);
SIZE(lamina_metrics_1, 8);

SIZE(lamina_log_field, 40);
AT(lamina_log_field, text, 8);
AT(lamina_log_field, number, 24);
AT(lamina_log_field, kind, 32);
SIZE(lamina_log_1, 16);
AT(lamina_log_1, write, 8);
SIZE(lamina_clock_1, 16);
AT(lamina_clock_1, monotonic_us, 8);
SIZE(lamina_random_1, 8);

SIZE(lamina_context, 216);
AT(lamina_context, size, 0);
AT(lamina_context, flags, 4);
AT(lamina_context, host, 8);
AT(lamina_context, arena, 16);
AT(lamina_context, error, 24);
AT(lamina_context, state, 32);
AT(lamina_context, deadline_ms, 40);
AT(lamina_context, request_id, 48);
AT(lamina_context, function_arn, 64);
AT(lamina_context, trace_id, 80);
AT(lamina_context, client_context, 96);
AT(lamina_context, cognito_identity, 112);
AT(lamina_context, tenant_id, 128);
AT(lamina_context, operation, 144);
AT(lamina_context, notes, 160);
AT(lamina_context, caller_id, 168);
AT(lamina_context, caller_tenant, 184);
AT(lamina_context, caller_scopes, 200);

SIZE(lamina_request, 208);
AT(lamina_request, source, 4);
AT(lamina_request, route, 8);
AT(lamina_request, method, 16);
AT(lamina_request, path, 32);
AT(lamina_request, body, 48);
AT(lamina_request, query, 56);
AT(lamina_request, raw_body, 64);
AT(lamina_request, content_type, 80);
AT(lamina_request, source_ip, 96);
AT(lamina_request, principal_id, 112);
AT(lamina_request, scopes, 128);
AT(lamina_request, authorizer, 144);
AT(lamina_request, path_params, 160);
AT(lamina_request, path_param_count, 168);
AT(lamina_request, query_params, 176);
AT(lamina_request, query_param_count, 184);
AT(lamina_request, headers, 192);
AT(lamina_request, header_count, 200);

SIZE(lamina_response, 80);
AT(lamina_response, status, 4);
AT(lamina_response, record, 8);
AT(lamina_response, body, 16);
AT(lamina_response, raw_body, 24);
AT(lamina_response, content_type, 40);
AT(lamina_response, headers, 56);
AT(lamina_response, header_count, 64);
AT(lamina_response, header_cap, 72);

SIZE(lamina_unknown, 16);
AT(lamina_unknown, attributes, 0);
SIZE(lamina_presence, 16);
AT(lamina_presence, null, 8);
SIZE(lamina_range, 16);
AT(lamina_range, maximum, 8);
SIZE(lamina_format, 32);
AT(lamina_format, name, 8);
AT(lamina_format, rule, 16);
AT(lamina_format, check, 24);

SIZE(lamina_field, 96);
AT(lamina_field, name, 0);
AT(lamina_field, type, 8);
AT(lamina_field, flags, 12);
AT(lamina_field, offset, 16);
AT(lamina_field, item_type, 20);
AT(lamina_field, min_length, 24);
AT(lamina_field, max_length, 28);
AT(lamina_field, item_max_length, 32);
AT(lamina_field, reserved, 36);
AT(lamina_field, record, 40);
AT(lamina_field, values, 48);
AT(lamina_field, pattern, 56);
AT(lamina_field, range, 64);
AT(lamina_field, format, 72);
AT(lamina_field, summary, 80);
AT(lamina_field, default_json, 88);

SIZE(lamina_record, 48);
AT(lamina_record, flags, 4);
AT(lamina_record, name, 8);
AT(lamina_record, struct_size, 16);
AT(lamina_record, field_size, 20);
AT(lamina_record, fields, 24);
AT(lamina_record, field_count, 32);
AT(lamina_record, min_present, 36);
AT(lamina_record, summary, 40);

SIZE(lamina_violation, 48);
AT(lamina_violation, code, 16);
AT(lamina_violation, message, 32);
SIZE(lamina_violations, 32);
AT(lamina_violations, count, 8);
AT(lamina_violations, dropped, 24);

SIZE(lamina_problem, 72);
AT(lamina_problem, status, 4);
AT(lamina_problem, code, 8);
AT(lamina_problem, detail, 24);
AT(lamina_problem, violations, 40);
AT(lamina_problem, violation_count, 48);
AT(lamina_problem, causes, 56);
AT(lamina_problem, cause_count, 64);

SIZE(lamina_text, 40);
AT(lamina_text, len, 8);
AT(lamina_text, room, 16);
AT(lamina_text, cap, 24);
AT(lamina_text, status, 32);
SIZE(lamina_json_writer, 16);
AT(lamina_json_writer, depth, 8);
AT(lamina_json_writer, comma, 12);
SIZE(lamina_json_fault, 32);
AT(lamina_json_fault, line, 8);
AT(lamina_json_fault, column, 16);
AT(lamina_json_fault, reason, 24);

SIZE(lamina_log_options, 32);
AT(lamina_log_options, fd, 4);
AT(lamina_log_options, level, 8);
AT(lamina_log_options, service, 16);
AT(lamina_log_options, realtime_us, 24);

SIZE(lamina_versions, 24);
AT(lamina_versions, items, 8);
AT(lamina_versions, count, 16);
SIZE(lamina_conditions, 48);
AT(lamina_conditions, refused, 24);

SIZE(lamina_http_client_options, 40);
AT(lamina_http_client_options, connect_timeout_ms, 4);
AT(lamina_http_client_options, body_cap, 8);
AT(lamina_http_client_options, header_cap, 16);
AT(lamina_http_client_options, user_agent, 24);
AT(lamina_http_client_options, ca_file, 32);
SIZE(lamina_http_call, 72);
AT(lamina_http_call, timeout_ms, 4);
AT(lamina_http_call, method, 8);
AT(lamina_http_call, url, 16);
AT(lamina_http_call, headers, 24);
AT(lamina_http_call, header_count, 32);
AT(lamina_http_call, body, 40);
AT(lamina_http_call, flags, 56);
AT(lamina_http_call, stop, 64);
SIZE(lamina_http_answer, 80);
AT(lamina_http_answer, status, 4);
AT(lamina_http_answer, body, 8);
AT(lamina_http_answer, headers, 24);
AT(lamina_http_answer, header_count, 32);
AT(lamina_http_answer, reused, 40);
AT(lamina_http_answer, sent, 44);
AT(lamina_http_answer, received, 48);
AT(lamina_http_answer, connections, 52);
AT(lamina_http_answer, connect_us, 56);
AT(lamina_http_answer, total_us, 64);
AT(lamina_http_answer, fault, 72);

SIZE(lamina_scrypt_cost, 16);
AT(lamina_scrypt_cost, n_log2, 0);
AT(lamina_scrypt_cost, r, 4);
AT(lamina_scrypt_cost, p, 8);

SIZE(lamina_http_event, 104);
AT(lamina_http_event, has_body, 4);
AT(lamina_http_event, method, 8);
AT(lamina_http_event, target, 24);
AT(lamina_http_event, headers, 40);
AT(lamina_http_event, header_count, 48);
AT(lamina_http_event, body, 56);
AT(lamina_http_event, authorizer, 72);
AT(lamina_http_event, source_ip, 88);

SIZE(lamina_refusal, 24);
AT(lamina_refusal, message, 8);
SIZE(lamina_route_segment, 24);
AT(lamina_route_segment, kind, 16);
SIZE(lamina_route_template, 40);
AT(lamina_route_template, segment_count, 8);
AT(lamina_route_template, param_names, 16);
AT(lamina_route_template, param_count, 24);
AT(lamina_route_template, fault, 32);

#endif
