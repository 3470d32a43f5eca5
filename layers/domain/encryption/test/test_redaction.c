/*
 * Whatever goes wrong with a sealed value, neither the text nor a key is told to anybody: not in the
 * problem, not in its causes, not in the log.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/encryption.h"
#include "keys.h"
#include "lamina/text.h"

#define PLAIN "DE89370400440532013000"

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

TestSuite(redaction, .init = start, .fini = stop);

static const lamina_param pairs[] = {{{"table", 5}, {"partner", 7}}};
static const domain_sealing here = {.size = sizeof here,
                                    .associated = {"where it stands", 15},
                                    .key_context = pairs,
                                    .key_context_count = 1};

/* The text, the keys as they stand in the file, and the bytes that they are. */
static bool tells(lamina_str text)
{
    static const char *const secrets[] = {PLAIN,
                                          "0400440532",
                                          KEYS_FIRST,
                                          KEYS_SECOND,
                                          "\x04\x05\x06\x07\x08\x09\x0A\x0B",
                                          "0405060708090a0b"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (text.len > 0 && memmem(text.ptr, text.len, secrets[i], strlen(secrets[i])) != NULL)
            return true;
    return false;
}

static void expect_silence(const char *what)
{
    lamina_problem problem = test_context_problem(test);
    cr_expect_neq(problem.status, LAMINA_OK, "%s", what);
    cr_expect_not(tells(problem.detail), "%s: %.*s", what, LAMINA_FMT(problem.detail));
    cr_expect_not(tells(test_context_causes(test)), "%s: %.*s", what,
                  LAMINA_FMT(test_context_causes(test)));
    cr_expect_not(tells(test_context_log(test)), "%s: %.*s", what,
                  LAMINA_FMT(test_context_log(test)));
    lamina_error_reset(context);
}

static lamina_str seal(void)
{
    lamina_str sealed = {0};
    cr_assert_eq(domain_seal(encryption, context, &here, LAMINA_STR(PLAIN), &sealed), LAMINA_OK);
    cr_assert_not(tells(sealed));
    return sealed;
}

Test(redaction, a_value_that_was_changed_anywhere_stays_secret)
{
    lamina_str sealed = seal();
    for (size_t i = 0; i < sealed.len; i++) {
        char *changed = lamina_alloc(context, sealed.len);
        memcpy(changed, sealed.ptr, sealed.len);
        changed[i] = (char)(changed[i] ^ 1);
        lamina_str plain = {0};
        cr_assert_neq(
            domain_open(encryption, context, &here, (lamina_str){changed, sealed.len}, &plain),
            LAMINA_OK, "byte %zu", i);
        cr_assert_null(plain.ptr);
        expect_silence("changed");
    }
}

Test(redaction, a_value_that_was_moved_stays_secret)
{
    domain_sealing elsewhere = here;
    elsewhere.associated = LAMINA_STR("elsewhere");
    lamina_str plain = {0};
    cr_assert_neq(domain_open(encryption, context, &elsewhere, seal(), &plain), LAMINA_OK);
    expect_silence("moved");
    lamina_str sealed = seal();
    context->tenant_id = LAMINA_STR("another");
    cr_assert_neq(domain_open(encryption, context, &here, sealed, &plain), LAMINA_OK);
    expect_silence("another tenant's");
}

Test(redaction, a_provider_that_fails_tells_no_key)
{
    keys_counting counting = {.status = LAMINA_E_UNAVAILABLE};
    domain_key_provider provider = keys_counting_provider(&counting);
    domain_encryption *failing = NULL;
    lamina_str sealed = {0};
    cr_assert_eq(domain_encryption_new(&provider, NULL, &failing), LAMINA_OK);
    cr_assert_eq(domain_seal(failing, context, &here, LAMINA_STR(PLAIN), &sealed),
                 LAMINA_E_UNAVAILABLE);
    expect_silence("no key to seal with");
    cr_assert_neq(domain_open(failing, context, &here, seal(), &sealed), LAMINA_OK);
    expect_silence("no key to open with");
    domain_encryption_free(failing);
    cr_assert_eq(domain_seal(NULL, context, &here, LAMINA_STR(PLAIN), &sealed), LAMINA_E_CONFIG);
    cr_expect_not(tells(test_context_causes(test)));
}

Test(redaction, a_key_file_that_is_wrong_tells_its_line_and_not_what_stands_there)
{
    static const char *const files[] = {
        "key test-key-1 " KEYS_FIRST "x\nindex " KEYS_SECOND "\n",
        "key test-key-1 " KEYS_FIRST "\nindex " KEYS_SECOND "AA\n",
        "key " KEYS_FIRST "\n",
        "kee test-key-1 " KEYS_FIRST "\n",
        "key a " KEYS_FIRST "\nkey a " KEYS_SECOND "\nindex " KEYS_SECOND "\n",
        "index " KEYS_SECOND "\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        domain_key_provider provider;
        lamina_str reason = {0};
        cr_assert_eq(
            domain_key_file_open(keys_file(files[i], 0600), context->arena, &provider, &reason),
            LAMINA_E_CONFIG, "%s", files[i]);
        cr_assert_gt(reason.len, 0);
        cr_expect_not(tells(reason), "%.*s", LAMINA_FMT(reason));
    }
}
