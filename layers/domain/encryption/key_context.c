/* What a data key is bound to: see key_context.h. */
#include "encryption/key_context.h"

#include <string.h>

#include "encryption/format.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define TENANT "tenant"

static lamina_status refuse(lamina_context *context, const char *why)
{
    return lamina_cause(context, LAMINA_E_ARGUMENT, "a key context %s", why);
}

/* Puts the pair where its name belongs. False when there is one of that name. */
static bool insert(lamina_param *pairs, size_t *count, const lamina_param *pair)
{
    size_t at = *count;
    while (at > 0 && lamina_str_compare(pairs[at - 1].name, pair->name) > 0)
        at--;
    if (at > 0 && lamina_str_equal(pairs[at - 1].name, pair->name))
        return false;
    memmove(&pairs[at + 1], &pairs[at], (*count - at) * sizeof *pairs);
    pairs[at] = *pair;
    (*count)++;
    return true;
}

static size_t len_of(const lamina_param *pair)
{
    return pair->name.len + pair->value.len;
}

lamina_status encryption__key_context_make(lamina_context *context, const domain_sealing *sealing,
                                           domain_key_context *bound)
{
    const lamina_param tenant = {LAMINA_STR(TENANT), context->tenant_id};
    size_t bytes = 0, count = 0;
    if (sealing->key_context_count > DOMAIN_KEY_CONTEXT_CAP - 1)
        return refuse(context, "has too many pairs");
    lamina_param *pairs = lamina_arena_array(context->arena, DOMAIN_KEY_CONTEXT_CAP, sizeof *pairs);
    if (pairs == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < sealing->key_context_count; i++) {
        const lamina_param *pair = &sealing->key_context[i];
        if (pair->name.len == 0 || lamina_str_is(pair->name, TENANT))
            return refuse(context, "has a pair without a name, or one named \"" TENANT "\"");
        if (!insert(pairs, &count, pair))
            return refuse(context, "has a name twice");
        bytes += len_of(pair);
    }
    if (tenant.value.len > 0 && insert(pairs, &count, &tenant))
        bytes += len_of(&tenant);
    if (bytes > DOMAIN_KEY_CONTEXT_BYTES_CAP)
        return refuse(context, "is longer than 4096 bytes");
    *bound = (domain_key_context){pairs, count};
    return LAMINA_OK;
}

lamina_status encryption__key_context_encode(lamina_context *context,
                                             const domain_key_context *bound, lamina_str *text)
{
    size_t len = 1;
    for (size_t i = 0; i < bound->count; i++)
        len += 4 + len_of(&bound->pairs[i]);
    uint8_t *bytes = lamina_alloc(context, len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    bytes[0] = (uint8_t)bound->count;
    uint8_t *out = bytes + 1;
    for (size_t i = 0; i < bound->count; i++) {
        out = encryption__text_write(out, bound->pairs[i].name);
        out = encryption__text_write(out, bound->pairs[i].value);
    }
    *text = (lamina_str){(const char *)bytes, len};
    return LAMINA_OK;
}
