/*
 * Passwords: see domain/password.h. The form of the stored text is the PHC string format's
 * (github.com/P-H-C/phc-string-format), which has base64 without padding.
 */
#include "domain/password.h"

#include <stdlib.h>

#include "lamina/crypto.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "utilities/code_point.h"

#define COST_VARIABLE "LAMINA_SCRYPT_COST"

enum { SALT_LEN = 16, HASH_LEN = 32, STORED_CAP = 256 };

static const lamina_scrypt_cost default_cost = {.n_log2 = 14, .r = 8, .p = 5};

/* What a stored text says. */
typedef struct stored_password {
    lamina_scrypt_cost cost;
    lamina_str salt;
    lamina_str hash;
} stored_password;

/* ---- the rule of new passwords ---- */

static bool is_password(lamina_str text)
{
    uint32_t code_point;
    while (domain__code_point_next(&text, &code_point))
        if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0))
            return false;
    return text.len == 0;
}

const lamina_format domain_format_password = {
    .size = sizeof(lamina_format),
    .name = "password",
    .rule = "a password without control characters",
    .check = is_password,
};

/* ---- the cost ---- */

/* "<name><number>"; name may be empty. */
static bool read_number(lamina_str text, const char *name, uint32_t *out)
{
    lamina_str prefix = lamina_str_from(name);
    int64_t number;
    if (!lamina_str_has_prefix(text, prefix))
        return false;
    text = (lamina_str){text.ptr + prefix.len, text.len - prefix.len};
    if (lamina_parse_int64_between(text, 1, 32, &number) != LAMINA_OK)
        return false;
    *out = (uint32_t)number;
    return true;
}

/* Three numbers behind three names, with commas between. */
static bool read_cost(lamina_str text, const char *const names[3], lamina_scrypt_cost *cost)
{
    lamina_str n, r;
    *cost = (lamina_scrypt_cost){0};
    return lamina_str_cut(&text, ',', &n) && lamina_str_cut(&text, ',', &r) &&
           read_number(n, names[0], &cost->n_log2) && read_number(r, names[1], &cost->r) &&
           read_number(text, names[2], &cost->p);
}

static lamina_status cost_of_today(lamina_context *context, lamina_scrypt_cost *cost)
{
    static const char *const names[3] = {"", "", ""};
    const char *setting = getenv(COST_VARIABLE);
    *cost = default_cost;
    if (setting == NULL || setting[0] == '\0' || read_cost(lamina_str_from(setting), names, cost))
        return LAMINA_OK;
    return lamina_cause(context, LAMINA_E_CONFIG,
                        COST_VARIABLE " is \"%s\", not three numbers such as 14,8,5", setting);
}

static lamina_status derive(lamina_context *context, lamina_str password, lamina_str salt,
                            const lamina_scrypt_cost *cost, uint8_t hash[HASH_LEN])
{
    lamina_status status = lamina_scrypt(password, salt, cost, hash, HASH_LEN);
    if (status != LAMINA_E_ARGUMENT)
        return status;
    return lamina_cause(context, LAMINA_E_CONFIG,
                        "scrypt at the cost %u,%u,%u is out of bounds (20,32,16 and 256 MiB)",
                        cost->n_log2, cost->r, cost->p);
}

/* ---- the stored text ---- */

static lamina_str without_padding(lamina_str base64)
{
    while (base64.len > 0 && base64.ptr[base64.len - 1] == '=')
        base64.len--;
    return base64;
}

static void add_unpadded(lamina_text *text, const uint8_t *bytes, size_t len)
{
    lamina_text part;
    lamina_text_init(&part, STORED_CAP);
    lamina_text_add_base64(&part, (lamina_str){(const char *)bytes, len});
    lamina_text_add(text, without_padding(lamina_text_view(&part)));
    lamina_text_clear(&part);
}

