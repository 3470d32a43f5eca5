/*
 * cursor_key.h - the key with which modules seal the cursors that they hand out.
 */
#ifndef LOCAL_CURSOR_KEY_H
#define LOCAL_CURSOR_KEY_H

#include "stage.h"

/*
 * Fills stage->cursor_key. With data on disk the key lies beside it (<data>/cursor.key, for its
 * owner alone), so that a cursor outlives a restart as its items do; otherwise it is new each time.
 * The reason was printed when it fails.
 */
lamina_status local__cursor_key_make(local_stage *stage);

#endif
