/*
 * A journey through the business modules on one local stage: a partner, a contract that is drawn up, signed
 * and activated, postings, a reversal, a statement, an amendment, a suspension. At each step it is tried first by
 * somebody without a token, by somebody without the scope and by another partner's user, who get nowhere.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dynamodb_local.h"
#include "lamina/lamina.h"
#include "stage_process.h"

enum { ARENA_CAP = 64 << 20, NAME_CAP = 4 };

#define OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"

static stage_process *stage;
static lamina_http_client *client;
static lamina_arena *arena;

/* What steps have learned: the ids of the partner, the contract and a transaction. */
static struct {
    const char *name;
    lamina_str value;
} names[NAME_CAP] = {{"{P}", {0}}, {"{C}", {0}}, {"{T}", {0}}, {"{X}", {0}}};

static const char *in_build(const char *name)
{
    return lamina_arena_format(arena, "%s/%s", getenv("LAMINA_BUILD"), name).ptr;
}

/* DynamoDB Local keeps the tables of every access key apart: this one is nobody else's. */
static void begin(void)
{
    char key[32];
    arena = lamina_arena_new(ARENA_CAP);
    client = lamina_http_client_new(NULL);
    dynamodb_local_use();
    snprintf(key, sizeof key, "JOURNEY%d", getpid());
    setenv("AWS_ACCESS_KEY_ID", key, 1);
    stage_options options = {
        .plugins = {in_build("plugins/partner.so"), in_build("plugins/contract.so"),
                    in_build("plugins/transaction.so"), STAGE_AUTHORIZER},
        .arguments = {"--setup",
                      lamina_arena_format(arena, "%s create", in_build("bin/domain-tables")).ptr}};
    stage = stage_start(&options);
}

static void end(void)
{
    cr_expect_eq(stage_stop(stage), 0);
    lamina_http_client_free(client);
    lamina_arena_free(arena);
}

TestSuite(journey, .init = begin, .fini = end);

/* The text with the ids in the places of their names. */
static const char *filled(const char *text)
{
    lamina_str result = lamina_str_from(text);
    for (size_t i = 0; i < NAME_CAP; i++) {
        const char *at = result.len == 0 ? NULL : strstr(result.ptr, names[i].name);
        if (at != NULL)
            result = lamina_arena_format(arena, "%.*s%.*s%s", (int)(at - result.ptr), result.ptr,
                                         LAMINA_FMT(names[i].value), at + strlen(names[i].name));
    }
    return result.ptr;
}

typedef struct step {
    const char *method;
    const char *path;
    const char *scope;
    const char *body;     /* NULL: none */
    const char *once;     /* Idempotency-Key; NULL: none */
    int32_t status;       /* of the answer */
    int32_t stranger;     /* of the answer to another partner's user; 0: not tried */
    const char *learn[2]; /* under which name which member is kept */
    const char *says[2];  /* which member is what in the answer */
} step;

static lamina_http_answer send(const step *what, const char *token)
{
    stage_call call = {.method = what->method, .path = filled(what->path)};
    size_t count = 0;
    if (token != NULL)
        call.headers[count++] = (lamina_param){LAMINA_STR("Authorization"), lamina_str_from(token)};
    if (what->once != NULL)
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Idempotency-Key"), lamina_str_from(what->once)};
    if (what->body != NULL) {
        call.body = lamina_str_from(filled(what->body));
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Content-Type"), LAMINA_STR("application/json")};
    }
    return stage_send(client, stage, &call);
}

static void expect_status(const step *what, const char *token, int32_t status)
{
    lamina_http_answer answer = send(what, token);
    cr_assert_eq(answer.status, status, "%s %s by %s: %d, not %d: %.*s", what->method,
                 filled(what->path), token == NULL ? "nobody" : token, (int)answer.status,
                 (int)status, LAMINA_FMT(answer.body));
}

static void try_as_others(const step *what)
{
    expect_status(what, NULL, 401);
    expect_status(what, "Bearer no-token-of-anybody", 401);
    expect_status(what, "Bearer test:eve:-:partner:nothing,contract:nothing", 403);
    if (what->stranger != 0)
        expect_status(
            what,
            lamina_arena_format(arena, "Bearer test:eve:%s:%s", OTHER_PARTNER, what->scope).ptr,
            what->stranger);
}

/* A number's digits, or a text. */
static lamina_str member(const lamina_json *body, const char *name)
{
    const lamina_json *value = lamina_json_member(body, name);
    lamina_str text = lamina_json_string(value);
    return text.ptr != NULL ? text : lamina_json_number(value);
}

static void take(const step *what)
{
    lamina_str token = lamina_arena_format(arena, "Bearer test:ada:-:%s", what->scope);
    lamina_http_answer answer = send(what, token.ptr);
    cr_assert_eq(answer.status, what->status, "%s %s: %d, not %d: %.*s", what->method,
                 filled(what->path), (int)answer.status, (int)what->status,
                 LAMINA_FMT(answer.body));
    const lamina_json *body = NULL;
    lamina_str text = lamina_arena_copy(arena, answer.body);
    cr_assert_eq(lamina_json_read(arena, text, 0, &body, NULL), LAMINA_OK, "%.*s",
                 LAMINA_FMT(text));
    if (what->says[0] != NULL) {
        lamina_str said = member(body, what->says[0]);
        cr_assert(lamina_str_is(said, what->says[1]), "%s %s: %s is %.*s, not %s", what->method,
                  filled(what->path), what->says[0], LAMINA_FMT(said), what->says[1]);
    }
    for (size_t i = 0; i < NAME_CAP && what->learn[0] != NULL; i++)
        if (strcmp(names[i].name, what->learn[0]) == 0)
            names[i].value = member(body, what->learn[1]);
}

