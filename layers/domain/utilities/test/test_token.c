/*
 * Access tokens: what is signed is accepted, and everything else is refused, each for its own reason.
 * The times are those of the test's clock, which stands at TEST_CONTEXT_START_US.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/token.h"
#include "lamina/text.h"
#include "test_context.h"

#define NOW (TEST_CONTEXT_START_US / 1000000)
#define LEEWAY 10

static test_context *test;
static lamina_context *context;

/* Two keys, one of each algorithm. */
static struct pair {
    domain_token_key key;
    uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN];
    uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP];
} pairs[2];
static lamina_status find_status = LAMINA_OK;

static lamina_status find_key(lamina_context *unused, void *self, lamina_str kid,
                              domain_token_key *key)
{
    (void)unused;
    (void)self;
    if (find_status != LAMINA_OK)
        return find_status;
    for (size_t i = 0; i < 2; i++)
        if (lamina_str_equal(pairs[i].key.kid, kid)) {
            *key = pairs[i].key;
            return LAMINA_OK;
        }
    return LAMINA_E_NOT_FOUND;
}

static domain_token_rules rules = {.size = sizeof rules,
                                   .leeway_s = LEEWAY,
                                   .issuer = {"https://issuer.example", 22},
                                   .audience = {"lamina", 6},
                                   .find_key = find_key};

static void begin(void)
{
    static const uint32_t algorithms[2] = {LAMINA_SIGN_EDDSA, LAMINA_SIGN_ES256};
    static const char *const kids[2] = {"k-ed", "k-es"};
    test = test_context_new();
    context = test_context_get(test);
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(lamina_sign_new(algorithms[i], pairs[i].private_key, pairs[i].public_key),
                     LAMINA_OK);
        pairs[i].key = (domain_token_key){
            .size = sizeof(domain_token_key),
            .algorithm = algorithms[i],
            .kid = lamina_str_from(kids[i]),
            .public_key = {(char *)pairs[i].public_key, lamina_sign_public_len(algorithms[i])}};
    }
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(token, .init = begin, .fini = end);

static domain_token_claims sample_claims(void)
{
    return (domain_token_claims){.size = sizeof(domain_token_claims),
                                 .issuer = rules.issuer,
                                 .audience = rules.audience,
                                 .subject = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                                 .client_id = LAMINA_STR("lamina-web"),
                                 .token_id = LAMINA_STR("j-1"),
                                 .session_id = LAMINA_STR("s-1"),
                                 .tenant = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAW"),
                                 .scope = LAMINA_STR("partner:read partner:write"),
                                 .issued_at = NOW,
                                 .not_before = NOW,
                                 .expires_at = NOW + 600};
}

static lamina_status verify(lamina_str token, uint32_t *refusal)
{
    domain_token_claims claims = {.size = sizeof claims};
    *refusal = 99;
    return domain_token_verify(context, token, &rules, &claims, refusal);
}

static void expect_refusal(lamina_str token, uint32_t wanted, const char *what)
{
    uint32_t refusal;
    cr_expect_eq(verify(token, &refusal), LAMINA_E_UNAUTHENTICATED, "%s", what);
    cr_expect_eq(refusal, wanted, "%s: %s", what, domain_token_refusal(refusal));
    cr_expect_eq(test_context_problem(test).status, LAMINA_OK, "%s", what);
}

static void expect_accepted(lamina_str token, const char *what)
{
    uint32_t refusal;
    cr_expect_eq(verify(token, &refusal), LAMINA_OK, "%s: %s", what, domain_token_refusal(refusal));
}

/* ---- tokens of any content, signed ---- */

