/*
 * Users in DynamoDB. A user and the claim on the e-mail address (models/user_email.h) are written in one
 * transaction, and so is everything that has to happen together: a code with the message that brings it, a change with
 * its entry in the audit trail.
 */
#include "domain/repositories/user_repository.h"

#include "domain/ids.h"
#include "domain/models/notification.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/user_email.h"
#include "repositories/audit_trail.h"
#include "repositories/claim_actions.h"
#include "repositories/page.h"
#include "repositories/user_messages.h"

#define AUDIT_KIND "user"

/* No user has it: what is read when there is no claim, so that the time does not tell. */
#define NOBODY "00000000000000000000000000"

/* ---- what is told to clients ---- */

static lamina_status fail_not_found(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "user-not-found",
                       "There is no user with this id");
}

static lamina_status fail_busy(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "user-busy",
                       "Others kept changing the same user; try again");
}

static lamina_status fail_code(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_INVALID, "code-invalid",
                       "This code is unknown, used, or too old; ask for a new one");
}

/* ---- create ---- */

static mapper_action write_user(uint32_t op, user *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &user_model, .item = item};
}

lamina_status user_repository_create(lamina_context *context, user *item)
{
    enum { ACTION_USER, ACTION_CLAIM, ACTION_MESSAGE };
    lamina_status status = domain_new_ulid(context, &item->user_id);
    if (status != LAMINA_OK)
        return status;
    item->collection = LAMINA_STR(USER_COLLECTION_ALL);
    item->password_changed_at = lamina_now_us(context);

    claim address;
    size_t count = 0;
    mapper_action actions[ACTION_MESSAGE + DOMAIN__MESSAGE_ACTION_CAP];
    status = domain__user_email_init(context, item->email, item->user_id, &address);
    if (status == LAMINA_OK && lamina_str_is(item->status, USER_STATUS_PENDING))
        status = domain__message_actions(context, item, NOTIFICATION_VERIFY,
                                         &actions[ACTION_MESSAGE], &count);
    if (status != LAMINA_OK)
        return status;
    actions[ACTION_USER] = write_user(MAPPER_OP_CREATE, item);
    actions[ACTION_CLAIM] = domain__claim_take(&domain__user_email_model, &address, NULL);
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_MESSAGE + count, &conflict);
    if (conflict.action == ACTION_CLAIM)
        return lamina_fail(context, LAMINA_E_CONFLICT, "user-email-taken",
                           "Another user has this e-mail address");
    return status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
}

/* ---- read ---- */

static lamina_status read_user(lamina_context *context, lamina_str user_id, user **out)
{
    user *found = user_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    user key = {.user_id = user_id};
    lamina_status status = mapper_get(context, &user_model, &key, &options, found);
    *out = status == LAMINA_OK ? found : NULL;
    return status;
}

