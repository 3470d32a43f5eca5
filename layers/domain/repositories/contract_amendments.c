/*
 * Amendments: each is a whole version of what the contract says, written once, in the transaction that
 * brings it into force.
 */
#include <string.h>

#include "domain/access.h"
#include "domain/dates.h"
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/audit_trail.h"
#include "repositories/contract_stored.h"
#include "repositories/contract_versions.h"
#include "repositories/retry_raced.h"

/* What can be amended: which field of a version is which field of the contract. */
static const struct {
    uint32_t version_field, contract_field;
} amendable[] = {
    {CONTRACT_AMENDMENT_TITLE, CONTRACT_TITLE},
    {CONTRACT_AMENDMENT_END_DATE, CONTRACT_END_DATE},
    {CONTRACT_AMENDMENT_CREDIT_LIMIT, CONTRACT_CREDIT_LIMIT},
    {CONTRACT_AMENDMENT_TERMS, CONTRACT_TERMS},
};
enum { AMENDABLE_COUNT = sizeof amendable / sizeof *amendable };

static lamina_str name_of(uint32_t version_field)
{
    return lamina_str_from(lamina_record_field(&contract_amendment_record, version_field)->name);
}

/* ---- versions ---- */

/* What the contract says now, as a version of that number. */
static contract_amendment *version_of(lamina_context *context, const contract *stored,
                                      int64_t number)
{
    contract_amendment *version = contract_amendment_new(context);
    if (version == NULL)
        return NULL;
    version->contract_id = stored->contract_id;
    version->number = number;
    version->title = stored->title;
    version->end_date = stored->end_date;
    version->credit_limit = stored->credit_limit;
    version->terms = stored->terms;
    if (lamina_is_present(&stored->has, CONTRACT_TERMS))
        lamina_mark(&version->has, CONTRACT_AMENDMENT_TERMS);
    version->caller_id = context->caller_id;
    if (context->caller_id.len > 0)
        lamina_mark(&version->has, CONTRACT_AMENDMENT_CALLER_ID);
    return version;
}

static mapper_action write_version(contract_amendment *version)
{
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_CREATE,
                           .model = &contract_amendment_model,
                           .item = version};
}

lamina_status domain__contract_first_version(lamina_context *context, const contract *stored,
                                             mapper_action *action)
{
    contract_amendment *version = version_of(context, stored, 0);
    if (version == NULL)
        return LAMINA_E_LIMIT;
    *action = write_version(version);
    return LAMINA_OK;
}

/* One try to amend. */
typedef struct attempt {
    const contract_amendment *changes;
    lamina_str today;
    contract *stored;            /* as it was read */
    contract_amendment *version; /* that is in force now */
} attempt;

/* ---- was it made already? ---- */

static bool names_field(const lamina_list *changed, uint32_t field)
{
    const lamina_str *names = changed->items;
    for (size_t i = 0; i < changed->count; i++)
        if (lamina_str_equal(names[i], name_of(field)))
            return true;
    return false;
}

static bool is_same_value(const contract_amendment *a, const contract_amendment *b, uint32_t field)
{
    if (lamina_is_present(&a->has, field) != lamina_is_present(&b->has, field))
        return false;
    switch (field) {
    case CONTRACT_AMENDMENT_TITLE: return lamina_str_equal(a->title, b->title);
    case CONTRACT_AMENDMENT_END_DATE: return lamina_str_equal(a->end_date, b->end_date);
    case CONTRACT_AMENDMENT_CREDIT_LIMIT: return a->credit_limit == b->credit_limit;
    default: return !lamina_is_present(&a->has, field) || lamina_str_equal(a->terms, b->terms);
    }
}

static bool is_made_by(const contract_amendment *version, const contract_amendment *changes)
{
    if (!lamina_str_equal(version->reason, changes->reason))
        return false;
    for (size_t i = 0; i < AMENDABLE_COUNT; i++) {
        uint32_t field = amendable[i].version_field;
        bool is_asked = !lamina_is_absent(&changes->has, field);
        if (is_asked != names_field(&version->changed, field))
            return false;
        if (is_asked && !is_same_value(version, changes, field))
            return false;
    }
    return true;
}

