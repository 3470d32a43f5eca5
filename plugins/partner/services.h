/*
 * services.h - what the partner module does, whoever asks: an HTTP handler today, an event tomorrow.
 *
 * Results point into the invocation's arena. Failures that a client may be told of are set on the
 * error object; their codes are those of domain/repositories/partner_repository.h and
 * partner_contact_repository.h, which also keep callers who are bound to a partner to that partner.
 */
#ifndef PARTNER_SERVICES_H
#define PARTNER_SERVICES_H

#include "domain/models/audit_entry.h"
#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#include "dtos.h"
#include "dtos_contacts.h"

/* ---- partners ---- */

lamina_status partner_service_create(lamina_context *context, const partner_input *input,
                                     const partner_dto **created);

lamina_status partner_service_get(lamina_context *context, lamina_str partner_id,
                                  const partner_dto **found);

lamina_status partner_service_list(lamina_context *context, const list_partners_query *query,
                                   const domain_page_answer **page);

lamina_status partner_service_patch(lamina_context *context, lamina_str partner_id,
                                    const lamina_conditions *expected, const partner_input *input,
                                    const partner_dto **patched);

lamina_status partner_service_delete(lamina_context *context, lamina_str partner_id,
                                     const lamina_conditions *expected);

/* From one status to another; an activation needs no reason. */
typedef lamina_status partner_move_fn(lamina_context *context, lamina_str partner_id,
                                      lamina_str reason, const lamina_conditions *expected,
                                      const partner_dto **moved);
partner_move_fn partner_service_activate;
partner_move_fn partner_service_suspend;
partner_move_fn partner_service_reactivate;

lamina_status partner_service_audit(lamina_context *context, lamina_str partner_id,
                                    const domain_page_query *query, const audit_page **page);

/* ---- contacts ---- */

lamina_status contact_service_create(lamina_context *context, lamina_str partner_id,
                                     const contact_input *input, const contact_dto **created);

lamina_status contact_service_get(lamina_context *context, lamina_str partner_id,
                                  lamina_str contact_id, const contact_dto **found);

lamina_status contact_service_list(lamina_context *context, lamina_str partner_id,
                                   const domain_page_query *query, const domain_page_answer **page);

lamina_status contact_service_patch(lamina_context *context, lamina_str partner_id,
                                    lamina_str contact_id, const lamina_conditions *expected,
                                    const contact_input *input, const contact_dto **patched);

lamina_status contact_service_delete(lamina_context *context, lamina_str partner_id,
                                     lamina_str contact_id, const lamina_conditions *expected);

#endif
