/*
 * International bank account numbers: ISO 13616-1, and the check digits of ISO/IEC 7064, MOD 97-10. The countries
 * and their structures are those of SWIFT's IBAN Registry as python-stdnum 1.18 has copied them; FK, HN, MN, NI,
 * OM, SO and YE were added from npm's ibantools or by hand. None was held against the registry's own file.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/formats.h"
#include "utilities/ascii.h"

enum { CODE_LEN = 2, HEAD_LEN = 4 };

/* What stands behind country and check digits: runs of so many digits (n), capital letters (a) or
   either (c), in the registry's notation without its '!' and with equal neighbours joined. */
typedef struct iban_structure {
    char country[CODE_LEN + 1];
    char bban[10];
} iban_structure;

/* In ascending order, for bsearch(). */
/* clang-format off */
static const iban_structure structures[] = {
    {"AD", "8n12c"}, {"AE", "19n"}, {"AL", "8n16c"}, {"AT", "16n"}, {"AZ", "4a20c"}, {"BA", "16n"},
    {"BE", "12n"}, {"BG", "4a6n8c"}, {"BH", "4a14c"}, {"BI", "23n"}, {"BR", "23n1a1c"},
    {"BY", "4c4n16c"}, {"CH", "5n12c"}, {"CR", "18n"}, {"CY", "8n16c"}, {"CZ", "20n"},
    {"DE", "18n"}, {"DJ", "23n"}, {"DK", "14n"}, {"DO", "4c20n"}, {"EE", "16n"}, {"EG", "25n"},
    {"ES", "20n"}, {"FI", "14n"}, {"FK", "2a12n"}, {"FO", "14n"}, {"FR", "10n11c2n"},
    {"GB", "4a14n"}, {"GE", "2a16n"}, {"GI", "4a15c"}, {"GL", "14n"}, {"GR", "7n16c"},
    {"GT", "24c"}, {"HN", "4a20n"}, {"HR", "17n"}, {"HU", "24n"}, {"IE", "4a14n"}, {"IL", "19n"},
    {"IQ", "4a15n"}, {"IS", "22n"}, {"IT", "1a10n12c"}, {"JO", "4a4n18c"}, {"KW", "4a22c"},
    {"KZ", "3n13c"}, {"LB", "4n20c"}, {"LC", "4a24c"}, {"LI", "5n12c"}, {"LT", "16n"},
    {"LU", "3n13c"}, {"LV", "4a13c"}, {"LY", "21n"}, {"MC", "10n11c2n"}, {"MD", "20c"},
    {"ME", "18n"}, {"MK", "3n10c2n"}, {"MN", "16n"}, {"MR", "23n"}, {"MT", "4a5n18c"},
    {"MU", "4a19n3a"}, {"NI", "4a20n"}, {"NL", "4a10n"}, {"NO", "11n"}, {"OM", "3n16c"},
    {"PK", "4a16c"}, {"PL", "24n"}, {"PS", "4a21c"}, {"PT", "21n"}, {"QA", "4a21c"},
    {"RO", "4a16c"}, {"RS", "18n"}, {"RU", "14n15c"}, {"SA", "2n18c"}, {"SC", "4a20n3a"},
    {"SD", "14n"}, {"SE", "20n"}, {"SI", "15n"}, {"SK", "20n"}, {"SM", "1a10n12c"}, {"SO", "19n"},
    {"ST", "21n"}, {"SV", "4a20n"}, {"TL", "19n"}, {"TN", "20n"}, {"TR", "6n16c"}, {"UA", "6n19c"},
    {"VA", "18n"}, {"VG", "4a16n"}, {"XK", "16n"}, {"YE", "4a4n18c"},
};
/* clang-format on */

static bool is_of_kind(char c, char kind)
{
    return (domain__is_digit(c) && kind != 'a') || (domain__is_capital(c) && kind != 'n');
}

/* Takes the next run off the structure: how long it is, and of which kind. */
static size_t take_run(const char **structure, char *kind)
{
    size_t len = 0;
    for (; domain__is_digit(**structure); (*structure)++)
        len = len * 10 + (size_t)(**structure - '0');
    *kind = *(*structure)++;
    return len;
}

static bool has_structure(lamina_str bban, const char *structure)
{
    size_t at = 0;
    while (*structure != '\0') {
        char kind;
        size_t end = at + take_run(&structure, &kind);
        if (end > bban.len)
            return false;
        for (; at < end; at++)
            if (!is_of_kind(bban.ptr[at], kind))
                return false;
    }
    return at == bban.len;
}

/* One character further: letters count 10 to 35, and so two decimal places. */
static uint32_t push(uint32_t remainder, char c)
{
    if (c >= 'A')
        return (remainder * 100 + (uint32_t)(c - 'A') + 10) % 97;
    return (remainder * 10 + (uint32_t)(c - '0')) % 97;
}

/* The head is counted behind the rest. */
static bool has_right_check_digits(lamina_str iban)
{
    uint32_t remainder = 0;
    for (size_t i = 0; i < iban.len; i++)
        remainder = push(remainder, iban.ptr[(i + HEAD_LEN) % iban.len]);
    return remainder == 1;
}

/* 00, 01 and 99 have the same remainders as 97, 98 and 02, and are never given (ISO 13616-1, annex A). */
static bool could_be_check_digits(const char digits[2])
{
    if (!domain__is_digit(digits[0]) || !domain__is_digit(digits[1]))
        return false;
    int value = (digits[0] - '0') * 10 + digits[1] - '0';
    return value >= 2 && value <= 98;
}

static int compare(const void *key, const void *element)
{
    return memcmp(key, ((const iban_structure *)element)->country, CODE_LEN);
}

static bool is_iban(lamina_str text)
{
    if (text.len <= HEAD_LEN || !could_be_check_digits(text.ptr + CODE_LEN))
        return false;
    const iban_structure *found = bsearch(
        text.ptr, structures, sizeof structures / sizeof *structures, sizeof *structures, compare);
    if (found == NULL)
        return false;
    lamina_str bban = {text.ptr + HEAD_LEN, text.len - HEAD_LEN};
    return has_structure(bban, found->bban) && has_right_check_digits(text);
}

const lamina_format domain_format_iban = {
    .size = sizeof(lamina_format),
    .name = "iban",
    .rule =
        "an IBAN such as DE89370400440532013000, in capital letters and without spaces (ISO 13616)",
    .check = is_iban,
};
