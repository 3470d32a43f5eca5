/*
 * The checksums of tax ids: see tax_id_check.h.
 */
#include "utilities/tax_id_check.h"

#include <string.h>

#include "lamina/text.h"
#include "utilities/ascii.h"

/* ---- arithmetic ---- */

static uint32_t digit(char c)
{
    return (uint32_t)(c - '0');
}

static lamina_str part(lamina_str text, size_t from, size_t len)
{
    return (lamina_str){text.ptr + from, len};
}

static bool is_number_of(lamina_str text, size_t len)
{
    return text.len == len && domain__are_digits(text);
}

uint32_t domain__tax_id_sum(lamina_str digits, const uint8_t *weights)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < digits.len; i++)
        sum += digit(digits.ptr[i]) * weights[i];
    return sum;
}

/* Weights that fall to 2 towards the check digit, which is the last. */
static uint32_t falling_sum(lamina_str digits)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < digits.len; i++)
        sum += digit(digits.ptr[i]) * (uint32_t)(digits.len - i);
    return sum;
}

static uint64_t value_of(lamina_str digits)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + digit(digits.ptr[i]);
    return value;
}

/* ISO/IEC 7812-1, annex B: every second digit from the right is doubled, and its own digits are added. */
static uint32_t luhn_sum(lamina_str digits)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < digits.len; i++) {
        uint32_t value = digit(digits.ptr[digits.len - 1 - i]);
        sum += i % 2 == 0 ? value : value * 2 / 10 + value * 2 % 10;
    }
    return sum;
}

/* ISO/IEC 7064, MOD 11,10. */
static bool is_mod_11_10(lamina_str digits)
{
    uint32_t product = 10;
    for (size_t i = 0; i + 1 < digits.len; i++) {
        uint32_t sum = (product + digit(digits.ptr[i])) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + digit(digits.ptr[digits.len - 1])) % 10 == 1;
}

static bool is_last(lamina_str digits, uint32_t check)
{
    return digit(digits.ptr[digits.len - 1]) == check;
}

/* Where c stands in the alphabet; its length when it does not. */
static uint32_t place_in(const char *alphabet, char c)
{
    size_t len = strlen(alphabet);
    const char *found = memchr(alphabet, c, len);
    return (uint32_t)(found == NULL ? len : (size_t)(found - alphabet));
}

/* ---- countries ---- */

bool domain__is_tax_id_of_at(lamina_str number)
{
    if (number.len != 9 || number.ptr[0] != 'U')
        return false;
    number = part(number, 1, 8);
    uint32_t check = (6 + 10 - luhn_sum(part(number, 0, 7)) % 10) % 10;
    return domain__are_digits(number) && is_last(number, check);
}

bool domain__is_tax_id_of_be(lamina_str number)
{
    return is_number_of(number, 10) && number.ptr[0] <= '1' &&
           97 - value_of(part(number, 0, 8)) % 97 == value_of(part(number, 8, 2));
}

/* Legal entities have 9 digits; citizens, foreigners and others 10, by three rules. */
bool domain__is_tax_id_of_bg(lamina_str number)
{
    static const uint8_t legal[] = {1, 2, 3, 4, 5, 6, 7, 8}, again[] = {3, 4, 5, 6, 7, 8, 9, 10},
                         citizen[] = {2, 4, 8, 5, 10, 9, 7, 3, 6},
                         foreigner[] = {21, 19, 17, 13, 11, 9, 7, 3, 1},
                         other[] = {4, 3, 2, 7, 6, 5, 4, 3, 2};
    if (is_number_of(number, 9)) {
        uint32_t check = domain__tax_id_sum(part(number, 0, 8), legal) % 11;
        if (check == 10)
            check = domain__tax_id_sum(part(number, 0, 8), again) % 11;
        return is_last(number, check % 10);
    }
    if (!is_number_of(number, 10))
        return false;
    lamina_str head = part(number, 0, 9);
    return is_last(number, domain__tax_id_sum(head, citizen) % 11 % 10) ||
           is_last(number, domain__tax_id_sum(head, foreigner) % 10) ||
           is_last(number, (11 - domain__tax_id_sum(head, other) % 11) % 11);
}

bool domain__is_tax_id_of_cy(lamina_str number)
{
    static const uint8_t odd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    if (number.len != 9 || !domain__are_digits(part(number, 0, 8)) ||
        lamina_str_has_prefix(number, LAMINA_STR("12")))
        return false;
    uint32_t sum = 0;
    for (size_t i = 0; i < 8; i++)
        sum += i % 2 == 0 ? odd[digit(number.ptr[i])] : digit(number.ptr[i]);
    return number.ptr[8] == (char)('A' + sum % 26);
}

/* Legal entities have 8 digits, citizens their birth number: of 10 digits it is divisible by 11, but
   for some whose first nine leave 10 and whose last is 0; of 9 it has no checksum. */
