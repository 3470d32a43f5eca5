/*
 * The repository of partners when the database's answer is lost, late, or about a moment in the middle
 * of somebody else's transaction.
 */
#include <criterion/criterion.h>

#include "dynamodb_interference.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "partner_fixture.h"

static void begin(void)
{
    partner_fixture_begin();
    interference_begin(context);
}

static void end(void)
{
    interference_end();
    partner_fixture_end();
}

TestSuite(partner_doubt, .init = begin, .fini = end);

#define CANCELED(reasons)                                                                          \
    "\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","                \
    "\"CancellationReasons\":[" reasons "]"
#define IN_PROGRESS "\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionInProgressException\""
#define NONE "{\"Code\":\"None\"}"
#define CONFLICT "{\"Code\":\"TransactionConflict\"}"
#define FAILED "{\"Code\":\"ConditionalCheckFailed\"}"

static size_t count_partners(void)
{
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(100, (lamina_str){0}, &page), LAMINA_OK);
    return page.count;
}

static lamina_status move(const partner *item, const char *email, partner **out)
{
    partner *changes = partner_fixture_changes(item);
    partner_fixture_set_email(changes, email);
    return partner_repository_update(context, changes, NULL, out);
}

/* ---- the answer is lost ---- */

Test(partner_doubt, a_creation_whose_answer_was_lost_is_not_made_twice)
{
    interference_lose_answers(2);
    partner *item = partner_fixture_new("ada@example.com");
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    cr_assert_eq(interference_transactions(), 3);
    cr_assert_eq(item->version, 1);
    cr_assert_eq(count_partners(), 1);
    cr_assert_eq(partner_repository_delete(context, item->partner_id, partner_fixture_at(1)),
                 LAMINA_OK);
}

Test(partner_doubt, a_move_whose_answer_was_lost_is_made_once)
{
    partner *item = partner_fixture_stored("old@example.com"), *out;
    interference_lose_answers(1);
    cr_assert_eq(move(item, "new@example.com", &out), LAMINA_OK);
    cr_assert_eq(out->version, 2);
    cr_assert(partner_fixture_is_free("old@example.com"));
    cr_assert_not(partner_fixture_is_free("new@example.com"));
}

Test(partner_doubt, a_deletion_whose_answer_was_lost_is_no_missing_partner)
{
    partner *item = partner_fixture_stored("ada@example.com");
    interference_lose_answers(1);
    cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_OK);
    cr_assert(partner_fixture_is_free("ada@example.com"));
}

Test(partner_doubt, what_may_have_happened_is_told_as_such)
{
    partner *item = partner_fixture_new("ada@example.com");
    interference_lose_answers(3);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_E_AMBIGUOUS);
    lamina_error_reset(context);

    interference_answer(3, IN_PROGRESS);
    item = partner_fixture_new("eve@example.com");
    cr_assert_eq(partner_repository_create(context, item), LAMINA_E_AMBIGUOUS);
}

/* ---- in the middle of another transaction ---- */

Test(partner_doubt, a_claim_that_is_just_being_moved_is_not_lost)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    interference_answer(1, CANCELED(CONFLICT "," FAILED "," NONE "," NONE));
    cr_assert_eq(move(item, "new@example.com", &out), LAMINA_OK);
    cr_assert_eq(out->version, 2);

    interference_answer(1, CANCELED(CONFLICT "," FAILED "," NONE));
    cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_OK);
    cr_assert(partner_fixture_is_free("new@example.com"));
}

Test(partner_doubt, an_address_that_the_partner_itself_is_just_taking_is_not_taken)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    lamina_str error = lamina_arena_format(
        context->arena,
        CANCELED(CONFLICT "," NONE ",{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"partnerId\":"
                          "{\"S\":\"email#new@example.com\"},\"ownerId\":{\"S\":\"%.*s\"}}}," NONE),
        LAMINA_FMT(item->partner_id));
    interference_answer(1, error.ptr);
    cr_assert_eq(move(item, "new@example.com", &out), LAMINA_OK);
    cr_assert(lamina_str_is(out->email, "new@example.com"));
}

Test(partner_doubt, who_never_gets_through_is_told_that_others_were_in_the_way)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    size_t before = interference_transactions();
    interference_answer(100, CANCELED(FAILED "," NONE "," NONE "," NONE));
    lamina_status status = move(item, "new@example.com", &out);
    cr_assert(partner_fixture_failed(status, LAMINA_E_CONFLICT, "partner-busy"));
    cr_assert_eq(interference_transactions() - before, 8);
}
