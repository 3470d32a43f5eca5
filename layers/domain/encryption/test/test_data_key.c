/* Data keys: how long one is used, how many are kept, and what happens when none can be had. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/encryption.h"
#include "encryption/key_cache.h"
#include "keys.h"
#include "lamina/text.h"

static test_context *test;
static lamina_context *context;
static domain_encryption *encryption;
static keys_counting provider;

static void open_with(domain_encryption_options options)
{
    const domain_key_provider counting = keys_counting_provider(&provider);
    options.size = sizeof options;
    cr_assert_eq(domain_encryption_new(&counting, &options, &encryption), LAMINA_OK);
}

static void start(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void stop(void)
{
    domain_encryption_free(encryption);
    test_context_free(test);
}

TestSuite(data_key, .init = start, .fini = stop);

static lamina_str seal_for(const char *table, lamina_str plain)
{
    const lamina_param pairs[] = {{LAMINA_STR("table"), lamina_str_from(table)}};
    const domain_sealing sealing = {
        .size = sizeof sealing, .key_context = pairs, .key_context_count = 1};
    lamina_str sealed;
    cr_assert_eq(domain_seal(encryption, context, &sealing, plain, &sealed), LAMINA_OK);
    return sealed;
}

static lamina_status open_for(const char *table, lamina_str sealed)
{
    const lamina_param pairs[] = {{LAMINA_STR("table"), lamina_str_from(table)}};
    const domain_sealing sealing = {
        .size = sizeof sealing, .key_context = pairs, .key_context_count = 1};
    lamina_str plain;
    return domain_open(encryption, context, &sealing, sealed, &plain);
}

Test(data_key, one_serves_many_values_and_their_reading)
{
    open_with((domain_encryption_options){0});
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(open_for("t", seal_for("t", LAMINA_STR("x"))), LAMINA_OK);
    cr_assert_eq(provider.generated, 1);
    cr_assert_eq(provider.unwrapped, 0);
}

Test(data_key, is_used_for_five_minutes)
{
    open_with((domain_encryption_options){0});
    lamina_str sealed = seal_for("t", LAMINA_STR("x"));
    test_context_advance_us(test, INT64_C(299999999));
    seal_for("t", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 1);
    cr_assert_eq(open_for("t", sealed), LAMINA_OK);
    cr_assert_eq(provider.unwrapped, 0);
    test_context_advance_us(test, 1);
    seal_for("t", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 2);
    cr_assert_eq(open_for("t", sealed), LAMINA_OK);
    cr_assert_eq(provider.unwrapped, 1);
}

Test(data_key, is_not_trusted_when_the_clock_was_set_back)
{
    open_with((domain_encryption_options){0});
    seal_for("t", LAMINA_STR("x"));
    test_context_set_clock_us(test, TEST_CONTEXT_START_US - 1);
    seal_for("t", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 2);
}

Test(data_key, is_used_so_many_times)
{
    open_with((domain_encryption_options){.key_uses = 3});
    for (int i = 0; i < 7; i++)
        seal_for("t", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 3);
}

Test(data_key, is_used_for_so_many_bytes)
{
    open_with((domain_encryption_options){.key_bytes = 10});
    seal_for("t", LAMINA_STR("1234"));
    seal_for("t", LAMINA_STR("123456"));
    cr_assert_eq(provider.generated, 1);
    seal_for("t", LAMINA_STR("1"));
    cr_assert_eq(provider.generated, 2);
    seal_for("t", LAMINA_STR("more than ten bytes")); /* a key of its own */
    cr_assert_eq(provider.generated, 3);
    seal_for("t", LAMINA_STR("1"));
    cr_assert_eq(provider.generated, 4);
}

Test(data_key, each_key_context_has_one)
{
    open_with((domain_encryption_options){0});
    seal_for("a", LAMINA_STR("x"));
    seal_for("b", LAMINA_STR("x"));
    seal_for("a", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 2);
    context->tenant_id = LAMINA_STR("t1");
    seal_for("a", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 3);
}

