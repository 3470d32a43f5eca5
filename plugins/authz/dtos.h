/*
 * dtos.h - the shapes of the authz API. Where a standard of OAuth 2.0 has a shape for something, its names are
 * taken (access_token, grant_type); everything else is written as in the other modules.
 *
 * dtos_accounts.c has the rules of what users send about themselves, dtos_tokens.c those of tokens,
 * dtos_administration.c those of what administrators see and send.
 */
#ifndef AUTHZ_DTOS_H
#define AUTHZ_DTOS_H

#include "domain/page.h"
#include "lamina/record.h"

/* What tokens and codes are at most; longer ones are none of ours. */
#define AUTHZ_TOKEN_MAX 4096u
#define AUTHZ_CODE_MAX 100u

/* ---- accounts ---- */

/* An address and a password; of a request for a reset, the address alone. */
typedef struct registration {
    lamina_presence has;
    lamina_str email;
    lamina_str password;
} registration;

extern const lamina_record registration_record;
extern const lamina_record reset_request_record;

/* A code that came by e-mail; with a new password, or without. */
enum { CODE_INPUT_CODE, CODE_INPUT_PASSWORD };
typedef struct code_input {
    lamina_presence has;
    lamina_str code;
    lamina_str password;
} code_input;

extern const lamina_record verification_record;
extern const lamina_record password_reset_record;

typedef struct password_change {
    lamina_presence has;
    lamina_str current_password;
    lamina_str new_password;
} password_change;

extern const lamina_record password_change_record;

/* ---- tokens ---- */

/* RFC 6749 sections 4.3.2, 4.4.2 and 6, as JSON. Which members a grant needs its service knows. */
enum {
    TOKEN_REQUEST_GRANT_TYPE,
    TOKEN_REQUEST_USERNAME,
    TOKEN_REQUEST_PASSWORD,
    TOKEN_REQUEST_REFRESH_TOKEN,
    TOKEN_REQUEST_CLIENT_ID,
    TOKEN_REQUEST_CLIENT_SECRET,
    TOKEN_REQUEST_TENANT
};

#define GRANT_PASSWORD "password"
#define GRANT_REFRESH_TOKEN "refresh_token"
#define GRANT_CLIENT_CREDENTIALS "client_credentials"

typedef struct token_request {
    lamina_presence has;
    lamina_str grant_type;
    lamina_str username; /* an e-mail address */
    lamina_str password;
    lamina_str refresh_token;
    lamina_str client_id;
    lamina_str client_secret;
    lamina_str tenant; /* the id of a partner */
} token_request;

extern const lamina_record token_request_record;

/* RFC 6749 section 5.1. */
enum {
    TOKEN_ANSWER_ACCESS_TOKEN,
    TOKEN_ANSWER_TOKEN_TYPE,
    TOKEN_ANSWER_EXPIRES_IN,
    TOKEN_ANSWER_REFRESH_TOKEN,
    TOKEN_ANSWER_SCOPE,
    TOKEN_ANSWER_TENANT
};
typedef struct token_answer {
    lamina_presence has;
    lamina_str access_token;
    lamina_str token_type; /* "Bearer" */
    int64_t expires_in;    /* seconds */
    lamina_str refresh_token;
    lamina_str scope;
    lamina_str tenant;
} token_answer;

extern const lamina_record token_answer_record;

/* RFC 7009 section 2.1, RFC 7662 section 2.1. */
typedef struct token_input {
    lamina_presence has;
    lamina_str token;
} token_input;

extern const lamina_record token_input_record;

/* RFC 7662 section 2.2. Of a token that is not active, that alone. */
enum {
    INTROSPECTION_ACTIVE,
    INTROSPECTION_SUB,
    INTROSPECTION_CLIENT_ID,
    INTROSPECTION_SCOPE,
    INTROSPECTION_TENANT,
    INTROSPECTION_ISS,
    INTROSPECTION_AUD,
    INTROSPECTION_JTI,
    INTROSPECTION_IAT,
    INTROSPECTION_EXP
};
typedef struct introspection {
    lamina_presence has;
    lamina_str sub;
    lamina_str client_id;
    lamina_str scope;
    lamina_str tenant;
    lamina_str iss;
    lamina_str aud;
    lamina_str jti;
    int64_t iat;
    int64_t exp;
    bool active;
} introspection;

