/*
 * The layer's zip: the same bytes from the same files, small, and of the modes that Lambda wants. Its
 * manifest says what is true of the files.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "lamina/crypto.h"
#include "lamina/json.h"
#include "lamina/system_host.h"
#include "program.h"

#define ZIP_CAP ((off_t)4 << 20) /* docs/design.md */

static lamina_arena *arena;
static char folder[] = "/tmp/lamina-package-XXXXXX";

static void start(void)
{
    arena = lamina_arena_new((size_t)256 << 20);
    cr_assert_not_null(mkdtemp(folder));
}

/* Runs a program that must succeed. What it printed is in the arena. */
static const char *run(const char *program, const char *const words[PROGRAM_WORDS_CAP])
{
    program_result result = program_run(program, words);
    cr_assert_eq(result.status, 0, "%s: status %d: %s", program, result.status, result.errors);
    const char *output = lamina_arena_copy(arena, lamina_str_from(result.output)).ptr;
    program_forget(&result);
    return output;
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

static void end(void)
{
    run("/bin/rm", WORDS("-rf", folder));
    lamina_arena_free(arena);
}

TestSuite(test_layer_package, .init = start, .fini = end);

static const char *shipped(const char *path)
{
    char *whole = program_shipped(path);
    const char *kept = lamina_arena_copy(arena, lamina_str_from(whole)).ptr;
    free(whole);
    return kept;
}

static const char *inside(const char *name)
{
    return lamina_arena_format(arena, "%s/%s", folder, name).ptr;
}

static lamina_str read_file(const char *path)
{
    struct stat info;
    FILE *file = fopen(path, "rbe");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fstat(fileno(file), &info), 0);
    char *bytes = lamina_arena_alloc(arena, (size_t)info.st_size);
    cr_assert_not_null(bytes);
    const lamina_str read = {.ptr = bytes, .len = (size_t)info.st_size};
    cr_assert_eq(fread(bytes, 1, read.len, file), read.len);
    (void)fclose(file);
    return read;
}

static void zip(const char *layer, const char *out)
{
    const char *root = getenv("LAMINA_ROOT");
    const char *script =
        lamina_arena_format(arena, "%s/mk/zip-layer.sh", root != NULL ? root : ".").ptr;
    run("/bin/sh", WORDS(script, layer, out));
}

static bool is_same(const char *one, const char *other)
{
    return lamina_str_equal(read_file(one), read_file(other));
}

/* Copied to another place, at another time, with modes of another umask. */
Test(test_layer_package, is_the_same_bytes_for_the_same_files)
{
    const char *copy = inside("copy");
    run("/bin/cp", WORDS("-R", shipped("layer"), copy));
    run("/bin/chmod", WORDS("-R", "go-rx", copy));
    cr_assert_eq(utime(inside("copy/bootstrap"), &(struct utimbuf){.actime = 1, .modtime = 1}), 0);
    zip(copy, inside("again.zip"));
    cr_expect(is_same(program_layer_zip(), inside("again.zip")));
}

Test(test_layer_package, is_another_zip_for_other_files)
{
    const char *copy = inside("copy");
    run("/bin/cp", WORDS("-R", shipped("layer"), copy));
    cr_assert_eq(unlink(inside("copy/lamina/licenses/curl")), 0);
    zip(copy, inside("other.zip"));
    cr_expect_not(is_same(program_layer_zip(), inside("other.zip")));
}

static void expect_mode(const char *name, unsigned mode)
{
    struct stat info;
    cr_assert_eq(stat(inside(name), &info), 0, "%s is not in the zip", name);
    cr_expect_eq(info.st_mode & 07777u, mode, "%s has mode %o", name, info.st_mode & 07777u);
}

Test(test_layer_package, is_small_and_readable_by_everybody)
{
    struct stat info;
    cr_assert_eq(stat(program_layer_zip(), &info), 0);
    cr_expect_lt(info.st_size, ZIP_CAP, "%lld bytes", (long long)info.st_size);
    run("/usr/bin/unzip", WORDS("-q", program_layer_zip(), "-d", folder));
    expect_mode("bootstrap", 0755);
    expect_mode("lib/liblamina.so.1", 0755);
    expect_mode("lib/libdomain.so.1", 0755);
    expect_mode("lamina/manifest.json", 0644);
    expect_mode("lamina/sbom.spdx.json", 0644);
    expect_mode("lamina/licenses/lamina", 0644);
    expect_mode("lamina/licenses/curl", 0644);
    expect_mode("lamina/licenses/openssl", 0644);
    run("/usr/bin/diff", WORDS("-r", shipped("layer"), folder));
}

