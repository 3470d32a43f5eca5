/*
 * The rules of the @module@ module. No HTTP in here: a failure is a status, and lamina_fail() says what
 * a client may know of it.
 */
#include "services.h"

#include "domain/ids.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

lamina_status @name@_service_create(lamina_context *context, const @name@_input *input,
                                      const @name@_dto **created)
{
    if (lamina_str_is(input->title, "nothing"))
        return lamina_fail(context, LAMINA_E_CONFLICT, "@module@-not-wanted",
                           "Nothing cannot be created");

    @name@_dto *dto = lamina_alloc(context, sizeof *dto);
    if (dto == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain_new_ulid(context, &dto->id);
    if (status != LAMINA_OK)
        return status;
    dto->title = input->title;
    dto->quantity = input->quantity;
    dto->created_at = lamina_now_us(context);

    lamina_log_field id = lamina_log_text("id", dto->id);
    lamina_log_with(context, LAMINA_LOG_INFO, LAMINA_STR("@module@ created"), &id, 1);
    *created = dto;
    return LAMINA_OK;
}
