/*
 * Posting: one DynamoDB transaction adds the entry, moves the contract, and remembers the request. The entry
 * carries its place in the sequence and the balance after it, so the contract is read first and must not have
 * moved since; where others got in between, it is tried again after a random pause.
 */
#include "domain/ids.h"
#include "domain/mapper.h"
#include "domain/repositories/transaction_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/transaction_place.h"
#include "repositories/contract_posting.h"
#include "repositories/contract_stored.h"
#include "repositories/idempotency.h"

/* How often it is tried; time ends it before. Of those that collide one always succeeds. */
enum { ATTEMPT_CAP = MAPPER_ATTEMPT_CAP };

/* Of what remains to the deadline when it begins: then there is still time to say that others were in the way,
   before somebody who waits for the answer gives up. */
#define TIME_PART(remaining_ms) ((remaining_ms) / 2)

/* Clocks differ: what occurred this little after now is taken. */
#define SKEW_US INT64_C(300000000)

/* What the request was stands first: whoever has carried it out goes before every refusal. */
enum { ACTION_ONCE, ACTION_CONTRACT, ACTION_ENTRY, ACTION_PLACE, ACTION_REVERSED, ACTION_COUNT };

/* One posting, from its first try to its last. */
typedef struct posting_attempt {
    const domain_idempotency *once;
    transaction *entry;          /* with all that is known before the contract is */
    const transaction *reversed; /* the one that it undoes, or NULL */
    int64_t least_ms;            /* what shall be left of the time at the end */
    transaction_posted *posted;
    lamina_status status; /* of the last try */
} posting_attempt;

/* ---- what is told to clients ---- */

static lamina_status fail_reversed(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "transaction-already-reversed",
                       "The transaction has been reversed before");
}

/* ---- what came of the same request before ---- */

static lamina_status replay(lamina_context *context, lamina_str transaction_id,
                            transaction_posted *posted)
{
    lamina_status status = transaction_repository_get(context, transaction_id, &posted->entry);
    if (status != LAMINA_OK)
        return lamina_cause(context, status == LAMINA_E_NOT_FOUND ? LAMINA_E_INTERNAL : status,
                            "the entry of a request that was carried out cannot be read");
    lamina_mark_absent(&posted->entry->has, TRANSACTION_REVERSED_BY);
    posted->replayed = true;
    return LAMINA_OK;
}

/* LAMINA_E_NOT_FOUND, not told: it is new. */
static lamina_status replay_if_known(lamina_context *context, const domain_idempotency *once,
                                     transaction_posted *posted)
{
    lamina_str transaction_id;
    lamina_status status = domain__idempotency_find(context, once, &transaction_id);
    return status == LAMINA_OK ? replay(context, transaction_id, posted) : status;
}

/* ---- one try ---- */

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The entry's place, behind the contract's last one in time too, whatever the clocks of others said. */
static lamina_status place_entry(lamina_context *context, const contract *owner, transaction *entry)
{
    if (!lamina_str_equal(entry->currency, owner->currency))
        return lamina_fail_field(context, "/currency", "currency", "must be the contract's, %.*s",
                                 LAMINA_FMT(owner->currency));
    entry->partner_id = owner->partner_id;
    entry->sequence = owner->entry_count + 1;
    entry->posted_at = later(lamina_now_us(context), owner->last_entry_at + 1);
    entry->balance_after = owner->balance + entry->balance_change;
    if (!lamina_is_present(&entry->has, TRANSACTION_OCCURRED_AT))
        entry->occurred_at = entry->posted_at;
    return LAMINA_OK;
}

/* Would the contract, as it was read, take it? Asked before anything is sent, and told as if it had been. */
static lamina_status check_accepted(lamina_context *context, const posting_attempt *attempt,
                                    const contract *owner, const contract_posting *posting)
{
    bool is_only_raced;
    lamina_status status = domain__contract_refuse(context, posting, owner, &is_only_raced);
    lamina_error_reset(context);
    if (is_only_raced)
        return LAMINA_OK;
    if (status != LAMINA_E_CONFLICT)
        return status;
    status = replay_if_known(context, attempt->once, attempt->posted);
    if (status == LAMINA_E_NOT_FOUND)
        return domain__contract_refuse(context, posting, owner, &is_only_raced);
    return status;
}

static mapper_action create(const mapper_model *model, void *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = MAPPER_OP_CREATE, .model = model, .item = item};
}

