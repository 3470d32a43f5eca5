/* A stage to post at: see posting_stage.h. */
#include "posting_stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "dynamodb_local.h"
#include "lamina/text.h"

enum { ARENA_CAP = 64 << 20, PATH_CAP = 5000 };

#define STAFF                                                                                      \
    "Bearer test:ada:-:partner:write,contract:read,contract:write,transaction:read,"               \
    "transaction:write"

lamina_http_answer posting_send(const posting_stage *self, lamina_http_client *client,
                                const char *method, const char *path, const char *body,
                                const char *once)
{
    stage_call call = {.method = method, .path = path};
    size_t count = 0;
    call.headers[count++] = (lamina_param){LAMINA_STR("Authorization"), LAMINA_STR(STAFF)};
    if (once != NULL)
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Idempotency-Key"), lamina_str_from(once)};
    if (body != NULL) {
        call.body = lamina_str_from(body);
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Content-Type"), LAMINA_STR("application/json")};
    }
    return stage_send(client, self->stage, &call);
}

/* The answer's body, which must be of that status. */
static const lamina_json *expect(posting_stage *self, int32_t status, const char *method,
                                 const char *path, const char *body)
{
    const lamina_json *json = NULL;
    lamina_http_answer answer = posting_send(self, self->client, method, path, body, NULL);
    cr_assert_eq(answer.status, status, "%s %s: %d %.*s", method, path, (int)answer.status,
                 LAMINA_FMT(answer.body));
    lamina_str text = lamina_arena_copy(self->arena, answer.body);
    cr_assert_eq(lamina_json_read(self->arena, text, 0, &json, NULL), LAMINA_OK);
    return json;
}

static int64_t number(const lamina_json *json, const char *name)
{
    int64_t value = 0;
    cr_assert_eq(lamina_json_int64(lamina_json_member(json, name), &value), LAMINA_OK, "%s", name);
    return value;
}

static void make_contract(posting_stage *self)
{
    char body[512], path[128];
    const lamina_json *partner =
        expect(self, 201, "POST", "/partners",
               "{\"legalName\":\"Engines\",\"email\":\"ada@example.com\",\"country\":\"GB\"}");
    lamina_str id = lamina_json_member_string(partner, "partnerId");
    snprintf(body, sizeof body,
             "{\"partnerId\":\"%.*s\",\"number\":\"L-1\",\"type\":\"supply\",\"title\":\"Wheels\","
             "\"startDate\":\"2020-01-01\",\"endDate\":\"9999-12-31\",\"currency\":\"EUR\","
             "\"creditLimit\":1000000000000}",
             LAMINA_FMT(id));
    const lamina_json *contract = expect(self, 201, "POST", "/contracts", body);
    id = lamina_json_member_string(contract, "contractId");
    snprintf(self->contract_id, sizeof self->contract_id, "%.*s", LAMINA_FMT(id));
    snprintf(path, sizeof path, "/contracts/%s/sign", self->contract_id);
    expect(self, 200, "POST", path, "{\"signedBy\":\"Ada\"}");
    snprintf(path, sizeof path, "/contracts/%s/activate", self->contract_id);
    expect(self, 200, "POST", path, NULL);
}

static const char *in_build(const posting_stage *self, const char *name)
{
    return lamina_arena_format(self->arena, "%s/%s", getenv("LAMINA_BUILD"), name).ptr;
}

void posting_stage_begin(posting_stage *self)
{
    char key[32];
    self->arena = lamina_arena_new(ARENA_CAP);
    self->client = lamina_http_client_new(NULL);
    dynamodb_local_use();
    /* DynamoDB Local keeps the tables of every access key apart. */
    snprintf(key, sizeof key, "ACCOUNTS%d", getpid());
    setenv("AWS_ACCESS_KEY_ID", key, 1);
    stage_options options = {
        .plugins = {in_build(self, "plugins/partner.so"), in_build(self, "plugins/contract.so"),
                    in_build(self, "plugins/transaction.so"), STAGE_AUTHORIZER},
        .arguments = {
            "--setup",
            lamina_arena_format(self->arena, "%s create", in_build(self, "bin/domain-tables")).ptr,
            "--env", "LAMINA_CURSOR_KEY=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}};
    self->stage = stage_start(&options);
    make_contract(self);
}

void posting_stage_end(posting_stage *self)
{
    cr_expect_eq(stage_stop(self->stage), 0);
    lamina_http_client_free(self->client);
    lamina_arena_free(self->arena);
}

/* ---- is it exact? ---- */

/* What the entries before come to. */
typedef struct running {
    int64_t count;
    int64_t balance;
    char posted_at[32];
} running;

static void check_entry(const lamina_json *entry, running *so_far)
{
    char posted_at[32];
    cr_assert_eq(number(entry, "sequence"), ++so_far->count);
    so_far->balance += number(entry, "balanceChange");
    cr_assert_eq(number(entry, "balanceAfter"), so_far->balance);
    snprintf(posted_at, sizeof posted_at, "%.*s",
             LAMINA_FMT(lamina_json_member_string(entry, "postedAt")));
    cr_assert_str_gt(posted_at, so_far->posted_at);
    snprintf(so_far->posted_at, sizeof so_far->posted_at, "%s", posted_at);
}

static void check_page(const lamina_json *page, running *so_far)
{
    cr_assert_eq(number(page, "openingBalance"), so_far->balance);
    const lamina_json *entry = lamina_json_first(lamina_json_member(page, "entries"));
    for (; entry != NULL; entry = lamina_json_next(entry))
        check_entry(entry, so_far);
    cr_assert_eq(number(page, "closingBalance"), so_far->balance);
}

static void expect_contract(posting_stage *self, const running *all)
{
    char path[64];
    snprintf(path, sizeof path, "/contracts/%s", self->contract_id);
    const lamina_json *contract = expect(self, 200, "GET", path, NULL);
    cr_assert_eq(number(contract, "entryCount"), all->count);
    cr_assert_eq(number(contract, "balance"), all->balance);
    cr_assert_eq(number(contract, "availableCredit"),
                 number(contract, "creditLimit") - all->balance);
}

void posting_expect(const posting_stage *self, int64_t entry_count, int64_t balance)
{
    posting_stage reader = *self;
    running all = {.count = 0};
    lamina_str cursor = {.ptr = "", .len = 0};
    do {
        char path[PATH_CAP], told[PATH_CAP - 200];
        snprintf(told, sizeof told, "%.*s", LAMINA_FMT(cursor));
        snprintf(path, sizeof path, "/transactions/statement?contractId=%s&limit=100%s%s",
                 self->contract_id, cursor.len > 0 ? "&cursor=" : "", told);
        lamina_arena_reset(reader.arena); /* a soak has pages enough to fill it */
        const lamina_json *page = expect(&reader, 200, "GET", path, NULL);
        check_page(page, &all);
        cursor = lamina_json_member_string(page, "cursor");
    } while (cursor.len > 0);
    cr_assert_eq(all.count, entry_count, "%lld, not %lld", (long long)all.count,
                 (long long)entry_count);
    cr_assert_eq(all.balance, balance);
    expect_contract(&reader, &all);
}
