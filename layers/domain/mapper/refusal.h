/* refusal.h - what the service's validation refuses because of what is stored. */
#ifndef MAPPER_REFUSAL_H
#define MAPPER_REFUSAL_H

#include "lamina/context.h"

/* What the message of a ValidationException, or of a transaction's ValidationError, means if only the
   service could know it: LAMINA_E_INVALID, with the violation set, for an item that would be too large;
   LAMINA_E_CONFLICT for an update that does not go with the item. LAMINA_OK: neither. */
lamina_status mapper__refusal_by_stored(lamina_context *context, lamina_str message);

#endif