static lamina_status read_unpadded(lamina_context *context, lamina_str text, lamina_str *bytes)
{
    size_t missing = (4 - text.len % 4) % 4;
    lamina_str padded =
        lamina_arena_format(context->arena, "%.*s%.*s", LAMINA_FMT(text), (int)missing, "===");
    if (padded.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_base64_decode(context->arena, padded, bytes);
}

static lamina_status write_stored(lamina_context *context, const lamina_scrypt_cost *cost,
                                  const uint8_t salt[SALT_LEN], const uint8_t hash[HASH_LEN],
                                  lamina_str *stored)
{
    lamina_text text;
    lamina_text_init(&text, STORED_CAP);
    lamina_text_add_format(&text, "$scrypt$ln=%u,r=%u,p=%u$", cost->n_log2, cost->r, cost->p);
    add_unpadded(&text, salt, SALT_LEN);
    lamina_text_add_char(&text, '$');
    add_unpadded(&text, hash, HASH_LEN);
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK)
        *stored = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return status == LAMINA_OK && stored->ptr == NULL ? LAMINA_E_LIMIT : status;
}

static bool read_stored(lamina_context *context, lamina_str text, stored_password *stored)
{
    static const char *const names[3] = {"ln=", "r=", "p="};
    lamina_str before, algorithm, cost, salt;
    return text.len <= STORED_CAP && lamina_str_cut(&text, '$', &before) && before.len == 0 &&
           lamina_str_cut(&text, '$', &algorithm) && lamina_str_is(algorithm, "scrypt") &&
           lamina_str_cut(&text, '$', &cost) && read_cost(cost, names, &stored->cost) &&
           lamina_str_cut(&text, '$', &salt) &&
           read_unpadded(context, salt, &stored->salt) == LAMINA_OK && stored->salt.len > 0 &&
           read_unpadded(context, text, &stored->hash) == LAMINA_OK && stored->hash.len == HASH_LEN;
}

/* ---- what others call ---- */

lamina_status domain_password_hash(lamina_context *context, lamina_str password, lamina_str *stored)
{
    lamina_scrypt_cost cost;
    uint8_t salt[SALT_LEN], hash[HASH_LEN];
    lamina_status status = cost_of_today(context, &cost);
    if (status == LAMINA_OK)
        status = lamina_random(context, salt, sizeof salt);
    if (status == LAMINA_OK)
        status =
            derive(context, password, (lamina_str){(const char *)salt, sizeof salt}, &cost, hash);
    if (status != LAMINA_OK)
        return status;
    status = write_stored(context, &cost, salt, hash, stored);
    lamina_crypto_wipe(hash, sizeof hash);
    return status;
}

static bool is_same_cost(const lamina_scrypt_cost *a, const lamina_scrypt_cost *b)
{
    return a->n_log2 == b->n_log2 && a->r == b->r && a->p == b->p;
}

lamina_status domain_password_verify(lamina_context *context, lamina_str password,
                                     lamina_str stored, bool *stale)
{
    stored_password known = {0};
    lamina_scrypt_cost today;
    uint8_t hash[HASH_LEN];
    if (!read_stored(context, stored, &known))
        return lamina_cause(context, LAMINA_E_UPSTREAM, "a stored password is not in its form");
    lamina_status status = cost_of_today(context, &today);
    if (status == LAMINA_OK)
        status = derive(context, password, known.salt, &known.cost, hash);
    if (status != LAMINA_OK)
        return status;
    bool is_right = lamina_crypto_equal(hash, known.hash.ptr, sizeof hash);
    lamina_crypto_wipe(hash, sizeof hash);
    if (stale != NULL)
        *stale = is_right && !is_same_cost(&known.cost, &today);
    return is_right ? LAMINA_OK : LAMINA_E_UNAUTHENTICATED;
}

lamina_status domain_password_verify_nobody(lamina_context *context, lamina_str password)
{
    static const char salt[SALT_LEN] = "nobody has this";
    lamina_scrypt_cost cost;
    uint8_t hash[HASH_LEN];
    lamina_status status = cost_of_today(context, &cost);
    if (status == LAMINA_OK)
        status = derive(context, password, (lamina_str){salt, sizeof salt}, &cost, hash);
    lamina_crypto_wipe(hash, sizeof hash);
    return status == LAMINA_OK ? LAMINA_E_UNAUTHENTICATED : status;
}
