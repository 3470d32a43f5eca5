/*
 * domain/parameters.h - what a function is told from outside of its deployment: parameters of AWS Systems Manager
 * Parameter Store, and secrets of AWS Secrets Manager, kept for a while.
 *
 *     lamina_str url, password;
 *     status = domain_parameter(context, LAMINA_STR("/shop/rates/url"), NULL, &url);
 *     if (status == LAMINA_OK)
 *         status = domain_secret_member(context, LAMINA_STR("shop/rates"), "password", NULL, &password);
 *
 * A value is asked for when it is needed first, and again when it is older than the caller bears: so a secret that
 * was rotated arrives within that time, without a deployment. Where it cannot be asked for again just now, the
 * old one is handed out, with a warning in the log.
 *
 * With LAMINA_PARAMETERS_FILE nothing is asked of AWS: the file's JSON says all, for the local stage and tests:
 *
 *     {"parameters": {"/shop/rates/url": "http://127.0.0.1:9000"},
 *      "secrets": {"shop/rates": "{\"password\":\"open sesame\"}"}}
 *
 * The function's role needs ssm:GetParameter (with kms:Decrypt for a SecureString under a key of one's own), or
 * secretsmanager:GetSecretValue. AWS_ENDPOINT_URL_SSM and AWS_ENDPOINT_URL_SECRETS_MANAGER name other endpoints.
 * Sources: AWS Systems Manager API Reference, GetParameter; AWS Secrets Manager API Reference, GetSecretValue.
 * One thread at a time, as the domain's other clients. All since 1.0.
 */
#ifndef DOMAIN_PARAMETERS_H
#define DOMAIN_PARAMETERS_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How old a value may be, in seconds, unless told otherwise. */
#define DOMAIN_PARAMETER_AGE_S 300u
/* Values that are kept; of more, the one that was not used for longest goes. */
#define DOMAIN_PARAMETER_CAP 64u

/* Grows at the end. */
typedef struct domain_parameter_options {
    uint32_t size;      /* sizeof(domain_parameter_options) */
    uint32_t max_age_s; /* how old it may be; 0: DOMAIN_PARAMETER_AGE_S */
    uint64_t is_fresh;  /* bool: ask now, whatever is kept */
} domain_parameter_options;

/*
 * The value of a parameter, decrypted if it is a SecureString; of a StringList the commas with it. name is its name or
 * ARN. *value is in the invocation's arena. options may be NULL.
 *
 * LAMINA_E_CONFIG, and the cause says why: there is no such parameter, or the function may not read it; no
 * credentials; a file that is none. LAMINA_E_ARGUMENT: a name that is empty or longer than 2048 bytes. LAMINA_E_THROTTLED,
 * LAMINA_E_UNAVAILABLE, LAMINA_E_TIMEOUT, LAMINA_E_UPSTREAM: there is no old value either. LAMINA_E_LIMIT.
 * No value ever stands in a cause or in the log. [init] [invoke]
 */
lamina_status domain_parameter(lamina_context *context, lamina_str name,
                               const domain_parameter_options *options, lamina_str *value);

/* The current version of a secret, by its name or ARN: its text, or the bytes of a binary one. Otherwise as above. What
   was kept is wiped when it is replaced. [init] [invoke] */
lamina_status domain_secret(lamina_context *context, lamina_str id,
                            const domain_parameter_options *options, lamina_str *value);

/* One member, a text, of a secret that is a JSON object, as those are that rotate. LAMINA_E_CONFIG when it is none, or
   has no such member. Otherwise as above. [init] [invoke] */
lamina_status domain_secret_member(lamina_context *context, lamina_str id, const char *member,
                                   const domain_parameter_options *options, lamina_str *value);

/* Forgets all that is kept, clients included: for tests, and for processes that were restored from a snapshot.
   [init] [invoke] */
void domain_parameters_forget(void);

#ifdef __cplusplus
}
#endif
#endif