static lamina_status find_made(lamina_context *context, attempt *a)
{
    const contract_amendment *changes = a->changes;
    contract_amendment *version = contract_amendment_new(context);
    if (version == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    contract_amendment key = {.contract_id = changes->contract_id, .number = changes->number};
    lamina_status status = mapper_get(context, &contract_amendment_model, &key, &options, version);
    if (status == LAMINA_OK && is_made_by(version, changes)) {
        a->version = version;
        return LAMINA_OK;
    }
    if (status != LAMINA_OK && status != LAMINA_E_NOT_FOUND)
        return status;
    return lamina_fail(context, LAMINA_E_CONFLICT, "contract-amendment-conflict",
                       "Amendment %lld was made already, with other changes or for another reason",
                       (long long)changes->number);
}

/* ---- may it be made? ---- */

static lamina_status judge(lamina_context *context, const attempt *a)
{
    const contract_amendment *changes = a->changes;
    lamina_str state = domain__contract_status(a->stored, a->today);
    if (!lamina_str_is(state, CONTRACT_STATUS_ACTIVE) &&
        !lamina_str_is(state, CONTRACT_STATUS_SUSPENDED))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-move-refused",
                           "The contract is %.*s: it cannot be amended", LAMINA_FMT(state));
    if (changes->number != a->stored->amendment + 1)
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-amendment-conflict",
                           "The next amendment is %lld", (long long)a->stored->amendment + 1);
    if (!lamina_is_present(&changes->has, CONTRACT_AMENDMENT_END_DATE))
        return LAMINA_OK;
    if (lamina_str_compare(changes->end_date, a->stored->start_date) < 0)
        return domain__contract_fail_period(context);
    if (lamina_str_compare(changes->end_date, a->today) < 0)
        return lamina_fail_field(context, "/endDate", "range", "must not be in the past");
    return LAMINA_OK;
}

/* ---- making it ---- */

enum { ACTION_CONTRACT, ACTION_VERSION, ACTION_AUDIT, ACTION_COUNT };

static lamina_status make_version(lamina_context *context, attempt *a)
{
    const contract_amendment *changes = a->changes;
    contract_amendment *version = version_of(context, a->stored, changes->number);
    lamina_str *names = lamina_arena_array(context->arena, AMENDABLE_COUNT, sizeof *names);
    if (version == NULL || names == NULL)
        return LAMINA_E_LIMIT;
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_TITLE))
        version->title = changes->title;
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_END_DATE))
        version->end_date = changes->end_date;
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_CREDIT_LIMIT))
        version->credit_limit = changes->credit_limit;
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_TERMS)) {
        version->terms = changes->terms;
        lamina_mark(&version->has, CONTRACT_AMENDMENT_TERMS);
    } else if (lamina_is_null(&changes->has, CONTRACT_AMENDMENT_TERMS)) {
        lamina_mark_absent(&version->has, CONTRACT_AMENDMENT_TERMS);
    }

    size_t count = 0;
    for (size_t i = 0; i < AMENDABLE_COUNT; i++)
        if (!lamina_is_absent(&changes->has, amendable[i].version_field))
            names[count++] = name_of(amendable[i].version_field);
    version->changed = (lamina_list){names, count};
    lamina_mark(&version->has, CONTRACT_AMENDMENT_CHANGED);
    version->reason = changes->reason;
    lamina_mark(&version->has, CONTRACT_AMENDMENT_REASON);
    a->version = version;
    return LAMINA_OK;
}

