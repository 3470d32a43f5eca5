/*
 * explain.c - `lamina explain [CODE]`: the page of an error or a problem, without a network.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "lamina/problem.h"
#include "share.h"
#include "usage.h"

#define ARENA_CAP ((size_t)4 << 20)
enum { CODE_CAP = 64, PAGE_CAP = 512 };

/* Where pages lie, and what may stand before a code that was copied from a log or an answer. */
static const char *const folders[] = {"errors", "problems"};
static const char *const prefixes[] = {"Runtime.", "Function.", LAMINA_PROBLEM_TYPE_PREFIX};

static int show_help(void)
{
    printf(
        "Usage: lamina explain [CODE]\n\n"
        "Shows the page of an error type that the host logs (Runtime.NotAPlugin) or of a problem\n"
        "that a client is answered (not-found, urn:lamina:problem:not-found): what it means, why\n"
        "it is so, and what to do. Without CODE: every code there is.\n\n"
        "  --help  show this text\n");
    return CLI_DONE;
}

/* ---- the pages that there are ---- */

typedef struct pages {
    const char *names[PAGE_CAP + 1]; /* closed by NULL, sorted */
    size_t count;
} pages;

static bool is_page(const char *name, size_t *len)
{
    const char *dot = strrchr(name, '.');
    *len = dot != NULL ? (size_t)(dot - name) : 0;
    return *len > 0 && *len < CODE_CAP && !strcmp(dot, ".md") && strcmp(name, "README.md") != 0;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_folder(lamina_arena *arena, const char *folder, pages *found)
{
    const lamina_str path = cli__share_path(arena, folder);
    DIR *open = path.ptr != NULL ? opendir(path.ptr) : NULL;
    const size_t first = found->count;
    while (open != NULL && found->count < PAGE_CAP) {
        const struct dirent *entry = readdir(open);
        if (entry == NULL)
            break;
        size_t len;
        if (!is_page(entry->d_name, &len))
            continue;
        const lamina_str name = lamina_arena_copy(arena, (lamina_str){entry->d_name, len});
        if (name.ptr != NULL)
            found->names[found->count++] = name.ptr;
    }
    if (open != NULL)
        closedir(open);
    qsort(&found->names[first], found->count - first, sizeof *found->names, compare);
}

static int list_all(lamina_arena *arena)
{
    static const char *const titles[] = {"Errors, as the log names them:",
                                         "Problems, as clients are answered:"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        pages found = {.count = 0};
        list_folder(arena, folders[i], &found);
        if (found.count == 0) {
            fprintf(stderr, "lamina explain: the pages are not installed beside this command\n");
            return CLI_FAILED;
        }
        printf("%s%s\n", i > 0 ? "\n" : "", titles[i]);
        for (size_t k = 0; k < found.count; k++)
            printf("  %s\n", found.names[k]);
    }
    return CLI_DONE;
}

/* ---- one page ---- */

static bool is_code(const char *code)
{
    const size_t len = strlen(code);
    return len > 0 && len < CODE_CAP &&
           strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == len;
}

static const char *without_prefix(const char *code)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (!strncmp(code, prefixes[i], strlen(prefixes[i])))
            return code + strlen(prefixes[i]);
    return code;
}

static FILE *open_page(lamina_arena *arena, const char *code)
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const lamina_str name = lamina_arena_format(arena, "%s/%s.md", folders[i], code);
        const lamina_str path =
            name.ptr != NULL ? cli__share_path(arena, name.ptr) : (lamina_str){0};
        FILE *page = path.ptr != NULL ? fopen(path.ptr, "re") : NULL;
        if (page != NULL)
            return page;
    }
    return NULL;
}

static int print_page(FILE *page)
{
    char bytes[4096];
    size_t len;
    while ((len = fread(bytes, 1, sizeof bytes, page)) > 0)
        fwrite(bytes, 1, len, stdout);
    const bool failed = ferror(page) != 0;
    fclose(page);
    return failed ? CLI_FAILED : CLI_DONE;
}

static int explain(lamina_arena *arena, const char *given)
{
    const char *code = without_prefix(given);
    FILE *page = is_code(code) ? open_page(arena, code) : NULL;
    if (page != NULL)
        return print_page(page);

    pages found = {.count = 0};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        list_folder(arena, folders[i], &found);
    const char *meant = cli__nearest(code, found.names);
    fprintf(stderr, "lamina explain: there is no page for %s", given);
    if (meant != NULL)
        fprintf(stderr, "; did you mean %s?", meant);
    fprintf(stderr, "\nlamina explain without a code lists all. A module's own problems are in the "
                    "module's documentation.\n");
    return CLI_FAILED;
}

int cli__explain(int argc, char **argv)
{
    static const char *const options[] = {"--help", NULL};
    if (argc > 1 && !strcmp(argv[1], "--help"))
        return show_help();
    if (argc > 1 && argv[1][0] == '-')
        return cli__refuse_word("lamina explain", "option", argv[1], options);
    if (argc > 2)
        return cli__refuse("lamina explain", "one code at a time");
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, "lamina explain: the system is out of memory\n");
        return CLI_FAILED;
    }
    const int status = argc > 1 ? explain(arena, argv[1]) : list_all(arena);
    lamina_arena_free(arena);
    return status;
}