bool domain__is_tax_id_of_cz(lamina_str number)
{
    if (is_number_of(number, 8)) {
        uint32_t check = (11 - falling_sum(number) % 11) % 11;
        return number.ptr[0] != '9' && is_last(number, (check == 0 ? 1 : check) % 10);
    }
    if (is_number_of(number, 10))
        return value_of(number) % 11 == 0 ||
               (value_of(part(number, 0, 9)) % 11 == 10 && is_last(number, 0));
    return is_number_of(number, 9);
}

bool domain__is_tax_id_of_de(lamina_str number)
{
    return is_number_of(number, 9) && number.ptr[0] != '0' && is_mod_11_10(number);
}

/* Citizens: 8 digits and a letter, foreigners with X, Y or Z for the first digit; K, L and M stand before 7 digits
   for some citizens without an identity card. */
static bool is_spanish_person(lamina_str number)
{
    char digits[8];
    memcpy(digits, number.ptr, sizeof digits);
    if (place_in("KLM", digits[0]) < 3)
        digits[0] = '0';
    else if (place_in("XYZ", digits[0]) < 3)
        digits[0] = (char)('0' + place_in("XYZ", digits[0]));
    lamina_str value = {digits, sizeof digits};
    return domain__are_digits(value) &&
           number.ptr[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[value_of(value) % 23];
}

/* Legal entities: a letter for their form, 7 digits, and a check that is a digit or a letter: sources differ
   about which form has which. */
static bool is_spanish_entity(lamina_str number)
{
    lamina_str digits = part(number, 1, 7);
    if (place_in("ABCDEFGHJNPQRSUVW", number.ptr[0]) == 17 || !domain__are_digits(digits))
        return false;
    /* Luhn's rule, where the check digit would stand behind. */
    uint32_t sum = 0;
    for (size_t i = 0; i < digits.len; i++) {
        uint32_t value = digit(digits.ptr[i]);
        sum += i % 2 == 1 ? value : value * 2 / 10 + value * 2 % 10;
    }
    uint32_t check = (10 - sum % 10) % 10;
    return number.ptr[8] == (char)('0' + check) || number.ptr[8] == "JABCDEFGHI"[check];
}

bool domain__is_tax_id_of_es(lamina_str number)
{
    return number.len == 9 && (is_spanish_person(number) || is_spanish_entity(number));
}

/* A key of two characters, old (digits) or new, before the SIREN; those of Monaco are not in SIRENE. */
bool domain__is_tax_id_of_fr(lamina_str number)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    enum { LETTERS_AND_DIGITS = sizeof alphabet - 1 };
    if (number.len != 11 || !domain__are_digits(part(number, 2, 9)))
        return false;
    lamina_str siren = part(number, 2, 9);
    if (!lamina_str_has_prefix(siren, LAMINA_STR("000")) && luhn_sum(siren) % 10 != 0)
        return false;
    uint32_t first = place_in(alphabet, number.ptr[0]), second = place_in(alphabet, number.ptr[1]);
    if (first == LETTERS_AND_DIGITS || second == LETTERS_AND_DIGITS)
        return false;
    if (first < 10 && second < 10)
        return first * 10 + second == (value_of(siren) * 100 + 12) % 97;
    uint32_t key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
    return (value_of(siren) + 1 + key / 11) % 11 == key % 11;
}

/* Government departments have numbers below 500, health authorities the others. */
static bool is_british_office(lamina_str number)
{
    if (number.len != 5 || !domain__are_digits(part(number, 2, 3)))
        return false;
    uint64_t office = value_of(part(number, 2, 3));
    return (lamina_str_has_prefix(number, LAMINA_STR("GD")) && office < 500) ||
           (lamina_str_has_prefix(number, LAMINA_STR("HA")) && office >= 500);
}

/* 12 digits: a branch trader, whose last three have no part in the checksum. */
bool domain__is_tax_id_of_gb(lamina_str number)
{
    static const uint8_t weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
    if (!is_number_of(number, 9) && !is_number_of(number, 12))
        return is_british_office(number);
    uint32_t rest = domain__tax_id_sum(part(number, 0, 9), weights) % 97;
    /* Numbers from 100 on may follow the newer rules, which add 55 or 42. */
    return rest == 0 || ((rest == 42 || rest == 55) && value_of(part(number, 0, 3)) >= 100);
}

bool domain__is_tax_id_of_gr(lamina_str number)
{
    static const uint16_t weights[] = {256, 128, 64, 32, 16, 8, 4, 2};
    if (!is_number_of(number, 9))
        return false;
    uint32_t sum = 0;
    for (size_t i = 0; i < 8; i++)
        sum += digit(number.ptr[i]) * weights[i];
    return is_last(number, sum % 11 % 10);
}

bool domain__is_tax_id_of_hr(lamina_str number)
{
    return is_number_of(number, 11) && is_mod_11_10(number);
}

/* Seven digits, a check letter, and since 2013 a letter more, which counts nine times. The second character of
   old numbers is a letter or a sign; then the first digit stands behind the others. */
