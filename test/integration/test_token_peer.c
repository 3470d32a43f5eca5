/*
 * Our tokens read by PyJWT, and PyJWT's by us: both algorithms, both ways.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/token.h"
#include "lamina/text.h"
#include "test_context.h"
#include "token_peer.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    test_context_use_system_clock(test); /* as the peer's does */
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(token_peer, .init = begin, .fini = end);

static const struct {
    uint32_t number;
    const char *name;
} algorithms[] = {{LAMINA_SIGN_EDDSA, "EdDSA"}, {LAMINA_SIGN_ES256, "ES256"}};

static lamina_str base64url(const uint8_t *bytes, size_t len)
{
    lamina_text text;
    lamina_text_init(&text, 256);
    lamina_text_add_base64url(&text, (lamina_str){(const char *)bytes, len});
    lamina_str copy = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

static const char *jwks_of(size_t number, const uint8_t *public_key)
{
    lamina_str x = base64url(public_key, 32);
    if (algorithms[number].number == LAMINA_SIGN_EDDSA)
        return lamina_arena_format(
                   context->arena,
                   "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k-1\","
                   "\"alg\":\"EdDSA\",\"x\":\"%.*s\"}]}",
                   LAMINA_FMT(x))
            .ptr;
    lamina_str y = base64url(public_key + 32, 32);
    return lamina_arena_format(context->arena,
                               "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k-1\","
                               "\"alg\":\"ES256\",\"x\":\"%.*s\",\"y\":\"%.*s\"}]}",
                               LAMINA_FMT(x), LAMINA_FMT(y))
        .ptr;
}

static lamina_str own_token(const domain_token_key *key, const uint8_t *private_key)
{
    int64_t now = lamina_now_us(context) / 1000000;
    const domain_token_claims claims = {.size = sizeof claims,
                                        .issuer = LAMINA_STR("https://issuer.example"),
                                        .audience = LAMINA_STR("lamina"),
                                        .subject = LAMINA_STR("ada"),
                                        .client_id = LAMINA_STR("web"),
                                        .token_id = LAMINA_STR("j-1"),
                                        .scope = LAMINA_STR("partner:read"),
                                        .issued_at = now,
                                        .not_before = now,
                                        .expires_at = now + 600};
    lamina_str token;
    cr_assert_eq(domain_token_sign(context, key, private_key, &claims, &token), LAMINA_OK);
    return token;
}

Test(token_peer, our_tokens_are_accepted_by_another_library)
{
    for (size_t i = 0; i < 2; i++) {
        uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
        cr_assert_eq(lamina_sign_new(algorithms[i].number, private_key, public_key), LAMINA_OK);
        const domain_token_key key = {
            .size = sizeof key, .algorithm = algorithms[i].number, .kid = LAMINA_STR("k-1")};
        lamina_str token = own_token(&key, private_key);
        const char *words[PROGRAM_WORDS_CAP] = {"verify", jwks_of(i, public_key), token.ptr,
                                                "https://issuer.example", "lamina"};
        program_result result = token_peer_run(words);
        cr_assert_eq(result.status, 0, "%s: %s", algorithms[i].name, result.errors);
        cr_expect_not_null(strstr(result.output, "\"scope\":\"partner:read\""));
        cr_expect_not_null(strstr(result.output, "\"sub\":\"ada\""));
        program_forget(&result);

        public_key[0] ^= 1; /* the test can fail */
        words[1] = jwks_of(i, public_key);
        result = token_peer_run(words);
        cr_expect_neq(result.status, 0, "%s", algorithms[i].name);
        program_forget(&result);
    }
}

/* ---- the other way ---- */

static domain_token_key peers_key;

static lamina_status find_key(lamina_context *unused, void *self, lamina_str kid,
                              domain_token_key *key)
{
    (void)unused;
    (void)self;
    *key = peers_key;
    return lamina_str_is(kid, "k-2") ? LAMINA_OK : LAMINA_E_NOT_FOUND;
}

static lamina_status read_peers(lamina_str token, domain_token_claims *claims, uint32_t *refusal)
{
    const domain_token_rules rules = {.size = sizeof rules,
                                      .leeway_s = 10,
                                      .issuer = LAMINA_STR("https://issuer.example"),
                                      .audience = LAMINA_STR("lamina"),
                                      .find_key = find_key};
    return domain_token_verify(context, token, &rules, claims, refusal);
}

Test(token_peer, another_librarys_tokens_are_accepted_by_us)
{
    int64_t now = lamina_now_us(context) / 1000000;
    for (size_t i = 0; i < 2; i++) {
        lamina_str claims_text = lamina_arena_format(
            context->arena,
            "{\"iss\":\"https://issuer.example\",\"aud\":[\"lamina\",\"other\"],\"sub\":\"ada\","
            "\"client_id\":\"web\",\"jti\":\"j\",\"iat\":%lld,\"exp\":%lld,\"tenant\":\"t-1\"}",
            (long long)now, (long long)now + 600);
        const char *words[PROGRAM_WORDS_CAP] = {"sign", algorithms[i].name, "k-2", claims_text.ptr};
        program_result result = token_peer_run(words);
        cr_assert_eq(result.status, 0, "%s: %s", algorithms[i].name, result.errors);
        lamina_str rest = lamina_str_from(result.output), public_text, token;
        cr_assert(lamina_str_cut(&rest, '\n', &public_text) && lamina_str_cut(&rest, '\n', &token));

        peers_key = (domain_token_key){
            .size = sizeof peers_key, .algorithm = algorithms[i].number, .kid = LAMINA_STR("k-2")};
        cr_assert_eq(lamina_base64url_decode(context->arena, public_text, &peers_key.public_key),
                     LAMINA_OK);
        domain_token_claims claims = {.size = sizeof claims};
        uint32_t refusal = 99;
        cr_expect_eq(read_peers(token, &claims, &refusal), LAMINA_OK, "%s: %s", algorithms[i].name,
                     domain_token_refusal(refusal));
        cr_expect(lamina_str_is(claims.tenant, "t-1"));
        cr_expect_eq(read_peers((lamina_str){token.ptr, token.len - 1}, &claims, &refusal),
                     LAMINA_E_UNAUTHENTICATED);
        program_forget(&result);
    }
}
