/*
 * Tax ids by country: which there are, and the checksums that are weights and a modulus alone.
 */
#include "domain/tax_id.h"

#include <string.h>

#include "domain/formats.h"
#include "lamina/text.h"
#include "utilities/ascii.h"
#include "utilities/tax_id_check.h"

enum { PREFIX_LEN = 2, WEIGHT_CAP = 10 };

/* Either a function, or so many digits whose weighted sum is divided by the modulus without a rest. */
typedef struct tax_id_rule {
    char prefix[PREFIX_LEN + 1];
    bool (*check)(lamina_str number);
    const char *before;         /* that stands before the digits: "E" of a Swiss CHE... */
    const char *const *endings; /* that may stand behind them, closed by NULL */
    uint8_t len;
    uint8_t modulus;
    uint8_t first_min; /* the smallest first digit */
    uint8_t weights[WEIGHT_CAP];
} tax_id_rule;

static const char *const swiss_endings[] = {"MWST", "TVA", "IVA", "TPV", NULL};
static const char *const norwegian_endings[] = {"MVA", NULL};

static const tax_id_rule rules[] = {
    {.prefix = "AT", .check = domain__is_tax_id_of_at},
    {.prefix = "BE", .check = domain__is_tax_id_of_be},
    {.prefix = "BG", .check = domain__is_tax_id_of_bg},
    {.prefix = "CH",
     .before = "E",
     .endings = swiss_endings,
     .len = 9,
     .modulus = 11,
     .weights = {5, 4, 3, 2, 7, 6, 5, 4, 1}},
    {.prefix = "CY", .check = domain__is_tax_id_of_cy},
    {.prefix = "CZ", .check = domain__is_tax_id_of_cz},
    {.prefix = "DE", .check = domain__is_tax_id_of_de},
    {.prefix = "DK", .len = 8, .modulus = 11, .first_min = 1, .weights = {2, 7, 6, 5, 4, 3, 2, 1}},
    {.prefix = "EE", .len = 9, .modulus = 10, .weights = {3, 7, 1, 3, 7, 1, 3, 7, 1}},
    {.prefix = "EL", .check = domain__is_tax_id_of_gr},
    {.prefix = "ES", .check = domain__is_tax_id_of_es},
    {.prefix = "FI", .len = 8, .modulus = 11, .weights = {7, 9, 10, 5, 8, 4, 2, 1}},
    {.prefix = "FR", .check = domain__is_tax_id_of_fr},
    {.prefix = "GB", .check = domain__is_tax_id_of_gb},
    {.prefix = "GR", .check = domain__is_tax_id_of_gr},
    {.prefix = "HR", .check = domain__is_tax_id_of_hr},
    {.prefix = "HU", .len = 8, .modulus = 10, .weights = {9, 7, 3, 1, 9, 7, 3, 1}},
    {.prefix = "IE", .check = domain__is_tax_id_of_ie},
    {.prefix = "IT", .check = domain__is_tax_id_of_it},
    {.prefix = "LT", .check = domain__is_tax_id_of_lt},
    {.prefix = "LU", .check = domain__is_tax_id_of_lu},
    {.prefix = "LV", .check = domain__is_tax_id_of_lv},
    {.prefix = "MT", .len = 8, .modulus = 37, .first_min = 1, .weights = {3, 4, 6, 7, 8, 9, 10, 1}},
    {.prefix = "NL", .check = domain__is_tax_id_of_nl},
    {.prefix = "NO",
     .endings = norwegian_endings,
     .len = 9,
     .modulus = 11,
     .weights = {3, 2, 7, 6, 5, 4, 3, 2, 1}},
    /* The last weight is -1 modulo 11: no digit fits where the others leave 10. */
    {.prefix = "PL", .len = 10, .modulus = 11, .weights = {6, 5, 7, 2, 3, 4, 5, 6, 7, 10}},
    {.prefix = "PT", .check = domain__is_tax_id_of_pt},
    {.prefix = "RO", .check = domain__is_tax_id_of_ro},
    {.prefix = "SE", .check = domain__is_tax_id_of_se},
    {.prefix = "SI", .check = domain__is_tax_id_of_si},
    {.prefix = "SK", .check = domain__is_tax_id_of_sk},
    {.prefix = "XI", .check = domain__is_tax_id_of_gb},
};

static const tax_id_rule *find_rule(lamina_str prefix)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (lamina_str_is(prefix, rules[i].prefix))
            return &rules[i];
    return NULL;
}

/* Nothing, or one of the endings. */
static bool is_ending(lamina_str text, const char *const *endings)
{
    for (; endings != NULL && *endings != NULL; endings++)
        if (lamina_str_is(text, *endings))
            return true;
    return text.len == 0;
}

static bool has_weights(const tax_id_rule *rule, lamina_str number)
{
    lamina_str before = lamina_str_from(rule->before);
    if (!lamina_str_has_prefix(number, before) || number.len < before.len + rule->len)
        return false;
    lamina_str digits = {number.ptr + before.len, rule->len};
    lamina_str ending = {digits.ptr + digits.len, number.len - before.len - digits.len};
    return domain__are_digits(digits) && digits.ptr[0] >= '0' + rule->first_min &&
           domain__tax_id_sum(digits, rule->weights) % rule->modulus == 0 &&
           is_ending(ending, rule->endings);
}

bool domain_knows_tax_ids_of(lamina_str country)
{
    return find_rule(country) != NULL;
}

bool domain_is_tax_id(lamina_str country, lamina_str number)
{
    const tax_id_rule *rule = find_rule(country);
    if (rule == NULL)
        return false;
    return rule->check != NULL ? rule->check(number) : has_weights(rule, number);
}

/* Greek numbers begin with EL, never with GR. */
static bool is_tax_id(lamina_str text)
{
    if (text.len <= PREFIX_LEN)
        return false;
    lamina_str prefix = {text.ptr, PREFIX_LEN};
    lamina_str number = {text.ptr + PREFIX_LEN, text.len - PREFIX_LEN};
    return !lamina_str_is(prefix, "GR") && domain_is_tax_id(prefix, number);
}

const lamina_format domain_format_tax_id = {
    .size = sizeof(lamina_format),
    .name = "vat-number",
    .rule = "a VAT number with its country's prefix, such as DE136695976, without spaces",
    .check = is_tax_id,
};
