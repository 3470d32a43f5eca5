/* The text that a key template makes of a struct: see key_text.h. */
#include "mapper/key_text.h"

#include <string.h>

#include "lamina/text.h"
#include "mapper/key.h"
#include "mapper/model.h"
#include "mapper/place.h"

typedef struct key_builder {
    lamina_arena *arena;
    const mapper_model *model;
    const mapper_key_template *template;
    const void *item;
    lamina_violations *violations;
    size_t len;
    bool is_too_long;
    bool is_refused;
    char bytes[MAPPER__HASH_CAP];
} key_builder;

/* ---- which fields hold something ---- */

/* A required field need not be marked by who fills a struct. But in one that was read, which the mark
   of the key tells, marks say what was there: an unmarked 0 was not. */
static bool holds(const mapper_model *model, uint32_t number, const void *item, bool was_read)
{
    const lamina_field *field = mapper__field(model, number);
    const lamina_presence *has = item;
    if (lamina_is_null(has, number))
        return false;
    if (field->type == LAMINA_TYPE_STRING &&
        ((const lamina_str *)mapper__member(field, item))->len == 0)
        return false;
    if (lamina_is_present(has, number))
        return true;
    if ((field->flags & LAMINA_FIELD_REQUIRED) == 0)
        return false;
    return field->type == LAMINA_TYPE_STRING || !was_read ||
           mapper__int64_of(model, number, item) != 0;
}

uint64_t mapper__key_sources_held(const mapper_model *model, const mapper_key_template *template,
                                  const void *item)
{
    uint64_t sources = mapper__key_sources(model, template);
    bool was_read = lamina_is_present(item, template->field);
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if ((sources >> i & 1u) != 0 && !holds(model, i, item, was_read))
            sources &= ~(UINT64_C(1) << i);
    return sources;
}

/* ---- what is refused ---- */

static lamina_status refuse(lamina_arena *arena, const mapper_model *model,
                            const mapper_key_template *template, uint32_t number, const char *code,
                            const char *rule, lamina_violations *violations)
{
    mapper__place place = mapper__place_field(NULL, mapper__field(model, number)->name);
    lamina_str pointer = mapper__place_pointer(arena, &place);
    if (pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_violation_add(arena, violations, pointer, code,
                                "%s: the key \"%s\" is made of it", rule,
                                mapper__field(model, template->field)->name);
}

lamina_status mapper__key_sources_refuse(lamina_arena *arena, const mapper_model *model,
                                         const mapper_key_template *template, uint64_t sources,
                                         const char *code, const char *rule,
                                         lamina_violations *violations)
{
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if ((sources >> i & 1u) == 0)
            continue;
        lamina_status status = refuse(arena, model, template, i, code, rule, violations);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status refuse_value(key_builder *builder, uint32_t number, const char *code,
                                  const char *rule)
{
    builder->is_refused = true;
    return refuse(builder->arena, builder->model, builder->template, number, code, rule,
                  builder->violations);
}

/* ---- building ---- */

static void add(key_builder *builder, lamina_str text)
{
    if (text.len > sizeof builder->bytes - builder->len) {
        builder->is_too_long = true;
        return;
    }
    if (text.len > 0)
        memcpy(builder->bytes + builder->len, text.ptr, text.len);
    builder->len += text.len;
}

/* No value holds a '#' that stands for itself: a field ends where the template says. */
static void add_escaped(key_builder *builder, lamina_str text)
{
    for (size_t i = 0; i < text.len && !builder->is_too_long; i++) {
        if (text.ptr[i] == '#')
            add(builder, LAMINA_STR("%23"));
        else if (text.ptr[i] == '%')
            add(builder, LAMINA_STR("%25"));
        else
            add(builder, (lamina_str){text.ptr + i, 1});
    }
}

static lamina_status add_number(key_builder *builder, const mapper__key_part *part, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (part->padding == 0 && number < 0)
        digits[--at] = '-';
    if (part->padding > 0 && (number < 0 || sizeof digits - at > part->padding)) {
        lamina_str rule = lamina_arena_format(
            builder->arena, "must not be negative, nor have more than %u digits", part->padding);
        return rule.ptr == NULL ? LAMINA_E_LIMIT
                                : refuse_value(builder, part->field, "range", rule.ptr);
    }
    while (sizeof digits - at < part->padding)
        digits[--at] = '0';
    add(builder, (lamina_str){digits + at, sizeof digits - at});
    return LAMINA_OK;
}

static lamina_status add_field(key_builder *builder, const mapper__key_part *part)
{
    const lamina_field *field = mapper__field(builder->model, part->field);
    const void *member = mapper__member(field, builder->item);
    char timestamp[LAMINA_TIMESTAMP_LEN + 1];
    switch (field->type) {
    case LAMINA_TYPE_STRING:
        if (!lamina_str_is_utf8(*(const lamina_str *)member, NULL))
            return refuse_value(builder, part->field, "type", "must be UTF-8");
        add_escaped(builder, *(const lamina_str *)member);
        return LAMINA_OK;
    case LAMINA_TYPE_TIMESTAMP:
        if (lamina_format_timestamp(*(const int64_t *)member, timestamp) != LAMINA_OK)
            return refuse_value(builder, part->field, "range", "must be in the years 0001 to 9999");
        add(builder, (lamina_str){timestamp, LAMINA_TIMESTAMP_LEN});
        return LAMINA_OK;
    default: return add_number(builder, part, *(const int64_t *)member);
    }
}

static lamina_status build(key_builder *builder, uint32_t source_count)
{
    const char *text = builder->template->text;
    mapper__key_part part;
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; mapper__key_part_next(builder->model, &text, &part, &status); i++) {
        add(builder, part.fixed);
        if (part.name.len == 0 || i == source_count)
            return LAMINA_OK;
        status = add_field(builder, &part);
        if (status != LAMINA_OK)
            return status;
    }
    return status;
}

lamina_status mapper__key_text(lamina_arena *arena, const mapper_model *model,
                               const mapper_key_template *template, uint32_t source_count,
                               const void *item, lamina_violations *violations, lamina_str *text)
{
    key_builder builder;
    builder.arena = arena;
    builder.model = model;
    builder.template = template;
    builder.item = item;
    builder.violations = violations;
    builder.len = 0;
    builder.is_too_long = builder.is_refused = false;
    *text = (lamina_str){NULL, 0};
    lamina_status status = build(&builder, source_count);
    if (status == LAMINA_OK && builder.is_too_long)
        return mapper__key_sources_refuse(arena, model, template,
                                          mapper__key_sources(model, template), "max-length",
                                          "makes a key of more than 2048 bytes", violations);
    if (status != LAMINA_OK || builder.is_refused)
        return status;
    *text = lamina_arena_copy(arena, (lamina_str){builder.bytes, builder.len});
    return text->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}
