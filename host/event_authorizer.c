/*
 * event_authorizer.c - a Lambda authorizer's event: who wants in, and the policy that says so.
 *
 * Sources: API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer" and "Output from
 * an API Gateway Lambda authorizer".
 */
#include <string.h>

#include "crash.h"
#include "dispatch.h"
#include "lamina/http.h"
#include "method_arn.h"

/* ---- in ---- */

static lamina_str find_header(const lamina_authorizer_event *event, const char *name)
{
    for (size_t i = 0; i < event->header_count; i++)
        if (lamina_str_equal_nocase(event->headers[i].name, lamina_str_from(name)))
            return event->headers[i].value;
    return (lamina_str){0};
}

static void read_request(event_reader *reader, event_place top, lamina_authorizer_event *event)
{
    event->type = LAMINA_AUTHORIZER_REQUEST;
    event->method = host__event_text(reader, top, "httpMethod", EVENT_REQUIRED);
    event->path = host__event_text(reader, top, "path", EVENT_REQUIRED);
    event->headers =
        host__event_either_map(reader, top, "multiValueHeaders", "headers", &event->header_count);
    event->query_params =
        host__event_either_map(reader, top, "multiValueQueryStringParameters",
                               "queryStringParameters", &event->query_param_count);
    event->token = find_header(event, "Authorization");
    const event_place context = {host__event_object(reader, top, "requestContext", EVENT_OPTIONAL),
                                 "requestContext."};
    const event_place identity = {host__event_object(reader, context, "identity", EVENT_OPTIONAL),
                                  "requestContext.identity."};
    event->source_ip = host__event_text(reader, identity, "sourceIp", EVENT_OPTIONAL);
}

static lamina_status read_event(host_dispatch *d, lamina_authorizer_event *event,
                                host_method_arn *arn)
{
    event_reader reader = {.arena = d->context->arena, .kind = d->kind->name};
    const event_place top = {d->root, ""};
    const lamina_str type = host__event_text(&reader, top, "type", EVENT_REQUIRED);
    event->method_arn = host__event_text(&reader, top, "methodArn", EVENT_REQUIRED);
    if (!host__method_arn_read(event->method_arn, arn))
        host__event_refuse(&reader, LAMINA_E_SYNTAX,
                           LAMINA_STR("Lambda authorizer event: methodArn is not "
                                      "arn:aws:execute-api:<region>:<account>:<api>/<stage>/"
                                      "<method>/<path>"));
    if (lamina_str_is(type, "REQUEST")) {
        read_request(&reader, top, event);
    } else if (lamina_str_is(type, "TOKEN")) {
        event->type = LAMINA_AUTHORIZER_TOKEN;
        event->token = host__event_text(&reader, top, "authorizationToken", EVENT_REQUIRED);
        event->method = arn->method;
        event->path = arn->path;
    } else {
        host__event_refuse(
            &reader, LAMINA_E_SYNTAX,
            LAMINA_STR("Lambda authorizer event: type is neither REQUEST nor TOKEN"));
    }
    return host__dispatch_read(d, &reader);
}

/* ---- out ---- */

/* What the host itself writes, and what API Gateway adds. */
static bool is_taken(lamina_str name)
{
    static const char *const taken[] = {"principalId", "scope", "scopes", "tenant",
                                        "integrationLatency"};
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        if (lamina_str_is(name, taken[i]))
            return true;
    return name.len == 0;
}

static lamina_status check(host_dispatch *d, const lamina_authorizer_decision *decision,
                           const host_method_arn *arn)
{
    if (decision->verdict > LAMINA_AUTHORIZER_DENY)
        return host__dispatch_blame(d, "its verdict is none of LAMINA_AUTHORIZER_*",
                                    LAMINA_STR(""));
    if (decision->verdict == LAMINA_AUTHORIZER_ALLOW && decision->principal_id.len == 0)
        return host__dispatch_blame(d, "it allows without a principal_id", LAMINA_STR(""));
    if (arn->stage_arn.len + sizeof("/*") - 1 > POLICY_RESOURCE_CAP)
        return host__dispatch_blame(d, "API Gateway takes no policy for so long a resource as ",
                                    arn->stage_arn);
    if (decision->context_count > 0 && decision->context == NULL)
        return host__dispatch_blame(d, "its context is NULL", LAMINA_STR(""));
    for (size_t i = 0; i < decision->context_count; i++)
        if (is_taken(decision->context[i].name))
            return host__dispatch_blame(
                d, "its context has a name that is taken: ", decision->context[i].name);
    return LAMINA_OK;
}

