/*
 * A journey through all modules on one local stage: users register, verify their address and log in; then a
 * partner, a contract that is drawn up, signed and activated, postings, a reversal, a statement, an amendment, a suspension.
 * At each step it is tried first without a token, with a wrong one, by a user without the scope and by another
 * partner's user, who get nowhere.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "authz_api.h"
#include "lamina/lamina.h"

enum { NAME_CAP = 4 };

#define OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"

static authz_api api;

/* Who has all that is needed, who has no role, and who has every role with another partner. */
static lamina_str ada, nobody, stranger;

/* What steps have learned: the ids of the partner, the contract and a transaction. */
static struct {
    const char *name;
    lamina_str value;
} names[NAME_CAP] = {{"{P}", {0}}, {"{C}", {0}}, {"{T}", {0}}, {"{X}", {0}}};

static void begin(void)
{
    static const char *const modules[] = {"partner", "contract", "transaction", NULL};
    authz_api_begin(&api, modules);
    ada = authz_api_user(&api, "ada@example.com", "[{\"roleId\":\"partner-manager\"}]");
    nobody = authz_api_user(&api, "nobody@example.com", NULL);
    stranger =
        authz_api_user(&api, "eve@example.com",
                       "[{\"roleId\":\"partner-manager\",\"tenantId\":\"" OTHER_PARTNER "\"}]");
}

static void end(void)
{
    authz_api_end(&api);
}

TestSuite(journey, .init = begin, .fini = end);

/* The text with the ids in the places of their names. */
static const char *filled(const char *text)
{
    lamina_str result = lamina_str_from(text);
    for (size_t i = 0; i < NAME_CAP; i++) {
        const char *at = result.len == 0 ? NULL : strstr(result.ptr, names[i].name);
        if (at != NULL)
            result =
                lamina_arena_format(api.arena, "%.*s%.*s%s", (int)(at - result.ptr), result.ptr,
                                    LAMINA_FMT(names[i].value), at + strlen(names[i].name));
    }
    return result.ptr;
}

typedef struct step {
    const char *method;
    const char *path;
    const char *body;     /* NULL: none */
    const char *once;     /* Idempotency-Key; NULL: none */
    int32_t status;       /* of the answer */
    int32_t stranger;     /* of the answer to another partner's user; 0: not tried */
    const char *learn[2]; /* under which name which member is kept */
    const char *says[2];  /* which member is what in the answer */
} step;

static lamina_http_answer send(const step *what, lamina_str token)
{
    stage_call call = {.method = what->method, .path = filled(what->path)};
    size_t count = 0;
    if (token.len > 0)
        call.headers[count++] = (lamina_param){LAMINA_STR("Authorization"), token};
    if (what->once != NULL)
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Idempotency-Key"), lamina_str_from(what->once)};
    if (what->body != NULL) {
        call.body = lamina_str_from(filled(what->body));
        call.headers[count++] =
            (lamina_param){LAMINA_STR("Content-Type"), LAMINA_STR("application/json")};
    }
    return stage_send(api.client, api.stage, &call);
}

static void expect_status(const step *what, const char *who, lamina_str token, int32_t status)
{
    lamina_http_answer answer = send(what, token);
    cr_assert_eq(answer.status, status, "%s %s by %s: %d, not %d: %.*s", what->method,
                 filled(what->path), who, (int)answer.status, (int)status, LAMINA_FMT(answer.body));
}

