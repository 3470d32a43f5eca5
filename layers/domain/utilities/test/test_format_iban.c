/*
 * IBANs: an example for each country, and what is wrong with others.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/formats.h"
#include "lamina/text.h"

/* One of each country, in the form of the registry's examples but written down by hand: they show that structure,
   length and check digits go together, not that the registry has just these. */
static const char *const examples[] = {
    "AD1200012030200359100100",
    "AE070331234567890123456",
    "AL47212110090000000235698741",
    "AT611904300234573201",
    "AZ21NABZ00000000137010001944",
    "BA391290079401028494",
    "BE68539007547034",
    "BG80BNBG96611020345678",
    "BH67BMAG00001299123456",
    "BI4210000100010000332045181",
    "BR1800360305000010009795493C1",
    "BY13NBRB3600900000002Z00AB00",
    "CH9300762011623852957",
    "CR05015202001026284066",
    "CY17002001280000001200527600",
    "CZ6508000000192000145399",
    "DE89370400440532013000",
    "DJ2100010000000154000100186",
    "DK5000400440116243",
    "DO28BAGR00000001212453611324",
    "EE382200221020145685",
    "EG380019000500000000263180002",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FK88SC123456789012",
    "FO6264600001631634",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GE29NB0000000101904917",
    "GI75NWBK000000007099453",
    "GL8964710001000206",
    "GR1601101250000000012300695",
    "GT82TRAJ01020000001210029690",
    "HN88CABF00000000000250005469",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IE29AIBK93115212345678",
    "IL620108000000099999999",
    "IQ98NBIQ850123456789012",
    "IS140159260076545510730339",
    "IT60X0542811101000000123456",
    "JO94CBJO0010000000000131000302",
    "KW81CBKU0000000000001234560101",
    "KZ86125KZT5004100100",
    "LB62099900000001001901229114",
    "LC55HEMM000100010012001200023015",
    "LI21088100002324013AA",
    "LT121000011101001000",
    "LU280019400644750000",
    "LV80BANK0000435195001",
    "LY83002048000020100120361",
    "MC5811222000010123456789030",
    "MD24AG000225100013104168",
    "ME25505000012345678951",
    "MK07250120000058984",
    "MN121234123456789123",
    "MR1300020001010000123456753",
    "MT84MALT011000012345MTLCAST001S",
    "MU17BOMM0101101030300200000MUR",
    "NI45BAPR00000013000003558124",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "OM810180000001299123456",
    "PK36SCBL0000001123456702",
    "PL61109010140000071219812874",
    "PS92PALS000000000400123456702",
    "PT50000201231234567890154",
    "QA58DOHB00001234567890ABCDEFG",
    "RO49AAAA1B31007593840000",
    "RS35260005601001611379",
    "RU0304452522540817810538091310419",
    "SA0380000000608010167519",
    "SC18SSCB11010000000000001497USD",
    "SD2129010501234001",
    "SE4550000000058398257466",
    "SI56263300012039086",
    "SK3112000000198742637541",
    "SM86U0322509800000000270100",
    "SO211000001001000100141",
    "ST23000100010051845310146",
    "SV62CENR00000000000000700025",
    "TL380080012345678910157",
    "TN5910006035183598478831",
    "TR330006100519786457841326",
    "UA213223130000026007233566001",
    "VA59001123000012345678",
    "VG96VPVG0000012345678901",
    "XK051212012345678906",
    "YE15CBYE0001018861234567891234",
};

enum { EXAMPLE_COUNT = sizeof examples / sizeof *examples, IBAN_CAP = 40 };

static bool is_iban(const char *text)
{
    return domain_format_iban.check(lamina_str_from(text));
}

Test(format_iban, accepts_the_registrys_example_of_every_country)
{
    cr_expect_eq(EXAMPLE_COUNT, 89);
    for (size_t i = 0; i < EXAMPLE_COUNT; i++)
        cr_expect(is_iban(examples[i]), "%s", examples[i]);
}

/* MOD 97-10 finds every single character that was mistaken for another of its kind. */
Test(format_iban, refuses_any_one_digit_that_is_wrong)
{
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        char text[IBAN_CAP];
        memcpy(text, examples[i], strlen(examples[i]) + 1);
        for (size_t at = 2; text[at] != '\0'; at++) {
            char right = text[at];
            for (char digit = '0'; digit <= '9' && right <= '9'; digit++) {
                text[at] = digit;
                cr_expect_eq(is_iban(text), digit == right, "%s", text);
            }
            text[at] = right;
        }
    }
}

Test(format_iban, refuses_two_neighbours_of_a_kind_that_changed_places)
{
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        char text[IBAN_CAP];
        memcpy(text, examples[i], strlen(examples[i]) + 1);
        for (size_t at = 2; text[at + 1] != '\0'; at++) {
            char first = text[at], second = text[at + 1];
            /* A letter counts two places: "1B" and "B1" are both 111. */
            if ((first > '9') != (second > '9'))
                continue;
            text[at] = second;
            text[at + 1] = first;
            cr_expect_eq(is_iban(text), first == second, "%s", text);
            text[at] = first;
            text[at + 1] = second;
        }
    }
}

Test(format_iban, refuses_another_length)
{
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        lamina_str text = lamina_str_from(examples[i]);
        for (size_t len = 0; len < text.len; len++)
            cr_expect_not(domain_format_iban.check((lamina_str){text.ptr, len}));
        char longer[IBAN_CAP] = {0};
        memcpy(longer, text.ptr, text.len);
        longer[text.len] = '0';
        cr_expect_not(is_iban(longer), "%s", longer);
    }
}

Test(format_iban, refuses_everything_else)
{
    static const char *const bad[] = {
        "",
        "DE",
        "DE89",
        "de89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        " DE89370400440532013000",
        "DE89370400440532013000 ",
        "DE89-3704-0044-0532-0130-00",
        "IBAN DE89370400440532013000",
        "DE8937040044053201300A", /* a letter where digits stand */
        "GB29NWB160161331926819", /* a digit where letters stand */
        "GB29nwbk60161331926819",
        "DE00370400440532013000",
        "DE01370400440532013000",
        "DE99370400440532013000",
        "US64SVBKUS6S3300958879", /* a country without IBANs */
        "ZZ89370400440532013000",
        "GF4120041010050500013M02606", /* France's, whose territories have its code */
        "DE8937040044053201300\xC3\x98",
        "DE8937040044053201300:",
        "DE8937040044053201300/",
        "DE8937040044053201300@",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(is_iban(bad[i]), "[%s]", bad[i]);
    cr_expect_not(domain_format_iban.check((lamina_str){"DE8937040044053201300\0", 22}), "a NUL");
}

/* 97, 98 and 02 would do for 00, 01 and 99 by the arithmetic, but are what is given. */
Test(format_iban, has_one_pair_of_check_digits_for_an_account)
{
    char text[] = "DE00370400440532013000";
    size_t right = 0;
    for (int check = 0; check < 100; check++) {
        text[2] = (char)('0' + check / 10);
        text[3] = (char)('0' + check % 10);
        right += is_iban(text);
    }
    cr_expect_eq(right, 1);
}
