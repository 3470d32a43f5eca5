/* Values that are kept: see value_cache.h. */
#include "parameters/value_cache.h"

#include <stdlib.h>
#include <string.h>

#include "domain/parameters.h"
#include "lamina/crypto.h"

static parameters__value values[DOMAIN_PARAMETER_CAP];
static uint64_t ticks;

static void wipe(parameters__value *value)
{
    if (value->bytes != NULL)
        lamina_crypto_wipe(value->bytes, value->len);
    free(value->bytes);
    free(value->name);
    *value = (parameters__value){.is_used = false};
}

parameters__value *parameters__value_find(uint32_t kind, lamina_str name)
{
    for (size_t i = 0; i < DOMAIN_PARAMETER_CAP; i++) {
        parameters__value *value = &values[i];
        if (!value->is_used || value->kind != kind || value->name_len != name.len ||
            memcmp(value->name, name.ptr, name.len) != 0)
            continue;
        value->last_use = ++ticks;
        return value;
    }
    return NULL;
}

static parameters__value *place_for(uint32_t kind, lamina_str name)
{
    parameters__value *place = parameters__value_find(kind, name);
    for (size_t i = 0; i < DOMAIN_PARAMETER_CAP && place == NULL; i++)
        if (!values[i].is_used)
            place = &values[i];
    if (place != NULL)
        return place;
    place = &values[0];
    for (size_t i = 1; i < DOMAIN_PARAMETER_CAP; i++)
        if (values[i].last_use < place->last_use)
            place = &values[i];
    return place;
}

static char *copy_of(lamina_str text)
{
    char *copy = malloc(text.len + 1);
    if (copy != NULL && text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return copy;
}

void parameters__value_keep(uint32_t kind, lamina_str name, lamina_str value, int64_t now_us)
{
    parameters__value *place = place_for(kind, name);
    char *name_copy = copy_of(name), *bytes = copy_of(value);
    wipe(place);
    if (name_copy == NULL || bytes == NULL) {
        free(name_copy);
        free(bytes);
        return;
    }
    *place = (parameters__value){.is_used = true,
                                 .kind = kind,
                                 .name = name_copy,
                                 .name_len = name.len,
                                 .bytes = bytes,
                                 .len = value.len,
                                 .asked_us = now_us,
                                 .last_use = ++ticks};
}

void parameters__values_forget(void)
{
    for (size_t i = 0; i < DOMAIN_PARAMETER_CAP; i++)
        wipe(&values[i]);
}
