/*
 * partner_stored.h - partners as they are stored, how a change of one is written, and what is told when
 * it cannot be: for the files of the partner repositories.
 */
#ifndef DOMAIN_REPOSITORIES_PARTNER_STORED_H
#define DOMAIN_REPOSITORIES_PARTNER_STORED_H

#include "domain/mapper.h"
#include "domain/models/partner.h"
#include "lamina/context.h"
#include "lamina/etag.h"
#include "repositories/audit_trail.h"

/* The kind of partners in audit trails. */
#define PARTNER_AUDIT_KIND "partner"

/* The partner as it is, by a consistent read, if the caller may reach it: "partner-not-found" otherwise. */
lamina_status domain__partner_read(lamina_context *context, lamina_str partner_id, partner **out);

/* LAMINA_OK, or "partner-version-conflict" where it is at another version than expected. */
lamina_status domain__partner_expect(lamina_context *context, const partner *stored,
                                     const lamina_conditions *expected);

/* Both. */
lamina_status domain__partner_read_expected(lamina_context *context, lamina_str partner_id,
                                            const lamina_conditions *expected, partner **out);

mapper_action domain__partner_action(uint32_t op, partner *item);

/* Fills what is made of the legal name, if that is marked. */
lamina_status domain__partner_fill(lamina_context *context, partner *item);

/*
 * Writes what is marked in *changes to the partner that was read, if it is still as it was, together with the
 * move of its claim from one e-mail address to another and with the audit entry; *stored is then what
 * is stored. *raced: others were in the way and it is worth reading again; the status is what to tell
 * if this was the last attempt.
 */
lamina_status domain__partner_write(lamina_context *context, partner *stored, partner *changes,
                                    const domain__audit_note *note, bool *raced);

/* What came of a transaction on a partner that was read: see above. failed is the action that was refused; the
   partner stands first, and the claim at that place (MAPPER_NO_ACTION: there is none). */
lamina_status domain__partner_judge(lamina_context *context, lamina_status status, uint32_t failed,
                                    uint32_t claim_action, lamina_str partner_id, bool *raced);

/* What is told to clients. Each returns the status that it sets. */
lamina_status domain__partner_fail_not_found(lamina_context *context);
lamina_status domain__partner_fail_email_taken(lamina_context *context);
lamina_status domain__partner_fail_busy(lamina_context *context);

#endif
