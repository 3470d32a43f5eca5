/*
 * Days are the front part of timestamps, and are what a timestamp accepts there.
 */
#include "domain/dates.h"

#include <string.h>

#include "lamina/text.h"

#define MIDNIGHT "T00:00:00Z"

bool domain_is_date(lamina_str text)
{
    char timestamp[DOMAIN_DATE_LEN + sizeof MIDNIGHT];
    int64_t us;
    if (text.len != DOMAIN_DATE_LEN)
        return false;
    memcpy(timestamp, text.ptr, DOMAIN_DATE_LEN);
    memcpy(timestamp + DOMAIN_DATE_LEN, MIDNIGHT, sizeof MIDNIGHT);
    return lamina_parse_timestamp((lamina_str){timestamp, sizeof timestamp - 1}, &us) == LAMINA_OK;
}

lamina_status domain_today(lamina_context *context, lamina_str *date)
{
    char timestamp[LAMINA_TIMESTAMP_LEN + 1];
    lamina_status status = lamina_format_timestamp(lamina_now_us(context), timestamp);
    if (status != LAMINA_OK)
        return LAMINA_E_INTERNAL;
    *date = lamina_arena_copy(context->arena, (lamina_str){timestamp, DOMAIN_DATE_LEN});
    return date->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}
