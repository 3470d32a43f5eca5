/*
 * Shared objects that are damaged or hostile: each is read or refused, and nothing outside of the
 * file is touched. The image ends where unmapped memory begins, so that one byte too many is a crash.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "elf_object.h"

#define MUTATIONS 40000

typedef struct image {
    char *bytes;
    size_t size;
    char *guarded; /* the mapping */
    size_t mapped;
} image;

static lamina_arena *arena;

static void open_arena(void)
{
    arena = lamina_arena_new((size_t)256 << 20);
    cr_assert_not_null(arena);
}

static void close_arena(void)
{
    lamina_arena_free(arena);
}

TestSuite(test_elf_object, .init = open_arena, .fini = close_arena);

static lamina_str file_of_build(const char *name)
{
    char path[4096];
    const char *build = getenv("LAMINA_BUILD");
    snprintf(path, sizeof path, "%s/%s", build != NULL ? build : "build", name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fseek(file, 0, SEEK_END), 0);
    const long size = ftell(file);
    cr_assert_gt(size, 0);
    char *bytes = malloc((size_t)size);
    cr_assert_not_null(bytes);
    rewind(file);
    cr_assert_eq(fread(bytes, 1, (size_t)size, file), (size_t)size);
    (void)fclose(file);
    return (lamina_str){.ptr = bytes, .len = (size_t)size};
}

/* Room for size bytes right before a page that cannot be read. */
static image guarded_image(size_t size)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t rounded = (size + page - 1) / page * page;
    image result = {.size = size, .mapped = rounded + page};
    result.guarded =
        mmap(NULL, result.mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert_neq((void *)result.guarded, MAP_FAILED);
    cr_assert_eq(mprotect(result.guarded + rounded, page, PROT_NONE), 0);
    result.bytes = result.guarded + rounded - size;
    return result;
}

static void forget(image *mapped)
{
    munmap(mapped->guarded, mapped->mapped);
}

/* LAMINA_OK, or a refusal that says something. */
static lamina_status read_image(const image *mapped, size_t size, lamina_refusal *refusal)
{
    cli_elf object;
    lamina_arena_reset(arena);
    const lamina_str bytes = {.ptr = mapped->bytes + (mapped->size - size), .len = size};
    const lamina_status status = cli__elf_read(arena, "build/some.so", bytes, &object, refusal);
    cli__elf_close(&object);
    if (status != LAMINA_OK) {
        cr_assert_not_null(refusal->type);
        cr_assert(lamina_str_has_prefix(refusal->message, LAMINA_STR("some.so: ")), "%.*s",
                  LAMINA_FMT(refusal->message));
    }
    return status;
}

static image image_of(const char *name)
{
    const lamina_str file = file_of_build(name);
    image mapped = guarded_image(file.len);
    memcpy(mapped.bytes, file.ptr, file.len);
    free((char *)(uintptr_t)file.ptr);
    return mapped;
}

Test(test_elf_object, reads_what_the_build_made)
{
    static const char *const names[] = {"test/plugins/good.so", "lib/libdomain.so.1",
                                        "lib/liblamina.so.1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        image mapped = image_of(names[i]);
        lamina_refusal refusal;
        cr_expect_eq(read_image(&mapped, mapped.size, &refusal), LAMINA_OK, "%s: %.*s", names[i],
                     LAMINA_FMT(refusal.message));
        forget(&mapped);
    }
}

Test(test_elf_object, finds_names_versions_and_symbols)
{
    cli_elf library;
    lamina_refusal refusal;
    const lamina_str file = file_of_build("lib/libdomain.so.1");
    cr_assert_eq(cli__elf_read(arena, "libdomain.so.1", file, &library, &refusal), LAMINA_OK);
    cr_expect_str_eq(library.soname, "libdomain.so.1");
    cr_expect_str_eq(library.defined[0].name, "LIBDOMAIN_1.0");
    bool is_defined = false;
    bool is_asked = false;
    for (size_t i = 0; i < library.symbol_count; i++) {
        const cli_elf_symbol *at = &library.symbols[i];
        if (!strcmp(at->name, "partner_new"))
            is_defined = at->is_defined && !strcmp(at->version, "LIBDOMAIN_1.0");
        if (!strcmp(at->name, "lamina_arena_alloc"))
            is_asked = !at->is_defined && !strcmp(at->version, "LAMINA_1.0") &&
                       !strcmp(at->library, "liblamina.so.1");
    }
    cr_expect(is_defined);
    cr_expect(is_asked);
    cli__elf_close(&library);
    free((char *)(uintptr_t)file.ptr);
}

