/*
 * Passwords: the stored text, right and wrong ones, cost that grows.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "domain/password.h"
#include "lamina/text.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
    setenv("LAMINA_SCRYPT_COST", "4,8,1", 1);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(password, .init = begin, .fini = end);

static lamina_str hash_of(const char *password)
{
    lamina_str stored = {0};
    cr_assert_eq(domain_password_hash(context, lamina_str_from(password), &stored), LAMINA_OK);
    return stored;
}

Test(password, is_right_or_it_is_not)
{
    lamina_str stored = hash_of("correct horse");
    bool stale = true;
    cr_expect_eq(domain_password_verify(context, LAMINA_STR("correct horse"), stored, &stale),
                 LAMINA_OK);
    cr_expect_not(stale);
    static const char *const wrong[] = {"correct horsf", "correct hors", "correct horse ",
                                        "Correct horse", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_eq(domain_password_verify(context, lamina_str_from(wrong[i]), stored, NULL),
                     LAMINA_E_UNAUTHENTICATED, "%s", wrong[i]);
    cr_expect_eq(test_context_problem(test).status, LAMINA_OK);
}

Test(password, counts_every_byte_of_it)
{
    lamina_str stored;
    char text[] = "abc\0defgh";
    lamina_str password = {text, sizeof text - 1};
    cr_assert_eq(domain_password_hash(context, password, &stored), LAMINA_OK);
    cr_expect_eq(domain_password_verify(context, password, stored, NULL), LAMINA_OK);
    cr_expect_eq(domain_password_verify(context, LAMINA_STR("abc"), stored, NULL),
                 LAMINA_E_UNAUTHENTICATED);
}

Test(password, is_stored_with_a_salt_of_its_own_and_its_cost)
{
    lamina_str a = hash_of("correct horse"), b = hash_of("correct horse");
    cr_expect_not(lamina_str_equal(a, b));
    cr_expect(lamina_str_has_prefix(a, LAMINA_STR("$scrypt$ln=4,r=8,p=1$")));
    cr_expect_null(memmem(a.ptr, a.len, "horse", 5));
}

/* Made by another implementation: Python's hashlib.scrypt, in passlib's form. */
Test(password, that_another_library_stored_is_right)
{
    lamina_str stored = LAMINA_STR("$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw"
                                   "$UDPF+c6UAbOfYLbXfh5BLsQrn+UidWRbQyyDP5iuTDg");
    bool stale = false;
    cr_expect_eq(domain_password_verify(context, LAMINA_STR("p\xc3\xa4ssword"), stored, &stale),
                 LAMINA_OK);
    cr_expect(stale);
}

Test(password, is_stale_when_the_cost_has_changed_and_it_is_right)
{
    lamina_str stored = hash_of("correct horse");
    setenv("LAMINA_SCRYPT_COST", "5,8,1", 1);
    bool stale = false;
    cr_expect_eq(domain_password_verify(context, LAMINA_STR("correct horse"), stored, &stale),
                 LAMINA_OK);
    cr_expect(stale);
    cr_expect_eq(domain_password_verify(context, LAMINA_STR("wrong"), stored, &stale),
                 LAMINA_E_UNAUTHENTICATED);
    cr_expect_not(stale);
}

Test(password, of_nobody_is_never_right)
{
    cr_expect_eq(domain_password_verify_nobody(context, LAMINA_STR("correct horse")),
                 LAMINA_E_UNAUTHENTICATED);
    cr_expect_eq(test_context_problem(test).status, LAMINA_OK);
}

Test(password, that_is_stored_in_another_form_is_damage_and_is_not_shown)
{
    static const char *const damaged[] = {
        "",
        "correct horse",
        "scrypt$ln=4,r=8,p=1$AAAA$AAAA",
        "$argon2id$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=04,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$A?ECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
        cr_expect_eq(domain_password_verify(context, LAMINA_STR("correct horse"),
                                            lamina_str_from(damaged[i]), NULL),
                     LAMINA_E_UPSTREAM, "%s", damaged[i]);
    cr_expect_null(strstr(test_context_causes(test).ptr, "horse"));
}

Test(password, needs_a_cost_that_is_one)
{
    static const char *const wrong[] = {"14",     "14,8",    "14,8,5,1", "14,8,x",  "0,8,5",
                                        "-1,8,5", "14, 8,5", "21,8,1",   "20,32,1", "14,8,17"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        lamina_str stored;
        setenv("LAMINA_SCRYPT_COST", wrong[i], 1);
        cr_expect_eq(domain_password_hash(context, LAMINA_STR("correct horse"), &stored),
                     LAMINA_E_CONFIG, "%s", wrong[i]);
        cr_expect_eq(domain_password_verify_nobody(context, LAMINA_STR("x")), LAMINA_E_CONFIG);
    }
}

Test(password, of_unset_cost_has_the_documented_one)
{
    unsetenv("LAMINA_SCRYPT_COST");
    cr_expect(
        lamina_str_has_prefix(hash_of("correct horse"), LAMINA_STR("$scrypt$ln=14,r=8,p=5$")));
}

Test(password, may_have_any_letters_but_no_controls)
{
    static const char *const good[] = {"correct horse battery", "p\xc3\xa4ssw\xc3\xb6rd",
                                       "\xf0\x9f\x94\x91\xf0\x9f\x94\x91"};
    static const char *const bad[] = {"tab\tpassword", "line\npassword", "\x7fpassword"};
    for (size_t i = 0; i < 3; i++) {
        cr_expect(domain_format_password.check(lamina_str_from(good[i])), "%s", good[i]);
        cr_expect_not(domain_format_password.check(lamina_str_from(bad[i])), "%zu", i);
    }
}
