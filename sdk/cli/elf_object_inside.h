/*
 * elf_object_inside.h - the steps of reading a shared object, in their order. Each returns false when
 * the object was refused.
 */
#ifndef CLI_ELF_OBJECT_INSIDE_H
#define CLI_ELF_OBJECT_INSIDE_H

#include "elf_object.h"

/* Where the dynamic segment says that its tables are. Addresses; 0: none. */
typedef struct cli_elf_tables {
    uint64_t symbols;
    uint64_t hash;
    uint64_t gnu_hash;
    uint64_t symbol_versions;
    uint64_t required;
    uint64_t required_count;
    uint64_t defined;
    uint64_t defined_count;
    uint64_t relocations;
    uint64_t relocations_size;
    uint64_t calls; /* relocations of the procedure linkage table */
    uint64_t calls_size;
} cli_elf_tables;

bool cli__elf_read_headers(cli_elf *object, lamina_str bytes);
/* Of one PT_NOTE segment: the build id, if it has one. */
bool cli__elf_read_notes(cli_elf *object, const GElf_Phdr *segment);
bool cli__elf_read_dynamic(cli_elf *object, cli_elf_tables *tables);
bool cli__elf_read_versions(cli_elf *object, const cli_elf_tables *tables);
bool cli__elf_read_symbols(cli_elf *object, const cli_elf_tables *tables);

/* Refuses it as damaged (Runtime.NotAPlugin): "<file>: <what>", and the cure. Always false. */
bool cli__elf_damaged(cli_elf *object, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Refuses it by any name. Always false. */
bool cli__elf_refuse(cli_elf *object, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The arena is full. Always false. */
bool cli__elf_too_large(cli_elf *object);

/* size bytes of the file for an address, as libelf reads that type; NULL when the file has them not. */
Elf_Data *cli__elf_chunk(const cli_elf *object, uint64_t address, uint64_t size, Elf_Type type);
/* All that the file holds from an address to the end of its segment. */
Elf_Data *cli__elf_rest(const cli_elf *object, uint64_t address, Elf_Type type);
/* A string of the dynamic string table; NULL when offset leads out of it. */
const char *cli__elf_string(const cli_elf *object, uint64_t offset);

#endif
