/* Requests that happen once: names of keys and contents, and domain_run_once() on DynamoDB Local. */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/dynamodb.h"
#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/idempotency_record.h"
#include "race.h"
#include "repositories/idempotency.h"
#include "transaction_fixture.h"

TestSuite(idempotency, .init = transaction_fixture_begin, .fini = transaction_fixture_end,
          .timeout = 60);

static domain_idempotency once_of(lamina_context *own, const char *key, const char *subject)
{
    domain_idempotency once = {.size = sizeof once};
    domain_idempotency_request request = {.size = sizeof request,
                                          .key = lamina_str_from(key),
                                          .group = "letter",
                                          .operation = "send",
                                          .subject = lamina_str_from(subject)};
    cr_assert_eq(domain_idempotency_init(own, &request, &once), LAMINA_OK);
    return once;
}

/* ---- names ---- */

Test(idempotency, what_is_asked_for_is_told_apart)
{
    lamina_context *context = fixture_context;
    domain_idempotency first = once_of(context, "k", "s"), other = once_of(context, "k", "s");
    cr_assert_eq(first.id.len, 64);
    cr_assert(lamina_str_equal(first.id, other.id));
    cr_assert(lamina_str_equal(first.fingerprint, other.fingerprint));
    other = once_of(context, "l", "s");
    cr_assert_not(lamina_str_equal(first.id, other.id));
    other = once_of(context, "k", "t");
    cr_assert(lamina_str_equal(first.id, other.id));
    cr_assert_not(lamina_str_equal(first.fingerprint, other.fingerprint));
    context->caller_id = LAMINA_STR("ada");
    other = once_of(context, "k", "s");
    cr_assert_not(lamina_str_equal(first.id, other.id));
    context->caller_id = LAMINA_STR("a");
    context->caller_tenant = LAMINA_STR("da");
    first = once_of(context, "k", "s");
    context->caller_id = LAMINA_STR("da");
    context->caller_tenant = LAMINA_STR("a");
    other = once_of(context, "k", "s");
    cr_assert_not(lamina_str_equal(first.id, other.id), "parts do not run into one another");
}

Test(idempotency, content_counts_as_it_was_decoded)
{
    transaction *a = transaction_fixture_entry(fixture_context, 5);
    transaction *b = transaction_fixture_entry(fixture_context, 6);
    const lamina_field fields[] = {{.name = "amount",
                                    .type = LAMINA_TYPE_INT64,
                                    .flags = LAMINA_FIELD_REQUIRED,
                                    .offset = offsetof(transaction, amount)}};
    const lamina_record record = {.size = sizeof record,
                                  .name = "Content",
                                  .struct_size = sizeof(transaction),
                                  .field_size = sizeof(lamina_field),
                                  .fields = fields,
                                  .field_count = 1};
    domain_idempotency_request request = {.size = sizeof request,
                                          .key = LAMINA_STR("k"),
                                          .group = "g",
                                          .operation = "o",
                                          .record = &record,
                                          .content = a};
    domain_idempotency one = {.size = sizeof one}, other = {.size = sizeof other};
    cr_assert_eq(domain_idempotency_init(fixture_context, &request, &one), LAMINA_OK);
    request.content = b;
    cr_assert_eq(domain_idempotency_init(fixture_context, &request, &other), LAMINA_OK);
    cr_assert_not(lamina_str_equal(one.fingerprint, other.fingerprint));
    b->amount = 5;
    b->reference = LAMINA_STR("not of the record");
    cr_assert_eq(domain_idempotency_init(fixture_context, &request, &other), LAMINA_OK);
    cr_assert(lamina_str_equal(one.fingerprint, other.fingerprint));
    request.key.len = 0;
    cr_assert_eq(domain_idempotency_init(fixture_context, &request, &other), LAMINA_E_ARGUMENT);
}

/* ---- running ---- */

/* What is done counts itself in the contract's credit limit. */
static lamina_status count_up(lamina_context *own, void *state, lamina_str *answer)
{
    lamina_status *wanted = state;
    mapper_edits *edits = mapper_edits_new(own);
    contract *key = contract_new(own);
    key->contract_id = LAMINA_STR(FIXTURE_CONTRACT);
    mapper_edit_increment(edits, "creditLimit", dynamodb_number(LAMINA_STR("1")));
    lamina_status status = mapper_update(own, &contract_model, key, edits, NULL, key);
    *answer = lamina_arena_format(own->arena, "%lld", (long long)key->credit_limit);
    return status != LAMINA_OK || wanted == NULL ? status : *wanted;
}

