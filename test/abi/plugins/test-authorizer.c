/*
 * An authorizer for tests, which believes what a token says of itself:
 *
 *     Authorization: Bearer test:<subject>:<tenant>:<scope>,<scope>...
 *
 * "-" is no tenant, and no scopes. "Bearer deny" is denied by the policy, "Bearer fail" finds that
 * whoever knows cannot be reached, "Bearer crash" ends the process; all else is unauthorized. It stands
 * in for authz at a stage where the routes of another module are what is tested. Never in a deployment.
 */
#include <stdlib.h>

#include "lamina/lamina.h"

/* Scopes with spaces between them. */
static lamina_str spaced(lamina_context *context, lamina_str commas)
{
    const lamina_str copy = lamina_arena_copy(context->arena, commas);
    char *text = (char *)(uintptr_t)copy.ptr;
    for (size_t i = 0; i < copy.len; i++)
        if (text[i] == ',')
            text[i] = ' ';
    return copy;
}

static lamina_str unless_dash(lamina_str text)
{
    return lamina_str_is(text, "-") ? (lamina_str){0} : text;
}

static bool read_token(lamina_context *context, lamina_str token,
                       lamina_authorizer_decision *decision)
{
    lamina_str scheme;
    lamina_str tenant;
    lamina_str word;
    if (!lamina_str_cut(&token, ' ', &scheme) || !lamina_str_is(scheme, "Bearer") ||
        !lamina_str_cut(&token, ':', &word) || !lamina_str_is(word, "test") ||
        !lamina_str_cut(&token, ':', &decision->principal_id) ||
        !lamina_str_cut(&token, ':', &tenant) || decision->principal_id.len == 0)
        return false;
    decision->tenant = unless_dash(tenant);
    decision->scopes = spaced(context, unless_dash(token));
    return true;
}

static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    lamina_log(context, LAMINA_LOG_INFO, "asked about %.*s %.*s", LAMINA_FMT(event->method),
               LAMINA_FMT(event->path));
    if (lamina_str_is(event->token, "Bearer crash"))
        abort();
    if (lamina_str_is(event->token, "Bearer fail"))
        return lamina_fail(context, LAMINA_E_UNAVAILABLE, "unavailable", "Ask again later");
    decision->verdict = LAMINA_AUTHORIZER_DENY;
    if (lamina_str_is(event->token, "Bearer deny"))
        return LAMINA_OK;
    if (!read_token(context, event->token, decision))
        return LAMINA_E_UNAUTHENTICATED;
    decision->verdict = LAMINA_AUTHORIZER_ALLOW;
    return LAMINA_OK;
}

static const lamina_event_handler events[] = {
    {.operation = "authorize",
     .kind = LAMINA_EVENT_AUTHORIZER,
     .summary = "Believes what a token of the form test:<subject>:<tenant>:<scopes> says",
     .handler = {.authorizer = authorize}},
};

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "test-authorizer",
                                           .version = "1.0.0",
                                           .events = events,
                                           .event_count = 1,
                                           .event_size = sizeof(lamina_event_handler)};
