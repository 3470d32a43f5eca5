/*
 * file_text.h - a whole file as text.
 */
#ifndef CLI_FILE_TEXT_H
#define CLI_FILE_TEXT_H

#include "lamina/arena.h"

/* The largest event that Lambda takes, and room beside it. */
#define CLI_FILE_CAP ((size_t)8 << 20)

/* "-" is standard input. LAMINA_E_NOT_FOUND when it cannot be opened or read (errno says why),
   LAMINA_E_LIMIT when it is over CLI_FILE_CAP bytes. *text is in the arena, with a NUL behind it. */
lamina_status cli__file_read(lamina_arena *arena, const char *path, lamina_str *text);

#endif
