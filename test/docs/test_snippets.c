/*
 * What README and docs/ show is true: marked blocks compile with the project's warnings, README's module
 * answers as it says, and docs/tutorial.md can be followed. snippets.awk says how blocks are marked.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dynamodb_local.h"
#include "program.h"

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})
/* The words before and behind a unit's name. */
#define WARNINGS "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"
#define HEADERS "-I", sdk_headers, "-I", domain_headers

static char folder[] = "/tmp/lamina-docs-XXXXXX";
static char *root, *sdk_headers, *domain_headers;

static char *text(const char *format, const char *a, const char *b)
{
    char *made = NULL;
    cr_assert_geq(asprintf(&made, format, a, b), 0);
    return made;
}

/* Runs the program to an end with that status; what it wrote is the caller's to free. */
static char *must(const char *program, const char *const words[PROGRAM_WORDS_CAP], int status)
{
    program_result r = program_run(program, words);
    cr_assert_eq(r.status, status, "%s %s: status %d\n%s\n%s", program, words[0], r.status,
                 r.output, r.errors);
    char *output = strdup(r.output);
    program_forget(&r);
    return output;
}

static void done(const char *program, const char *const words[PROGRAM_WORDS_CAP])
{
    free(must(program, words, 0));
}

static bool is_sanitized(void)
{
    const char *told = getenv("SANITIZED");
    return told != NULL && told[0] == '1';
}

/* Takes one page's blocks out; the names of its units, one a line. */
static char *extract(const char *page)
{
    const char *slash = strrchr(page, '/');
    char *out = text("out=%s%s", folder, "");
    char *name = NULL;
    cr_assert_geq(asprintf(&name, "page=%.*s", (int)strcspn(slash + 1, "."), slash + 1), 0);
    char *program = text("%s/test/docs/snippets.awk%s", root, "");
    char *units = must("/usr/bin/awk", WORDS("-v", out, "-v", name, "-f", program, page), 0);
    free(out);
    free(name);
    free(program);
    return units;
}

static void set_up(void)
{
    const char *told = getenv("LAMINA_ROOT");
    root = told == NULL ? NULL : strdup(told);
    cr_assert_not_null(root);
    sdk_headers = text("%s/%s", root, "sdk/include");
    domain_headers = text("%s/%s", root, "layers/domain/include");
    cr_assert_not_null(mkdtemp(folder));
    unsetenv("MAKEFLAGS");
    unsetenv("BXFI_MAP"); /* tells a Criterion program that it is one of this one's workers */
}

static void tear_down(void)
{
    cr_assert_eq(chdir("/"), 0);
    done("/bin/rm", WORDS("-rf", folder));
    free(root);
    free(sdk_headers);
    free(domain_headers);
}

TestSuite(snippets, .init = set_up, .fini = tear_down, .timeout = 120);

static void compile(const char *unit)
{
    const char *dot = strrchr(unit, '.');
    if (strcmp(dot, ".cpp") == 0)
        done("/usr/bin/g++", WORDS("-std=c++17", "-fsyntax-only", WARNINGS, HEADERS, unit));
    else
        done("/usr/bin/gcc",
             WORDS("-std=c17", "-fsyntax-only", "-Wstrict-prototypes", WARNINGS, HEADERS, unit));
}

/* How many units the page has; all of them compile. */
static size_t compile_page(const char *page)
{
    char *units = extract(page);
    char *rest = units;
    size_t count = 0;
    for (char *unit; (unit = strsep(&rest, "\n")) != NULL;)
        if (unit[0] != '\0') {
            compile(unit);
            count++;
        }
    free(units);
    return count;
}

Test(snippets, of_all_pages_compile)
{
    char *pattern = text("%s/docs/%s", root, "*.md");
    glob_t pages;
    cr_assert_eq(glob(pattern, 0, NULL, &pages), 0);
    size_t count = 0;
    for (size_t i = 0; i < pages.gl_pathc; i++)
        count += compile_page(pages.gl_pathv[i]);
    cr_expect_gt(count, 0, "no block is marked with \"c compile\"");
    globfree(&pages);
    free(pattern);
}

