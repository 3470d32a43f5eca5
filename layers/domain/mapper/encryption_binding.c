/*
 * Where an encrypted attribute stands: model, key, attribute name, each behind its length. The service may
 * return a number in other digits than it got (1.50 as 1.5), so that keys of numbers are brought into one
 * notation: significant digits, "e", exponent.
 */
#include "mapper/encryption_binding.h"

#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/model.h"

#define PURPOSE "lamina item 1"
#define BINDING_CAP 8192u

static void add_part(lamina_text *out, lamina_str part)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        lamina_text_add_char(out, (char)(uint8_t)(part.len >> shift));
    lamina_text_add(out, part);
}

/* The exponent of a number, and the text before it. */
static int64_t cut_exponent(lamina_str *digits)
{
    for (size_t i = 0; i < digits->len; i++) {
        if (digits->ptr[i] != 'e' && digits->ptr[i] != 'E')
            continue;
        lamina_str text = {digits->ptr + i + 1, digits->len - i - 1};
        if (text.len > 0 && text.ptr[0] == '+')
            text = (lamina_str){text.ptr + 1, text.len - 1};
        bool negative = text.len > 0 && text.ptr[0] == '-';
        int64_t exponent = 0;
        for (size_t j = negative; j < text.len; j++)
            exponent = exponent * 10 + (text.ptr[j] - '0');
        digits->len = i;
        return negative ? -exponent : exponent;
    }
    return 0;
}

/* "-12.50" as "-125e-1", "100" as "1e2", any zero as "0". digits is a decimal of at most 38 digits. */
static void add_number(lamina_text *out, lamina_str digits)
{
    char significant[128];
    size_t count = 0;
    bool behind_point = false;
    int64_t exponent = cut_exponent(&digits);
    for (size_t i = 0; i < digits.len && count < sizeof significant; i++) {
        char c = digits.ptr[i];
        behind_point = behind_point || c == '.';
        if (c < '0' || c > '9')
            continue;
        exponent -= behind_point;
        if (c != '0' || count > 0)
            significant[count++] = c;
    }
    for (; count > 0 && significant[count - 1] == '0'; count--)
        exponent++;
    if (count == 0) {
        lamina_text_add_char(out, '0');
        return;
    }
    if (digits.ptr[0] == '-')
        lamina_text_add_char(out, '-');
    lamina_text_add(out, (lamina_str){significant, count});
    lamina_text_add_char(out, 'e');
    lamina_text_add_int64(out, exponent);
}

static lamina_status add_key_value(lamina_context *context, lamina_str type, lamina_str payload,
                                   lamina_text *out)
{
    if (lamina_str_is(type, "N")) {
        if (!lamina_is_decimal(payload) || payload.len > 100)
            return LAMINA_E_UPSTREAM;
        lamina_text number;
        lamina_text_init(&number, 160);
        add_number(&number, payload);
        add_part(out, lamina_text_view(&number));
        lamina_status status = lamina_text_status(&number);
        lamina_text_clear(&number);
        return status;
    }
    if (lamina_str_is(type, "B")) {
        lamina_status status = lamina_base64_decode(context->arena, payload, &payload);
        if (status != LAMINA_OK)
            return status == LAMINA_E_LIMIT ? status : LAMINA_E_UPSTREAM;
    } else if (!lamina_str_is(type, "S")) {
        return LAMINA_E_UPSTREAM;
    }
    add_part(out, payload);
    return LAMINA_OK;
}

static lamina_status add_key(lamina_context *context, const mapper_model *model, uint32_t number,
                             const lamina_json *key, lamina_text *out)
{
    if (number == MAPPER_NO_FIELD) {
        add_part(out, LAMINA_STR(""));
        add_part(out, LAMINA_STR(""));
        return LAMINA_OK;
    }
    const lamina_json *value =
        lamina_json_first(lamina_json_member(key, mapper__field(model, number)->name));
    lamina_str type = lamina_json_name(value), payload = lamina_json_string(value);
    if (payload.len == 0)
        return LAMINA_E_UPSTREAM;
    add_part(out, type);
    return add_key_value(context, type, payload, out);
}

static lamina_status write(lamina_context *context, const mapper_model *model,
                           const lamina_json *key, const char *attribute, lamina_text *out)
{
    add_part(out, LAMINA_STR(PURPOSE));
    add_part(out, lamina_str_from(model->name));
    lamina_status status = add_key(context, model, model->hash_field, key, out);
    if (status == LAMINA_OK)
        status = add_key(context, model, model->range_field, key, out);
    add_part(out, lamina_str_from(attribute));
    return status == LAMINA_OK ? lamina_text_status(out) : status;
}

lamina_status mapper__binding_make(lamina_context *context, const mapper_model *model,
                                   const lamina_json *key, const char *attribute,
                                   lamina_str *binding)
{
    lamina_text text;
    lamina_text_init(&text, BINDING_CAP);
    lamina_status status = write(context, model, key, attribute, &text);
    if (status == LAMINA_OK) {
        *binding = lamina_arena_copy(context->arena, lamina_text_view(&text));
        status = binding->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    if (status == LAMINA_E_UPSTREAM)
        return lamina_cause(
            context, status,
            "model %s: attribute %s is encrypted, and its item comes without its key", model->name,
            attribute);
    return status;
}
