/*
 * services.h - what the partner module does, whoever asks: an HTTP handler today, an event tomorrow.
 *
 * Results point into the invocation's arena. Failures that a client may be told of are set on the
 * error object; their codes are those of domain/repositories/partner_repository.h.
 */
#ifndef PARTNER_SERVICES_H
#define PARTNER_SERVICES_H

#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#include "dtos.h"

lamina_status partner_service_create(lamina_context *context, const partner_input *input,
                                     const partner_dto **created);

lamina_status partner_service_get(lamina_context *context, lamina_str partner_id,
                                  const partner_dto **found);

lamina_status partner_service_list(lamina_context *context, const domain_page_query *query,
                                   const partner_list_dto **page);

lamina_status partner_service_patch(lamina_context *context, lamina_str partner_id,
                                    const lamina_conditions *expected, const partner_input *input,
                                    const partner_dto **patched);

lamina_status partner_service_delete(lamina_context *context, lamina_str partner_id,
                                     const lamina_conditions *expected);

#endif