Test(snippets, that_do_not_compile_are_found)
{
    char *page = text("%s/%s", folder, "wrong.md");
    FILE *file = fopen(page, "w");
    cr_assert_not_null(file);
    fputs("```c compile\nint wrong(void) { return no_such_name; }\n```\n", file);
    cr_assert_eq(fclose(file), 0);
    char *unit = extract(page);
    unit[strcspn(unit, "\n")] = '\0';
    free(must("/usr/bin/gcc", WORDS("-fsyntax-only", unit), 1));
    free(unit);
    free(page);
}

Test(snippets, of_readme_make_a_module_that_answers)
{
    char *page = text("%s/%s", root, "README.md");
    free(extract(page));
    char *source = text("%s/tree/plugins/greeting/%s", folder, "*.c");
    char *plugin = text("%s/%s", folder, "greeting.so");
    char *command = NULL;
    cr_assert_geq(asprintf(&command,
                           "gcc -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion "
                           "-Wstrict-prototypes -Werror -fPIC -shared -fvisibility=hidden "
                           "-I%s -o %s %s",
                           sdk_headers, plugin, source),
                  0);
    done("/bin/sh", WORDS("-c", command));

    char *lamina = program_shipped("bin/lamina");
    char *answer = must(
        lamina,
        WORDS("invoke", plugin, "POST", "/greetings", "--body", "{\"text\":\"Hello\"}", "--json"),
        0);
    cr_expect_not_null(strstr(answer, "\"status\":200"), "%s", answer);
    cr_expect_not_null(strstr(answer, "\"body\":{\"text\":\"Hello\"}"), "%s", answer);
    free(answer);
    answer =
        must(lamina, WORDS("invoke", plugin, "POST", "/greetings", "--body", "{}", "--json"), 1);
    cr_expect_not_null(strstr(answer, "\"status\":422"), "%s", answer);
    cr_expect_not_null(strstr(answer, "\"pointer\":\"/text\",\"code\":\"required\""), "%s", answer);
    free(answer);
    free(lamina);
    free(command);
    free(plugin);
    free(source);
    free(page);
}

/* The SDK, installed into a folder of its own, is what is found from here on. */
static char *install(void)
{
    char *prefix = text("%s/%s", folder, "sdk");
    cr_assert_eq(chdir(root), 0);
    done("/bin/sh", WORDS("sdk/install/install.sh", prefix, "", "1.0.0"));
    char *pkg = text("%s/%s", prefix, "lib/pkgconfig");
    char *path = text("%s/bin:%s", prefix, getenv("PATH"));
    setenv("PKG_CONFIG_PATH", pkg, 1);
    setenv("PATH", path, 1);
    if (is_sanitized()) {
        setenv("CFLAGS", "-O1 -g -fsanitize=address,undefined", 1);
        setenv("LDFLAGS", "-fsanitize=address,undefined", 1);
    }
    free(pkg);
    free(path);
    char *lamina = text("%s/%s", prefix, "bin/lamina");
    free(prefix);
    return lamina;
}

Test(snippets, of_the_tutorial_can_be_followed)
{
    char *page = text("%s/%s", root, "docs/tutorial.md");
    free(extract(page));
    char *lamina = install();
    char *patch = text("%s/%s", folder, "tutorial.patch");
    cr_assert_eq(chdir(folder), 0);
    done(lamina, WORDS("new", "invoice"));
    done("/usr/bin/patch", WORDS("-p0", "--fuzz=0", "-i", patch));
    done("/bin/cp", WORDS("-r", "tree/invoice", "."));

    setenv("LAMINA_TEST_DYNAMODB", dynamodb_local_url(), 1);
    done("/usr/bin/make", WORDS("-C", "invoice", "test"));
    if (!is_sanitized()) { /* a sanitized plugin needs libraries that no layer has */
        done("/usr/bin/make", WORDS("-C", "invoice", "check"));
        char *answer = must(lamina,
                            WORDS("invoke", "invoice/build/invoice.so", "GET",
                                  "/invoices/total?quantity=3&price=12.50"),
                            0);
        cr_expect_not_null(strstr(answer, "{\"amount\":\"37.50\",\"currency\":\"EUR\"}"), "%s",
                           answer);
        free(answer);
    }
    free(lamina);
    free(patch);
    free(page);
}
