/*
 * stored_time.h - times as stored items have them.
 */
#ifndef MAPPER_STORED_TIME_H
#define MAPPER_STORED_TIME_H

#include "lamina/abi.h"

/*
 * Reads RFC 3339 text, and what PynamoDB writes: "2026-01-31T12:00:00.000000+0000", as long as all
 * text of the mapper's own with that end in place of "Z". LAMINA_E_INVALID.
 */
lamina_status mapper__stored_time_read(lamina_str text, int64_t *us);

/* Is that time written by the mapper just so? */
bool mapper__stored_time_is_own(lamina_str text, int64_t us);

#endif
