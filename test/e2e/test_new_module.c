/*
 * From nothing to a module that answers: the SDK installed into a folder of its own, `lamina new`, and the
 * new module's own Makefile, as an author far away from this tree has them.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

static char folder[] = "/tmp/lamina-new-XXXXXX";
static char *lamina;

static char *text(const char *format, const char *a, const char *b)
{
    char *made = NULL;
    cr_assert_geq(asprintf(&made, format, a, b), 0);
    return made;
}

/* Runs the program to its end with status 0. */
static void must(const char *program, const char *const words[PROGRAM_WORDS_CAP])
{
    program_result r = program_run(program, words);
    cr_assert_eq(r.status, 0, "%s %s: status %d\n%s\n%s", program, words[0], r.status, r.output,
                 r.errors);
    program_forget(&r);
}

static void expect(const char *const words[PROGRAM_WORDS_CAP], int status, const char *errors)
{
    program_result r = program_run(lamina, words);
    cr_expect_eq(r.status, status, "status %d: %s%s", r.status, r.output, r.errors);
    cr_expect_not_null(strstr(r.errors, errors), "%s", r.errors);
    program_forget(&r);
}

static bool is_sanitized(void)
{
    const char *told = getenv("SANITIZED");
    return told != NULL && told[0] == '1';
}

static void install(void)
{
    const char *root = getenv("LAMINA_ROOT");
    cr_assert_not_null(root);
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(root), 0);
    char *prefix = text("%s/sdk%s", folder, "");
    char *pkg = text("%s/sdk%s", folder, "/lib/pkgconfig");
    char *path = text("%s/sdk/bin:%s", folder, getenv("PATH"));
    lamina = text("%s/sdk/bin/lamina%s", folder, "");
    must("/bin/sh", WORDS("sdk/install/install.sh", prefix, "", "1.0.0"));
    setenv("PKG_CONFIG_PATH", pkg, 1);
    setenv("PATH", path, 1);
    if (is_sanitized()) {
        setenv("CFLAGS", "-O1 -g -fsanitize=address,undefined", 1);
        setenv("LDFLAGS", "-fsanitize=address,undefined", 1);
    }
    unsetenv("MAKEFLAGS");
    unsetenv("BXFI_MAP"); /* tells a Criterion program that it is one of this one's workers */
    cr_assert_eq(chdir(folder), 0);
    free(prefix);
    free(pkg);
    free(path);
}

static void remove_all(void)
{
    must("/bin/rm", WORDS("-rf", folder));
    free(lamina);
}

TestSuite(new_module, .init = install, .fini = remove_all, .timeout = 240);

static bool holds(const char *file, const char *words)
{
    program_result r = program_run("/bin/cat", WORDS(file));
    const bool found = strstr(r.output, words) != NULL;
    program_forget(&r);
    return found;
}

Test(new_module, builds_passes_its_tests_and_fits_the_layer)
{
    must(lamina, WORDS("new", "invoice"));
    must("/usr/bin/make", WORDS("-C", "invoice"));
    must("/usr/bin/make", WORDS("-C", "invoice", "test"));
    if (!is_sanitized()) /* a sanitized plugin needs libraries that no layer has */
        must("/usr/bin/make", WORDS("-C", "invoice", "check"));
    program_result r = program_run(lamina, WORDS("routes", "invoice/build/invoice.so"));
    cr_expect_not_null(strstr(r.output, "/invoices"), "%s", r.output);
    program_forget(&r);
}

Test(new_module, is_called_as_it_was_told)
{
    must(lamina, WORDS("new", "credit-note", "--path", "credits", "--scope", "credit:write",
                       "--folder", "here"));
    cr_expect(holds("here/plugin.c", ".scope = \"credit:write\""));
    cr_expect(holds("here/plugin.c", ".path = \"/credits\""));
    cr_expect(holds("here/plugin.c", ".name = \"credit-note\""));
    cr_expect(holds("here/dtos.h", "typedef struct credit_note_input"));
    cr_expect(holds("here/dtos.c", ".name = \"CreditNote\""));
    cr_expect(holds("here/template.yaml", "CreditNoteFunction:"));
    cr_expect(holds("here/template.yaml", "AuthorizationType: CUSTOM"));
    must("/usr/bin/make", WORDS("-C", "here", "test"));
}

Test(new_module, leaves_what_is_there_alone)
{
    cr_assert_eq(mkdir("invoice", 0755), 0);
    expect(WORDS("new", "invoice"), 1, "invoice is there already; choose another with --folder");
    cr_expect_eq(rmdir("invoice"), 0, "something was written into it");
    expect(WORDS("new", "invoice", "--folder", "no/such/folder"), 1, "cannot make");
}

Test(new_module, refuses_names_that_are_none)
{
    static const char *const bad[] = {"Invoice",  "2go",  "a b", "a--b", "-",
                                      "invoice-", "../x", "",    "a_b",  "\xC3\xA4"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect(WORDS("new", bad[i]), 2, "");
    expect(WORDS("new", "2go"), 2, "a letter first");
    expect(WORDS("new"), 2, "name the module");
    expect(WORDS("new", "a", "b"), 2, "one name at a time");
    expect(WORDS("new", "a", "--path", "X"), 2, "is no path segment");
    expect(WORDS("new", "a", "--scope", "x"), 2, "is no scope");
    expect(WORDS("new", "a", "--scpoe", "x"), 2, "did you mean --scope?");
}
