/*
 * version.c - `lamina version`.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lamina/abi.h"
#include "usage.h"

int cli__version(int argc, char **argv)
{
    static const char *const options[] = {"--help", NULL};
    if (argc > 1 && !strcmp(argv[1], "--help")) {
        printf(
            "Usage: lamina version\n\nShows the version of this SDK and of the ABI that it speaks.\n");
        return CLI_DONE;
    }
    if (argc > 1)
        return cli__refuse_word("lamina version", argv[1][0] == '-' ? "option" : "argument",
                                argv[1], options);
    printf("lamina %s (ABI %u.%u)\n", LAMINA_VERSION, LAMINA_ABI_MAJOR, LAMINA_ABI_MINOR);
    return CLI_DONE;
}