Test(data_key, the_least_recently_used_makes_room)
{
    open_with((domain_encryption_options){.key_count = 2, .open_key_count = 2});
    lamina_str a = seal_for("a", LAMINA_STR("x")), b = seal_for("b", LAMINA_STR("x"));
    seal_for("a", LAMINA_STR("x"));
    cr_assert_eq(open_for("a", a), LAMINA_OK);
    lamina_str c = seal_for("c", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 3);
    seal_for("a", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 3);
    cr_assert_eq(open_for("a", a), LAMINA_OK);
    cr_assert_eq(open_for("c", c), LAMINA_OK);
    cr_assert_eq(provider.unwrapped, 0);
    cr_assert_eq(open_for("b", b), LAMINA_OK);
    cr_assert_eq(provider.unwrapped, 1);
    seal_for("b", LAMINA_STR("x"));
    cr_assert_eq(provider.generated, 4);
}

Test(data_key, what_leaves_the_cache_is_wiped)
{
    encryption__key_cache cache;
    cr_assert_eq(encryption__key_cache_init(&cache, 1, 1000), LAMINA_OK);
    static const uint8_t one[LAMINA_SHA256_LEN] = {1}, other[LAMINA_SHA256_LEN] = {2};
    static const uint8_t nothing[LAMINA_AEAD_KEY_LEN];
    encryption__key *key = encryption__key_cache_place(&cache, one, 0);
    memset(key->plain, 0x55, sizeof key->plain);
    cr_assert_null(encryption__key_cache_find(&cache, other, 0));
    cr_assert_not_null(encryption__key_cache_find(&cache, one, 999));
    cr_assert_null(encryption__key_cache_find(&cache, one, 1000));
    cr_assert_eq(memcmp(key->plain, nothing, sizeof key->plain), 0, "too old");
    key = encryption__key_cache_place(&cache, one, 0);
    memset(key->plain, 0x55, sizeof key->plain);
    cr_assert_eq(encryption__key_cache_place(&cache, other, 0), key);
    cr_assert_eq(memcmp(key->plain, nothing, sizeof key->plain), 0, "made room");
    encryption__key_cache_clear(&cache);
}

Test(data_key, a_failure_of_the_provider_is_ours_and_named)
{
    static const lamina_status statuses[][2] = {
        {LAMINA_E_UNAVAILABLE, LAMINA_E_UNAVAILABLE}, {LAMINA_E_TIMEOUT, LAMINA_E_TIMEOUT},
        {LAMINA_E_THROTTLED, LAMINA_E_THROTTLED},     {LAMINA_E_FORBIDDEN, LAMINA_E_CONFIG},
        {LAMINA_E_NOT_FOUND, LAMINA_E_CONFIG},        {LAMINA_E_UNAUTHENTICATED, LAMINA_E_CONFIG},
        {LAMINA_E_INVALID, LAMINA_E_CONFIG},          {LAMINA_E_UPSTREAM, LAMINA_E_UNAVAILABLE},
    };
    open_with((domain_encryption_options){0});
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        const domain_sealing sealing = {.size = sizeof sealing};
        lamina_str sealed;
        lamina_error_reset(context);
        provider.status = statuses[i][0];
        cr_assert_eq(domain_seal(encryption, context, &sealing, LAMINA_STR("x"), &sealed),
                     statuses[i][1]);
        lamina_problem problem = test_context_problem(test);
        cr_assert(lamina_str_is(problem.code, "encryption-key-unavailable"));
        cr_assert_eq(problem.status, statuses[i][1]);
    }
}

Test(data_key, a_cached_one_bridges_an_outage)
{
    open_with((domain_encryption_options){0});
    lamina_str sealed = seal_for("t", LAMINA_STR("x"));
    provider.status = LAMINA_E_UNAVAILABLE;
    seal_for("t", LAMINA_STR("x"));
    cr_assert_eq(open_for("t", sealed), LAMINA_OK);
    test_context_advance_us(test, INT64_C(300000000));
    cr_assert_eq(open_for("t", sealed), LAMINA_E_UNAVAILABLE);
}

Test(data_key, options_out_of_bounds_are_refused)
{
    const domain_key_provider counting = keys_counting_provider(&provider);
    const domain_encryption_options wrong[] = {
        {.size = sizeof *wrong, .key_uses = (UINT64_C(1) << 32) + 1},
        {.size = sizeof *wrong, .key_count = 257},
        {.size = sizeof *wrong, .open_key_count = 1025}};
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(domain_encryption_new(&counting, &wrong[i], &encryption), LAMINA_E_ARGUMENT);
        cr_assert_null(encryption);
    }
}
