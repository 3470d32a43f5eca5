/* Key files: what is read, and every reason to refuse one. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/encryption.h"
#include "keys.h"
#include "lamina/text.h"

static lamina_arena *arena;
static domain_key_provider provider;
static lamina_str reason;

static void start(void)
{
    arena = lamina_arena_new(1u << 20);
}

static void stop(void)
{
    keys_clear();
    lamina_arena_free(arena);
}

TestSuite(key_file, .init = start, .fini = stop);

static void expect_refused(const char *path, const char *why)
{
    cr_assert_eq(domain_key_file_open(path, arena, &provider, &reason), LAMINA_E_CONFIG);
    cr_assert_not_null(strstr(reason.ptr, why), "%s", reason.ptr);
    cr_assert_null(strstr(reason.ptr, "AAEC"), "%s", reason.ptr);
}

Test(key_file, the_first_key_is_current)
{
    const char *path = keys_file(
        "# keys\n\n  key a " KEYS_FIRST "  \nkey b " KEYS_SECOND "\nindex " KEYS_FIRST, 0600);
    cr_assert_eq(domain_key_file_open(path, arena, &provider, &reason), LAMINA_OK);
    cr_assert(lamina_str_is(provider.current_key_id(provider.self), "a"));
    provider.free(provider.self);
}

Test(key_file, others_may_neither_read_nor_write_it)
{
    static const unsigned modes[] = {0640, 0604, 0660, 0620, 0602, 0610, 0601, 0644};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        expect_refused(keys_file(KEYS_LINES, modes[i]), "chmod 600");
    cr_assert_eq(domain_key_file_open(keys_file(KEYS_LINES, 0400), arena, &provider, &reason),
                 LAMINA_OK);
    provider.free(provider.self);
}

Test(key_file, it_is_a_file_and_no_link)
{
    char link[96];
    expect_refused("/tmp", "no regular file");
    expect_refused("/dev/null", "no regular file");
    expect_refused("/tmp/lamina-there-is-no-such-file", "does not exist");
    const char *path = keys_file(KEYS_LINES, 0600);
    snprintf(link, sizeof link, "%s-link", path);
    cr_assert_eq(symlink(path, link), 0);
    expect_refused(link, "cannot be opened");
    unlink(link);
}

Test(key_file, wrong_lines_are_named_and_not_shown)
{
    static const char *const cases[][2] = {
        {"", "has no key"},
        {"index " KEYS_FIRST "\n", "has no key"},
        {"key a " KEYS_FIRST "\nAAECAwQF\n", "line 2 begins with neither"},
        {"key a AAECAwQF\n", "line 1 does not end with 32 bytes"},
        {"key " KEYS_FIRST "\n", "line 1 does not end with 32 bytes"},
        {"key a " KEYS_FIRST " x\n", "line 1 does not end with 32 bytes"},
        {"key a " KEYS_FIRST "\nkey a " KEYS_SECOND "\n", "line 2 has an id that another"},
        {"key \x01 " KEYS_FIRST "\n", "line 1 has no id"},
        {"key a " KEYS_FIRST "\nindex AAEC\n", "line 2 does not end with"},
        {"key a " KEYS_FIRST "\nindex " KEYS_FIRST "\nindex " KEYS_FIRST "\n",
         "line 3 is a second index key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_refused(keys_file(cases[i][0], 0600), cases[i][1]);
}

Test(key_file, it_has_bounds)
{
    char *large = malloc(70000);
    memset(large, '\n', 69999);
    large[69999] = '\0';
    expect_refused(keys_file(large, 0600), "longer than 64 KB");
    char *end = large;
    for (int i = 0; i < 65; i++)
        end += snprintf(end, 128, "key k%d %s\n", i, KEYS_FIRST);
    expect_refused(keys_file(large, 0600), "line 65 is one key more");
    free(large);
}