static void try_as_others(const step *what)
{
    expect_status(what, "nobody", (lamina_str){0}, 401);
    expect_status(what, "a wrong token", (lamina_str){ada.ptr, ada.len - 1}, 401);
    expect_status(what, "a user without a role", nobody, 403);
    if (what->stranger != 0)
        expect_status(what, "another partner's user", stranger, what->stranger);
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
    lamina_http_answer answer = send(what, ada);
    cr_assert_eq(answer.status, what->status, "%s %s: %d, not %d: %.*s", what->method,
                 filled(what->path), (int)answer.status, (int)what->status,
                 LAMINA_FMT(answer.body));
    const lamina_json *body = NULL;
    lamina_str text = lamina_arena_copy(api.arena, answer.body);
    cr_assert_eq(lamina_json_read(api.arena, text, 0, &body, NULL), LAMINA_OK, "%.*s",
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
#define PROBLEM(code)                                                                              \
    {                                                                                              \
        "type", "urn:lamina:problem:" code                                                         \
    }

/* clang-format off */
static const step steps[] = {
    {"POST", "/partners",
     "{\"legalName\":\"Analytical Engines Ltd\",\"email\":\"ada@example.com\",\"country\":\"GB\"}",
     NULL, 201, 0, {"{P}", "partnerId"}, {0}},
    {"POST", "/contracts", CONTRACT, NULL, 201, 422, {"{C}", "contractId"},
     {"status", "draft"}},
    {"POST", "/contracts", CONTRACT, NULL, 409, 422, {0},
     PROBLEM("contract-number-taken")},
    {"POST", "/transactions", ENTRY("debit", "1"), "draft", 409, 404, {0},
     PROBLEM("contract-not-active")},
    {"POST", "/contracts/{C}/activate", NULL, NULL, 409, 404, {0},
     PROBLEM("contract-move-refused")},
    {"POST", "/contracts/{C}/sign", "{\"signedBy\":\"Ada Lovelace\"}", NULL, 200, 404, {0},
     {"signedBy", "Ada Lovelace"}},
    {"PATCH", "/contracts/{C}", "{\"title\":\"Axles\"}", NULL, 409, 404, {0},
     PROBLEM("contract-not-draft")},
    {"POST", "/contracts/{C}/activate", NULL, NULL, 200, 404, {0}, {"status", "active"}},
    {"POST", "/transactions", ENTRY("debit", "700"), "d-1", 201, 404,
     {"{T}", "transactionId"}, {"balanceAfter", "700"}},
    {"POST", "/transactions", ENTRY("debit", "700"), "d-1", 201, 404,
     {"{X}", "transactionId"}, {"balanceAfter", "700"}},
    {"POST", "/transactions", ENTRY("debit", "300"), "d-1", 409, 404, {0},
     PROBLEM("idempotency-key-reused")},
    {"POST", "/transactions", ENTRY("debit", "301"), "d-2", 409, 404, {0},
     PROBLEM("credit-limit-exceeded")},
    {"GET", "/contracts/{C}", NULL, NULL, 200, 404, {0}, {"availableCredit", "300"}},
    {"PUT", "/contracts/{C}/amendments/1", "{\"reason\":\"growth\",\"creditLimit\":2000}",
     NULL, 200, 404, {0}, {"creditLimit", "2000"}},
    {"POST", "/transactions", ENTRY("debit", "301"), "d-2", 201, 404, {0},
     {"balanceAfter", "1001"}},
    {"POST", "/transactions/{T}/reverse", "{\"description\":\"billed twice\"}", "r-1", 201,
     404, {0}, {"balanceAfter", "301"}},
    {"POST", "/transactions/{T}/reverse", "{\"description\":\"again\"}", "r-2", 409, 404,
     {0}, PROBLEM("transaction-already-reversed")},
    {"POST", "/contracts/{C}/suspend", "{\"reason\":\"overdue\"}", NULL, 200, 404, {0},
     {"status", "suspended"}},
    {"POST", "/transactions", ENTRY("debit", "1"), "d-3", 409, 404, {0},
     PROBLEM("contract-not-active")},
    {"POST", "/transactions", ENTRY("credit", "301"), "c-1", 201, 404, {0},
     {"balanceAfter", "0"}},
    {"GET", "/transactions/statement?contractId={C}", NULL, NULL, 200, 404, {0},
     {"closingBalance", "0"}},
    {"GET", "/contracts/{C}", NULL, NULL, 200, 404, {0}, {"entryCount", "4"}},
    {"POST", "/contracts/{C}/terminate", "{\"reason\":\"sold\"}", NULL, 200, 404, {0},
     {"status", "terminated"}},
    {"GET", "/contracts/{C}/amendments", NULL, NULL, 200, 404, {0}, {0}},
    {"GET", "/contracts/{C}/audit", NULL, NULL, 200, 404, {0}, {0}},
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
