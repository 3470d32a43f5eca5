/* The text of key templates: see key_template.h. It is short, and read anew each time. */
#include "mapper/key_template.h"

#include <string.h>

#include "lamina/text.h"
#include "mapper/model.h"

const mapper_key_template *mapper__key_template_of(const mapper_model *model, uint32_t field)
{
    for (uint32_t i = 0; i < model->key_template_count; i++)
        if (mapper__key_template(model, i)->field == field)
            return mapper__key_template(model, i);
    return NULL;
}

static uint32_t field_named(const mapper_model *model, lamina_str name)
{
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if (lamina_str_is(name, mapper__field(model, i)->name))
            return i;
    return MAPPER_NO_FIELD;
}

/* "012": a zero, then how many digits, 1 to 19. */
static lamina_status read_padding(lamina_str text, uint32_t *padding)
{
    int64_t digits = 0;
    if (text.len < 2 || text.ptr[0] != '0')
        return LAMINA_E_SYNTAX;
    text = (lamina_str){text.ptr + 1, text.len - 1};
    if (lamina_parse_int64_between(text, 1, MAPPER__PAD_CAP, &digits) != LAMINA_OK)
        return LAMINA_E_SYNTAX;
    *padding = (uint32_t)digits;
    return LAMINA_OK;
}

/* What stands between two braces. */
static lamina_status read_field(const mapper_model *model, lamina_str text, mapper__key_part *part)
{
    lamina_status status = LAMINA_OK;
    if (lamina_str_cut(&text, ':', &part->name))
        status = read_padding(text, &part->padding);
    if (part->name.len == 0)
        return LAMINA_E_SYNTAX;
    part->field = field_named(model, part->name);
    return status;
}

bool mapper__key_part_next(const mapper_model *model, const char **text, mapper__key_part *part,
                           lamina_status *status)
{
    const char *start = *text;
    size_t fixed_len = strcspn(start, "{}");
    *status = LAMINA_OK;
    *part = (mapper__key_part){.fixed = {start, fixed_len}, .field = MAPPER_NO_FIELD};
    *text = start + fixed_len;
    if (**text == '\0')
        return fixed_len > 0;
    size_t len = strcspn(*text + 1, "{}");
    const char *end = *text + 1 + len;
    *status = **text == '{' && *end == '}' ? read_field(model, (lamina_str){*text + 1, len}, part)
                                           : LAMINA_E_SYNTAX;
    *text = *status == LAMINA_OK ? end + 1 : *text;
    return *status == LAMINA_OK;
}

uint64_t mapper__key_sources(const mapper_model *model, const mapper_key_template *template)
{
    uint64_t sources = 0;
    const char *text = template->text;
    mapper__key_part part;
    lamina_status status = LAMINA_OK;
    while (mapper__key_part_next(model, &text, &part, &status))
        if (part.field != MAPPER_NO_FIELD)
            sources |= UINT64_C(1) << part.field;
    return sources;
}