lamina_status user_repository_get(lamina_context *context, lamina_str user_id, user **out)
{
    *out = NULL;
    if (!domain_is_ulid(user_id))
        return fail_not_found(context);
    lamina_status status = read_user(context, user_id, out);
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

lamina_status user_repository_find(lamina_context *context, lamina_str email, user **out)
{
    claim key, found = {.owner = LAMINA_STR(NOBODY)};
    mapper_read options = {.size = sizeof options, .consistent = true};
    *out = NULL;
    lamina_status status = domain__user_email_init(context, email, (lamina_str){0}, &key);
    if (status == LAMINA_OK)
        status = mapper_get(context, &domain__user_email_model, &key, &options, &found);
    if (status != LAMINA_OK && status != LAMINA_E_NOT_FOUND)
        return status;
    return read_user(context, found.owner, out);
}

lamina_status user_repository_list(lamina_context *context, const domain_page_query *query,
                                   user_list *out)
{
    mapper_query wanted = {.size = sizeof wanted,
                           .limit = (uint32_t)query->limit,
                           .index = USER_INDEX_ALL,
                           .hash = dynamodb_text(LAMINA_STR(USER_COLLECTION_ALL)),
                           .cursor = query->cursor};
    domain__page page;
    lamina_status status = domain__page_read(context, &user_model, &wanted, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (user *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

/* ---- change ---- */

enum { ACTION_CHANGE, ACTION_AUDIT, ACTION_CODE, ACTION_COUNT };

/* code may be NULL. */
static lamina_status change(lamina_context *context, user *changes, const char *done,
                            one_time_code *code, user **out)
{
    *out = NULL;
    if (lamina_is_present(&changes->has, USER_PASSWORD) &&
        lamina_is_absent(&changes->has, USER_PASSWORD_CHANGED_AT)) {
        changes->password_changed_at = lamina_now_us(context);
        lamina_mark(&changes->has, USER_PASSWORD_CHANGED_AT);
    }
    const domain__audit_note note = {.kind = AUDIT_KIND,
                                     .id = changes->user_id,
                                     .action = done,
                                     .record = &user_record,
                                     .changed = &changes->has};
    mapper_action actions[ACTION_COUNT] = {[ACTION_CHANGE] = write_user(MAPPER_OP_PATCH, changes)};
    lamina_status status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;
    if (code != NULL)
        actions[ACTION_CODE] = domain__code_use(code);

    mapper_conflict conflict = {.size = sizeof conflict};
    status =
        mapper_transact(context, actions, code == NULL ? ACTION_CODE : ACTION_COUNT, &conflict);
    if (conflict.action == ACTION_CODE)
        return fail_code(context);
    if (conflict.action == ACTION_CHANGE)
        return conflict.reason == MAPPER_CONFLICT_MISSING ? fail_not_found(context)
                                                          : LAMINA_E_PRECONDITION;
    if (status != LAMINA_OK)
        return status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
    return read_user(context, changes->user_id, out);
}

lamina_status user_repository_update(lamina_context *context, user *changes, const char *done,
                                     user **out)
{
    return change(context, changes, done, NULL, out);
}

/* ---- messages and codes ---- */

lamina_status user_repository_notify(lamina_context *context, const user *to, const char *kind)
{
    mapper_action actions[DOMAIN__MESSAGE_ACTION_CAP];
    size_t count = 0;
    lamina_status status = domain__message_actions(context, to, kind, actions, &count);
    return status == LAMINA_OK ? mapper_transact(context, actions, count, NULL) : status;
}

lamina_status user_repository_notify_nobody(lamina_context *context, const char *kind)
{
    mapper_action actions[DOMAIN__MESSAGE_ACTION_CAP];
    user *nobody = user_new(context);
    size_t count = 0;
    if (nobody == NULL)
        return LAMINA_E_LIMIT;
    nobody->user_id = LAMINA_STR(NOBODY);
    nobody->email = LAMINA_STR("nobody@example.invalid");
    lamina_status status = domain__message_actions(context, nobody, kind, actions, &count);
    if (status != LAMINA_OK)
        return status;
    domain__message_expire(actions, count);
    return mapper_transact(context, actions, count, NULL);
}

/* The user whose code it is, if it is good. */
static lamina_status read_owner(lamina_context *context, const one_time_code *code, user **out)
{
    lamina_status status = read_user(context, code->user_id, out);
    if (status == LAMINA_E_NOT_FOUND)
        return fail_code(context);
    if (status != LAMINA_OK || (*out)->password_changed_at == code->password_changed_at)
        return status;
    *out = NULL;
    return fail_code(context);
}

lamina_status user_repository_find_by_code(lamina_context *context, lamina_str code,
                                           const char *purpose, user **out)
{
    one_time_code *found;
    *out = NULL;
    lamina_status status = domain__code_find(context, code, &found);
    if (status == LAMINA_E_NOT_FOUND)
        return fail_code(context);
    if (status != LAMINA_OK)
        return status;
    if (!lamina_str_is(found->purpose, purpose))
        return fail_code(context);
    return read_owner(context, found, out);
}

lamina_status user_repository_update_by_code(lamina_context *context, lamina_str code,
                                             user *changes, const char *done, user **out)
{
    one_time_code *found;
    *out = NULL;
    lamina_status status = domain__code_find(context, code, &found);
    if (status == LAMINA_E_NOT_FOUND)
        return fail_code(context);
    return status == LAMINA_OK ? change(context, changes, done, found, out) : status;
}