/* Once for each entry: under the condition that it has not been undone yet. */
static mapper_action mark_reversed(lamina_context *context, const posting_attempt *attempt)
{
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "reversedBy", dynamodb_text(attempt->entry->transaction_id));
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_UPDATE,
                           .model = &transaction_model,
                           .item = (transaction *)attempt->reversed, /* its key; not changed */
                           .options = {.size = sizeof(mapper_write),
                                       .condition = mapper_not_exists(context, "reversedBy")},
                           .edits = edits};
}

static lamina_status send(lamina_context *context, const posting_attempt *attempt,
                          const contract_posting *posting, mapper_conflict *conflict)
{
    transaction *entry = attempt->entry;
    idempotency_record record;
    transaction_place place;
    mapper_action actions[ACTION_COUNT];
    lamina_status status = domain__transaction_place_init(context, entry->transaction_id, &place);
    if (status == LAMINA_OK)
        status = domain__contract_post(context, posting, &actions[ACTION_CONTRACT]);
    if (status != LAMINA_OK)
        return status;
    place.contract_id = entry->contract_id;
    place.posted_at = entry->posted_at;
    actions[ACTION_ONCE] =
        domain__idempotency_claim(context, attempt->once, entry->transaction_id, &record);
    actions[ACTION_ENTRY] = create(&transaction_model, entry);
    actions[ACTION_PLACE] = create(&domain__transaction_place_model, &place);
    size_t count = ACTION_REVERSED;
    if (attempt->reversed != NULL)
        actions[count++] = mark_reversed(context, attempt);
    return mapper_transact(context, actions, count, conflict);
}

/* No answer came: the request's record tells whether it was carried out. */
static lamina_status resolve_doubt(lamina_context *context, const posting_attempt *attempt)
{
    transaction_posted *posted = attempt->posted;
    if (replay_if_known(context, attempt->once, posted) != LAMINA_OK)
        return LAMINA_E_AMBIGUOUS;
    posted->replayed =
        !lamina_str_equal(posted->entry->transaction_id, attempt->entry->transaction_id);
    return LAMINA_OK;
}

/* *raced: others were in the way, and it is worth another try; the status is what to tell if this was the last. */
static lamina_status judge(lamina_context *context, const posting_attempt *attempt,
                           lamina_status status, const contract_posting *posting,
                           const mapper_conflict *conflict, bool *raced)
{
    lamina_str before;
    switch (conflict->action) {
    case ACTION_ONCE:
        status = domain__idempotency_judge(context, attempt->once, conflict->current, &before);
        return status == LAMINA_OK ? replay(context, before, attempt->posted) : status;
    case ACTION_CONTRACT:
        return domain__contract_refuse(context, posting, conflict->current, raced);
    case ACTION_REVERSED: return fail_reversed(context);
    case ACTION_ENTRY:
    case ACTION_PLACE:
        return lamina_cause(context, LAMINA_E_INTERNAL, "a new entry's key is in use");
    default: break;
    }
    if (status == LAMINA_E_AMBIGUOUS)
        return resolve_doubt(context, attempt);
    *raced = status == LAMINA_E_CONFLICT;
    return *raced ? domain__contract_fail_busy(context) : status;
}

static lamina_status post_once(lamina_context *context, posting_attempt *attempt, bool *raced)
{
    transaction *entry = attempt->entry;
    contract *owner;
    lamina_status status = domain__contract_read(context, entry->contract_id, &owner);
    if (status == LAMINA_OK)
        status = place_entry(context, owner, entry);
    if (status != LAMINA_OK)
        return status;

    const contract_posting posting = {.contract_id = entry->contract_id,
                                      .amount = entry->balance_change,
                                      .entry_count = owner->entry_count,
                                      .posted_at = entry->posted_at};
    status = check_accepted(context, attempt, owner, &posting);
    if (status != LAMINA_OK || attempt->posted->entry != NULL)
        return status;
    mapper_conflict conflict = {.size = sizeof conflict};
    status = send(context, attempt, &posting, &conflict);
    if (status != LAMINA_OK)
        return judge(context, attempt, status, &posting, &conflict, raced);
    attempt->posted->entry = entry;
    return LAMINA_OK;
}

/* A refusal is a conflict too, and the last word: only who was raced tries again. The contract that stood in the
   way would be old by then: on a hot one, who goes on from it never gets in. */
static lamina_status try_post(lamina_context *context, void *state)
{
    posting_attempt *attempt = state;
    bool raced = false;
    attempt->status = post_once(context, attempt, &raced);
    return raced && lamina_remaining_ms(context) > attempt->least_ms ? LAMINA_E_CONFLICT
                                                                     : LAMINA_OK;
}

/* ---- what is asked ---- */

