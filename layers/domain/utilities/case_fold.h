/*
 * case_fold.h - one text for all ways to write a name: for keys that are searched. Inside of the domain library
 * only.
 */
#ifndef DOMAIN_UTILITIES_CASE_FOLD_H
#define DOMAIN_UTILITIES_CASE_FOLD_H

#include "lamina/context.h"

/*
 * Letters in their folded case, each run of blanks as one space, none at either end; in the invocation's
 * arena. Accents count, and so do the two ways to write them that Unicode knows. Of a prefix the folded text is a
 * prefix of the folded whole. At most twice as many bytes as before. LAMINA_E_SYNTAX for what is no UTF-8,
 * LAMINA_E_LIMIT.
 */
lamina_status domain__case_fold(lamina_context *context, lamina_str text, lamina_str *folded);

#endif
