/*
 * share.h - the files that are installed beside the command: ../share/lamina from where it lies.
 */
#ifndef CLI_SHARE_H
#define CLI_SHARE_H

#include "lamina/arena.h"

/* The path of what lies below the folder that bin/, with this program in it, lies in: "<prefix>/layer".
   NUL-terminated, in the arena. {NULL, 0} when the system does not say where this program lies, or the
   arena is full. */
lamina_str cli__prefix_path(lamina_arena *arena, const char *below);

/* The path of a file or folder below ../share/lamina, NUL-terminated, in the arena. {NULL, 0} when the
   system does not say where this program lies, or the arena is full. */
lamina_str cli__share_path(lamina_arena *arena, const char *below);

#endif
