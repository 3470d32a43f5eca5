/*
 * method_arn.h - the name of a method of an API, of which an authorizer's policy speaks.
 *
 * Source: API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer":
 * arn:aws:execute-api:<region>:<account>:<api id>/<stage>/<method>/<path>.
 */
#ifndef HOST_METHOD_ARN_H
#define HOST_METHOD_ARN_H

#include "lamina/arena.h"
#include "lamina/text.h"

/* API Gateway's limits for the method ARN and for the resource of a policy, in characters. */
#define METHOD_ARN_CAP 1600u
#define POLICY_RESOURCE_CAP 512u

/* Views of the ARN but path. */
typedef struct host_method_arn {
    lamina_str stage_arn; /* "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/v1" */
    lamina_str method;    /* "GET" */
    lamina_str path;      /* with the slash before it: "/partners/p1", "/" */
} host_method_arn;

/* False when it is no method ARN, or a longer one than there can be. */
bool host__method_arn_read(lamina_str text, host_method_arn *arn);

#endif
