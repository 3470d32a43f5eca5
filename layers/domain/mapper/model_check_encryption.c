/* Encrypted fields and blind indexes of a model. */
#include "lamina/text.h"
#include "mapper/encryption.h"
#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/model_check.h"

#define LENGTH_LEAST 8u
#define LENGTH_CAP 32u

/* Records that were looked at: they may nest in each other. */
#define SEEN_CAP 64u
typedef struct seen_records {
    const lamina_record *records[SEEN_CAP];
    size_t count;
} seen_records;

static bool is_new(seen_records *seen, const lamina_record *record)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->records[i] == record)
            return false;
    if (seen->count == SEEN_CAP)
        return false;
    seen->records[seen->count++] = record;
    return true;
}

/* A flag below the item's own fields would be passed over; inside of an encrypted field all is encrypted
   anyway. */
static const char *flagged_inside(seen_records *seen, const lamina_record *record, bool is_item)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        bool is_encrypted = (field->flags & LAMINA_FIELD_ENCRYPTED) != 0;
        if (is_encrypted && !is_item)
            return field->name;
        if (is_encrypted || field->record == NULL || !is_new(seen, field->record))
            continue;
        const char *name = flagged_inside(seen, field->record, false);
        if (name != NULL)
            return name;
    }
    return NULL;
}

static bool is_stamp(const mapper_model *model, uint32_t number)
{
    return number == model->version_field || number == model->created_field ||
           number == model->updated_field || number == model->ttl_field;
}

static lamina_status check_source(const mapper__model_checker *checker,
                                  const mapper_blind_index *blind)
{
    const mapper_model *model = checker->model;
    if (blind->source >= model->record->field_count)
        return mapper__model_refuse(checker, "a blind index", "is of no field of its record");
    const lamina_field *source = mapper__field(model, blind->source);
    if (source->type != LAMINA_TYPE_STRING || (source->flags & LAMINA_FIELD_ENCRYPTED) == 0)
        return mapper__model_refuse(checker, "a blind index",
                                    "is of %s, which is no encrypted STRING", source->name);
    return LAMINA_OK;
}

static lamina_status check_blind_index(const mapper__model_checker *checker, uint32_t number)
{
    const mapper_model *model = checker->model;
    const mapper_blind_index *blind = mapper__blind_index(model, number);
    if (blind->field >= model->record->field_count)
        return mapper__model_refuse(checker, "a blind index", "is no field of its record");
    const lamina_field *field = mapper__field(model, blind->field);
    if (field->type != LAMINA_TYPE_STRING ||
        (field->flags & (LAMINA_FIELD_ENCRYPTED | LAMINA_FIELD_REQUIRED)) != 0 ||
        is_stamp(model, blind->field) || mapper__is_table_key(model, blind->field) ||
        mapper__key_template_of(model, blind->field) != NULL)
        return mapper__model_refuse(checker, field->name,
                                    "is a blind index, and must be an optional STRING of no other "
                                    "use than the key of an index");
    uint32_t length = blind->length == 0 ? 16 : blind->length;
    if (length < LENGTH_LEAST || length > LENGTH_CAP)
        return mapper__model_refuse(checker, field->name,
                                    "is a blind index of %u bytes, not 8 to 32", length);
    if (field->max_length != 0 && field->max_length < 2 * length)
        return mapper__model_refuse(checker, field->name,
                                    "is a blind index of %u characters, which it does not allow",
                                    2 * length);
    for (uint32_t i = 0; i < number; i++)
        if (mapper__blind_index(model, i)->field == blind->field)
            return mapper__model_refuse(checker, field->name, "is two blind indexes");
    return check_source(checker, blind);
}

lamina_status mapper__model_check_encryption(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    seen_records seen = {.count = 0};
    const char *inside = flagged_inside(&seen, model->record, true);
    if (inside != NULL)
        return mapper__model_refuse(checker, inside,
                                    "is encrypted inside of a field that is not: flag that one");
    if ((model->encryption_flags & ~MAPPER_ENCRYPTION_READS_PLAIN) != 0)
        return mapper__model_refuse(checker, "its encryption", "has unknown flags");
    if (model->blind_index_count > 0 &&
        (model->blind_indexes == NULL || model->blind_index_size < sizeof(mapper_blind_index)))
        return mapper__model_refuse(checker, "its blind indexes",
                                    "are missing, or their size was not set");
    for (uint32_t i = 0; i < model->blind_index_count; i++) {
        lamina_status status = check_blind_index(checker, i);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
