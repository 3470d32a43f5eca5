/* Sealed values: vectors, round trips, and everything that must not open. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "domain/encryption.h"
#include "keys.h"
#include "lamina/text.h"

static test_context *test;
static lamina_context *context;
static domain_encryption *encryption;

static void start(void)
{
    test = test_context_new();
    context = test_context_get(test);
    encryption = keys_open(context, KEYS_LINES, NULL);
}

static void stop(void)
{
    domain_encryption_free(encryption);
    keys_clear();
    test_context_free(test);
}

TestSuite(seal, .init = start, .fini = stop);

static const lamina_param pairs[] = {{{"table", 5}, {"partner", 7}}};
static const domain_sealing here = {.size = sizeof here,
                                    .associated = {"where it stands", 15},
                                    .key_context = pairs,
                                    .key_context_count = 1};

static lamina_str seal(lamina_str plain)
{
    lamina_str sealed;
    cr_assert_eq(domain_seal(encryption, context, &here, plain, &sealed), LAMINA_OK);
    return sealed;
}

static void expect_damaged(const domain_sealing *sealing, lamina_str sealed)
{
    lamina_str plain;
    lamina_error_reset(context);
    cr_assert_eq(domain_open(encryption, context, sealing, sealed, &plain), LAMINA_E_UPSTREAM);
    cr_assert_null(plain.ptr);
    cr_assert(lamina_str_is(test_context_problem(test).code, "encrypted-value-damaged"));
    cr_assert_gt(test_context_causes(test).len, 0);
}

static void expect_hex(lamina_str bytes, const char *hex)
{
    lamina_text text;
    lamina_text_init(&text, 4096);
    lamina_text_add_hex(&text, bytes);
    cr_assert_str_eq(text.ptr, hex);
    lamina_text_clear(&text);
}

/* Computed by another implementation of AES-GCM, from docs/encryption.md: data key and nonces are
   0x42 throughout. */
Test(seal, the_vector_of_the_documentation)
{
    test_context_fix_random(test, 0x42);
    context->tenant_id = LAMINA_STR("t1");
    lamina_str plain = LAMINA_STR("{\"S\":\"DE02100100100006820101\"}"), opened;
    lamina_str sealed = seal(plain);
    expect_hex(sealed,
               "e70101000a746573742d6b65792d31003c42424242424242424242424258de3b84cfc7e7ae5a306c71"
               "3fde4d1f7008a084a4de633e092f9b60d4cca9d27a80369083dc7d66b9d728d66e444ed64242424242"
               "424242424242421d0232737a279bef9104d4d74738995cd34c5f31a1b5c2f89688a15f99602e5915f0"
               "0b6bbc87dec1dd3d709ba2b0");
    cr_assert_eq(domain_open(encryption, context, &here, sealed, &opened), LAMINA_OK);
    cr_assert(lamina_str_equal(opened, plain));
}

Test(seal, any_bytes_come_back)
{
    static char bytes[70000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 31);
    static const size_t lengths[] = {0, 1, 15, 16, 17, 4096, sizeof bytes};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        lamina_str opened, sealed = seal((lamina_str){bytes, lengths[i]});
        cr_assert(domain_is_sealed(sealed));
        cr_assert_eq(domain_open(encryption, context, &here, sealed, &opened), LAMINA_OK);
        cr_assert(lamina_str_equal(opened, (lamina_str){bytes, lengths[i]}));
    }
}

Test(seal, equal_values_look_different)
{
    cr_assert_not(lamina_str_equal(seal(LAMINA_STR("same")), seal(LAMINA_STR("same"))));
}

Test(seal, a_flipped_bit_is_told_wherever_it_is)
{
    lamina_str sealed = seal(LAMINA_STR("{\"S\":\"secret text\"}"));
    char *copy = malloc(sealed.len);
    for (size_t i = 0; i < sealed.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, sealed.ptr, sealed.len);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            expect_damaged(&here, (lamina_str){copy, sealed.len});
        }
    free(copy);
}

Test(seal, a_cut_value_is_told_at_every_length)
{
    lamina_str sealed = seal(LAMINA_STR("{\"S\":\"secret text\"}"));
    for (size_t len = 0; len < sealed.len; len++) {
        char *copy = malloc(len + 1); /* so that reading beyond the end is found */
        memcpy(copy, sealed.ptr, len);
        expect_damaged(&here, (lamina_str){copy, len});
        free(copy);
    }
}

Test(seal, a_value_opens_only_where_it_was_sealed)
{
    lamina_str sealed = seal(LAMINA_STR("secret"));
    domain_sealing elsewhere = here;
    elsewhere.associated = LAMINA_STR("where it stand");
    expect_damaged(&elsewhere, sealed);
    elsewhere.associated = LAMINA_STR("");
    expect_damaged(&elsewhere, sealed);
    const lamina_param others[] = {{LAMINA_STR("table"), LAMINA_STR("contract")}};
    elsewhere = here;
    elsewhere.key_context = others;
    expect_damaged(&elsewhere, sealed);
}

Test(seal, a_value_of_another_tenant_does_not_open)
{
    context->tenant_id = LAMINA_STR("t1");
    lamina_str sealed = seal(LAMINA_STR("secret"));
    context->tenant_id = LAMINA_STR("t2");
    expect_damaged(&here, sealed);
    context->tenant_id = LAMINA_STR("");
    expect_damaged(&here, sealed);
}

Test(seal, header_and_associated_text_do_not_run_into_each_other)
{
    /* The same bytes in all, divided differently. */
    lamina_str sealed = seal(LAMINA_STR(""));
    domain_sealing moved = here;
    moved.associated = LAMINA_STR("here it stands");
    expect_damaged(&moved, sealed);
}