/* Postings go on meanwhile: available credit moves by as much as the limit does. */
static const mapper_edits *edit(lamina_context *context, const attempt *a)
{
    const contract_amendment *changes = a->changes;
    mapper_edits *edits = mapper_edits_new(context);
    lamina_arena *arena = context->arena;
    mapper_edit_set(edits, "amendment", dynamodb_int64(arena, changes->number));
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_TITLE))
        mapper_edit_set(edits, "title", dynamodb_text(changes->title));
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_END_DATE))
        mapper_edit_set(edits, "endDate", dynamodb_text(changes->end_date));
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_CREDIT_LIMIT)) {
        int64_t more = changes->credit_limit - a->stored->credit_limit;
        mapper_edit_set(edits, "creditLimit", dynamodb_int64(arena, changes->credit_limit));
        mapper_edit_increment(edits, "availableCredit", dynamodb_int64(arena, more));
    }
    if (lamina_is_present(&changes->has, CONTRACT_AMENDMENT_TERMS))
        mapper_edit_set(edits, "terms", dynamodb_text(changes->terms));
    else if (lamina_is_null(&changes->has, CONTRACT_AMENDMENT_TERMS))
        mapper_edit_remove(edits, "terms");
    return edits;
}

static lamina_status amend_contract(lamina_context *context, const attempt *a,
                                    mapper_action *action)
{
    contract *key = contract_new(context);
    if (key == NULL)
        return LAMINA_E_LIMIT;
    key->contract_id = a->stored->contract_id;
    /* The limit changes by amendments alone: with the number it is as it was read. */
    const mapper_condition *is_next =
        mapper_equals(context, "amendment", dynamodb_int64(context->arena, a->stored->amendment));
    const mapper_condition *all =
        mapper_and(context, is_next, domain__contract_is_as_read(context, a->stored, a->today));
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_UPDATE,
                              .model = &contract_model,
                              .item = key,
                              .options = {.size = sizeof(mapper_write), .condition = all},
                              .edits = edit(context, a)};
    return LAMINA_OK;
}

/* *raced: the contract is not as it was read, and it is worth reading again. */
static lamina_status make(lamina_context *context, attempt *a, bool *raced)
{
    mapper_action actions[ACTION_COUNT];
    lamina_presence changed = {0};
    for (size_t i = 0; i < AMENDABLE_COUNT; i++)
        if (!lamina_is_absent(&a->changes->has, amendable[i].version_field))
            lamina_mark(&changed, amendable[i].contract_field);
    const domain__audit_note note = {.kind = CONTRACT_AUDIT_KIND,
                                     .id = a->stored->contract_id,
                                     .action = "amended",
                                     .reason = a->changes->reason,
                                     .record = &contract_record,
                                     .changed = &changed};
    lamina_status status = make_version(context, a);
    if (status == LAMINA_OK)
        status = amend_contract(context, a, &actions[ACTION_CONTRACT]);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;

    actions[ACTION_VERSION] = write_version(a->version);
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_COUNT, &conflict);
    *raced = conflict.action == ACTION_CONTRACT || conflict.action == ACTION_VERSION;
    return *raced || status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
}

static lamina_status amend_as_read(lamina_context *context, void *state, bool *raced)
{
    attempt *a = state;
    lamina_status status = domain__contract_read(context, a->changes->contract_id, &a->stored);
    if (status == LAMINA_OK)
        status = domain_require_staff(context);
    if (status != LAMINA_OK)
        return status;
    if (a->changes->number >= 1 && a->changes->number <= a->stored->amendment)
        return find_made(context, a);
    status = judge(context, a);
    return status == LAMINA_OK ? make(context, a, raced) : status;
}

static bool changes_nothing(const contract_amendment *changes)
{
    for (size_t i = 0; i < AMENDABLE_COUNT; i++)
        if (!lamina_is_absent(&changes->has, amendable[i].version_field))
            return false;
    return true;
}

lamina_status contract_repository_amend(lamina_context *context, const contract_amendment *changes,
                                        contract_amendment **out)
{
    *out = NULL;
    if (changes_nothing(changes))
        return LAMINA_E_ARGUMENT;
    if (changes->reason.len == 0)
        return lamina_fail_field(context, "/reason", "required", "is required");
    attempt a = {.changes = changes};
    lamina_status status = domain_today(context, &a.today);
    if (status != LAMINA_OK)
        return status;
    status = domain__retry_raced(context, DOMAIN__RACED_CAP, amend_as_read, &a);
    if (status == LAMINA_OK)
        *out = a.version;
    return status;
}
