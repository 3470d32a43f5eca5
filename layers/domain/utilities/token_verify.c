/*
 * Reading access tokens that anybody may have sent. The order of the checks is that of RFC 7515 section
 * 5.2 and RFC 7519 section 7.2: form, header, key, signature, and only then the claims.
 */
#include "utilities/token.h"

#include "lamina/json.h"
#include "lamina/text.h"

/* The last second of the year 9999: far beyond every sum that is made of it. */
#define TIME_MAX INT64_C(253402300799)

enum { MEMBER_CAP = 64, JSON_DEPTH = 8 };

static const char *const refusals[] = {
    [DOMAIN_TOKEN_ACCEPTED] = "the token is accepted",
    [DOMAIN_TOKEN_TOO_LONG] = "the token is too long",
    [DOMAIN_TOKEN_FORM] = "the token is not three parts with dots between",
    [DOMAIN_TOKEN_ENCODING] = "a part of the token is not base64url in its one form",
    [DOMAIN_TOKEN_JSON] = "the token's header or claims are no JSON object",
    [DOMAIN_TOKEN_DUPLICATE] = "the token's header or claims name something twice",
    [DOMAIN_TOKEN_TYPE] = "the token is not an access token (typ is not at+jwt)",
    [DOMAIN_TOKEN_CRITICAL] = "the token asks for an extension that is not understood (crit)",
    [DOMAIN_TOKEN_ALGORITHM] = "the token's algorithm is not that of its key",
    [DOMAIN_TOKEN_KEY] = "the token names no key that is known here",
    [DOMAIN_TOKEN_SIGNATURE] = "the token's signature is not right",
    [DOMAIN_TOKEN_CLAIMS] = "a claim of the token is missing or of the wrong type",
    [DOMAIN_TOKEN_ISSUER] = "the token is of another issuer",
    [DOMAIN_TOKEN_AUDIENCE] = "the token is for another audience",
    [DOMAIN_TOKEN_EXPIRED] = "the token has expired",
    [DOMAIN_TOKEN_NOT_YET] = "the token is not valid yet",
};

const char *domain_token_refusal(uint32_t refusal)
{
    return refusal < sizeof refusals / sizeof *refusals ? refusals[refusal]
                                                        : "the token is refused";
}

/* A token on its way through the checks. Each of them says whether it may go on; if not, refusal says
   why, or status that something else went wrong. */
typedef struct token_reading {
    lamina_context *context;
    const domain_token_rules *rules;
    uint32_t refusal;
    lamina_status status;
    lamina_str signed_text;               /* header and claims as they came */
    lamina_str header, claims, signature; /* decoded */
    domain_token_key key;
} token_reading;

static bool refuse(token_reading *reading, uint32_t refusal)
{
    reading->refusal = refusal;
    return false;
}

static bool fail(token_reading *reading, lamina_status status)
{
    reading->status = status;
    return false;
}

/* ---- form ---- */

static bool decode(token_reading *reading, lamina_str part, lamina_str *bytes)
{
    lamina_status status = lamina_base64url_decode(reading->context->arena, part, bytes);
    if (status == LAMINA_E_SYNTAX)
        return refuse(reading, DOMAIN_TOKEN_ENCODING);
    return status == LAMINA_OK ? true : fail(reading, status);
}

static bool take_apart(token_reading *reading, lamina_str token)
{
    lamina_str rest = token, header, claims;
    if (token.len > DOMAIN_TOKEN_CAP)
        return refuse(reading, DOMAIN_TOKEN_TOO_LONG);
    if (!lamina_str_cut(&rest, '.', &header) || !lamina_str_cut(&rest, '.', &claims))
        return refuse(reading, DOMAIN_TOKEN_FORM);
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] == '.')
            return refuse(reading, DOMAIN_TOKEN_FORM);
    reading->signed_text = (lamina_str){token.ptr, header.len + 1 + claims.len};
    return decode(reading, header, &reading->header) && decode(reading, claims, &reading->claims) &&
           decode(reading, rest, &reading->signature);
}

