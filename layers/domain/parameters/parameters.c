/* Parameters and secrets, kept for a while: see domain/parameters.h. */
#include "domain/parameters.h"

#include "lamina/json.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "parameters/source.h"
#include "parameters/value_cache.h"

#define US_PER_S INT64_C(1000000)
/* The longest name or ARN that either service takes. */
#define NAME_MAX_LEN 2048u
/* Where asking failed, it is not tried with every request. */
#define RETRY_US (10 * US_PER_S)

static lamina_status ask(lamina_context *context, uint32_t kind, lamina_str name, lamina_str *value)
{
    lamina_status status = parameters__read_file(context, kind, name, value);
    return status == LAMINA_E_UNSUPPORTED ? parameters__ask(context, kind, name, value) : status;
}

static bool is_good(const parameters__value *kept, const domain_parameter_options *options,
                    int64_t now_us)
{
    if (kept == NULL || (options != NULL && options->is_fresh != 0))
        return false;
    int64_t max_age_s =
        options != NULL && options->max_age_s != 0 ? options->max_age_s : DOMAIN_PARAMETER_AGE_S;
    return now_us - kept->asked_us < max_age_s * US_PER_S || now_us < kept->retry_us;
}

/* Will it be better later? Then what is known will do for now. */
static bool is_passing(lamina_status status)
{
    return status == LAMINA_E_UNAVAILABLE || status == LAMINA_E_THROTTLED ||
           status == LAMINA_E_TIMEOUT || status == LAMINA_E_UPSTREAM;
}

static lamina_status hand_out(lamina_context *context, const parameters__value *kept,
                              lamina_str *value)
{
    *value = lamina_arena_copy(context->arena, (lamina_str){kept->bytes, kept->len});
    return value->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

static lamina_status look_up(lamina_context *context, uint32_t kind, lamina_str name,
                             const domain_parameter_options *options, lamina_str *value)
{
    *value = (lamina_str){NULL, 0};
    if (name.len == 0 || name.len > NAME_MAX_LEN)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a parameter's name of %zu bytes",
                            name.len);
    int64_t now_us = lamina_monotonic_us(context);
    parameters__value *kept = parameters__value_find(kind, name);
    if (is_good(kept, options, now_us))
        return hand_out(context, kept, value);
    lamina_status status = ask(context, kind, name, value);
    if (status == LAMINA_OK) {
        parameters__value_keep(kind, name, *value, now_us);
        return LAMINA_OK;
    }
    if (kept == NULL || !is_passing(status))
        return status;
    kept->retry_us = now_us + RETRY_US;
    lamina_error_reset(context);
    lamina_log_field field = lamina_log_text("parameter", name);
    lamina_log_with(context, LAMINA_LOG_WARN,
                    LAMINA_STR("a parameter cannot be asked for again; its old value is used"),
                    &field, 1);
    return hand_out(context, kept, value);
}

lamina_status domain_parameter(lamina_context *context, lamina_str name,
                               const domain_parameter_options *options, lamina_str *value)
{
    return look_up(context, PARAMETERS__PARAMETER, name, options, value);
}

lamina_status domain_secret(lamina_context *context, lamina_str id,
                            const domain_parameter_options *options, lamina_str *value)
{
    return look_up(context, PARAMETERS__SECRET, id, options, value);
}

lamina_status domain_secret_member(lamina_context *context, lamina_str id, const char *member,
                                   const domain_parameter_options *options, lamina_str *value)
{
    lamina_str text;
    const lamina_json *json = NULL;
    lamina_status status = domain_secret(context, id, options, &text);
    *value = (lamina_str){NULL, 0};
    if (status != LAMINA_OK)
        return status;
    status = lamina_json_read(context->arena, text, 0, &json, NULL);
    if (status == LAMINA_E_LIMIT)
        return status;
    *value = status == LAMINA_OK ? lamina_json_member_string(json, member) : *value;
    return value->ptr != NULL ? LAMINA_OK
                              : lamina_cause(context, LAMINA_E_CONFIG,
                                             "secret %.*s is no JSON object with a text \"%s\"",
                                             LAMINA_FMT(id), member);
}

void domain_parameters_forget(void)
{
    parameters__values_forget();
    parameters__close();
}