bool domain__is_tax_id_of_ie(lamina_str number)
{
    static const char letters[] = "WABCDEFGHIJKLMNOPQRSTUV";
    enum { LETTERS = sizeof letters - 1 };
    char digits[8];
    if (number.len != 8 && number.len != 9)
        return false;
    bool is_old = place_in("ABCDEFGHIJKLMNOPQRSTUVWXYZ+*", number.ptr[1]) < 28;
    if (is_old && number.len == 9)
        return false;
    memcpy(digits, number.ptr, 7);
    if (is_old) {
        memcpy(digits + 1, number.ptr + 2, 5);
        digits[6] = number.ptr[0];
        digits[0] = '0';
    }
    digits[7] = '0'; /* the check's own place */
    if (!domain__are_digits((lamina_str){digits, sizeof digits}))
        return false;
    uint32_t last = number.len == 9 ? place_in(letters, number.ptr[8]) : 0;
    uint32_t check = (falling_sum((lamina_str){digits, sizeof digits}) + 9 * last) % 23;
    return last < LETTERS && number.ptr[7] == letters[check];
}

/* The digits 8 to 10 are the province's. */
bool domain__is_tax_id_of_it(lamina_str number)
{
    if (!is_number_of(number, 11) || value_of(part(number, 0, 7)) == 0)
        return false;
    uint64_t province = value_of(part(number, 7, 3));
    bool is_province = (province >= 1 && province <= 100) || province == 120 || province == 121 ||
                       province == 888 || province == 999;
    return is_province && luhn_sum(number) % 10 == 0;
}

/* Legal entities have 9 digits, temporary registrations 12; a 1 stands before the check digit. */
bool domain__is_tax_id_of_lt(lamina_str number)
{
    static const uint8_t weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2},
                         again[] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4};
    if ((!is_number_of(number, 9) && !is_number_of(number, 12)) ||
        number.ptr[number.len - 2] != '1')
        return false;
    lamina_str head = part(number, 0, number.len - 1);
    uint32_t check = domain__tax_id_sum(head, weights) % 11;
    if (check == 10)
        check = domain__tax_id_sum(head, again) % 11 % 10;
    return is_last(number, check);
}

bool domain__is_tax_id_of_lu(lamina_str number)
{
    return is_number_of(number, 8) &&
           value_of(part(number, 0, 6)) % 89 == value_of(part(number, 6, 2));
}

/* Legal entities begin with 4 or more; the numbers of citizens have had no checksum since 2017. */
bool domain__is_tax_id_of_lv(lamina_str number)
{
    static const uint8_t weights[] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1};
    if (!is_number_of(number, 11))
        return false;
    return number.ptr[0] <= '3' || domain__tax_id_sum(number, weights) % 11 == 3;
}

/* Since 2020 the letters of "NL" and "B" count as 23, 21 and 11 in MOD 97-10 (ISO/IEC 7064); older
   numbers begin with the citizen's or entity's own, which has a checksum itself. */
bool domain__is_tax_id_of_nl(lamina_str number)
{
    if (number.len != 12 || number.ptr[9] != 'B')
        return false;
    lamina_str own = part(number, 0, 9), suffix = part(number, 10, 2);
    if (!domain__are_digits(own) || !domain__are_digits(suffix) || value_of(suffix) == 0)
        return false;
    uint32_t check = falling_sum(own) % 11;
    if (value_of(own) != 0 && is_last(own, check))
        return true;
    uint64_t rest = (UINT64_C(2321) * 1000000000 + value_of(own)) % 97;
    return (rest * 10000 + 1100 + value_of(suffix)) % 97 == 1;
}

bool domain__is_tax_id_of_pt(lamina_str number)
{
    return is_number_of(number, 9) && number.ptr[0] != '0' &&
           is_last(number, (11 - falling_sum(number) % 11) % 11 % 10);
}

/* 2 to 10 digits, counted as if zeros stood before them. */
bool domain__is_tax_id_of_ro(lamina_str number)
{
    static const uint8_t weights[] = {7, 5, 3, 2, 1, 7, 5, 3, 2};
    if (number.len < 2 || number.len > 10 || !domain__are_digits(number) || number.ptr[0] == '0')
        return false;
    lamina_str head = part(number, 0, number.len - 1);
    uint32_t sum = domain__tax_id_sum(head, weights + (sizeof weights - head.len));
    return is_last(number, sum * 10 % 11 % 10);
}

/* The number of the entity, then two digits that count its registrations. */
bool domain__is_tax_id_of_se(lamina_str number)
{
    return is_number_of(number, 12) && luhn_sum(part(number, 0, 10)) % 10 == 0 &&
           value_of(part(number, 0, 10)) != 0 && value_of(part(number, 10, 2)) != 0;
}

bool domain__is_tax_id_of_si(lamina_str number)
{
    if (!is_number_of(number, 8) || number.ptr[0] == '0')
        return false;
    uint32_t check = 11 - falling_sum(number) % 11;
    return is_last(number, check == 10 ? 0 : check);
}

bool domain__is_tax_id_of_sk(lamina_str number)
{
    return is_number_of(number, 10) && number.ptr[0] != '0' &&
           place_in("234789", number.ptr[2]) < 6 && value_of(number) % 11 == 0;
}
