/*
 * debug_file.h - functions and lines of an address, by the debug file that a build id names.
 */
#ifndef CLI_DEBUG_FILE_H
#define CLI_DEBUG_FILE_H

#include "lamina/text.h"

typedef struct cli_debug_place {
    const char *function; /* "?" when the file does not say */
    const char *file;     /* as the compiler was given it */
    int line;             /* 0: unknown */
} cli_debug_place;

#define CLI_DEBUG_PLACE_CAP 16u

/*
 * Looks address up in folder/.build-id/xx/yyyy.debug. places[0] is the innermost function; those behind
 * it are the ones that it was inlined into. Returns how many; 0, and why, when the debug file is not there
 * or does not know the address. All in the arena.
 */
size_t cli__debug_places(lamina_arena *arena, const char *folder, const char *build_id,
                         uint64_t address, cli_debug_place places[CLI_DEBUG_PLACE_CAP],
                         lamina_str *why);

#endif