static lamina_str base64url(lamina_str bytes)
{
    lamina_text text;
    lamina_text_init(&text, 64 << 10);
    lamina_text_add_base64url(&text, bytes);
    lamina_str copy = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

static lamina_str forge_with(const struct pair *pair, const char *header, const char *claims)
{
    uint8_t signature[LAMINA_SIGNATURE_LEN];
    lamina_str head = base64url(lamina_str_from(header));
    lamina_str body = base64url(lamina_str_from(claims));
    lamina_str text =
        lamina_arena_format(context->arena, "%.*s.%.*s", LAMINA_FMT(head), LAMINA_FMT(body));
    cr_assert_eq(lamina_sign(pair->key.algorithm, pair->private_key, text, signature), LAMINA_OK);
    lamina_str tail = base64url((lamina_str){(char *)signature, sizeof signature});
    return lamina_arena_format(context->arena, "%.*s.%.*s", LAMINA_FMT(text), LAMINA_FMT(tail));
}

static lamina_str forge(const char *header, const char *claims)
{
    return forge_with(&pairs[0], header, claims);
}

#define HEADER "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}"
#define TEXTS                                                                                      \
    "\"iss\":\"https://issuer.example\",\"aud\":\"lamina\",\"sub\":\"u\",\"client_id\":\"c\","     \
    "\"jti\":\"j\""
#define TIMES "\"iat\":1769860800,\"exp\":1769861400"
#define CLAIMS "{" TEXTS "," TIMES "}"

/* ---- what is accepted ---- */

Test(token, that_was_signed_here_is_accepted_and_says_what_was_put_into_it)
{
    for (size_t i = 0; i < 2; i++) {
        domain_token_claims claims = sample_claims(), found = {.size = sizeof found};
        lamina_str token;
        uint32_t refusal = 99;
        cr_assert_eq(
            domain_token_sign(context, &pairs[i].key, pairs[i].private_key, &claims, &token),
            LAMINA_OK);
        cr_assert_eq(domain_token_verify(context, token, &rules, &found, &refusal), LAMINA_OK);
        cr_expect_eq(refusal, DOMAIN_TOKEN_ACCEPTED);
        cr_expect(lamina_str_equal(found.subject, claims.subject));
        cr_expect(lamina_str_equal(found.client_id, claims.client_id));
        cr_expect(lamina_str_equal(found.token_id, claims.token_id));
        cr_expect(lamina_str_equal(found.session_id, claims.session_id));
        cr_expect(lamina_str_equal(found.tenant, claims.tenant));
        cr_expect(lamina_str_equal(found.scope, claims.scope));
        cr_expect_eq(found.issued_at, NOW);
        cr_expect_eq(found.not_before, NOW);
        cr_expect_eq(found.expires_at, NOW + 600);
    }
}

Test(token, leaves_out_what_is_empty)
{
    domain_token_claims claims = sample_claims(), found = {.size = sizeof found};
    lamina_str token;
    claims.session_id = claims.tenant = claims.scope = (lamina_str){0};
    claims.not_before = 0;
    cr_assert_eq(domain_token_sign(context, &pairs[0].key, pairs[0].private_key, &claims, &token),
                 LAMINA_OK);
    cr_assert_eq(domain_token_verify(context, token, &rules, &found, NULL), LAMINA_OK);
    cr_expect_eq(found.tenant.len + found.session_id.len + found.scope.len, 0);
    cr_expect_eq(found.not_before, 0);
}

Test(token, may_differ_where_the_standards_let_it)
{
    expect_accepted(forge(HEADER, CLAIMS), "the sample");
    expect_accepted(
        forge("{\"kid\":\"k-ed\",\"typ\":\"application/AT+jwt\",\"alg\":\"EdDSA\",\"x\":1}",
              CLAIMS),
        "type in long, another order, an unknown member");
    expect_accepted(forge(HEADER,
                          "{\"iss\":\"https://issuer.example\",\"aud\":[\"other\",\"lamina\"],"
                          "\"sub\":\"u\",\"client_id\":\"c\",\"jti\":\"j\"," TIMES
                          ",\"more\":{\"a\":[1]}}"),
                    "several audiences, an unknown claim");
}

/* ---- what is refused ---- */

static const struct {
    const char *what, *header, *claims;
    uint32_t refusal;
} forgeries[] = {
    {"header is no JSON", "alg", CLAIMS, DOMAIN_TOKEN_JSON},
    {"header is an array", "[]", CLAIMS, DOMAIN_TOKEN_JSON},
    {"header has something behind it", HEADER "x", CLAIMS, DOMAIN_TOKEN_JSON},
    {"header names alg twice",
     "{\"alg\":\"EdDSA\",\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_DUPLICATE},
    {"header names kid twice, once in escapes",
     "{\"alg\":\"EdDSA\",\"kid\":\"k-ed\",\"typ\":\"at+jwt\",\"\\u006bid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_DUPLICATE},
    {"no typ", "{\"alg\":\"EdDSA\",\"kid\":\"k-ed\"}", CLAIMS, DOMAIN_TOKEN_TYPE},
    {"typ of any JWT", "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_TYPE},
    {"typ is a number", "{\"alg\":\"EdDSA\",\"typ\":1,\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_TYPE},
    {"crit", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\",\"crit\":[\"b64\"]}", CLAIMS,
     DOMAIN_TOKEN_CRITICAL},
    {"empty crit", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\",\"crit\":[]}", CLAIMS,
     DOMAIN_TOKEN_CRITICAL},
    {"no alg", "{\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS, DOMAIN_TOKEN_ALGORITHM},
    {"alg none", "{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_ALGORITHM},
    {"alg None", "{\"alg\":\"None\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_ALGORITHM},
    {"alg HS256", "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_ALGORITHM},
    {"alg RS256", "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_ALGORITHM},
    {"alg of the other key", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k-ed\"}", CLAIMS,
     DOMAIN_TOKEN_ALGORITHM},
    {"no kid", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}", CLAIMS, DOMAIN_TOKEN_KEY},
    {"unknown kid", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"k-xx\"}", CLAIMS,
     DOMAIN_TOKEN_KEY},
    {"another key's kid", "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k-es\"}", CLAIMS,
     DOMAIN_TOKEN_SIGNATURE},
    {"claims are no JSON", HEADER, "claims", DOMAIN_TOKEN_JSON},
    {"claims are empty", HEADER, "", DOMAIN_TOKEN_JSON},
    {"claims name exp twice", HEADER, "{" TEXTS "," TIMES ",\"exp\":9999999999}",
     DOMAIN_TOKEN_DUPLICATE},
    {"no claims", HEADER, "{}", DOMAIN_TOKEN_CLAIMS},
    {"no sub", HEADER,
     "{\"iss\":\"https://issuer.example\",\"aud\":\"lamina\",\"client_id\":\"c\",\"jti\":\"j\"," TIMES
     "}",
     DOMAIN_TOKEN_CLAIMS},
    {"no exp", HEADER, "{" TEXTS ",\"iat\":1769860800}", DOMAIN_TOKEN_CLAIMS},
    {"exp is a text", HEADER, "{" TEXTS ",\"iat\":1769860800,\"exp\":\"1769861400\"}",
     DOMAIN_TOKEN_CLAIMS},
    {"exp is a fraction", HEADER, "{" TEXTS ",\"iat\":1769860800,\"exp\":1769861400.5}",
     DOMAIN_TOKEN_CLAIMS},
    {"exp is beyond all years", HEADER,
     "{" TEXTS ",\"iat\":1769860800,\"exp\":9223372036854775807}", DOMAIN_TOKEN_CLAIMS},
    {"exp is before 1970", HEADER, "{" TEXTS ",\"iat\":1769860800,\"exp\":-1}",
     DOMAIN_TOKEN_CLAIMS},
    {"scope is an array", HEADER, "{" TEXTS "," TIMES ",\"scope\":[\"authz:admin\"]}",
     DOMAIN_TOKEN_CLAIMS},
    {"tenant is null", HEADER, "{" TEXTS "," TIMES ",\"tenant\":null}", DOMAIN_TOKEN_CLAIMS},
    {"another issuer", HEADER,
     "{\"iss\":\"https://issuer.example/\",\"aud\":\"lamina\",\"sub\":\"u\",\"client_id\":\"c\","
     "\"jti\":\"j\"," TIMES "}",
     DOMAIN_TOKEN_ISSUER},
    {"another audience", HEADER,
     "{\"iss\":\"https://issuer.example\",\"aud\":\"laminas\",\"sub\":\"u\",\"client_id\":\"c\","
     "\"jti\":\"j\"," TIMES "}",
     DOMAIN_TOKEN_AUDIENCE},
    {"other audiences", HEADER,
     "{\"iss\":\"https://issuer.example\",\"aud\":[\"a\",\"b\"],\"sub\":\"u\",\"client_id\":\"c\","
     "\"jti\":\"j\"," TIMES "}",
     DOMAIN_TOKEN_AUDIENCE},
    {"no audience", HEADER,
     "{\"iss\":\"https://issuer.example\",\"aud\":[],\"sub\":\"u\",\"client_id\":\"c\",\"jti\":\"j\"," TIMES
     "}",
     DOMAIN_TOKEN_CLAIMS},
    {"expired", HEADER, "{" TEXTS ",\"iat\":1769860000,\"exp\":1769860790}", DOMAIN_TOKEN_EXPIRED},
    {"not yet", HEADER, "{" TEXTS "," TIMES ",\"nbf\":1769860811}", DOMAIN_TOKEN_NOT_YET},
    {"issued in the future", HEADER, "{" TEXTS ",\"iat\":1769860811,\"exp\":1769861400}",
     DOMAIN_TOKEN_NOT_YET},
};

Test(token, that_is_not_as_it_must_be_is_refused_by_name)
{
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++)
        expect_refusal(forge(forgeries[i].header, forgeries[i].claims), forgeries[i].refusal,
                       forgeries[i].what);
}

Test(token, lasts_to_the_second)
{
    expect_accepted(forge(HEADER, "{" TEXTS ",\"iat\":1769860000,\"exp\":1769860791}"),
                    "exp, one second before the end of the leeway");
    expect_accepted(forge(HEADER, "{" TEXTS "," TIMES ",\"nbf\":1769860810}"),
                    "nbf, at the leeway");
}

Test(token, must_have_three_parts)
{
    static const char *const forms[] = {"", ".", "..", "...", "a", "a.b", "a.b.c.d", "a.b.c.d.e"};
    static const uint32_t refusals[] = {DOMAIN_TOKEN_FORM, DOMAIN_TOKEN_FORM, DOMAIN_TOKEN_JSON,
                                        DOMAIN_TOKEN_FORM, DOMAIN_TOKEN_FORM, DOMAIN_TOKEN_FORM,
                                        DOMAIN_TOKEN_FORM, DOMAIN_TOKEN_FORM};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        expect_refusal(lamina_str_from(forms[i]), refusals[i], forms[i]);
}

Test(token, of_alg_none_without_a_signature_is_refused)
{
    lamina_str head = base64url(LAMINA_STR("{\"alg\":\"none\",\"typ\":\"at+jwt\"}"));
    lamina_str body = base64url(LAMINA_STR(CLAIMS));
    expect_refusal(
        lamina_arena_format(context->arena, "%.*s.%.*s.", LAMINA_FMT(head), LAMINA_FMT(body)),
        DOMAIN_TOKEN_ALGORITHM, "alg none, no signature");
}

Test(token, is_refused_at_every_length_but_its_own)
{
    lamina_str token = forge(HEADER, CLAIMS);
    for (size_t len = 0; len < token.len; len++) {
        uint32_t refusal;
        cr_expect_eq(verify((lamina_str){token.ptr, len}, &refusal), LAMINA_E_UNAUTHENTICATED,
                     "%zu", len);
    }
    expect_refusal((lamina_str){token.ptr, token.len - 1}, DOMAIN_TOKEN_ENCODING, "last character");
}

/* 64 bytes are 86 characters, the last of which carries two bits and four that must be zero: another one
   there would be another text of the same signature. */
Test(token, has_one_text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    lamina_str token = forge(HEADER, CLAIMS);
    char *last = (char *)(uintptr_t)&token.ptr[token.len - 1];
    const char own = *last;
    for (size_t i = 0; i < 64; i++) {
        if (digits[i] == own)
            continue;
        uint32_t refusal;
        *last = digits[i];
        cr_expect_eq(verify(token, &refusal), LAMINA_E_UNAUTHENTICATED, "%c", digits[i]);
    }
    *last = own;
    expect_accepted(token, "as it was");
    expect_refusal(lamina_arena_format(context->arena, "%.*s==", LAMINA_FMT(token)),
                   DOMAIN_TOKEN_ENCODING, "padding");
    expect_refusal(lamina_arena_format(context->arena, "%.*s\n", LAMINA_FMT(token)),
                   DOMAIN_TOKEN_ENCODING, "a line break");
    expect_refusal(lamina_arena_format(context->arena, " %.*s", LAMINA_FMT(token)),
                   DOMAIN_TOKEN_ENCODING, "a space");
}

Test(token, with_any_bit_changed_is_refused)
{
    lamina_str token = forge(HEADER, CLAIMS);
    char *bytes = (char *)(uintptr_t)token.ptr;
    for (size_t i = 0; i < 8 * token.len; i++) {
        uint32_t refusal;
        bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
        cr_expect_eq(verify(token, &refusal), LAMINA_E_UNAUTHENTICATED, "bit %zu", i);
        bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
    }
    expect_accepted(token, "as it was");
}

Test(token, signed_by_another_key_is_refused)
{
    struct pair stranger = pairs[0];
    uint8_t unused[LAMINA_SIGN_PUBLIC_CAP];
    cr_assert_eq(lamina_sign_new(LAMINA_SIGN_EDDSA, stranger.private_key, unused), LAMINA_OK);
    expect_refusal(forge_with(&stranger, HEADER, CLAIMS), DOMAIN_TOKEN_SIGNATURE, "another key");
}

Test(token, that_is_too_long_is_not_looked_at)
{
    char *text = lamina_alloc(context, DOMAIN_TOKEN_CAP + 1);
    memset(text, 'a', DOMAIN_TOKEN_CAP + 1);
    expect_refusal((lamina_str){text, DOMAIN_TOKEN_CAP + 1}, DOMAIN_TOKEN_TOO_LONG, "too long");

    domain_token_claims claims = sample_claims();
    claims.scope = (lamina_str){text, DOMAIN_TOKEN_CAP};
    lamina_str token;
    cr_expect_eq(domain_token_sign(context, &pairs[0].key, pairs[0].private_key, &claims, &token),
                 LAMINA_E_LIMIT);
}

Test(token, nested_deeply_or_of_many_members_is_refused)
{
    expect_refusal(forge(HEADER, "{\"a\":[[[[[[[[[[1]]]]]]]]]]}"), DOMAIN_TOKEN_JSON, "nesting");
    lamina_text text;
    lamina_text_init(&text, 4096);
    lamina_text_add(&text, LAMINA_STR("{\"a\":1"));
    for (int i = 0; i < 70; i++)
        lamina_text_add_format(&text, ",\"a%d\":1", i);
    lamina_text_add_char(&text, '}');
    expect_refusal(forge(HEADER, lamina_text_view(&text).ptr), DOMAIN_TOKEN_JSON, "many members");
    lamina_text_clear(&text);
}

Test(token, is_neither_accepted_nor_refused_when_keys_cannot_be_had)
{
    uint32_t refusal;
    find_status = LAMINA_E_UNAVAILABLE;
    cr_expect_eq(verify(forge(HEADER, CLAIMS), &refusal), LAMINA_E_UNAVAILABLE);
}

Test(token, is_not_signed_without_what_it_must_have)
{
    lamina_str token;
    domain_token_claims claims = sample_claims();
    claims.subject = (lamina_str){0};
    cr_expect_eq(domain_token_sign(context, &pairs[0].key, pairs[0].private_key, &claims, &token),
                 LAMINA_E_ARGUMENT);
    claims = sample_claims();
    claims.expires_at = 0;
    cr_expect_eq(domain_token_sign(context, &pairs[0].key, pairs[0].private_key, &claims, &token),
                 LAMINA_E_ARGUMENT);
    claims = sample_claims();
    domain_token_key key = pairs[0].key;
    key.algorithm = 9;
    cr_expect_eq(domain_token_sign(context, &key, pairs[0].private_key, &claims, &token),
                 LAMINA_E_ARGUMENT);
}

Test(token, algorithms_have_the_names_of_the_standards)
{
    cr_expect_str_eq(domain_token_algorithm_name(LAMINA_SIGN_EDDSA), "EdDSA");
    cr_expect_str_eq(domain_token_algorithm_name(LAMINA_SIGN_ES256), "ES256");
    cr_expect_null(domain_token_algorithm_name(0));
    cr_expect_null(domain_token_algorithm_name(3));
    cr_expect_eq(domain_token_algorithm_named(LAMINA_STR("EdDSA")), LAMINA_SIGN_EDDSA);
    cr_expect_eq(domain_token_algorithm_named(LAMINA_STR("ES256")), LAMINA_SIGN_ES256);
    cr_expect_eq(domain_token_algorithm_named(LAMINA_STR("none")), 0);
    cr_expect_eq(domain_token_algorithm_named((lamina_str){0}), 0);
}
