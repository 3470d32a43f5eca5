/*
 * method_arn.c - the name of a method of an API, of which an authorizer's policy speaks.
 */
#include "method_arn.h"

#include <string.h>

/* Ids of APIs and names of stages: a wildcard in them would widen a policy. */
static bool is_plain(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '$')
            return false;
    }
    return text.len > 0;
}

bool host__method_arn_read(lamina_str text, host_method_arn *arn)
{
    *arn = (host_method_arn){0};
    if (text.len > METHOD_ARN_CAP)
        return false;
    lamina_str rest = text;
    lamina_str part[5]; /* arn, partition, service, region, account */
    for (size_t i = 0; i < 5; i++)
        if (!lamina_str_cut(&rest, ':', &part[i]) || memchr(part[i].ptr, '*', part[i].len) != NULL)
            return false;
    lamina_str api;
    lamina_str stage;
    if (!lamina_str_is(part[0], "arn") || !lamina_str_is(part[2], "execute-api") ||
        !lamina_str_cut(&rest, '/', &api) || !lamina_str_cut(&rest, '/', &stage) ||
        !is_plain(api) || !is_plain(stage))
        return false;
    arn->stage_arn = (lamina_str){text.ptr, (size_t)(stage.ptr + stage.len - text.ptr)};
    const bool has_path = lamina_str_cut(&rest, '/', &arn->method);
    arn->path = has_path ? (lamina_str){rest.ptr - 1, rest.len + 1} : LAMINA_STR("/");
    return arn->method.len > 0;
}
