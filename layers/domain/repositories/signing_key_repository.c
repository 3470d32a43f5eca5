/*
 * Signing keys in DynamoDB: one item a key, all under one hash value, so that one consistent query reads them. Changes of
 * state are transactions that compare versions.
 */
#include "domain/repositories/signing_key_repository.h"

#include <string.h>

#include "domain/ids.h"
#include "domain/mapper.h"
#include "domain/token.h"
#include "lamina/crypto.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/signing_key_claim.h"
#include "repositories/page.h"

/* Of next, current and the retired ones, each of which lasts for minutes: room for the newest. */
enum { KEY_CAP = 100 };

static lamina_status fail_busy(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "signing-key-busy",
                       "Somebody else is changing the signing keys; look again");
}

/* ---- read ---- */

static void reverse(void **items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        void *item = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = item;
    }
}

lamina_status signing_key_repository_list(lamina_context *context, signing_key_list *out)
{
    static const uint32_t public_fields[] = {
        SIGNING_KEY_ALGORITHM,  SIGNING_KEY_PUBLIC_KEY, SIGNING_KEY_STATE,  SIGNING_KEY_CREATED_AT,
        SIGNING_KEY_UPDATED_AT, SIGNING_KEY_EXPIRES_AT, SIGNING_KEY_VERSION};
    mapper_query wanted = {.size = sizeof wanted,
                           .limit = KEY_CAP,
                           .hash = dynamodb_text(LAMINA_STR(SIGNING_KEY_RING_TOKENS)),
                           .descending = true,
                           .consistent = true,
                           .fields = public_fields,
                           .field_count = sizeof public_fields / sizeof *public_fields};
    domain__page page;
    lamina_status status = domain__page_read(context, &signing_key_model, &wanted, &page);
    if (status != LAMINA_OK)
        return status;
    reverse(page.items, page.count);
    out->items = (signing_key *const *)page.items;
    out->count = page.count;
    return LAMINA_OK;
}

/* The key of that state, without its private half; NULL: there is none. */
static signing_key *key_in(const signing_key_list *keys, const char *state)
{
    for (size_t i = 0; i < keys->count; i++)
        if (lamina_str_is(keys->items[i]->state, state))
            return keys->items[i];
    return NULL;
}

/* ---- new keys ---- */

static lamina_status generate(lamina_context *context, uint32_t algorithm, signing_key *item)
{
    uint8_t *public_key = lamina_alloc(context, LAMINA_SIGN_PUBLIC_CAP);
    uint8_t *private_key = lamina_alloc(context, LAMINA_SIGN_PRIVATE_LEN);
    if (public_key == NULL || private_key == NULL)
        return LAMINA_E_LIMIT;
    item->public_key = (lamina_str){(char *)public_key, lamina_sign_public_len(algorithm)};
    item->private_key = (lamina_str){(char *)private_key, LAMINA_SIGN_PRIVATE_LEN};
    return lamina_sign_new(algorithm, private_key, public_key);
}

static lamina_status new_key(lamina_context *context, uint32_t algorithm, const char *state,
                             signing_key **out)
{
    const char *name = domain_token_algorithm_name(algorithm);
    signing_key *item = signing_key_new(context);
    if (name == NULL)
        return LAMINA_E_ARGUMENT;
    if (item == NULL)
        return LAMINA_E_LIMIT;
    item->ring = LAMINA_STR(SIGNING_KEY_RING_TOKENS);
    item->algorithm = lamina_str_from(name);
    item->state = lamina_str_from(state);
    lamina_status status = domain_new_ulid(context, &item->kid);
    if (status == LAMINA_OK)
        status = generate(context, algorithm, item);
    *out = item;
    return status;
}

static void wipe(const signing_key *key)
{
    if (key != NULL && key->private_key.ptr != NULL)
        lamina_crypto_wipe((char *)(uintptr_t)key->private_key.ptr, key->private_key.len);
}

static mapper_action write_key(uint32_t op, signing_key *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &signing_key_model, .item = item};
}

/* The first two. Of several that try, one succeeds; to the others the keys are there. */
static lamina_status make_first(lamina_context *context, uint32_t algorithm)
{
    signing_key *current = NULL, *next = NULL;
    signing_key_claim claim = domain__signing_key_claim();
    lamina_status status = new_key(context, algorithm, SIGNING_KEY_CURRENT, &current);
    if (status == LAMINA_OK)
        status = new_key(context, algorithm, SIGNING_KEY_NEXT, &next);
    if (status == LAMINA_OK) {
        mapper_action actions[] = {{.size = sizeof(mapper_action),
                                    .op = MAPPER_OP_CREATE,
                                    .model = &domain__signing_key_claim_model,
                                    .item = &claim},
                                   write_key(MAPPER_OP_CREATE, current),
                                   write_key(MAPPER_OP_CREATE, next)};
        status = mapper_transact(context, actions, 3, NULL);
    }
    wipe(current);
    wipe(next);
    if (status != LAMINA_E_CONFLICT)
        return status;
    lamina_error_reset(context);
    return LAMINA_OK;
}