/* ---- the manifest ---- */

static const lamina_json *read_json(const char *path)
{
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(arena, read_file(shipped(path)), 0, &value, NULL), LAMINA_OK);
    return value;
}

static lamina_str sha256_of(const char *path)
{
    uint8_t hash[LAMINA_SHA256_LEN];
    lamina_text hex;
    cr_assert_eq(lamina_sha256(read_file(path), hash), LAMINA_OK);
    lamina_text_init(&hex, 128);
    lamina_text_add_hex(&hex, (lamina_str){.ptr = (const char *)hash, .len = sizeof hash});
    const lamina_str text = lamina_arena_copy(arena, lamina_text_view(&hex));
    lamina_text_clear(&hex);
    return text;
}

Test(test_layer_package, has_a_manifest_of_its_files)
{
    const lamina_json *manifest = read_json("layer/lamina/manifest.json");
    const lamina_json *files = lamina_json_member(manifest, "files");
    cr_expect(lamina_str_is(lamina_json_member_string(manifest, "version"), LAMINA_VERSION));
    cr_expect_eq(lamina_json_count(files), 3);
    for (const lamina_json *at = lamina_json_first(files); at; at = lamina_json_next(at)) {
        const char *path = lamina_arena_format(arena, "layer/%.*s",
                                               LAMINA_FMT(lamina_json_member_string(at, "path")))
                               .ptr;
        cr_expect(
            lamina_str_equal(lamina_json_member_string(at, "sha256"), sha256_of(shipped(path))),
            "%s", path);
        cr_expect_eq(lamina_json_member_string(at, "buildId").len, 40, "%s has no build id", path);
    }
}

Test(test_layer_package, has_a_manifest_of_the_abi)
{
    const lamina_json *manifest = read_json("layer/lamina/manifest.json");
    const lamina_json *abi = lamina_json_member(manifest, "abi");
    const lamina_json *tables = lamina_json_member(manifest, "tables");
    const lamina_host *host = lamina_system_host();
    int64_t number = -1;
    cr_assert_eq(lamina_json_int64(lamina_json_member(abi, "major"), &number), LAMINA_OK);
    cr_expect_eq(number, LAMINA_ABI_MAJOR);
    cr_assert_eq(lamina_json_int64(lamina_json_member(abi, "newestMinor"), &number), LAMINA_OK);
    cr_expect_eq(number, LAMINA_ABI_MINOR);
    cr_expect_geq(lamina_json_count(tables), 3);
    for (const lamina_json *at = lamina_json_first(tables); at; at = lamina_json_next(at)) {
        const char *id = lamina_arena_copy(arena, lamina_json_string(at)).ptr;
        cr_expect_not_null(host->table(host, id), "the host has no %s", id);
    }
}

/* Each component of the manifest is a package of the bill, with version and license, and related. */
Test(test_layer_package, has_a_bill_of_materials)
{
    const lamina_json *bill = read_json("layer/lamina/sbom.spdx.json");
    const lamina_json *manifest = read_json("layer/lamina/manifest.json");
    const lamina_json *packages = lamina_json_member(bill, "packages");
    cr_expect(lamina_str_is(lamina_json_member_string(bill, "spdxVersion"), "SPDX-2.3"));
    cr_expect(lamina_str_is(lamina_json_member_string(bill, "SPDXID"), "SPDXRef-DOCUMENT"));
    const lamina_json *component = lamina_json_first(lamina_json_member(manifest, "components"));
    const lamina_json *package = lamina_json_next(lamina_json_first(packages));
    cr_expect_eq(lamina_json_count(packages), 3);
    for (; component;
         component = lamina_json_next(component), package = lamina_json_next(package)) {
        cr_assert_not_null(package);
        cr_expect(lamina_str_equal(lamina_json_member_string(component, "name"),
                                   lamina_json_member_string(package, "name")));
        cr_expect(lamina_str_equal(lamina_json_member_string(component, "version"),
                                   lamina_json_member_string(package, "versionInfo")));
        cr_expect(lamina_str_equal(lamina_json_member_string(component, "license"),
                                   lamina_json_member_string(package, "licenseDeclared")));
    }
    cr_expect_eq(lamina_json_count(lamina_json_member(bill, "relationships")), 3);
}
