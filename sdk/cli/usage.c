/*
 * usage.c - names the wrong word and the one that was probably meant.
 */
#include "usage.h"

#include <stdio.h>
#include <string.h>

/* Words longer than this are nothing that was mistyped. */
#define WORD_CAP 32

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Insertions, deletions, replacements, and swaps of neighbours that turn a into b. */
static size_t distance(const char *a, const char *b)
{
    size_t a_len = strlen(a);
    size_t b_len = strlen(b);
    size_t rows[3][WORD_CAP + 1];
    if (a_len > WORD_CAP || b_len > WORD_CAP)
        return WORD_CAP;
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                rows[(i + 1) % 3][j - 2] + 1 < row[j])
                row[j] = rows[(i + 1) % 3][j - 2] + 1;
        }
    }
    return rows[a_len % 3][b_len];
}

/* Near: a beginning of it, or at most every third letter wrong. */
const char *cli__nearest(const char *word, const char *const *known)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 2;
    for (size_t i = 0; known[i]; i++) {
        size_t apart = distance(word, known[i]);
        if (strlen(word) > 2 && !strncmp(word, known[i], strlen(word)))
            apart = 0;
        if (apart < best_distance) {
            best = known[i];
            best_distance = apart;
        }
    }
    return best;
}

int cli__refuse_word(const char *command, const char *kind, const char *word,
                     const char *const *known)
{
    const char *meant = cli__nearest(word, known);
    fprintf(stderr, "%s: unknown %s %s", command, kind, word);
    if (meant)
        fprintf(stderr, "; did you mean %s?", meant);
    fprintf(stderr, "\nTry: %s --help\n", command);
    return CLI_USAGE;
}

int cli__refuse(const char *command, const char *what)
{
    fprintf(stderr, "%s: %s\nTry: %s --help\n", command, what, command);
    return CLI_USAGE;
}

static bool is_among(const char *word, const char *const *known)
{
    for (size_t i = 0; known[i]; i++)
        if (!strcmp(word, known[i]))
            return true;
    return false;
}

/* Moves count words at from down to to; those between move up. */
static void move_down(char **argv, int from, int count, int to)
{
    for (int k = 0; k < count; k++) {
        char *word = argv[from + k];
        for (int at = from + k; at > to + k; at--)
            argv[at] = argv[at - 1];
        argv[to + k] = word;
    }
}

int cli__options_first(const char *command, int argc, char **argv, const char *const *with_value)
{
    int options = 1; /* where the next one goes */
    for (int at = 1; at < argc && strcmp(argv[at], "--") != 0;) {
        if (argv[at][0] != '-' || argv[at][1] == '\0') {
            at++;
            continue;
        }
        const bool has_value = is_among(argv[at], with_value);
        if (has_value && at + 1 == argc)
            return cli__refuse(command, "the last option needs a value");
        const int count = has_value ? 2 : 1;
        move_down(argv, at, count, options);
        options += count;
        at += count;
    }
    return CLI_DONE;
}
