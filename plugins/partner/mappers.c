/*
 * Fields that DTO and model name alike are copied by their records; code is only for what differs.
 */
#include "mappers.h"

#include "lamina/record_json.h"

static lamina_status copy_from_input(lamina_context *context, const lamina_record *record,
                                     const partner_input *input, partner **item)
{
    *item = partner_new(context);
    if (*item == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &partner_record, *item);
}

lamina_status partner_from_create(lamina_context *context, const partner_input *input,
                                  partner **item)
{
    return copy_from_input(context, &create_partner_record, input, item);
}

lamina_status partner_from_patch(lamina_context *context, const partner_input *input,
                                 partner **changes)
{
    return copy_from_input(context, &patch_partner_record, input, changes);
}

/* No bank account leaves whole. */
static lamina_status mask_bank_account(lamina_context *context, const partner *item,
                                       partner_dto *dto)
{
    if (!lamina_is_present(&item->has, PARTNER_BANK_ACCOUNT))
        return LAMINA_OK;
    dto->account = bank_account_mask(context, item->account);
    return dto->account == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

lamina_status partner_to_dto(lamina_context *context, const partner *item, const partner_dto **dto)
{
    partner_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    lamina_status status =
        lamina_record_copy(context->arena, &partner_record, item, &partner_dto_record, copy);
    return status == LAMINA_OK ? mask_bank_account(context, item, copy) : status;
}

/* ---- contacts ---- */

lamina_status contact_from_input(lamina_context *context, const lamina_record *record,
                                 const contact_input *input, partner_contact **item)
{
    *item = partner_contact_new(context);
    if (*item == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &partner_contact_record, *item);
}

lamina_status contact_to_dto(lamina_context *context, const partner_contact *item,
                             const contact_dto **dto)
{
    contact_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &partner_contact_record, item, &contact_dto_record,
                              copy);
}