extern const lamina_record introspection_record;

/* RFC 7517 section 4, RFC 7518 section 6.2, RFC 8037 section 2. */
enum { JWK_KTY, JWK_CRV, JWK_X, JWK_Y, JWK_KID, JWK_USE, JWK_ALG };
typedef struct jwk {
    lamina_presence has;
    lamina_str kty;
    lamina_str crv;
    lamina_str x;
    lamina_str y;
    lamina_str kid;
    lamina_str use;
    lamina_str alg;
} jwk;

typedef struct jwk_set {
    lamina_presence has;
    lamina_list keys; /* jwk */
} jwk_set;

extern const lamina_record jwk_set_record;

/* ---- administration ---- */

enum { USER_PATCH_STATUS, USER_PATCH_GRANTS };
typedef struct user_patch {
    lamina_presence has;
    lamina_str status;
    lamina_list grants; /* role_grant */
} user_patch;

extern const lamina_record user_patch_record;

typedef struct user_dto {
    lamina_presence has;
    lamina_str user_id;
    lamina_str email;
    lamina_str status;
    lamina_list grants; /* role_grant */
    int64_t created_at; /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;
} user_dto;

extern const lamina_record user_dto_record;

/* POST has the name in its body, PUT in its path. */
typedef struct role_input {
    lamina_presence has;
    lamina_str role_id;
    lamina_str summary;
    lamina_list scopes; /* lamina_str */
} role_input;

extern const lamina_record create_role_record;
extern const lamina_record replace_role_record;

typedef struct role_dto {
    lamina_presence has;
    lamina_str role_id;
    lamina_str summary;
    lamina_list scopes; /* lamina_str */
    int64_t version;    /* 0: the role comes with the system */
} role_dto;

extern const lamina_record role_dto_record;

typedef struct client_input {
    lamina_presence has;
    lamina_str name;
    lamina_list scopes; /* lamina_str */
    lamina_str tenant_id;
    lamina_str status; /* of a PATCH alone */
} client_input;

extern const lamina_record create_client_record;
extern const lamina_record patch_client_record;

enum {
    CLIENT_DTO_ID,
    CLIENT_DTO_NAME,
    CLIENT_DTO_SCOPES,
    CLIENT_DTO_TENANT_ID,
    CLIENT_DTO_STATUS,
    CLIENT_DTO_CREATED_AT,
    CLIENT_DTO_UPDATED_AT,
    CLIENT_DTO_VERSION,
    CLIENT_DTO_SECRET
};
typedef struct client_dto {
    lamina_presence has;
    lamina_str client_id;
    lamina_str name;
    lamina_list scopes; /* lamina_str */
    lamina_str tenant_id;
    lamina_str status;
    int64_t created_at;
    int64_t updated_at;
    int64_t version;
    lamina_str client_secret; /* told once, by the POST that made it */
} client_dto;

extern const lamina_record client_dto_record;

typedef struct notification_dto {
    lamina_presence has;
    lamina_str notification_id;
    lamina_str kind;
    lamina_str user_id;
    lamina_str recipient;
    lamina_str code;
    int64_t created_at;
    int64_t expires_at; /* seconds since 1970 */
} notification_dto;

typedef struct signing_key_dto {
    lamina_presence has;
    lamina_str kid;
    lamina_str algorithm;
    lamina_str state;
    int64_t created_at;
    int64_t expires_at; /* of a retired one, seconds since 1970 */
} signing_key_dto;

/* Pages of the above: domain_page_answer. */
extern const lamina_record user_page_record;
extern const lamina_record role_page_record;
extern const lamina_record client_page_record;
extern const lamina_record notification_page_record;
extern const lamina_record signing_key_page_record;

/* What the pages list. */
extern const lamina_record notification_dto_record;
extern const lamina_record signing_key_dto_record;

/* ---- operators ---- */

/* Of the direct operation create_administrator. */
typedef struct administrator_input {
    lamina_presence has;
    lamina_str email;
} administrator_input;

extern const lamina_record administrator_input_record;

typedef struct administrator_dto {
    lamina_presence has;
    lamina_str user_id;
    lamina_str email;
    lamina_str password; /* told once */
} administrator_dto;

extern const lamina_record administrator_dto_record;

#endif
