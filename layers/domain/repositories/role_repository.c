/*
 * Roles: those of the program (roles_built_in), and those in DynamoDB. What a user may do by them is
 * role_permission.c's.
 */
#include "domain/repositories/role_repository.h"

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/page.h"

static lamina_status fail_not_found(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "role-not-found",
                       "There is no role of this name");
}

static lamina_status fail_built_in(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "role-built-in",
                       "This role comes with the system and cannot be changed");
}

/* ---- built-in roles ---- */

static const role_built_in *built_in(lamina_str role_id)
{
    for (const role_built_in *known = roles_built_in; known->role_id != NULL; known++)
        if (lamina_str_is(role_id, known->role_id))
            return known;
    return NULL;
}

static lamina_status from_built_in(lamina_context *context, const role_built_in *known, role **out)
{
    size_t count = 0;
    while (known->scopes[count] != NULL)
        count++;
    role *item = role_new(context);
    lamina_str *scopes = lamina_arena_array(context->arena, count, sizeof *scopes);
    if (item == NULL || scopes == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < count; i++)
        scopes[i] = lamina_str_from(known->scopes[i]);
    item->role_id = lamina_str_from(known->role_id);
    item->summary = lamina_str_from(known->summary);
    lamina_mark(&item->has, ROLE_SUMMARY);
    item->scopes = (lamina_list){scopes, count};
    *out = item;
    return LAMINA_OK;
}

/* ---- read ---- */

static lamina_status read_stored(lamina_context *context, lamina_str role_id, role **out)
{
    role *found = role_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    role key = {.role_id = role_id};
    lamina_status status = mapper_get(context, &role_model, &key, &options, found);
    *out = status == LAMINA_OK ? found : NULL;
    return status;
}

lamina_status role_repository_get(lamina_context *context, lamina_str role_id, role **out)
{
    *out = NULL;
    const role_built_in *known = built_in(role_id);
    if (known != NULL)
        return from_built_in(context, known, out);
    lamina_status status = role_id.len == 0 || role_id.len > ROLE_ID_MAX
                               ? LAMINA_E_NOT_FOUND
                               : read_stored(context, role_id, out);
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

/* The built-in roles, then those of the page. */
static lamina_status put_built_in_first(lamina_context *context, domain__page *page)
{
    size_t count = 0;
    while (roles_built_in[count].role_id != NULL)
        count++;
    role **all = lamina_arena_array(context->arena, count + page->count, sizeof *all);
    if (all == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < count; i++) {
        lamina_status status = from_built_in(context, &roles_built_in[i], &all[i]);
        if (status != LAMINA_OK)
            return status;
    }
    for (size_t i = 0; i < page->count; i++)
        all[count + i] = page->items[i];
    page->items = (void **)all;
    page->count += count;
    return LAMINA_OK;
}

lamina_status role_repository_list(lamina_context *context, const domain_page_query *query,
                                   role_list *out)
{
    mapper_query wanted = {.size = sizeof wanted,
                           .limit = (uint32_t)query->limit,
                           .index = ROLE_INDEX_ALL,
                           .hash = dynamodb_text(LAMINA_STR(ROLE_COLLECTION_ALL)),
                           .cursor = query->cursor};
    domain__page page;
    lamina_status status = domain__page_read(context, &role_model, &wanted, &page);
    if (status == LAMINA_OK && query->cursor.len == 0)
        status = put_built_in_first(context, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (role *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

/* ---- write ---- */

lamina_status role_repository_create(lamina_context *context, role *item)
{
    lamina_status status = LAMINA_E_CONFLICT;
    item->collection = LAMINA_STR(ROLE_COLLECTION_ALL);
    if (built_in(item->role_id) == NULL)
        status = mapper_create(context, &role_model, item, NULL);
    if (status != LAMINA_E_CONFLICT)
        return status;
    return lamina_fail(context, status, "role-exists", "There is a role of this name");
}

lamina_status role_repository_replace(lamina_context *context, role *item)
{
    if (built_in(item->role_id) != NULL)
        return fail_built_in(context);
    if (lamina_is_absent(&item->has, ROLE_SUMMARY))
        lamina_mark_null(&item->has, ROLE_SUMMARY);
    lamina_mark(&item->has, ROLE_SCOPES);
    lamina_status status = mapper_patch(context, &role_model, item, NULL);
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

lamina_status role_repository_delete(lamina_context *context, lamina_str role_id, int64_t version)
{
    if (built_in(role_id) != NULL)
        return fail_built_in(context);
    if (role_id.len == 0 || role_id.len > ROLE_ID_MAX)
        return fail_not_found(context);
    role key = {.role_id = role_id, .version = version};
    lamina_status status = mapper_remove(context, &role_model, &key, NULL);
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}