static lamina_status check_request(lamina_context *context, const transaction *entry)
{
    if (entry->amount < 1 || entry->amount > CONTRACT_AMOUNT_MAX)
        return lamina_fail_field(context, "/amount", "range", "must be 1 to %lld minor units",
                                 (long long)CONTRACT_AMOUNT_MAX);
    if (lamina_is_present(&entry->has, TRANSACTION_OCCURRED_AT) &&
        entry->occurred_at > lamina_now_us(context) + SKEW_US)
        return lamina_fail_field(context, "/occurredAt", "range", "must not be still to come");
    return LAMINA_OK;
}

/* What of the caller's entry is taken. */
static lamina_status begin_entry(lamina_context *context, const transaction *asked,
                                 transaction **entry)
{
    *entry = transaction_new(context);
    if (*entry == NULL)
        return LAMINA_E_LIMIT;
    (*entry)->has = asked->has;
    (*entry)->reference = asked->reference;
    (*entry)->description = asked->description;
    (*entry)->occurred_at = asked->occurred_at;
    lamina_mark_absent(&(*entry)->has, TRANSACTION_REVERSES);
    lamina_mark_absent(&(*entry)->has, TRANSACTION_REVERSED_BY);
    return domain_new_ulid(context, &(*entry)->transaction_id);
}

static lamina_status post(lamina_context *context, transaction *entry, const transaction *reversed,
                          const domain_idempotency *once, transaction_posted *posted)
{
    lamina_status status = check_request(context, entry);
    if (status != LAMINA_OK)
        return status;
    posted->entry = NULL;
    posted->replayed = false;
    int64_t remaining_ms = lamina_remaining_ms(context);
    posting_attempt attempt = {.once = once,
                               .entry = entry,
                               .reversed = reversed,
                               .posted = posted,
                               .least_ms = remaining_ms - TIME_PART(remaining_ms)};
    mapper_retry_on_conflict(context, ATTEMPT_CAP, try_post, &attempt);
    return attempt.status;
}

lamina_status transaction_repository_post(lamina_context *context, const transaction *asked,
                                          const domain_idempotency *once,
                                          transaction_posted *posted)
{
    bool is_debit = lamina_str_is(asked->kind, TRANSACTION_KIND_DEBIT);
    if (!is_debit && !lamina_str_is(asked->kind, TRANSACTION_KIND_CREDIT))
        return lamina_fail_field(context, "/kind", "enum", "must be debit or credit");
    transaction *entry;
    lamina_status status = begin_entry(context, asked, &entry);
    if (status != LAMINA_OK)
        return status;
    entry->contract_id = asked->contract_id;
    entry->kind = asked->kind;
    entry->amount = asked->amount;
    entry->currency = asked->currency;
    entry->balance_change = is_debit ? asked->amount : -asked->amount;
    return post(context, entry, NULL, once, posted);
}

/* A reversal is not undone again: what it undid is posted anew instead. */
static lamina_status check_reversible(lamina_context *context, const transaction *reversed,
                                      const domain_idempotency *once, transaction_posted *posted)
{
    if (lamina_str_is(reversed->kind, TRANSACTION_KIND_REVERSAL))
        return lamina_fail(context, LAMINA_E_CONFLICT, "transaction-not-reversible",
                           "A reversal cannot be reversed");
    if (!lamina_is_present(&reversed->has, TRANSACTION_REVERSED_BY))
        return LAMINA_OK;
    lamina_status status = replay_if_known(context, once, posted);
    return status == LAMINA_E_NOT_FOUND ? fail_reversed(context) : status;
}

lamina_status transaction_repository_reverse(lamina_context *context, const transaction *asked,
                                             const domain_idempotency *once,
                                             transaction_posted *posted)
{
    transaction *reversed, *entry;
    posted->entry = NULL;
    lamina_status status = transaction_repository_get(context, asked->reverses, &reversed);
    if (status == LAMINA_OK)
        status = check_reversible(context, reversed, once, posted);
    if (status != LAMINA_OK || posted->entry != NULL)
        return status;
    status = begin_entry(context, asked, &entry);
    if (status != LAMINA_OK)
        return status;
    entry->contract_id = reversed->contract_id;
    entry->kind = LAMINA_STR(TRANSACTION_KIND_REVERSAL);
    entry->amount = reversed->amount;
    entry->currency = reversed->currency;
    entry->balance_change = -reversed->balance_change;
    entry->reverses = reversed->transaction_id;
    lamina_mark(&entry->has, TRANSACTION_REVERSES);
    return post(context, entry, reversed, once, posted);
}
