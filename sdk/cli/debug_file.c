/*
 * debug_file.c - reads DWARF with elfutils' libdw.
 */
#include "debug_file.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *keep(lamina_arena *arena, const char *text)
{
    const char *kept = text ? lamina_arena_copy(arena, lamina_str_from(text)).ptr : NULL;
    return kept ? kept : "?";
}

/* The line of an address, in whatever file it came from. */
static cli_debug_place place_of(lamina_arena *arena, Dwarf_Die *unit, uint64_t address)
{
    cli_debug_place place = {.function = "?", .file = "?"};
    Dwarf_Line *line = dwarf_getsrc_die(unit, address);
    if (line) {
        place.file = keep(arena, dwarf_linesrc(line, NULL, NULL));
        (void)dwarf_lineno(line, &place.line);
    }
    return place;
}

/* Where an inlined function was called from. */
static void take_call(lamina_arena *arena, Dwarf_Die *unit, Dwarf_Die *inlined,
                      cli_debug_place *caller)
{
    Dwarf_Attribute attribute;
    Dwarf_Word number = 0;
    Dwarf_Files *files = NULL;
    size_t count = 0;
    if (dwarf_attr(inlined, DW_AT_call_line, &attribute) &&
        dwarf_formudata(&attribute, &number) == 0)
        caller->line = (int)number;
    if (dwarf_attr(inlined, DW_AT_call_file, &attribute) &&
        dwarf_formudata(&attribute, &number) == 0 && dwarf_getsrcfiles(unit, &files, &count) == 0 &&
        number < count)
        caller->file = keep(arena, dwarf_filesrc(files, number, NULL, NULL));
}

/* The scopes of an address, each within the next one as the code lies. libdw gives them at first as the
   source has it, where an inlined function lies in its own file. */
static int read_scopes(Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes)
{
    Dwarf_Die *of_source = NULL;
    int count = dwarf_getscopes(unit, address, &of_source);
    if (count > 0)
        count = dwarf_getscopes_die(&of_source[0], scopes);
    free(of_source);
    return count;
}

/* From the innermost scope outward, to the function that is none's part. */
static size_t take_scopes(lamina_arena *arena, Dwarf_Die *unit, uint64_t address,
                          cli_debug_place places[CLI_DEBUG_PLACE_CAP])
{
    Dwarf_Die *scopes = NULL;
    const int scope_count = read_scopes(unit, address, &scopes);
    size_t count = 1;
    places[0] = place_of(arena, unit, address);
    for (int i = 0; i < scope_count; i++) {
        const int tag = dwarf_tag(&scopes[i]);
        if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
            continue;
        places[count - 1].function = keep(arena, dwarf_diename(&scopes[i]));
        if (tag == DW_TAG_subprogram || count == CLI_DEBUG_PLACE_CAP)
            break;
        places[count] = (cli_debug_place){.function = "?", .file = "?"};
        take_call(arena, unit, &scopes[i], &places[count]);
        count++;
    }
    free(scopes);
    return count;
}

static size_t look_up(lamina_arena *arena, int fd, uint64_t address,
                      cli_debug_place places[CLI_DEBUG_PLACE_CAP], lamina_str *why)
{
    Dwarf *debug = dwarf_begin(fd, DWARF_C_READ);
    Dwarf_Die unit;
    size_t count = 0;
    if (!debug)
        *why = lamina_arena_format(arena, "cannot be read: %s", dwarf_errmsg(-1));
    else if (!dwarf_addrdie(debug, address, &unit))
        *why = LAMINA_STR("knows nothing of this address");
    else
        count = take_scopes(arena, &unit, address, places);
    if (debug)
        dwarf_end(debug);
    return count;
}

size_t cli__debug_places(lamina_arena *arena, const char *folder, const char *build_id,
                         uint64_t address, cli_debug_place places[CLI_DEBUG_PLACE_CAP],
                         lamina_str *why)
{
    const lamina_str path =
        lamina_arena_format(arena, "%s/.build-id/%.2s/%s.debug", folder, build_id, build_id + 2);
    const int fd = path.ptr ? open(path.ptr, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) {
        *why = lamina_arena_format(arena, "%.*s: %s", LAMINA_FMT(path), strerror(errno));
        return 0;
    }
    const size_t count = look_up(arena, fd, address, places, why);
    close(fd);
    if (count == 0)
        *why = lamina_arena_format(arena, "%.*s %.*s", LAMINA_FMT(path), LAMINA_FMT(*why));
    return count;
}
