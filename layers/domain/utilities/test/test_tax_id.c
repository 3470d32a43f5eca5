/*
 * Tax ids: numbers that are in public use or stand in the countries' own descriptions, and what is
 * wrong with others. Source of the examples: the documentation of python-stdnum.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "domain/formats.h"
#include "domain/tax_id.h"
#include "lamina/text.h"

typedef struct example {
    const char *country, *number;
} example;

static const example good[] = {
    {"AT", "U13585627"},      {"AT", "U33864707"},    {"BE", "0428759497"},
    {"BE", "0403019261"},     {"BG", "175074752"},    {"BG", "7523169263"},
    {"BG", "7111042925"},     {"CH", "E100155212"},   {"CH", "E107787577IVA"},
    {"CH", "E116281710MWST"}, {"CY", "10259033P"},    {"CZ", "25123891"},
    {"CZ", "7103192745"},     {"CZ", "640903926"},    {"DE", "136695976"},
    {"DE", "129273398"},      {"DK", "13585628"},     {"EE", "100931558"},
    {"EL", "094259216"},      {"GR", "023456780"},    {"ES", "B58378431"},
    {"ES", "54362315K"},      {"ES", "X2482300W"},    {"ES", "M1234567L"},
    {"ES", "J99216582"},      {"FI", "20774740"},     {"FR", "40303265045"},
    {"FR", "23334175221"},    {"FR", "K7399859412"},  {"GB", "980780684"},
    {"GB", "802311782"},      {"GB", "802311782001"}, {"GB", "GD001"},
    {"GB", "HA500"},          {"XI", "980780684"},    {"HR", "33392005961"},
    {"HU", "12892312"},       {"IE", "6433435F"},     {"IE", "6433435OA"},
    {"IE", "8D79739I"},       {"IT", "00743110157"},  {"LT", "119511515"},
    {"LT", "100001919017"},   {"LU", "15027442"},     {"LV", "40003521600"},
    {"LV", "16117519997"},    {"MT", "11679112"},     {"NL", "004495445B01"},
    {"NL", "123456789B13"},   {"NO", "995525828MVA"}, {"NO", "995525828"},
    {"PL", "8567346215"},     {"PT", "501964843"},    {"RO", "18547290"},
    {"SE", "123456789701"},   {"SI", "50223054"},     {"SK", "2022749619"},
};

enum { GOOD_COUNT = sizeof good / sizeof *good };

static bool is_tax_id(const char *country, const char *number)
{
    return domain_is_tax_id(lamina_str_from(country), lamina_str_from(number));
}

Test(tax_id, accepts_numbers_of_every_country)
{
    for (size_t i = 0; i < GOOD_COUNT; i++)
        cr_expect(is_tax_id(good[i].country, good[i].number), "%s %s", good[i].country,
                  good[i].number);
}

/* Is a digit of these numbers without part in a checksum? A branch, a counter, a year of birth. */
static bool has_no_checksum(const example *one)
{
    static const example without[] = {{"CZ", "640903926"},    {"GB", "GD001"},
                                      {"GB", "HA500"},        {"LV", "16117519997"},
                                      {"NL", "004495445B01"}, {"GB", "802311782001"},
                                      {"SE", "123456789701"}};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (strcmp(one->number, without[i].number) == 0)
            return true;
    return false;
}

/* With the last digit changed in all nine ways one at most may be right by chance (weights modulo a small number,
   other rules for the same length); a checksum that is not looked at would take them all. */
Test(tax_id, looks_at_the_checksum)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        char number[32];
        size_t taken = 0, last = strlen(good[i].number);
        memcpy(number, good[i].number, last + 1);
        while (number[last - 1] > '9')
            last--;
        for (int digit = 0; digit < 10; digit++) {
            number[last - 1] = (char)('0' + digit);
            taken += is_tax_id(good[i].country, number);
        }
        cr_expect(has_no_checksum(&good[i]) || (taken >= 1 && taken <= 3), "%s %s: %zu",
                  good[i].country, good[i].number, taken);
    }
}

Test(tax_id, has_the_length_of_its_country)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        lamina_str country = lamina_str_from(good[i].country);
        size_t whole = strlen(good[i].number);
        cr_expect_not(domain_is_tax_id(country, (lamina_str){good[i].number, 0}));
        cr_expect_not(domain_is_tax_id(country, (lamina_str){good[i].number, 1}));
        char longer[40];
        memcpy(longer, good[i].number, whole);
        memcpy(longer + whole, "00000", 6);
        cr_expect_not(is_tax_id(good[i].country, longer), "%s %s", good[i].country, longer);
    }
}