/* The section table lies at the end, so no shorter file is whole. */
Test(test_elf_object, refuses_a_file_that_was_cut_short_anywhere)
{
    const lamina_str file = file_of_build("test/plugins/good.so");
    for (size_t size = 0; size < file.len; size += size < 8192 ? 1 : 17) {
        image mapped = guarded_image(size == 0 ? 1 : size);
        lamina_refusal refusal;
        memcpy(mapped.bytes, file.ptr, size);
        cr_assert_neq(read_image(&mapped, size, &refusal), LAMINA_OK, "%zu bytes", size);
        cr_assert_str_eq(refusal.type, "Runtime.NotAPlugin");
        forget(&mapped);
    }
    free((char *)(uintptr_t)file.ptr);
}

/* ---- one field of a header changed ---- */

typedef struct damage {
    const char *name;
    const char *type;
    const char *word; /* of the message */
    size_t offset;
    size_t width;
    uint64_t value;
} damage;

#define NOT_A_PLUGIN "Runtime.NotAPlugin"
#define OTHER_MACHINE "Runtime.WrongArchitecture"
#define IDENT(index) .offset = (index), .width = 1
#define HEADER(member)                                                                             \
    .offset = offsetof(Elf64_Ehdr, member), .width = sizeof(((Elf64_Ehdr *)NULL)->member)
#define SEGMENT(n, member)                                                                         \
    .offset = sizeof(Elf64_Ehdr) + (n) * sizeof(Elf64_Phdr) + offsetof(Elf64_Phdr, member),        \
    .width = sizeof(((Elf64_Phdr *)NULL)->member)

static const damage damages[] = {
    {"no magic", NOT_A_PLUGIN, "no ELF file", IDENT(0), .value = 0},
    {"32 bits", OTHER_MACHINE, "32-bit", IDENT(EI_CLASS), .value = ELFCLASS32},
    {"big-endian", OTHER_MACHINE, "big-endian", IDENT(EI_DATA), .value = ELFDATA2MSB},
    {"no class", OTHER_MACHINE, "unknown-bit", IDENT(EI_CLASS), .value = 77},
    {"RISC-V", OTHER_MACHINE, "riscv", HEADER(e_machine), .value = EM_RISCV},
    {"nobody's", OTHER_MACHINE, "ELF machine 4242", HEADER(e_machine), .value = 4242},
    {"an object file", NOT_A_PLUGIN, "no shared object", HEADER(e_type), .value = ET_REL},
    {"a core file", NOT_A_PLUGIN, "no shared object", HEADER(e_type), .value = ET_CORE},
    {"segments far away", NOT_A_PLUGIN, "", HEADER(e_phoff), .value = UINT64_MAX - 8},
    {"no segments", NOT_A_PLUGIN, "0 program headers", HEADER(e_phnum), .value = 0},
    {"65535 segments", NOT_A_PLUGIN, "program headers", HEADER(e_phnum), .value = 0xffff},
    {"60 segments", NOT_A_PLUGIN, "", HEADER(e_phnum), .value = 60},
    {"small segments", NOT_A_PLUGIN, "8 bytes", HEADER(e_phentsize), .value = 8},
    {"sections far away", NOT_A_PLUGIN, "cut short", HEADER(e_shoff), .value = UINT64_MAX / 2},
    {"65279 sections", NOT_A_PLUGIN, "cut short", HEADER(e_shnum), .value = 0xfeff},
    {"small sections", NOT_A_PLUGIN, "section table", HEADER(e_shentsize), .value = 1},
    {"a long segment", NOT_A_PLUGIN, "cut short", SEGMENT(0, p_filesz), .value = UINT64_MAX},
    {"all memory", NOT_A_PLUGIN, "cannot be", SEGMENT(0, p_memsz), .value = UINT64_MAX},
    {"at the top", NOT_A_PLUGIN, "cannot be", SEGMENT(0, p_vaddr), .value = UINT64_MAX - 4095},
    {"overlapping", NOT_A_PLUGIN, "overlap", SEGMENT(1, p_vaddr), .value = 0},
    {"out of step", NOT_A_PLUGIN, "cannot be mapped", SEGMENT(1, p_vaddr), .value = 0x1100},
};

