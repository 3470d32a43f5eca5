/*
 * The endpoint: named by the caller or the environment, or the region's own.
 * Sources: AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "AWS Region", "FIPS
 * endpoints"; the suffixes are those of the partitions in AWS's endpoint rules.
 */
#include "aws/endpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"

/* Regions outside of the table are in the first partition, whose suffix they share. */
static const struct partition {
    const char *region_prefix;
    const char *suffix;
} partitions[] = {
    {"cn-", "amazonaws.com.cn"},   {"eusc-", "amazonaws.eu"},      {"us-iso-", "c2s.ic.gov"},
    {"us-isob-", "sc2s.sgov.gov"}, {"us-isof-", "csp.hci.ic.gov"}, {"eu-isoe-", "cloud.adc-e.uk"},
};

/* Settings that would change where requests go and that this client does not follow. Silence would
   send them to a place that the operator ruled out. */
static const struct refusal {
    const char *name;
    const char *value;
} refused[] = {
    {"AWS_USE_FIPS_ENDPOINT", "true"},
    {"AWS_USE_DUALSTACK_ENDPOINT", "true"},
    {"AWS_ACCOUNT_ID_ENDPOINT_MODE", "required"},
};

/* An empty variable counts as none, as in the SDKs. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static bool is_set_to(const char *name, const char *expected)
{
    const char *value = variable(name);
    return value != NULL &&
           lamina_str_equal_nocase(lamina_str_from(value), lamina_str_from(expected));
}

/* A label of a DNS name: it becomes part of the host, and of the signature's scope. */
static bool is_region(lamina_str region)
{
    if (region.len == 0 || region.len >= AWS__REGION_CAP)
        return false;
    for (size_t i = 0; i < region.len; i++) {
        char c = region.ptr[i];
        bool inner = i > 0 && i + 1 < region.len;
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(c == '-' && inner))
            return false;
    }
    return true;
}

static lamina_status find_region(const char *region, lamina_arena *arena, aws__endpoint *out,
                                 lamina_str *reason)
{
    if (region == NULL)
        region = variable("AWS_REGION");
    if (region == NULL)
        region = variable("AWS_DEFAULT_REGION");
    if (region == NULL) {
        *reason = LAMINA_STR("no region: set AWS_REGION");
        return LAMINA_E_CONFIG;
    }
    lamina_str view = lamina_str_from(region);
    if (!is_region(view)) {
        *reason = lamina_arena_format(arena, "not a region: \"%.64s\"; one looks like eu-central-1",
                                      region);
        return LAMINA_E_CONFIG;
    }
    memcpy(out->region, view.ptr, view.len);
    out->region[view.len] = '\0';
    return LAMINA_OK;
}

static const char *suffix_of(lamina_str region)
{
    for (size_t i = 0; i < sizeof partitions / sizeof *partitions; i++)
        if (lamina_str_has_prefix(region, lamina_str_from(partitions[i].region_prefix)))
            return partitions[i].suffix;
    return "amazonaws.com";
}

static lamina_status use_region(const aws__service *service, lamina_arena *arena,
                                aws__endpoint *out, lamina_str *reason)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (!is_set_to(refused[i].name, refused[i].value))
            continue;
        *reason =
            lamina_arena_format(arena, "%s=%s is not followed: name the endpoint in %s",
                                refused[i].name, refused[i].value, service->endpoint_variable);
        return LAMINA_E_CONFIG;
    }
    snprintf(out->host, sizeof out->host, "%s.%s.%s", service->name, out->region,
             suffix_of(lamina_str_from(out->region)));
    snprintf(out->url, sizeof out->url, "https://%s/", out->host);
    return LAMINA_OK;
}

/* Host names compare without case, signatures do not: one spelling is sent and signed. */
static void lower(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
}

static const char *fault_of(lamina_str text, aws__url *url)
{
    if (aws__url_read(text, url) != LAMINA_OK)
        return "is no http:// or https:// URL of a host";
    if (url->path.len > 0 && !lamina_str_is(url->path, "/"))
        return "has a path, a query or a fragment, which the service does not know";
    if (!url->is_https && !aws__host_is_loopback(url->host))
        return "is plain http on a host that is not this machine; use https";
    return NULL;
}

static lamina_status use_url(const char *text, const char *source, lamina_arena *arena,
                             aws__endpoint *out, lamina_str *reason)
{
    aws__url url;
    const char *fault = fault_of(lamina_str_from(text), &url);
    if (fault != NULL) {
        /* What stands before an '@' is a user's name and password: it stays out of the log. */
        const char *shown = strchr(text, '@') == NULL ? text : "...";
        *reason =
            lamina_arena_format(arena, "the endpoint \"%.300s\" (%s) %s", shown, source, fault);
        return LAMINA_E_CONFIG;
    }
    const char *open = url.is_ipv6 ? "[" : "";
    const char *close = url.is_ipv6 ? "]" : "";
    if (url.port == (url.is_https ? 443 : 80))
        snprintf(out->host, sizeof out->host, "%s%.*s%s", open, LAMINA_FMT(url.host), close);
    else
        snprintf(out->host, sizeof out->host, "%s%.*s%s:%u", open, LAMINA_FMT(url.host), close,
                 url.port);
    lower(out->host);
    snprintf(out->url, sizeof out->url, "%s://%s/", url.is_https ? "https" : "http", out->host);
    return LAMINA_OK;
}

lamina_status aws__endpoint_find(const aws__service *service, const char *region,
                                 const char *endpoint, lamina_arena *arena, aws__endpoint *out,
                                 lamina_str *reason)
{
    lamina_status status = find_region(region, arena, out, reason);
    if (status != LAMINA_OK)
        return status;
    if (endpoint != NULL)
        return use_url(endpoint, "the option", arena, out, reason);
    if (is_set_to("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"))
        return use_region(service, arena, out, reason);

    const char *const names[] = {service->endpoint_variable, "AWS_ENDPOINT_URL"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = variable(names[i]);
        if (value != NULL)
            return use_url(value, names[i], arena, out, reason);
    }
    return use_region(service, arena, out, reason);
}