/* ---- the key that signs ---- */

static lamina_status read_whole(lamina_context *context, const signing_key *known,
                                signing_key **out)
{
    signing_key *whole = signing_key_new(context);
    if (whole == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    lamina_status status = mapper_get(context, &signing_key_model, known, &options, whole);
    *out = status == LAMINA_OK ? whole : NULL;
    return status;
}

lamina_status signing_key_repository_current(lamina_context *context, uint32_t algorithm,
                                             signing_key **out)
{
    signing_key_list keys = {.size = sizeof keys};
    *out = NULL;
    lamina_status status = signing_key_repository_list(context, &keys);
    if (status == LAMINA_OK && key_in(&keys, SIGNING_KEY_CURRENT) == NULL) {
        status = make_first(context, algorithm);
        if (status == LAMINA_OK)
            status = signing_key_repository_list(context, &keys);
    }
    if (status != LAMINA_OK)
        return status;
    const signing_key *current = key_in(&keys, SIGNING_KEY_CURRENT);
    if (current != NULL)
        return read_whole(context, current, out);
    return lamina_cause(context, LAMINA_E_INTERNAL,
                        "the signing keys were made before, and none of them is current");
}

/* ---- rotation ---- */

static signing_key *change_of(lamina_context *context, const signing_key *known, const char *state)
{
    signing_key *changes = signing_key_new(context);
    if (changes == NULL)
        return NULL;
    changes->ring = known->ring;
    changes->kid = known->kid;
    changes->version = known->version;
    changes->state = lamina_str_from(state);
    lamina_mark(&changes->has, SIGNING_KEY_STATE);
    return changes;
}

static lamina_status rotate(lamina_context *context, const signing_key *current,
                            const signing_key *next, signing_key *newest, int64_t keep_s)
{
    signing_key *retiring = change_of(context, current, SIGNING_KEY_RETIRED);
    signing_key *rising = change_of(context, next, SIGNING_KEY_CURRENT);
    if (retiring == NULL || rising == NULL)
        return LAMINA_E_LIMIT;
    retiring->expires_at = lamina_now_us(context) / 1000000 + keep_s;
    lamina_mark(&retiring->has, SIGNING_KEY_EXPIRES_AT);
    mapper_action actions[] = {write_key(MAPPER_OP_PATCH, retiring),
                               write_key(MAPPER_OP_PATCH, rising),
                               write_key(MAPPER_OP_CREATE, newest)};
    mapper_conflict conflict = {.size = sizeof conflict};
    lamina_status status = mapper_transact(context, actions, 3, &conflict);
    return conflict.reason != MAPPER_CONFLICT_NONE ? fail_busy(context) : status;
}

lamina_status signing_key_repository_rotate(lamina_context *context, uint32_t algorithm,
                                            int64_t keep_s)
{
    signing_key_list keys = {.size = sizeof keys};
    signing_key *newest = NULL;
    lamina_status status = signing_key_repository_list(context, &keys);
    if (status == LAMINA_OK && key_in(&keys, SIGNING_KEY_CURRENT) == NULL)
        return make_first(context, algorithm);
    const signing_key *current = key_in(&keys, SIGNING_KEY_CURRENT);
    const signing_key *next = key_in(&keys, SIGNING_KEY_NEXT);
    if (status == LAMINA_OK && next == NULL)
        return lamina_cause(context, LAMINA_E_INTERNAL, "there is no next signing key");
    if (status == LAMINA_OK)
        status = new_key(context, algorithm, SIGNING_KEY_NEXT, &newest);
    if (status == LAMINA_OK)
        status = rotate(context, current, next, newest, keep_s);
    wipe(newest);
    return status;
}

lamina_status signing_key_repository_remove(lamina_context *context, lamina_str kid)
{
    signing_key key = {.ring = LAMINA_STR(SIGNING_KEY_RING_TOKENS), .kid = kid};
    lamina_status status = LAMINA_E_NOT_FOUND;
    if (domain_is_ulid(kid)) {
        const mapper_write options = {
            .size = sizeof options,
            .flags = MAPPER_WRITE_ANY_VERSION,
            .condition =
                mapper_equals(context, "state", dynamodb_text(LAMINA_STR(SIGNING_KEY_RETIRED)))};
        status = mapper_remove(context, &signing_key_model, &key, &options);
    }
    if (status == LAMINA_E_PRECONDITION)
        return lamina_fail(context, LAMINA_E_CONFLICT, "signing-key-in-use",
                           "This key signs, or will be next; only a retired one can be removed");
    if (status != LAMINA_E_NOT_FOUND)
        return status;
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "signing-key-not-found",
                       "There is no signing key of this name");
}
