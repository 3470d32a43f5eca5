/*
 * cursor.h - cursors of pages: the last key, encrypted and bound to the query that it belongs to.
 */
#ifndef MAPPER_CURSOR_H
#define MAPPER_CURSOR_H

#include "lamina/context.h"
#include "lamina/crypto.h"
#include "lamina/text.h"

/* Characters of a cursor. */
#define MAPPER__CURSOR_CAP 4096u
#define MAPPER__CURSOR_LIFE_US (INT64_C(24) * 3600 * 1000000)

/* key is the JSON of a last key; binding is what the query is known by. *cursor is in the arena.
   LAMINA_E_LIMIT when it would be too long; LAMINA_E_CONFIG. */
lamina_status mapper__cursor_seal(lamina_context *context, lamina_str key, lamina_str binding,
                                  lamina_str *cursor);
/* LAMINA_E_SYNTAX with "invalid-cursor" on the error object; LAMINA_E_CONFIG. *key is in the arena. */
lamina_status mapper__cursor_open(lamina_context *context, lamina_str cursor, lamina_str binding,
                                  lamina_str *key);

/* The key from LAMINA_CURSOR_KEY, or one of this process. LAMINA_E_CONFIG, LAMINA_E_INTERNAL. */
lamina_status mapper__cursor_key(lamina_context *context, uint8_t key[LAMINA_AEAD_KEY_LEN]);

#endif
