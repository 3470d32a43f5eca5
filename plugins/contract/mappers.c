/*
 * Fields that DTO and model name alike are copied by their records; code is only for what differs.
 */
#include "mappers.h"

#include "lamina/record_json.h"

static lamina_status copy_from_input(lamina_context *context, const lamina_record *record,
                                     const contract_input *input, contract **item)
{
    *item = contract_new(context);
    if (*item == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &contract_record, *item);
}

lamina_status contract_from_create(lamina_context *context, const contract_input *input,
                                   contract **item)
{
    return copy_from_input(context, &create_contract_record, input, item);
}

lamina_status contract_from_patch(lamina_context *context, const contract_input *input,
                                  contract **changes)
{
    return copy_from_input(context, &patch_contract_record, input, changes);
}

lamina_status amendment_from_input(lamina_context *context, const amendment_input *input,
                                   contract_amendment **changes)
{
    *changes = contract_amendment_new(context);
    if (*changes == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, &amend_contract_record, input,
                              &contract_amendment_record, *changes);
}

lamina_status contract_to_dto(lamina_context *context, const contract *item,
                              const contract_dto **dto)
{
    contract_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &contract_record, item, &contract_dto_record, copy);
}

lamina_status amendment_to_dto(lamina_context *context, const contract_amendment *version,
                               const amendment_dto **dto)
{
    amendment_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &contract_amendment_record, version,
                              &amendment_dto_record, copy);
}