#define CONTRACT                                                                                   \
    "{\"partnerId\":\"{P}\",\"number\":\"J-1\",\"type\":\"supply\",\"title\":\"Wheels\","          \
    "\"startDate\":\"2020-01-01\",\"endDate\":\"9999-12-31\",\"currency\":\"EUR\","                \
    "\"creditLimit\":1000}"
#define ENTRY(kind, amount)                                                                        \
    "{\"contractId\":\"{C}\",\"kind\":\"" kind "\",\"amount\":" amount ",\"currency\":\"EUR\"}"
#define P_WRITE "partner:write"
#define C_WRITE "contract:write"
#define C_READ "contract:read"
#define T_WRITE "transaction:write"
#define T_READ "transaction:read"
#define PROBLEM(code)                                                                              \
    {                                                                                              \
        "type", "urn:lamina:problem:" code                                                         \
    }

/* clang-format off */
static const step steps[] = {
    {"POST", "/partners", P_WRITE,
     "{\"legalName\":\"Analytical Engines Ltd\",\"email\":\"ada@example.com\",\"country\":\"GB\"}",
     NULL, 201, 0, {"{P}", "partnerId"}, {0}},
    {"POST", "/contracts", C_WRITE, CONTRACT, NULL, 201, 422, {"{C}", "contractId"},
     {"status", "draft"}},
    {"POST", "/contracts", C_WRITE, CONTRACT, NULL, 409, 422, {0},
     PROBLEM("contract-number-taken")},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "1"), "draft", 409, 404, {0},
     PROBLEM("contract-not-active")},
    {"POST", "/contracts/{C}/activate", C_WRITE, NULL, NULL, 409, 404, {0},
     PROBLEM("contract-move-refused")},
    {"POST", "/contracts/{C}/sign", C_WRITE, "{\"signedBy\":\"Ada Lovelace\"}", NULL, 200, 404, {0},
     {"signedBy", "Ada Lovelace"}},
    {"PATCH", "/contracts/{C}", C_WRITE, "{\"title\":\"Axles\"}", NULL, 409, 404, {0},
     PROBLEM("contract-not-draft")},
    {"POST", "/contracts/{C}/activate", C_WRITE, NULL, NULL, 200, 404, {0}, {"status", "active"}},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "700"), "d-1", 201, 404,
     {"{T}", "transactionId"}, {"balanceAfter", "700"}},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "700"), "d-1", 201, 404,
     {"{X}", "transactionId"}, {"balanceAfter", "700"}},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "300"), "d-1", 409, 404, {0},
     PROBLEM("idempotency-key-reused")},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "301"), "d-2", 409, 404, {0},
     PROBLEM("credit-limit-exceeded")},
    {"GET", "/contracts/{C}", C_READ, NULL, NULL, 200, 404, {0}, {"availableCredit", "300"}},
    {"PUT", "/contracts/{C}/amendments/1", C_WRITE, "{\"reason\":\"growth\",\"creditLimit\":2000}",
     NULL, 200, 404, {0}, {"creditLimit", "2000"}},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "301"), "d-2", 201, 404, {0},
     {"balanceAfter", "1001"}},
    {"POST", "/transactions/{T}/reverse", T_WRITE, "{\"description\":\"billed twice\"}", "r-1", 201,
     404, {0}, {"balanceAfter", "301"}},
    {"POST", "/transactions/{T}/reverse", T_WRITE, "{\"description\":\"again\"}", "r-2", 409, 404,
     {0}, PROBLEM("transaction-already-reversed")},
    {"POST", "/contracts/{C}/suspend", C_WRITE, "{\"reason\":\"overdue\"}", NULL, 200, 404, {0},
     {"status", "suspended"}},
    {"POST", "/transactions", T_WRITE, ENTRY("debit", "1"), "d-3", 409, 404, {0},
     PROBLEM("contract-not-active")},
    {"POST", "/transactions", T_WRITE, ENTRY("credit", "301"), "c-1", 201, 404, {0},
     {"balanceAfter", "0"}},
    {"GET", "/transactions/statement?contractId={C}", T_READ, NULL, NULL, 200, 404, {0},
     {"closingBalance", "0"}},
    {"GET", "/contracts/{C}", C_READ, NULL, NULL, 200, 404, {0}, {"entryCount", "4"}},
    {"POST", "/contracts/{C}/terminate", C_WRITE, "{\"reason\":\"sold\"}", NULL, 200, 404, {0},
     {"status", "terminated"}},
    {"GET", "/contracts/{C}/amendments", C_READ, NULL, NULL, 200, 404, {0}, {0}},
    {"GET", "/contracts/{C}/audit", C_READ, NULL, NULL, 200, 404, {0}, {0}},
};
/* clang-format on */

Test(journey, from_a_partner_to_a_settled_contract)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        try_as_others(&steps[i]);
        take(&steps[i]);
    }
    cr_assert(lamina_str_equal(names[2].value, names[3].value), "one posting under one key");
}