Test(seal, another_key_of_the_same_id_does_not_open_it)
{
    lamina_str sealed = seal(LAMINA_STR("secret"));
    domain_encryption_free(encryption);
    encryption = keys_open(context, "key test-key-1 " KEYS_SECOND "\n", NULL);
    expect_damaged(&here, sealed);
}

Test(seal, an_old_key_still_opens_and_is_not_current)
{
    lamina_str plain, sealed = seal(LAMINA_STR("secret"));
    cr_assert(domain_encryption_is_current(encryption, sealed));
    domain_encryption_free(encryption);
    encryption =
        keys_open(context, "key new " KEYS_SECOND "\nkey test-key-1 " KEYS_FIRST "\n", NULL);
    cr_assert_not(domain_encryption_is_current(encryption, sealed));
    cr_assert_eq(domain_open(encryption, context, &here, sealed, &plain), LAMINA_OK);
    cr_assert(lamina_str_is(plain, "secret"));
    domain_encryption_counts counts = {.size = sizeof counts};
    domain_encryption_counts_read(encryption, &counts);
    cr_assert_eq(counts.opened, 1);
    cr_assert_eq(counts.stale, 1);
    cr_assert(domain_encryption_is_current(encryption, seal(plain)));
    /* Once it was taken out, the log names it. */
    domain_encryption_free(encryption);
    encryption = keys_open(context, "key new " KEYS_SECOND "\n", NULL);
    expect_damaged(&here, sealed);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "no key \"test-key-1\""));
}

Test(seal, key_contexts_that_are_none_are_refused)
{
    const lamina_param twice[] = {{LAMINA_STR("a"), LAMINA_STR("1")},
                                  {LAMINA_STR("b"), LAMINA_STR("2")},
                                  {LAMINA_STR("a"), LAMINA_STR("3")}};
    const lamina_param tenant[] = {{LAMINA_STR("tenant"), LAMINA_STR("1")}};
    const lamina_param unnamed[] = {{LAMINA_STR(""), LAMINA_STR("1")}};
    static char text[DOMAIN_KEY_CONTEXT_BYTES_CAP];
    memset(text, 'x', sizeof text);
    const lamina_param large[] = {{LAMINA_STR("a"), {text, sizeof text}}};
    const lamina_param *const wrong[] = {twice, tenant, unnamed, large};
    static const size_t counts[] = {3, 1, 1, 1};
    for (size_t i = 0; i < 4; i++) {
        domain_sealing sealing = here;
        sealing.key_context = wrong[i];
        sealing.key_context_count = counts[i];
        lamina_str sealed;
        cr_assert_eq(domain_seal(encryption, context, &sealing, LAMINA_STR("x"), &sealed),
                     LAMINA_E_ARGUMENT);
    }
    domain_sealing many = here;
    many.key_context_count = DOMAIN_KEY_CONTEXT_CAP;
    lamina_str sealed;
    cr_assert_eq(domain_seal(encryption, context, &many, LAMINA_STR("x"), &sealed),
                 LAMINA_E_ARGUMENT);
}

Test(seal, the_order_of_a_key_context_does_not_matter)
{
    const lamina_param one[] = {{LAMINA_STR("a"), LAMINA_STR("1")},
                                {LAMINA_STR("b"), LAMINA_STR("2")}};
    const lamina_param other[] = {{LAMINA_STR("b"), LAMINA_STR("2")},
                                  {LAMINA_STR("a"), LAMINA_STR("1")}};
    domain_sealing sealing = {.size = sizeof sealing, .key_context = one, .key_context_count = 2};
    lamina_str sealed, plain;
    cr_assert_eq(domain_seal(encryption, context, &sealing, LAMINA_STR("x"), &sealed), LAMINA_OK);
    sealing.key_context = other;
    cr_assert_eq(domain_open(encryption, context, &sealing, sealed, &plain), LAMINA_OK);
}

Test(seal, no_log_line_and_no_cause_holds_what_is_secret)
{
    lamina_str sealed = seal(LAMINA_STR("hunter2 hunter2"));
    domain_sealing elsewhere = here;
    elsewhere.associated = LAMINA_STR("elsewhere");
    expect_damaged(&elsewhere, sealed);
    expect_damaged(&here, (lamina_str){sealed.ptr, sealed.len - 1});
    static const char *const secrets[] = {"hunter2", KEYS_FIRST, KEYS_SECOND};
    for (size_t i = 0; i < 3; i++) {
        cr_assert_null(strstr(test_context_causes(test).ptr, secrets[i]));
        lamina_str log = test_context_log(test);
        cr_assert(log.len == 0 || strstr(log.ptr, secrets[i]) == NULL);
    }
}

Test(seal, without_any_key_it_says_so)
{
    unsetenv("LAMINA_KMS_KEY_ID");
    unsetenv("LAMINA_KEY_FILE");
    lamina_str sealed;
    domain_encryption *none = domain_encryption_shared(context);
    cr_assert_null(none);
    cr_assert_eq(domain_seal(none, context, &here, LAMINA_STR("x"), &sealed), LAMINA_E_CONFIG);
    cr_assert(lamina_str_is(test_context_problem(test).code, "encryption-key-unavailable"));
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "LAMINA_KEY_FILE"));
}

Test(seal, the_shared_one_comes_from_the_environment)
{
    unsetenv("LAMINA_KMS_KEY_ID");
    setenv("LAMINA_KEY_FILE", keys_file(KEYS_LINES, 0600), 1);
    domain_encryption *own = domain_encryption_shared(context);
    cr_assert_not_null(own);
    cr_assert_eq(domain_encryption_shared(context), own);
    domain_encryption_use(encryption);
    cr_assert_eq(domain_encryption_shared(context), encryption);
    domain_encryption_use(NULL);
    cr_assert_eq(domain_encryption_shared(context), own);
}
