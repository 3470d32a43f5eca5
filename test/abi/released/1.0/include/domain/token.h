/*
 * domain/token.h - access tokens: JSON Web Tokens (RFC 7519) in the profile of RFC 9068.
 *
 * A token is three parts of base64url with dots between: a header that names algorithm and key, the
 * claims, the signature (RFC 7515). What is accepted is narrow on purpose (RFC 8725): one type, one
 * algorithm a key, one form of each text. Reading a token keeps nothing secret and needs public keys alone.
 * All since 1.0.
 */
#ifndef DOMAIN_TOKEN_H
#define DOMAIN_TOKEN_H

#include "lamina/context.h"
#include "lamina/crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A longer token is neither made nor read: API Gateway takes 10 KB of headers in all. */
#define DOMAIN_TOKEN_CAP 4096u

/* The algorithm's name in JSON Web Algorithms, "EdDSA" (RFC 8037) or "ES256" (RFC 7518), of LAMINA_SIGN_EDDSA or
   LAMINA_SIGN_ES256; NULL for another number. Static text. [any-thread] Since 1.0. */
const char *domain_token_algorithm_name(uint32_t algorithm);
/* The other way; 0 for any other text. [any-thread] Since 1.0. */
uint32_t domain_token_algorithm_named(lamina_str name);

/*
 * What a token says. Times are seconds since 1970. Texts may be empty where it says so; an empty one is
 * not written. Grows at the end. Since 1.0.
 */
typedef struct domain_token_claims {
    uint32_t size; /* sizeof(domain_token_claims) */
    uint32_t reserved;
    lamina_str issuer;     /* iss */
    lamina_str audience;   /* aud; of several, the one that was asked for */
    lamina_str subject;    /* sub: a user's id, or a client's */
    lamina_str client_id;  /* client_id, RFC 9068 section 2.2 */
    lamina_str token_id;   /* jti */
    lamina_str session_id; /* sid: of whom the token can be refreshed; may be empty */
    lamina_str tenant;  /* tenant: whose data alone the subject may reach; empty: bound to none */
    lamina_str scope;   /* scope: separated by spaces; may be empty */
    int64_t issued_at;  /* iat */
    int64_t not_before; /* nbf; 0: not said */
    int64_t expires_at; /* exp: the first second at which it is over */
} domain_token_claims;

/* A key, as far as everybody may know it. Grows at the end. Since 1.0. */
typedef struct domain_token_key {
    uint32_t size;         /* sizeof(domain_token_key) */
    uint32_t algorithm;    /* LAMINA_SIGN_*: the only one that the key is good for */
    lamina_str kid;        /* its name */
    lamina_str public_key; /* as lamina/crypto.h has it */
} domain_token_key;

/* A signed token of those claims, in the arena. LAMINA_E_ARGUMENT for an algorithm that is not known, or a required claim
   that is empty; LAMINA_E_LIMIT for a token over DOMAIN_TOKEN_CAP; LAMINA_E_INTERNAL. [invoke] Since 1.0. */
lamina_status domain_token_sign(lamina_context *context, const domain_token_key *key,
                                const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                                const domain_token_claims *claims, lamina_str *token);

/* ---- reading ---- */

/* Why a token is refused. Others may follow. Since 1.0. */
#define DOMAIN_TOKEN_ACCEPTED 0u
#define DOMAIN_TOKEN_TOO_LONG 1u   /* over DOMAIN_TOKEN_CAP bytes */
#define DOMAIN_TOKEN_FORM 2u       /* not three parts */
#define DOMAIN_TOKEN_ENCODING 3u   /* a part is not base64url, or not in its one form */
#define DOMAIN_TOKEN_JSON 4u       /* header or claims are no JSON object */
#define DOMAIN_TOKEN_DUPLICATE 5u  /* a name stands twice in one of them */
#define DOMAIN_TOKEN_TYPE 6u       /* the header's typ is not "at+jwt" */
#define DOMAIN_TOKEN_CRITICAL 7u   /* the header has crit: it asks for what is not understood */
#define DOMAIN_TOKEN_ALGORITHM 8u  /* none, an unknown one, or another than the key's */
#define DOMAIN_TOKEN_KEY 9u        /* no kid, or not the name of a key of ours */
#define DOMAIN_TOKEN_SIGNATURE 10u /* of another length, or not of this text under this key */
#define DOMAIN_TOKEN_CLAIMS 11u    /* a claim is missing, or of the wrong type */
#define DOMAIN_TOKEN_ISSUER 12u    /* another iss */
#define DOMAIN_TOKEN_AUDIENCE 13u  /* not for us */
#define DOMAIN_TOKEN_EXPIRED 14u   /* exp is over */
#define DOMAIN_TOKEN_NOT_YET 15u   /* before nbf or iat */

/* The refusal in a few words, for logs and for problem details: "the token has expired". Static text. [any-thread] Since 1.0. */
const char *domain_token_refusal(uint32_t refusal);

/* The public key of that name: LAMINA_OK, or LAMINA_E_NOT_FOUND when there is none; any other status is what
   domain_token_verify() answers then. */
typedef lamina_status (*domain_token_key_fn)(lamina_context *context, void *self, lamina_str kid,
                                             domain_token_key *key);

/* What a token must be. Grows at the end. Since 1.0. */
typedef struct domain_token_rules {
    uint32_t size;     /* sizeof(domain_token_rules) */
    uint32_t leeway_s; /* by which clocks may differ; added to each bound of time */
    lamina_str issuer;
    lamina_str audience;
    domain_token_key_fn find_key;
    void *self; /* of find_key */
} domain_token_rules;

/*
 * Reads a token that anybody may have sent. LAMINA_OK and *claims, in the arena, set claims->size before; or
 * LAMINA_E_UNAUTHENTICATED, with nothing set on the error object, and *refusal (may be NULL) says why. No claim is looked at before the signature
 * holds. LAMINA_E_LIMIT when the arena is full; statuses of find_key. [invoke] Since 1.0.
 */
lamina_status domain_token_verify(lamina_context *context, lamina_str token,
                                  const domain_token_rules *rules, domain_token_claims *claims,
                                  uint32_t *refusal);

#ifdef __cplusplus
}
#endif
#endif
