/*
 * beside.h - what was built or installed together with this program.
 */
#ifndef LOCAL_BESIDE_H
#define LOCAL_BESIDE_H

#include "lamina/arena.h"

/* "bin/lamina" below the folder that bin/, with this program in it, lies in; in the arena. NULL when the
   system does not say where this program lies, or the arena is full. */
const char *local__beside(lamina_arena *arena, const char *below);

#endif
