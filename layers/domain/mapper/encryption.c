/* Encrypted fields on their way to the table and back: see encryption.h. */
#include "mapper/encryption.h"

#include <string.h>

#include "domain/encryption.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/element.h"
#include "mapper/encryption_binding.h"
#include "mapper/expression.h"
#include "mapper/item.h"
#include "mapper/model.h"
#include "mapper/request.h"

/* Of one attribute as JSON; an item holds 400 KB, and escapes make six characters of one. */
#define ATTRIBUTE_CAP (4u << 20)
#define KEY_CAP (32u << 10)

static bool is_encrypted(const lamina_field *field)
{
    return (field->flags & LAMINA_FIELD_ENCRYPTED) != 0;
}

static uint32_t count_encrypted(const mapper_model *model)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->record->field_count; i++)
        count += is_encrypted(mapper__field(model, i));
    return count;
}

const lamina_field *mapper__encrypted_named(const mapper_model *model, lamina_str name)
{
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        const lamina_field *field = mapper__field(model, i);
        if (is_encrypted(field) && lamina_str_is(name, field->name))
            return field;
    }
    return NULL;
}

/* What a value of the model is sealed with. table[0] is the caller's room for the pair. */
static lamina_status make_sealing(lamina_context *context, const mapper_model *model,
                                  const lamina_json *key, const lamina_field *field,
                                  lamina_param *table, domain_sealing *sealing)
{
    *table = (lamina_param){LAMINA_STR("table"), lamina_str_from(model->name)};
    *sealing =
        (domain_sealing){.size = sizeof *sealing, .key_context = table, .key_context_count = 1};
    return mapper__binding_make(context, model, key, field->name, &sealing->associated);
}

/* ---- writing ---- */

/* The item's key as the service will return it: {"id":{"S":"..."}}. */
static lamina_status read_key(lamina_context *context, const mapper_model *model, const void *item,
                              const lamina_json **key)
{
    lamina_text text;
    mapper__request request = {.context = context};
    lamina_text_init(&text, KEY_CAP);
    lamina_json_write_init(&request.json, &text);
    lamina_json_write_object(&request.json);
    lamina_status status = mapper__request_key(&request, model, item);
    lamina_json_write_object_end(&request.json);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    lamina_str json = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    if (status == LAMINA_OK && json.ptr == NULL)
        status = LAMINA_E_LIMIT;
    const lamina_json *whole = NULL;
    if (status == LAMINA_OK)
        status = lamina_json_read(context->arena, json, 0, &whole, NULL);
    *key = lamina_json_member(whole, "Key");
    return status;
}

static lamina_status seal_field(lamina_context *context, const mapper_model *model,
                                const lamina_json *key, const lamina_field *field, const void *item,
                                lamina_str *sealed)
{
    lamina_param table;
    domain_sealing sealing;
    lamina_status status = make_sealing(context, model, key, field, &table, &sealing);
    if (status != LAMINA_OK)
        return status;
    lamina_text plain;
    lamina_json_writer writer;
    lamina_text_init(&plain, ATTRIBUTE_CAP);
    lamina_json_write_init(&writer, &plain);
    status = mapper__attribute_write(context->arena, field, item, &writer);
    if (status == LAMINA_OK)
        status = lamina_text_status(&plain);
    if (status == LAMINA_OK)
        status = domain_seal(domain_encryption_shared(context), context, &sealing,
                             lamina_text_view(&plain), sealed);
    if (plain.ptr != NULL)
        lamina_crypto_wipe(plain.ptr, plain.room);
    lamina_text_clear(&plain);
    return status;
}

/* A copy of the model in which each encrypted field is BINARY, and its member behind the struct's end. */
static mapper_model *copy_model(lamina_arena *arena, const mapper_model *model, size_t sealed_at)
{
    const lamina_record *record = model->record;
    mapper_model *stored = lamina_arena_alloc(arena, sizeof *stored);
    lamina_record *stored_record = lamina_arena_alloc(arena, sizeof *stored_record);
    char *fields = lamina_arena_array(arena, record->field_count, record->field_size);
    if (stored == NULL || stored_record == NULL || fields == NULL)
        return NULL;
    memcpy(stored, model, sizeof *stored);
    memcpy(stored_record, record,
           record->size < sizeof *stored_record ? record->size : sizeof *stored_record);
    memcpy(fields, record->fields, (size_t)record->field_count * record->field_size);
    stored->record = stored_record;
    stored_record->fields = (const lamina_field *)(const void *)fields;
    for (uint32_t i = 0; i < record->field_count; i++) {
        lamina_field *field =
            (lamina_field *)(void *)(fields + (size_t)i * stored_record->field_size);
        if (!is_encrypted(field))
            continue;
        field->type = LAMINA_TYPE_BINARY;
        field->flags &= ~LAMINA_FIELD_ENCRYPTED;
        field->offset = (uint32_t)sealed_at;
        sealed_at += sizeof(lamina_str);
    }
    stored_record->struct_size = (uint32_t)sealed_at;
    return stored;
}

