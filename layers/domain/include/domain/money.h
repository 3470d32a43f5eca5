/*
 * domain/money.h - exact money: a whole number of a currency's smallest units, never a double.
 *
 * 12.50 EUR is {1250, "EUR"}, 1250 JPY is {1250, "JPY"}, for ISO 4217 gives the euro two decimals and
 * the yen none. In records money is an INT64 field beside a STRING field with domain_format_currency; where an
 * API takes or gives decimal text, that is a STRING with domain_format_money.
 *
 *     domain_money price;
 *     lamina_status status = domain_money_parse(LAMINA_STR("12.50"), LAMINA_STR("EUR"), &price);
 *     if (status == LAMINA_OK)
 *         status = domain_money_add(balance, price, &balance);
 *     if (status == LAMINA_OK)
 *         status = domain_money_print(context, balance, &text);
 *
 * No function here sets the error object: what an amount is for, only the caller knows. Nothing wraps
 * around, and after a failure *result is as it was.
 */
#ifndef DOMAIN_MONEY_H
#define DOMAIN_MONEY_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An amount. The text is borrowed. Frozen. Since 1.0. */
typedef struct domain_money {
    int64_t minor;       /* in the currency's smallest unit: cents of EUR; may be negative */
    lamina_str currency; /* three capital letters, ISO 4217 */
} domain_money;

/* No currency has more decimals. Source: ISO 4217 list one, CLF and UYW. Since 1.0. */
#define DOMAIN_MONEY_DECIMALS_MAX 4u

/*
 * How many decimals ISO 4217 gives the currency. False for a code that is not active, and for those
 * that have no smallest unit (metals, XDR, XTS, XXX and the like): there is no money in them.
 * The rule is ISO 4217's, list one; where the rows come from: utilities/currency.c. [any-thread] Since 1.0.
 */
bool domain_currency_decimals(lamina_str code, uint32_t *decimals);

/*
 * "12.5" or "12.50" of EUR to 1250: an optional '-', digits without leading zeros, and no more decimals
 * than the currency has; no exponent, no '+', no spaces, no grouping, no "-0". LAMINA_E_ARGUMENT for a currency
 * that is none, LAMINA_E_SYNTAX for any other text, LAMINA_E_INVALID for more decimals than the currency has,
 * even zeros, and for what does not fit. [any-thread] Since 1.0.
 */
lamina_status domain_money_parse(lamina_str text, lamina_str currency, domain_money *result);

/* 1250 EUR as "12.50", with all the currency's decimals and without the code, in the invocation's arena.
   LAMINA_E_ARGUMENT for a currency that is none, LAMINA_E_LIMIT. [invoke] Since 1.0. */
lamina_status domain_money_print(const lamina_context *context, domain_money amount,
                                 lamina_str *text);

/* LAMINA_E_ARGUMENT when the currencies differ, LAMINA_E_INVALID when the result does not fit. *result may be one of
   the operands. [any-thread] Since 1.0. */
lamina_status domain_money_add(domain_money a, domain_money b, domain_money *result);
lamina_status domain_money_subtract(domain_money a, domain_money b, domain_money *result);
/* So many times the amount. [any-thread] Since 1.0. */
lamina_status domain_money_multiply(domain_money amount, int64_t times, domain_money *result);

#ifdef __cplusplus
}
#endif
#endif