Test(test_elf_object, names_what_is_wrong_with_a_header)
{
    const lamina_str file = file_of_build("test/plugins/good.so");
    image mapped = guarded_image(file.len);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        lamina_refusal refusal;
        memcpy(mapped.bytes, file.ptr, file.len);
        memcpy(mapped.bytes + damages[i].offset, &damages[i].value, damages[i].width);
        cr_assert_neq(read_image(&mapped, mapped.size, &refusal), LAMINA_OK, "%s", damages[i].name);
        cr_expect_str_eq(refusal.type, damages[i].type, "%s: %.*s", damages[i].name,
                         LAMINA_FMT(refusal.message));
        cr_expect_not_null(strstr(refusal.message.ptr, damages[i].word), "%s: %.*s",
                           damages[i].name, LAMINA_FMT(refusal.message));
    }
    forget(&mapped);
    free((char *)(uintptr_t)file.ptr);
}

/* ---- many fields changed, by chance that is always the same ---- */

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13; /* xorshift64 (Marsaglia, 2003) */
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* What breaks readers: ends of ranges, and small steps off what was right. */
static uint64_t nasty_value(uint64_t *state, uint64_t was)
{
    static const uint64_t values[] = {
        0,          1,          7,         0x7f,     0xff, 0xffff, 0x7fffffff,    0x80000000,
        0xffffffff, UINT64_MAX, INT64_MAX, 1u << 20, 4095, 4097,   UINT64_MAX - 7};
    const uint64_t pick = next_random(state);
    if (pick % 3 == 0)
        return was + (next_random(state) % 33) - 16;
    if (pick % 3 == 1)
        return next_random(state);
    return values[pick / 3 % (sizeof values / sizeof *values)];
}

/* Half of the time in the tables at the beginning, where a reader's decisions are. */
static void mutate(image *mapped, uint64_t *state)
{
    const size_t count = 1 + next_random(state) % 4;
    for (size_t i = 0; i < count; i++) {
        const size_t width = (size_t)1 << (next_random(state) % 4);
        const size_t range = next_random(state) % 2 == 0 ? 4096 : mapped->size;
        const size_t offset =
            next_random(state) % ((range < mapped->size ? range : mapped->size) - width);
        uint64_t value = 0;
        memcpy(&value, mapped->bytes + offset / width * width, width);
        value = nasty_value(state, value);
        memcpy(mapped->bytes + offset / width * width, &value, width);
    }
}

static void survive_mutations(const char *name, uint64_t seed, size_t rounds)
{
    const lamina_str file = file_of_build(name);
    image mapped = guarded_image(file.len);
    size_t refused = 0;
    for (size_t i = 0; i < rounds; i++) {
        lamina_refusal refusal;
        memcpy(mapped.bytes, file.ptr, file.len);
        mutate(&mapped, &seed);
        refused += read_image(&mapped, mapped.size, &refusal) != LAMINA_OK;
    }
    cr_expect_gt(refused, rounds / 10, "only %zu of %zu were refused", refused, rounds);
    cr_expect_lt(refused, rounds, "not one was accepted: the mutations are too coarse");
    forget(&mapped);
    free((char *)(uintptr_t)file.ptr);
}

Test(test_elf_object, survives_mutations_of_a_plugin)
{
    survive_mutations("test/plugins/good.so", 0x9e3779b97f4a7c15u, MUTATIONS);
    survive_mutations("test/plugins/echo.so", 0xd1b54a32d192ed03u, MUTATIONS);
}

/* It defines versions, and has many symbols. */
Test(test_elf_object, survives_mutations_of_a_library)
{
    survive_mutations("layer/lib/libdomain.so.1", 0x2545f4914f6cdd1du, MUTATIONS / 20);
}
