/*
 * A bank account, as a map inside of an item (and encrypted there), and as it is shown.
 */
#include "domain/models/bank_account.h"

#include "domain/formats.h"

#define HOLDER_FIELD                                                                               \
    {                                                                                              \
        .name = "holder", .type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_SECRET,                \
        .offset = offsetof(bank_account, holder), .min_length = 1, .max_length = 140,              \
        .format = &domain_format_line, .summary = "Whose account it is, where that differs"        \
    }

static const lamina_field fields[] = {
    [BANK_ACCOUNT_IBAN] = {.name = "iban",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET,
                           .offset = offsetof(bank_account, iban),
                           .max_length = 34,
                           .format = &domain_format_iban,
                           .summary = "Without spaces"},
    [BANK_ACCOUNT_BIC] = {.name = "bic",
                          .type = LAMINA_TYPE_STRING,
                          .flags = LAMINA_FIELD_SECRET,
                          .offset = offsetof(bank_account, bic),
                          .max_length = 11,
                          .format = &domain_format_bic},
    [BANK_ACCOUNT_HOLDER] = HOLDER_FIELD,
};

const lamina_record bank_account_record = {
    .size = sizeof(lamina_record),
    .name = "BankAccount",
    .struct_size = sizeof(bank_account),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .summary = "Where somebody is paid; stored encrypted",
};

static const lamina_field masked_fields[] = {
    [BANK_ACCOUNT_IBAN] = {.name = "iban",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(bank_account, iban),
                           .summary = "Its last four characters, as ****3000"},
    [BANK_ACCOUNT_BIC] = {.name = "bic",
                          .type = LAMINA_TYPE_STRING,
                          .offset = offsetof(bank_account, bic),
                          .summary = "Its last four characters, as ****DEFF"},
    [BANK_ACCOUNT_HOLDER] = HOLDER_FIELD,
};

const lamina_record masked_bank_account_record = {
    .size = sizeof(lamina_record),
    .name = "MaskedBankAccount",
    .struct_size = sizeof(bank_account),
    .field_size = sizeof(lamina_field),
    .fields = masked_fields,
    .field_count = sizeof masked_fields / sizeof *masked_fields,
    .summary = "A bank account of which the last characters are shown",
};

bank_account *bank_account_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(bank_account));
}

/* {NULL, 0} when the arena is full. */
static lamina_str mask(lamina_context *context, lamina_str text)
{
    enum { SHOWN = 4 };
    size_t shown = text.len > SHOWN ? SHOWN : 0;
    return lamina_arena_format(context->arena, "****%.*s", (int)shown,
                               text.ptr + (text.len - shown));
}

bank_account *bank_account_mask(lamina_context *context, const bank_account *account)
{
    bank_account *shown = bank_account_new(context);
    if (shown == NULL)
        return NULL;
    *shown = *account;
    shown->iban = mask(context, account->iban);
    if (lamina_is_present(&account->has, BANK_ACCOUNT_BIC))
        shown->bic = mask(context, account->bic);
    return shown->iban.ptr == NULL ? NULL : shown;
}