static lamina_status run(const char *key, const char *subject, lamina_status wanted,
                         lamina_str *answer, bool *replayed)
{
    domain_idempotency once = once_of(fixture_context, key, subject);
    return domain_run_once(fixture_context, &once, count_up, &wanted, answer, replayed);
}

static void expect_count(int64_t count)
{
    cr_assert_eq(transaction_fixture_stored()->credit_limit, count);
}

Test(idempotency, the_same_gets_its_answer_again_and_another_is_refused)
{
    lamina_str answer;
    bool replayed;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert_not(replayed);
    cr_assert(lamina_str_is(answer, "1"));
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert(replayed);
    cr_assert(lamina_str_is(answer, "1"));
    transaction_fixture_expect(run("k", "t", LAMINA_OK, &answer, &replayed), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
    cr_assert_not(replayed);
    expect_count(1);
}

Test(idempotency, a_failure_is_forgotten)
{
    lamina_str answer;
    bool replayed;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    cr_assert_eq(run("k", "s", LAMINA_E_UPSTREAM, &answer, &replayed), LAMINA_E_UPSTREAM);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert_not(replayed);
    expect_count(2);
}

static lamina_status run_twin(lamina_context *own, size_t index)
{
    lamina_str answer;
    bool replayed;
    (void)index;
    domain_idempotency once = once_of(own, "twin", "s");
    lamina_status status = domain_run_once(own, &once, count_up, NULL, &answer, &replayed);
    return status == LAMINA_OK && !lamina_str_is(answer, "1") ? LAMINA_E_INTERNAL : status;
}

Test(idempotency, of_twins_one_runs_and_all_get_its_answer)
{
    lamina_status results[RACE_CAP];
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    race(fixture_test, RACE_CAP, run_twin, results);
    cr_assert_eq(race_count(results, RACE_CAP, LAMINA_OK), RACE_CAP);
    expect_count(1);
}

/* A record as a twin leaves it that is at work until then. */
static void put_running(const domain_idempotency *once, int64_t runs_until, int64_t expires_at)
{
    idempotency_record record = {.id = once->id,
                                 .fingerprint = once->fingerprint,
                                 .state = LAMINA_STR(IDEMPOTENCY_RUNNING),
                                 .runs_until = runs_until,
                                 .expires_at = expires_at};
    lamina_mark(&record.has, IDEMPOTENCY_OWNER);
    lamina_mark(&record.has, IDEMPOTENCY_RUNS_UNTIL);
    cr_assert_eq(domain_new_ulid(fixture_context, &record.owner), LAMINA_OK);
    cr_assert_eq(mapper_put(fixture_context, &domain__idempotency_model, &record, NULL), LAMINA_OK);
}

Test(idempotency, a_twin_at_work_is_waited_for_but_not_for_ever)
{
    lamina_str answer;
    bool replayed;
    domain_idempotency once = once_of(fixture_context, "k", "s");
    int64_t now = lamina_now_us(fixture_context);
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    put_running(&once, now + INT64_C(60000000), now / 1000000 + 100);
    test_context_set_remaining_ms(fixture_test, 1500);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_E_CONFLICT,
                               "idempotency-key-in-use");
    transaction_fixture_expect(run("k", "t", LAMINA_OK, &answer, &replayed), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
    expect_count(0);
}

Test(idempotency, who_was_cut_off_is_followed_by_another)
{
    lamina_str answer;
    bool replayed;
    domain_idempotency once = once_of(fixture_context, "k", "s");
    int64_t now = lamina_now_us(fixture_context);
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    put_running(&once, now - 1, now / 1000000 + 100);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert_not(replayed);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert(replayed);
    expect_count(1);
}

Test(idempotency, a_key_is_forgotten_when_its_time_is_over)
{
    lamina_str answer;
    bool replayed;
    domain_idempotency once = once_of(fixture_context, "k", "another");
    int64_t now = lamina_now_us(fixture_context);
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 0);
    put_running(&once, now + INT64_C(60000000), now / 1000000 - 1);
    transaction_fixture_expect(run("k", "s", LAMINA_OK, &answer, &replayed), LAMINA_OK, "");
    cr_assert_not(replayed);
    expect_count(1);
}