/* RFC 7515 section 4 lets a reader choose to refuse names that stand twice; the first and the last of them
   would be different tokens to different readers. */
static bool has_duplicate(const lamina_json *object)
{
    for (const lamina_json *a = lamina_json_first(object); a != NULL; a = lamina_json_next(a))
        for (const lamina_json *b = lamina_json_next(a); b != NULL; b = lamina_json_next(b))
            if (lamina_str_equal(lamina_json_name(a), lamina_json_name(b)))
                return true;
    return false;
}

static bool read_object(token_reading *reading, lamina_str text, const lamina_json **object)
{
    lamina_status status =
        lamina_json_read(reading->context->arena, text, JSON_DEPTH, object, NULL);
    if (status == LAMINA_E_LIMIT && lamina_arena_is_exhausted(reading->context->arena))
        return fail(reading, status);
    if (status != LAMINA_OK || lamina_json_type(*object) != LAMINA_JSON_OBJECT ||
        lamina_json_count(*object) > MEMBER_CAP)
        return refuse(reading, DOMAIN_TOKEN_JSON);
    return has_duplicate(*object) ? refuse(reading, DOMAIN_TOKEN_DUPLICATE) : true;
}

/* ---- header, key, signature ---- */

static bool is_access_token_type(lamina_str type)
{
    return lamina_str_equal_nocase(type, LAMINA_STR(DOMAIN__TOKEN_TYPE)) ||
           lamina_str_equal_nocase(type, LAMINA_STR("application/" DOMAIN__TOKEN_TYPE));
}

static bool find_key(token_reading *reading, lamina_str kid)
{
    if (kid.len == 0)
        return refuse(reading, DOMAIN_TOKEN_KEY);
    reading->key = (domain_token_key){.size = sizeof reading->key};
    lamina_status status =
        reading->rules->find_key(reading->context, reading->rules->self, kid, &reading->key);
    if (status == LAMINA_E_NOT_FOUND)
        return refuse(reading, DOMAIN_TOKEN_KEY);
    return status == LAMINA_OK ? true : fail(reading, status);
}

/* The key says which algorithm it is; the header may only agree. */
static bool check_header(token_reading *reading)
{
    const lamina_json *header;
    if (!read_object(reading, reading->header, &header))
        return false;
    if (!is_access_token_type(lamina_json_member_string(header, "typ")))
        return refuse(reading, DOMAIN_TOKEN_TYPE);
    if (lamina_json_member(header, "crit") != NULL)
        return refuse(reading, DOMAIN_TOKEN_CRITICAL);
    uint32_t algorithm = domain_token_algorithm_named(lamina_json_member_string(header, "alg"));
    if (algorithm == 0)
        return refuse(reading, DOMAIN_TOKEN_ALGORITHM);
    if (!find_key(reading, lamina_json_member_string(header, "kid")))
        return false;
    return algorithm == reading->key.algorithm ? true : refuse(reading, DOMAIN_TOKEN_ALGORITHM);
}

static bool check_signature(token_reading *reading)
{
    const domain_token_key *key = &reading->key;
    if (reading->signature.len != LAMINA_SIGNATURE_LEN)
        return refuse(reading, DOMAIN_TOKEN_SIGNATURE);
    if (key->public_key.len != lamina_sign_public_len(key->algorithm))
        return fail(reading, LAMINA_E_UPSTREAM);
    lamina_status status =
        lamina_verify(key->algorithm, (const uint8_t *)key->public_key.ptr, reading->signed_text,
                      (const uint8_t *)reading->signature.ptr);
    if (status == LAMINA_E_INVALID)
        return refuse(reading, DOMAIN_TOKEN_SIGNATURE);
    return status == LAMINA_OK ? true : fail(reading, status);
}

/* ---- claims ---- */

static bool read_text(const lamina_json *claims, const domain__token_claim *claim,
                      domain_token_claims *out)
{
    const lamina_json *value = lamina_json_member(claims, claim->name);
    lamina_str text = lamina_json_string(value);
    *(lamina_str *)(void *)((char *)out + claim->offset) = text;
    if (value == NULL)
        return !claim->is_required;
    return lamina_json_type(value) == LAMINA_JSON_STRING && (text.len > 0 || !claim->is_required);
}

