/*
 * share.h - what is installed beside the command, wherever that was: pages, scaffold, layer, database.
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

/* The layer beside this program: where `make` puts it, or where `make install` does. NUL-terminated; "layer"
   when there is none. */
const char *cli__layer_path(lamina_arena *arena);

/* The folder of DynamoDB Local: beside this program as `make` puts it, otherwise the user's own
   ($XDG_DATA_HOME/lamina/dynamodb-local), whether it is there or not. NULL when HOME is not set. */
const char *cli__dynamodb_local_path(lamina_arena *arena);

#endif
