/* Blind indexes: a vector, and what keeps values apart. */
#include <criterion/criterion.h>
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
    test_context_free(test);
}

TestSuite(blind_index, .init = start, .fini = stop);

static lamina_str value_of(lamina_str label, const char *text, uint32_t length)
{
    lamina_str value;
    cr_assert_eq(
        domain_blind_index(encryption, context, label, lamina_str_from(text), length, &value),
        LAMINA_OK);
    return value;
}

Test(blind_index, the_vector_of_the_documentation)
{
    context->tenant_id = LAMINA_STR("t1");
    lamina_str value = value_of(LAMINA_STR("partner\0iban"), "DE02100100100006820101", 16);
    cr_assert(lamina_str_is(value, "d167fb40d0d6d63e36962a3ecb1a1193"), "%.*s", LAMINA_FMT(value));
}

Test(blind_index, equal_texts_are_equal_and_nothing_else_is)
{
    lamina_str value = value_of(LAMINA_STR("a"), "text", 16);
    cr_assert(lamina_str_equal(value, value_of(LAMINA_STR("a"), "text", 16)));
    cr_assert_not(lamina_str_equal(value, value_of(LAMINA_STR("a"), "Text", 16)));
    cr_assert_not(lamina_str_equal(value, value_of(LAMINA_STR("b"), "text", 16)));
    cr_assert(lamina_str_has_prefix(value_of(LAMINA_STR("a"), "text", 32), value));
    context->tenant_id = LAMINA_STR("t1");
    cr_assert_not(lamina_str_equal(value, value_of(LAMINA_STR("a"), "text", 16)));
}

Test(blind_index, data_keys_have_nothing_to_do_with_it)
{
    lamina_str value = value_of(LAMINA_STR("a"), "text", 16);
    domain_encryption_free(encryption);
    encryption = keys_open(context, "key other " KEYS_FIRST "\nindex " KEYS_SECOND "\n", NULL);
    cr_assert(lamina_str_equal(value, value_of(LAMINA_STR("a"), "text", 16)));
    domain_encryption_free(encryption);
    encryption = keys_open(context, "key other " KEYS_SECOND "\nindex " KEYS_FIRST "\n", NULL);
    cr_assert_not(lamina_str_equal(value, value_of(LAMINA_STR("a"), "text", 16)));
}

Test(blind_index, lengths_out_of_bounds_are_refused)
{
    lamina_str value;
    static const uint32_t lengths[] = {0, 7, 33};
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(domain_blind_index(encryption, context, LAMINA_STR("a"), LAMINA_STR("x"),
                                        lengths[i], &value),
                     LAMINA_E_ARGUMENT);
}

Test(blind_index, without_an_index_key_it_says_so)
{
    lamina_str value;
    domain_encryption_free(encryption);
    encryption = keys_open(context, "key only " KEYS_FIRST "\n", NULL);
    cr_assert_eq(
        domain_blind_index(encryption, context, LAMINA_STR("a"), LAMINA_STR("x"), 16, &value),
        LAMINA_E_CONFIG);
    cr_assert(lamina_str_is(test_context_problem(test).code, "encryption-key-unavailable"));
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "index key"));
}
