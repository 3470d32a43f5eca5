/*
 * domain/repositories/audit_repository.h - reading audit trails. Repositories write them, together with what they
 * are about; nobody else does.
 */
#ifndef DOMAIN_REPOSITORIES_AUDIT_REPOSITORY_H
#define DOMAIN_REPOSITORIES_AUDIT_REPOSITORY_H

#include "domain/models/audit_entry.h"
#include "domain/page.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A page of what was done to the thing of that kind ("partner") and id, the latest first; empty when
 * nothing was. Whether the caller may know of it is the asking repository's to say. LAMINA_E_SYNTAX with the code
 * "invalid-cursor"; LAMINA_E_ARGUMENT for a limit outside of domain_page_limit_range. *page is in the
 * invocation's arena, NULL after a failure. [invoke] Since 1.0.
 */
lamina_status audit_repository_list(lamina_context *context, const char *kind, lamina_str id,
                                    const domain_page_query *query, const audit_page **page);

#ifdef __cplusplus
}
#endif
#endif
