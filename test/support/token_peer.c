/* An independent implementation of JSON Web Tokens: see token_peer.h. */
#include "token_peer.h"

#include <stdio.h>
#include <stdlib.h>

/* Debian's own, which has Debian's packages. */
#define PYTHON "/usr/bin/python3"

program_result token_peer_run(const char *const words[PROGRAM_WORDS_CAP])
{
    char script[4096];
    const char *root = getenv("LAMINA_ROOT");
    const char *all[PROGRAM_WORDS_CAP] = {script};
    snprintf(script, sizeof script, "%s/test/support/token_peer.py", root != NULL ? root : ".");
    for (size_t i = 0; words[i] != NULL && i + 2 < PROGRAM_WORDS_CAP; i++)
        all[i + 1] = words[i];
    return program_run(PYTHON, all);
}
