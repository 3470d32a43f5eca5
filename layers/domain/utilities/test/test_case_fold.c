/*
 * Names as they are searched.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/text.h"
#include "test_context.h"
#include "utilities/case_fold.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(case_fold, .init = begin, .fini = end);

static void expect(const char *text, const char *folded)
{
    lamina_str got = {0};
    cr_assert_eq(domain__case_fold(context, lamina_str_from(text), &got), LAMINA_OK, "%s", text);
    cr_expect(lamina_str_is(got, folded), "%s: %.*s", text, LAMINA_FMT(got));
}

/* Examples of CaseFolding.txt, and letters that each range of the table begins or ends with. */
Test(case_fold, letters_lose_their_case)
{
    expect("", "");
    expect("ACME GmbH & Co. 1", "acme gmbh & co. 1");
    expect("\xC3\x80\xC3\x9E", "\xC3\xA0\xC3\xBE");                 /* Latin-1 */
    expect("\xC3\x97", "\xC3\x97");                                 /* the sign between them */
    expect("\xC4\x80\xC4\x81\xC4\x82", "\xC4\x81\xC4\x81\xC4\x83"); /* every second one */
    expect("\xC5\xB8", "\xC3\xBF");                                 /* far apart */
    expect("\xCE\xA3\xCF\x82\xCF\x83", "\xCF\x83\xCF\x83\xCF\x83"); /* three sigmas */
    expect("\xD0\x96\xD0\xAF", "\xD0\xB6\xD1\x8F");                 /* Cyrillic */
    expect("\xE1\xBA\x9E", "\xC3\x9F");             /* capital sharp s, to two bytes from three */
    expect("\xE2\x84\xAA", "k");                    /* Kelvin */
    expect("\xC8\xBA", "\xE2\xB1\xA5");             /* to three bytes from two */
    expect("\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"); /* Deseret */
    expect("\xE6\xA0\xAA", "\xE6\xA0\xAA");         /* no case at all */
}

Test(case_fold, blanks_are_one_space_and_none_at_the_ends)
{
    expect("  A \t B\xC2\xA0\xE3\x80\x80 C ", "a b c");
    expect("   ", "");
}

/* Folding again changes nothing: what is stored and what is asked for meet. */
Test(case_fold, every_code_point_is_folded_once)
{
    for (uint32_t code_point = 0x21; code_point < 0x20000; code_point++) {
        char bytes[4];
        size_t len = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
        static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        uint32_t rest = code_point;
        for (size_t i = len - 1; i > 0; i--, rest >>= 6)
            bytes[i] = (char)(0x80 | (rest & 0x3F));
        bytes[0] = (char)(leads[len] | rest);
        if (code_point >= 0xD800 && code_point <= 0xDFFF)
            continue;
        lamina_str once, twice;
        cr_assert_eq(domain__case_fold(context, (lamina_str){bytes, len}, &once), LAMINA_OK);
        cr_assert_eq(domain__case_fold(context, once, &twice), LAMINA_OK);
        cr_assert(lamina_str_equal(once, twice), "U+%04X", code_point);
        cr_assert_leq(once.len, 2 * len, "U+%04X", code_point);
    }
}

Test(case_fold, what_is_no_text_is_refused)
{
    static const char *const bad[] = {"\xC3", "a\xFF", "\xED\xA0\x80", "\xC0\xAE"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lamina_str got;
        cr_expect_eq(domain__case_fold(context, lamina_str_from(bad[i]), &got), LAMINA_E_SYNTAX);
    }
}
