/*
 * elf_object.h - a shared object as the loader will see it: by its program headers and dynamic segment,
 * read with libelf. Sections, which the loader ignores, are only asked whether they are all there.
 *
 * The file may be damaged or hostile: every offset and count in it is checked before it is used.
 */
#ifndef CLI_ELF_OBJECT_H
#define CLI_ELF_OBJECT_H

#include <gelf.h>

#include "lamina/check.h"
#include "lamina/text.h"

/* A package with its layers is at most 250 MB unzipped (Lambda Developer Guide, "Lambda quotas"). */
#define CLI_ELF_FILE_CAP ((size_t)250 << 20)

/* A symbol of the dynamic symbol table. Strings are borrowed from the object. */
typedef struct cli_elf_symbol {
    const char *name;
    const char *version; /* the version node; NULL: none */
    const char
        *library; /* of an undefined one: the library that the version is asked of; may be NULL */
    uint64_t address;
    uint64_t size;
    unsigned type; /* STT_* */
    bool is_defined;
    bool is_weak;
    bool is_hidden_version; /* found only by who asks for this version */
} cli_elf_symbol;

/* A version node that the object asks of a library, or defines itself (library is NULL then). */
typedef struct cli_elf_version {
    const char *library;
    const char *name;
    unsigned index; /* as the symbols refer to it */
    bool is_weak;   /* the loader does without it */
} cli_elf_version;

typedef struct cli_elf_segment {
    uint64_t address;
    uint64_t offset;
    uint64_t file_size;
    uint64_t memory_size;
    unsigned flags; /* PF_* */
} cli_elf_segment;

/* How it was linked. */
#define CLI_ELF_BIND_NOW 0x1u
#define CLI_ELF_RELRO 0x2u
#define CLI_ELF_PLAIN_STACK 0x4u         /* says that its stack need not be executable */
#define CLI_ELF_TEXT_RELOCATIONS 0x8u    /* the loader must write into code */
#define CLI_ELF_WRITABLE_CODE 0x10u      /* a segment that is both writable and executable */
#define CLI_ELF_PACKED_RELOCATIONS 0x20u /* DT_RELR, which glibc reads since 2.36 */
#define CLI_ELF_PROGRAM 0x40u            /* a position-independent program */

typedef struct cli_elf {
    const char *path;
    const char *file;     /* path without its folder */
    unsigned machine;     /* EM_X86_64 or EM_AARCH64 */
    const char *soname;   /* NULL: none */
    const char *build_id; /* hexadecimal; NULL: none */
    const char **needed;
    size_t needed_count;
    cli_elf_symbol *symbols; /* without the first, which is none */
    size_t symbol_count;
    cli_elf_version *required;
    size_t required_count;
    cli_elf_version *defined;
    size_t defined_count;
    unsigned traits; /* CLI_ELF_* */
    /* the inside */
    lamina_arena *arena;
    lamina_refusal *refusal;
    Elf *elf;
    const char *bytes;
    cli_elf_segment *segments; /* PT_LOAD, by address */
    size_t segment_count;
    uint64_t file_size;
    uint64_t dynamic_offset;
    uint64_t dynamic_size;
    const char *strings;
    size_t strings_size;
} cli_elf;

/*
 * Reads the shared object at path into the arena, which it lives as long as. Refusals:
 * Runtime.PluginNotFound, Runtime.PluginNotLoadable (cannot be read), Runtime.NotAPlugin (no shared
 * object, or a damaged one), Runtime.WrongArchitecture (none of Lambda's two). LAMINA_OK, or
 * LAMINA_E_CONFIG with *refusal. The caller ends it with cli__elf_close() in both cases.
 */
lamina_status cli__elf_open(lamina_arena *arena, const char *path, cli_elf *object,
                            lamina_refusal *refusal);
/* The same of bytes that lie in memory, and stay there until cli__elf_close(). */
lamina_status cli__elf_read(lamina_arena *arena, const char *path, lamina_str bytes,
                            cli_elf *object, lamina_refusal *refusal);
void cli__elf_close(cli_elf *object);

/* The first bytes of what the file holds for an address of it; false when it does not hold them all. */
bool cli__elf_copy(const cli_elf *object, uint64_t address, void *out, size_t len);

/* "x86_64", "aarch64", or "ELF machine 3" in the arena. */
const char *cli__elf_machine_name(lamina_arena *arena, unsigned machine);

#endif
