/*
 * symbolize.c - `lamina symbolize [--debug FOLDER] [FRAME...]`: the frames of a crash as functions and
 * lines. Without a frame it reads log lines.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "debug_file.h"
#include "lamina/json.h"
#include "share.h"
#include "usage.h"

#define ARENA_CAP ((size_t)64 << 20)
#define BUILD_ID_LEN 40 /* hexadecimal digits of SHA-1 */

typedef struct symbolize_wish {
    const char *debug;
    bool help;
    char **frames; /* closed by NULL; none: read lines */
} symbolize_wish;

static int show_help(void)
{
    printf(
        "Usage: lamina symbolize [--debug FOLDER] [FRAME...]\n\n"
        "Turns the frames of a crash, as bootstrap logs them, into functions, files and lines:\n\n"
        "  lamina symbolize partner.so+0x12a4@3f2a...    one frame, or several\n"
        "  lamina symbolize <log                         every line of a log that has frames\n\n"
        "  --debug FOLDER  where the debug files are: FOLDER/.build-id/xx/yyyy.debug; the default is\n"
        "                  debug/ beside the folder of this program\n"
        "  --help          show this text\n\n"
        "Debug files are found by build id, so those of each layer and plugin that was ever deployed can\n"
        "lie in one folder.\n");
    return CLI_DONE;
}

static int read_arguments(char **argv, symbolize_wish *wish)
{
    static const char *const options[] = {"--debug", "--help", "--", NULL};
    for (argv++; *argv && (*argv)[0] == '-'; argv++) {
        if (!strcmp(*argv, "--")) {
            argv++;
            break;
        }
        if (!strcmp(*argv, "--help")) {
            wish->help = true;
        } else if (!strcmp(*argv, "--debug")) {
            wish->debug = *++argv;
            if (!wish->debug)
                return cli__refuse("lamina symbolize", "--debug lacks its folder");
        } else {
            return cli__refuse_word("lamina symbolize", "option", *argv, options);
        }
    }
    wish->frames = argv;
    return CLI_DONE;
}

/* ---- one frame ---- */

typedef struct frame {
    lamina_str name;
    uint64_t address;
    char build_id[BUILD_ID_LEN + 1];
} frame;

static bool is_hex(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789abcdef", text.ptr[i]) || text.ptr[i] == '\0')
            return false;
    return text.len > 0;
}

/* "partner.so+0x12a4@<40 hexadecimal digits>" */
static bool read_frame(lamina_str text, frame *read)
{
    lamina_str address;
    if (!lamina_str_cut(&text, '+', &read->name) || !lamina_str_cut(&text, '@', &address) ||
        !lamina_str_has_prefix(address, LAMINA_STR("0x")) || text.len != BUILD_ID_LEN ||
        !is_hex(text))
        return false;
    address.ptr += 2;
    address.len -= 2;
    if (!is_hex(address) || address.len > 16)
        return false;
    char digits[17] = "";
    memcpy(digits, address.ptr, address.len);
    read->address = strtoull(digits, NULL, 16);
    memcpy(read->build_id, text.ptr, BUILD_ID_LEN);
    read->build_id[BUILD_ID_LEN] = '\0';
    return true;
}

static void print_places(const cli_debug_place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *label = i + 1 < count ? " (inlined)" : "";
        if (places[i].line > 0)
            printf("    %s%s at %s:%d\n", places[i].function, label, places[i].file,
                   places[i].line);
        else
            printf("    %s%s\n", places[i].function, label);
    }
}

/* False when nothing was found out about it. */
static bool print_frame(lamina_arena *arena, const char *debug, lamina_str text)
{
    frame read;
    cli_debug_place places[CLI_DEBUG_PLACE_CAP];
    lamina_str why =
        LAMINA_STR("is no frame; expected NAME+0xADDRESS@BUILDID, as bootstrap logs it");
    size_t count = 0;
    if (read_frame(text, &read))
        count = cli__debug_places(arena, debug, read.build_id, read.address, places, &why);
    printf("  %.*s\n", LAMINA_FMT(text));
    if (count == 0)
        printf("    %.*s\n", LAMINA_FMT(why));
    print_places(places, count);
    return count > 0;
}

/* ---- lines of a log ---- */

/* What is no JSON is no line of ours: Lambda's own lines and tools' prefixes are passed over. */
static bool print_line(lamina_arena *arena, const char *debug, lamina_str line, bool *all_found)
{
    const char *brace = memchr(line.ptr, '{', line.len);
    const lamina_json *value = NULL;
    if (!brace)
        return false;
    const lamina_str json = {.ptr = brace, .len = line.len - (size_t)(brace - line.ptr)};
    if (lamina_json_read(arena, json, 0, &value, NULL))
        return false;
    const lamina_json *frames = lamina_json_member(value, "frames");
    if (lamina_json_type(frames) != LAMINA_JSON_ARRAY)
        return false;
    printf("%.*s %.*s in %.*s (%.*s), request %.*s\n",
           LAMINA_FMT(lamina_json_member_string(value, "timestamp")),
           LAMINA_FMT(lamina_json_member_string(value, "signal")),
           LAMINA_FMT(lamina_json_member_string(value, "service")),
           LAMINA_FMT(lamina_json_member_string(value, "operation")),
           LAMINA_FMT(lamina_json_member_string(value, "function_request_id")));
    for (const lamina_json *at = lamina_json_first(frames); at; at = lamina_json_next(at))
        *all_found = print_frame(arena, debug, lamina_json_string(at)) && *all_found;
    return true;
}

static int read_log(lamina_arena *arena, const char *debug)
{
    char *line = NULL;
    size_t room = 0;
    size_t found = 0;
    bool all_found = true;
    for (ssize_t len = getline(&line, &room, stdin); len > 0; len = getline(&line, &room, stdin)) {
        const lamina_str view = {.ptr = line, .len = (size_t)len - (line[len - 1] == '\n')};
        lamina_arena_reset(arena);
        found += print_line(arena, debug, view, &all_found);
    }
    free(line);
    if (found == 0)
        fprintf(stderr, "lamina symbolize: no line of the log has frames; only a crash "
                        "(Function.HandlerCrashed) does\n");
    return found > 0 && all_found ? CLI_DONE : CLI_FAILED;
}

static int symbolize(lamina_arena *arena, const symbolize_wish *wish)
{
    /* The lines' arena is emptied between them; the folder's name stays. */
    const lamina_str beside = cli__prefix_path(arena, "debug");
    char folder[4096];
    snprintf(folder, sizeof(folder), "%s",
             wish->debug  ? wish->debug
             : beside.ptr ? beside.ptr
                          : "debug");
    if (*wish->frames == NULL)
        return read_log(arena, folder);
    bool all_found = true;
    for (char **at = wish->frames; *at; at++)
        all_found = print_frame(arena, folder, lamina_str_from(*at)) && all_found;
    return all_found ? CLI_DONE : CLI_FAILED;
}

int cli__symbolize(int argc, char **argv)
{
    (void)argc;
    symbolize_wish wish = {.frames = argv};
    int status = read_arguments(argv, &wish);
    if (status != CLI_DONE)
        return status;
    if (wish.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (!arena) {
        fprintf(stderr, "lamina symbolize: the system is out of memory\n");
        return CLI_FAILED;
    }
    status = symbolize(arena, &wish);
    lamina_arena_free(arena);
    return status;
}
