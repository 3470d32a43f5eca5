/*
 * domain/models/bank_account.h - where somebody is paid, as a part of other models: stored encrypted, and never
 * shown whole.
 */
#ifndef DOMAIN_MODELS_BANK_ACCOUNT_H
#define DOMAIN_MODELS_BANK_ACCOUNT_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of bank_account_record, in the order of its table; later ones are added behind. Since 1.0. */
enum { BANK_ACCOUNT_IBAN, BANK_ACCOUNT_BIC, BANK_ACCOUNT_HOLDER };

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. bank_account_new() makes one. Since 1.0. */
typedef struct bank_account {
    lamina_presence has;
    lamina_str iban; /* required; ISO 13616, without spaces */
    lamina_str bic;  /* ISO 9362 */
    lamina_str holder;
} bank_account;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
bank_account *bank_account_new(lamina_context *context);

/* As it is given and stored. All fields are LAMINA_FIELD_SECRET. Since 1.0. */
extern const lamina_record bank_account_record;

/*
 * As it is shown: of IBAN and BIC nothing but the last four characters, "****3000", too little to be taken for
 * an account number again; the holder whole. A new struct in the invocation's arena, NULL when that is full.
 * [invoke] Since 1.0.
 */
bank_account *bank_account_mask(lamina_context *context, const bank_account *account);
extern const lamina_record masked_bank_account_record;

#ifdef __cplusplus
}
#endif
#endif
