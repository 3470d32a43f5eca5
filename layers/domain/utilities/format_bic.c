/*
 * Business identifier codes: ISO 9362, four letters or digits for the party, its country, two for its
 * place, and three more where a branch is meant.
 */
#include "domain/formats.h"
#include "lamina/text.h"
#include "utilities/ascii.h"

enum { PARTY_LEN = 4, COUNTRY_LEN = 2, BIC_LEN = 8, BRANCH_BIC_LEN = 11 };

static bool is_bic(lamina_str text)
{
    if (text.len != BIC_LEN && text.len != BRANCH_BIC_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!domain__is_capital(text.ptr[i]) && !domain__is_digit(text.ptr[i]))
            return false;
    lamina_str country = {text.ptr + PARTY_LEN, COUNTRY_LEN};
    /* Kosovo has a code of its own making, which SWIFT uses. */
    return domain_format_country.check(country) || lamina_str_is(country, "XK");
}

const lamina_format domain_format_bic = {
    .size = sizeof(lamina_format),
    .name = "bic",
    .rule = "a BIC of 8 or 11 capital letters and digits such as DEUTDEFF (ISO 9362)",
    .check = is_bic,
};
