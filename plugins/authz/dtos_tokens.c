/*
 * The rules of tokens, coming and going.
 */
#include "domain/formats.h"
#include "domain/password.h"

#include "dtos.h"

#define REQUIRED LAMINA_FIELD_REQUIRED
#define SECRET LAMINA_FIELD_SECRET

static const char *const grants[] = {GRANT_PASSWORD, GRANT_REFRESH_TOKEN, GRANT_CLIENT_CREDENTIALS,
                                     NULL};

static const lamina_field token_request_fields[] = {
    [TOKEN_REQUEST_GRANT_TYPE] = LAMINA_FIELD(token_request, grant_type, "grant_type", STRING,
                                              .flags = REQUIRED, .values = grants),
    [TOKEN_REQUEST_USERNAME] =
        LAMINA_FIELD(token_request, username, "username", STRING, .max_length = 254,
                     .summary = "E-mail address, for the grant password"),
    [TOKEN_REQUEST_PASSWORD] = LAMINA_FIELD(token_request, password, "password", STRING,
                                            .flags = SECRET, .max_length = DOMAIN_PASSWORD_MAX),
    [TOKEN_REQUEST_REFRESH_TOKEN] =
        LAMINA_FIELD(token_request, refresh_token, "refresh_token", STRING, .flags = SECRET,
                     .max_length = AUTHZ_TOKEN_MAX),
    [TOKEN_REQUEST_CLIENT_ID] =
        LAMINA_FIELD(token_request, client_id, "client_id", STRING, .max_length = 100),
    [TOKEN_REQUEST_CLIENT_SECRET] =
        LAMINA_FIELD(token_request, client_secret, "client_secret", STRING, .flags = SECRET,
                     .max_length = AUTHZ_CODE_MAX),
    [TOKEN_REQUEST_TENANT] =
        LAMINA_FIELD(token_request, tenant, "tenant", STRING, .format = &domain_format_ulid,
                     .summary = "For the grant password: whose data the token shall be for"),
};

const lamina_record token_request_record = {
    LAMINA_RECORD("TokenRequest", token_request, token_request_fields),
    .summary = "One of three ways to a token (RFC 6749)",
};

static const lamina_field token_answer_fields[] = {
    [TOKEN_ANSWER_ACCESS_TOKEN] = LAMINA_FIELD(token_answer, access_token, "access_token", STRING,
                                               .flags = REQUIRED | SECRET),
    [TOKEN_ANSWER_TOKEN_TYPE] =
        LAMINA_FIELD(token_answer, token_type, "token_type", STRING, .flags = REQUIRED),
    [TOKEN_ANSWER_EXPIRES_IN] = LAMINA_FIELD(token_answer, expires_in, "expires_in", INT64,
                                             .flags = REQUIRED, .summary = "Seconds"),
    [TOKEN_ANSWER_REFRESH_TOKEN] =
        LAMINA_FIELD(token_answer, refresh_token, "refresh_token", STRING, .flags = SECRET,
                     .summary = "Good once, for the next tokens"),
    [TOKEN_ANSWER_SCOPE] = LAMINA_FIELD(token_answer, scope, "scope", STRING, .flags = REQUIRED),
    [TOKEN_ANSWER_TENANT] = LAMINA_FIELD(token_answer, tenant, "tenant", STRING,
                                         .summary = "Whose data alone the token is for"),
};

const lamina_record token_answer_record = {
    LAMINA_RECORD("Tokens", token_answer, token_answer_fields),
};

static const lamina_field token_input_fields[] = {
    LAMINA_FIELD(token_input, token, "token", STRING, .flags = REQUIRED | SECRET,
                 .max_length = AUTHZ_TOKEN_MAX),
};

const lamina_record token_input_record = {
    LAMINA_RECORD("Token", token_input, token_input_fields),
};

#define SAID(member, json, kind) LAMINA_FIELD(introspection, member, json, kind, .flags = 0)

static const lamina_field introspection_fields[] = {
    [INTROSPECTION_ACTIVE] =
        LAMINA_FIELD(introspection, active, "active", BOOLEAN, .flags = REQUIRED),
    [INTROSPECTION_SUB] = SAID(sub, "sub", STRING),
    [INTROSPECTION_CLIENT_ID] = SAID(client_id, "client_id", STRING),
    [INTROSPECTION_SCOPE] = SAID(scope, "scope", STRING),
    [INTROSPECTION_TENANT] = SAID(tenant, "tenant", STRING),
    [INTROSPECTION_ISS] = SAID(iss, "iss", STRING),
    [INTROSPECTION_AUD] = SAID(aud, "aud", STRING),
    [INTROSPECTION_JTI] = SAID(jti, "jti", STRING),
    [INTROSPECTION_IAT] = SAID(iat, "iat", INT64),
    [INTROSPECTION_EXP] = SAID(exp, "exp", INT64),
};

const lamina_record introspection_record = {
    LAMINA_RECORD("Introspection", introspection, introspection_fields),
    .summary = "What an access token says, as long as it is good (RFC 7662)",
};

#define KEY_PART(member, have) LAMINA_FIELD(jwk, member, #member, STRING, .flags = (have))

static const lamina_field jwk_fields[] = {
    [JWK_KTY] = KEY_PART(kty, REQUIRED), [JWK_CRV] = KEY_PART(crv, REQUIRED),
    [JWK_X] = KEY_PART(x, REQUIRED),     [JWK_Y] = KEY_PART(y, 0),
    [JWK_KID] = KEY_PART(kid, REQUIRED), [JWK_USE] = KEY_PART(use, REQUIRED),
    [JWK_ALG] = KEY_PART(alg, REQUIRED),
};

static const lamina_record jwk_record = {
    LAMINA_RECORD("Jwk", jwk, jwk_fields),
    .summary = "A public key (RFC 7517)",
};

static const lamina_field jwk_set_fields[] = {
    LAMINA_FIELD(jwk_set, keys, "keys", LIST, .flags = REQUIRED, .item_type = LAMINA_TYPE_RECORD,
                 .record = &jwk_record),
};

const lamina_record jwk_set_record = {
    LAMINA_RECORD("JwkSet", jwk_set, jwk_set_fields),
    .summary = "The keys that tokens may be signed with, now or soon",
};