Test(tax_id, refuses_everything_else)
{
    static const example bad[] = {
        {"AT", "13585627"},
        {"AT", "U13585626"},
        {"AT", "u13585627"},
        {"BE", "0431150351"},
        {"BE", "2428759497"},
        {"BG", "175074751"},
        {"CH", "100155212"},
        {"CH", "E100155213"},
        {"CH", "E107787577XYZ"},
        {"CH", "E107787577 IVA"},
        {"CY", "10259033Z"},
        {"CY", "12259033P"},
        {"CZ", "25123890"},
        {"CZ", "95123891"},
        {"CZ", "7103192746"},
        {"DE", "136695978"},
        {"DE", "036695976"},
        {"DE", "13669597A"},
        {"DE", "136 695 976"},
        {"DE", "DE136695976"},
        {"DK", "13585627"},
        {"DK", "03585628"},
        {"EE", "100931557"},
        {"EL", "123456781"},
        {"ES", "54362315Z"},
        {"ES", "X2482300A"},
        {"ES", "B58378432"},
        {"ES", "I58378431"},
        {"FI", "20774741"},
        {"FR", "84323140391"},
        {"FR", "I7399859412"},
        {"FR", "40303265044"},
        {"GB", "802311781"},
        {"GB", "GD500"},
        {"GB", "HA499"},
        {"GB", "GX001"},
        {"HR", "33392005962"},
        {"HU", "12892313"},
        {"IE", "6433435E"},
        {"IE", "6433435FA"},
        {"IE", "8D79738J"},
        {"IT", "00743110158"},
        {"IT", "00000000000"},
        {"IT", "00743111157"},
        {"LT", "100001919018"},
        {"LT", "119511525"},
        {"LU", "15027443"},
        {"LV", "40003521601"},
        {"MT", "11679113"},
        {"NL", "004495446B01"},
        {"NL", "004495445B00"},
        {"NL", "004495445C01"},
        {"NL", "000000000B01"},
        {"NO", "995525829MVA"},
        {"NO", "995525828MVB"},
        {"PL", "8567346216"},
        {"PT", "501964842"},
        {"PT", "001964843"},
        {"RO", "18547291"},
        {"RO", "08547290"},
        {"SE", "123456789101"},
        {"SE", "123456789700"},
        {"SE", "000000000001"},
        {"SI", "50223055"},
        {"SI", "00223054"},
        {"SK", "2022749618"},
        {"SK", "0022749619"},
        {"US", "123456789"},
        {"ZZ", "136695976"},
        {"", "136695976"},
        {"D", "136695976"},
        {"de", "136695976"},
        {"DE", "\xD9\xA1"
               "36695976"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(is_tax_id(bad[i].country, bad[i].number), "%s %s", bad[i].country,
                      bad[i].number);
}

/* No byte from outside leads anywhere but to yes or no. */
Test(tax_id, takes_any_bytes)
{
    uint64_t seed = 1;
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        for (size_t round = 0; round < 2000; round++) {
            char bytes[16];
            for (size_t j = 0; j < sizeof bytes; j++) {
                seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                bytes[j] = (char)(seed >> 56);
            }
            domain_is_tax_id(lamina_str_from(good[i].country), (lamina_str){bytes, round % 16});
        }
    }
    cr_expect(is_tax_id("DE", "136695976"));
}

Test(tax_id, format_takes_the_prefix_along)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        char whole[40];
        snprintf(whole, sizeof whole, "%s%s", good[i].country, good[i].number);
        cr_expect_eq(domain_format_tax_id.check(lamina_str_from(whole)),
                     strcmp(good[i].country, "GR") != 0, "%s", whole);
    }
    static const char *const bad[] = {"", "DE", "136695976", "DE 136695976", "de136695976"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(domain_format_tax_id.check(lamina_str_from(bad[i])), "[%s]", bad[i]);
}

Test(tax_id, tells_which_countries_it_knows)
{
    for (size_t i = 0; i < GOOD_COUNT; i++)
        cr_expect(domain_knows_tax_ids_of(lamina_str_from(good[i].country)));
    cr_expect_not(domain_knows_tax_ids_of(LAMINA_STR("US")));
    cr_expect_not(domain_knows_tax_ids_of((lamina_str){0}));
}