static bool read_time(const lamina_json *claims, const domain__token_claim *claim,
                      domain_token_claims *out)
{
    const lamina_json *value = lamina_json_member(claims, claim->name);
    int64_t time = 0;
    if (value == NULL)
        return !claim->is_required;
    if (lamina_json_int64(value, &time) != LAMINA_OK || time < 0 || time > TIME_MAX)
        return false;
    *(int64_t *)(void *)((char *)out + claim->offset) = time;
    return true;
}

/* The audience may be a text, or several (RFC 7519 section 4.1.3): then ours must be among them. */
static bool read_audience(const lamina_json *claims, lamina_str wanted, domain_token_claims *out)
{
    const lamina_json *value = lamina_json_member(claims, DOMAIN__TOKEN_AUDIENCE);
    if (lamina_json_type(value) != LAMINA_JSON_ARRAY) {
        out->audience = lamina_json_string(value);
        return out->audience.len > 0;
    }
    for (const lamina_json *one = lamina_json_first(value); one != NULL;
         one = lamina_json_next(one)) {
        lamina_str text = lamina_json_string(one);
        if (text.len == 0)
            return false;
        if (out->audience.len == 0 || lamina_str_equal(text, wanted))
            out->audience = text;
    }
    return out->audience.len > 0;
}

static bool read_claims(token_reading *reading, domain_token_claims *out)
{
    const lamina_json *claims;
    if (!read_object(reading, reading->claims, &claims))
        return false;
    for (size_t i = 0; i < DOMAIN__TOKEN_TEXT_COUNT; i++) {
        const domain__token_claim *claim = &domain__token_texts[i];
        bool good = lamina_str_is(lamina_str_from(claim->name), DOMAIN__TOKEN_AUDIENCE)
                        ? read_audience(claims, reading->rules->audience, out)
                        : read_text(claims, claim, out);
        if (!good)
            return refuse(reading, DOMAIN_TOKEN_CLAIMS);
    }
    for (size_t i = 0; i < DOMAIN__TOKEN_TIME_COUNT; i++)
        if (!read_time(claims, &domain__token_times[i], out))
            return refuse(reading, DOMAIN_TOKEN_CLAIMS);
    return true;
}

static bool check_claims(token_reading *reading, const domain_token_claims *claims)
{
    const domain_token_rules *rules = reading->rules;
    int64_t now = lamina_now_us(reading->context) / 1000000, leeway = rules->leeway_s;
    if (!lamina_str_equal(claims->issuer, rules->issuer))
        return refuse(reading, DOMAIN_TOKEN_ISSUER);
    if (!lamina_str_equal(claims->audience, rules->audience))
        return refuse(reading, DOMAIN_TOKEN_AUDIENCE);
    if (now >= claims->expires_at + leeway)
        return refuse(reading, DOMAIN_TOKEN_EXPIRED);
    if (now + leeway < claims->not_before || now + leeway < claims->issued_at)
        return refuse(reading, DOMAIN_TOKEN_NOT_YET);
    return true;
}

lamina_status domain_token_verify(lamina_context *context, lamina_str token,
                                  const domain_token_rules *rules, domain_token_claims *claims,
                                  uint32_t *refusal)
{
    token_reading reading = {.context = context, .rules = rules, .status = LAMINA_OK};
    domain_token_claims found = {.size = sizeof found};
    bool accepted = take_apart(&reading, token) && check_header(&reading) &&
                    check_signature(&reading) && read_claims(&reading, &found) &&
                    check_claims(&reading, &found);
    if (refusal != NULL)
        *refusal = reading.refusal;
    if (accepted)
        lamina_hand_over(claims, &found, sizeof found);
    if (reading.status != LAMINA_OK)
        return reading.status;
    return accepted ? LAMINA_OK : LAMINA_E_UNAUTHENTICATED;
}