uint64_t mapper__fields_held(const mapper_model *model, const void *item)
{
    uint64_t held = 0;
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if (mapper__holds_value(mapper__field(model, i), item, i))
            held |= UINT64_C(1) << i;
    return held;
}

lamina_status mapper__encrypt(lamina_context *context, uint64_t fields, const mapper_model **model,
                              void **item)
{
    const mapper_model *from = *model;
    if (count_encrypted(from) == 0)
        return LAMINA_OK;
    const size_t align = _Alignof(lamina_str);
    size_t sealed_at = (from->record->struct_size + align - 1) / align * align;
    mapper_model *stored = copy_model(context->arena, from, sealed_at);
    char *sealed = stored == NULL ? NULL : lamina_alloc(context, stored->record->struct_size);
    if (sealed == NULL)
        return LAMINA_E_LIMIT;
    memcpy(sealed, *item, from->record->struct_size);
    const lamina_json *key = NULL;
    lamina_status status = read_key(context, from, *item, &key);
    for (uint32_t i = 0; i < from->record->field_count && status == LAMINA_OK; i++) {
        const lamina_field *field = mapper__field(from, i);
        lamina_str *into = (lamina_str *)(void *)(sealed + mapper__field(stored, i)->offset);
        if (is_encrypted(field) && (fields >> i & 1u) != 0)
            status = seal_field(context, from, key, field, *item, into);
    }
    *model = stored;
    *item = sealed;
    return status;
}

/* ---- reading ---- */

static lamina_status tell(lamina_context *context, const mapper_model *model,
                          const lamina_field *field, lamina_status status, const char *what)
{
    return lamina_cause(context, status, "model %s: attribute %s %s", model->name, field->name,
                        what);
}

static lamina_status read_plain(lamina_context *context, const mapper_model *model,
                                const lamina_field *field, lamina_str text,
                                const lamina_json **plain)
{
    lamina_status status =
        lamina_json_read(context->arena, text, LAMINA_JSON_DEPTH_MAX, plain, NULL);
    if (status == LAMINA_OK || lamina_arena_is_exhausted(context->arena))
        return status;
    return tell(context, model, field, LAMINA_E_UPSTREAM, "was sealed by something else");
}

lamina_status mapper__decrypt(lamina_context *context, const mapper_model *model,
                              const lamina_json *item, const lamina_field *field,
                              const lamina_json *attribute, const lamina_json **plain)
{
    bool reads_plain = (model->encryption_flags & MAPPER_ENCRYPTION_READS_PLAIN) != 0;
    lamina_str bytes = {NULL, 0};
    lamina_status status = LAMINA_E_SYNTAX;
    if (lamina_json_member(attribute, "B") != NULL)
        status =
            lamina_base64_decode(context->arena, lamina_json_member_string(attribute, "B"), &bytes);
    if (status == LAMINA_E_LIMIT)
        return status;
    if (reads_plain && (status != LAMINA_OK || !domain_is_sealed(bytes))) {
        *plain = attribute;
        return LAMINA_OK;
    }
    if (status != LAMINA_OK) {
        lamina_fail(context, LAMINA_E_UPSTREAM, "encrypted-value-damaged",
                    "A stored value cannot be decrypted");
        return tell(context, model, field, LAMINA_E_UPSTREAM,
                    "is not encrypted, and the record has it as encrypted");
    }
    lamina_param table;
    domain_sealing sealing;
    lamina_str text = {NULL, 0};
    status = make_sealing(context, model, item, field, &table, &sealing);
    if (status == LAMINA_OK)
        status = domain_open(domain_encryption_shared(context), context, &sealing, bytes, &text);
    if (status != LAMINA_OK)
        return tell(context, model, field, status, "cannot be decrypted");
    return read_plain(context, model, field, text, plain);
}

/* ---- conditions ---- */

/* Whether it is there can be seen of an encrypted attribute, what it holds cannot. */
static const lamina_field *looked_into(const mapper_model *model, const mapper_condition *condition)
{
    if (condition == NULL)
        return NULL;
    if (condition->path.count > 0) {
        bool asks_existence = condition->path.count == 1 && (condition->kind == MAPPER__EXISTS ||
                                                             condition->kind == MAPPER__NOT_EXISTS);
        return asks_existence ? NULL
                              : mapper__encrypted_named(model, condition->path.steps[0].name);
    }
    const lamina_field *field = looked_into(model, condition->a);
    return field != NULL ? field : looked_into(model, condition->b);
}

lamina_status mapper__condition_spares_encrypted(lamina_context *context, const mapper_model *model,
                                                 const mapper_condition *condition)
{
    const lamina_field *field = looked_into(model, condition);
    if (field == NULL)
        return LAMINA_OK;
    return tell(context, model, field, LAMINA_E_ARGUMENT,
                "is encrypted: no condition can look into it, but a blind index can find it");
}