static void write_policy(lamina_json_writer *writer, const host_method_arn *arn, bool allow,
                         lamina_arena *arena)
{
    lamina_json_write_name(writer, LAMINA_STR("policyDocument"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "Version", LAMINA_STR("2012-10-17"));
    lamina_json_write_name(writer, LAMINA_STR("Statement"));
    lamina_json_write_array(writer);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "Action", LAMINA_STR("execute-api:Invoke"));
    lamina_json_write_member_string(writer, "Effect",
                                    allow ? LAMINA_STR("Allow") : LAMINA_STR("Deny"));
    lamina_json_write_member_string(
        writer, "Resource", lamina_arena_format(arena, "%.*s/*", LAMINA_FMT(arn->stage_arn)));
    lamina_json_write_object_end(writer);
    lamina_json_write_array_end(writer);
    lamina_json_write_object_end(writer);
}

static void write_context(lamina_json_writer *writer, const lamina_authorizer_decision *decision)
{
    lamina_json_write_name(writer, LAMINA_STR("context"));
    lamina_json_write_object(writer);
    if (decision->scopes.len > 0)
        lamina_json_write_member_string(writer, "scope", decision->scopes);
    if (decision->tenant.len > 0)
        lamina_json_write_member_string(writer, "tenant", decision->tenant);
    for (size_t i = 0; i < decision->context_count; i++) {
        lamina_json_write_name(writer, decision->context[i].name);
        lamina_json_write_string(writer, decision->context[i].value);
    }
    lamina_json_write_object_end(writer);
}

static lamina_status write_answer(host_dispatch *d, const lamina_authorizer_decision *decision,
                                  const host_method_arn *arn)
{
    const lamina_str principal =
        decision->principal_id.len > 0 ? decision->principal_id : LAMINA_STR("unknown");
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &d->service->answer);
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "principalId", principal);
    write_policy(&writer, arn, decision->verdict == LAMINA_AUTHORIZER_ALLOW, d->context->arena);
    write_context(&writer, decision);
    lamina_json_write_object_end(&writer);
    if (lamina_arena_is_exhausted(d->context->arena))
        return host__dispatch_blame(d, "the invocation's memory was used up", LAMINA_STR(""));
    return lamina_text_status(&d->service->answer);
}

lamina_status host__dispatch_authorizer(host_dispatch *d)
{
    static const char *const verdicts[] = {"unauthorized", "allow", "deny"};
    lamina_authorizer_event event = {.size = sizeof(event), .handler = d->handler};
    host_method_arn arn;
    lamina_status status = read_event(d, &event, &arn);
    if (status != LAMINA_OK)
        return status;
    d->records = 1;
    lamina_authorizer_decision decision = {.size = sizeof(decision)};
    host__crash_enter(d->context->request_id, d->handler->operation);
    status = d->handler->handler.authorizer(d->context, &event, &decision);
    host__crash_leave();
    if (status == LAMINA_OK)
        status = check(d, &decision, &arn);
    if (status == LAMINA_OK && decision.verdict == LAMINA_AUTHORIZER_UNAUTHORIZED)
        status = LAMINA_E_UNAUTHENTICATED;
    if (status == LAMINA_E_UNAUTHENTICATED)
        d->verdict = verdicts[LAMINA_AUTHORIZER_UNAUTHORIZED];
    if (status != LAMINA_OK)
        return status;
    d->verdict = verdicts[decision.verdict];
    return write_answer(d, &decision, &arn);
}
