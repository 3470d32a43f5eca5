/*
 * Audit trails in DynamoDB: one item an entry, under the thing that it is about.
 */
#include "domain/repositories/audit_repository.h"

#include "domain/ids.h"
#include "domain/mapper.h"
#include "repositories/audit_trail.h"

/* "partner#01ARZ3NDEKTSV4RRFFQ69G5FAV"; empty when the arena is full. */
static lamina_str subject_of(lamina_context *context, const char *kind, lamina_str id)
{
    return lamina_arena_format(context->arena, "%s#%.*s", kind, LAMINA_FMT(id));
}

/* ---- write ---- */

static lamina_status name_changed(lamina_context *context, const domain__audit_note *note,
                                  audit_entry *entry)
{
    if (note->changed == NULL)
        return LAMINA_OK;
    lamina_str *names =
        lamina_arena_array(context->arena, note->record->field_count, sizeof *names);
    if (names == NULL)
        return LAMINA_E_LIMIT;
    size_t count = 0;
    for (uint32_t i = 0; i < note->record->field_count; i++)
        if (!lamina_is_absent(note->changed, i))
            names[count++] = lamina_str_from(lamina_record_field(note->record, i)->name);
    entry->changed = (lamina_list){names, count};
    if (count > 0)
        lamina_mark(&entry->has, AUDIT_ENTRY_CHANGED);
    return LAMINA_OK;
}

static void set_text(audit_entry *entry, lamina_str *member, uint32_t field, lamina_str text)
{
    if (text.len == 0)
        return;
    *member = text;
    lamina_mark(&entry->has, field);
}

lamina_status domain__audit_action(lamina_context *context, const domain__audit_note *note,
                                   mapper_action *action)
{
    audit_entry *entry = lamina_alloc(context, sizeof *entry);
    if (entry == NULL)
        return LAMINA_E_LIMIT;
    entry->subject = subject_of(context, note->kind, note->id);
    if (entry->subject.ptr == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain_new_ulid(context, &entry->audit_id);
    if (status == LAMINA_OK)
        status = name_changed(context, note, entry);
    if (status != LAMINA_OK)
        return status;

    entry->action = lamina_str_from(note->action);
    set_text(entry, &entry->caller_id, AUDIT_ENTRY_CALLER_ID, context->caller_id);
    set_text(entry, &entry->reason, AUDIT_ENTRY_REASON, note->reason);
    set_text(entry, &entry->part, AUDIT_ENTRY_PART, note->part);
    set_text(entry, &entry->request_id, AUDIT_ENTRY_REQUEST_ID, context->request_id);
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_CREATE,
                              .model = &audit_entry_model,
                              .item = entry};
    return LAMINA_OK;
}

/* ---- read ---- */

lamina_status audit_repository_list(lamina_context *context, const char *kind, lamina_str id,
                                    const domain_page_query *query, const audit_page **page)
{
    *page = NULL;
    audit_page *answer = lamina_alloc(context, sizeof *answer);
    lamina_str subject = subject_of(context, kind, id);
    if (answer == NULL || subject.ptr == NULL)
        return LAMINA_E_LIMIT;
    if (query->limit < domain_page_limit_range.minimum ||
        query->limit > domain_page_limit_range.maximum)
        return LAMINA_E_ARGUMENT;

    mapper_query options = {
        .size = sizeof options, .limit = (uint32_t)query->limit, .cursor = query->cursor};
    mapper_page read = {.size = sizeof read};
    lamina_status status = mapper_query_by_access(context, &audit_entry_model, "of-subject",
                                                  dynamodb_text(subject), &options, &read);
    if (status != LAMINA_OK)
        return status;
    answer->items = (lamina_list){read.items, read.count};
    answer->cursor = read.cursor;
    if (read.cursor.len > 0)
        lamina_mark(&answer->has, AUDIT_PAGE_CURSOR);
    *page = answer;
    return LAMINA_OK;
}
