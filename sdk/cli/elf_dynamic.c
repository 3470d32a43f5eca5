/*
 * elf_dynamic.c - the dynamic segment: what is needed, how it was linked, and where the tables lie.
 */
#include <inttypes.h>
#include <stddef.h>

#include "elf_object_inside.h"

#define ENTRY_CAP 4096u

/* Entries that are kept as they are. */
static const struct {
    int64_t tag;
    size_t offset; /* in cli_elf_tables */
} kept[] = {
    {DT_SYMTAB, offsetof(cli_elf_tables, symbols)},
    {DT_HASH, offsetof(cli_elf_tables, hash)},
    {DT_GNU_HASH, offsetof(cli_elf_tables, gnu_hash)},
    {DT_VERSYM, offsetof(cli_elf_tables, symbol_versions)},
    {DT_VERNEED, offsetof(cli_elf_tables, required)},
    {DT_VERNEEDNUM, offsetof(cli_elf_tables, required_count)},
    {DT_VERDEF, offsetof(cli_elf_tables, defined)},
    {DT_VERDEFNUM, offsetof(cli_elf_tables, defined_count)},
    {DT_RELA, offsetof(cli_elf_tables, relocations)},
    {DT_RELASZ, offsetof(cli_elf_tables, relocations_size)},
    {DT_JMPREL, offsetof(cli_elf_tables, calls)},
    {DT_PLTRELSZ, offsetof(cli_elf_tables, calls_size)},
};

/* Entries that say how it was linked: any of the bits means the trait. */
static const struct {
    int64_t tag;
    uint64_t bits; /* 0: that the entry is there */
    unsigned trait;
} traits[] = {
    {DT_BIND_NOW, 0, CLI_ELF_BIND_NOW},        {DT_FLAGS, DF_BIND_NOW, CLI_ELF_BIND_NOW},
    {DT_FLAGS_1, DF_1_NOW, CLI_ELF_BIND_NOW},  {DT_FLAGS_1, DF_1_PIE, CLI_ELF_PROGRAM},
    {DT_TEXTREL, 0, CLI_ELF_TEXT_RELOCATIONS}, {DT_FLAGS, DF_TEXTREL, CLI_ELF_TEXT_RELOCATIONS},
    {DT_RELR, 0, CLI_ELF_PACKED_RELOCATIONS},
};

typedef struct string_table {
    uint64_t address;
    uint64_t size;
} string_table;

static void take_entry(cli_elf *object, const GElf_Dyn *entry, cli_elf_tables *tables,
                       string_table *strings)
{
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        if (kept[i].tag == entry->d_tag)
            *(uint64_t *)(void *)((char *)tables + kept[i].offset) = entry->d_un.d_val;
    for (size_t i = 0; i < sizeof(traits) / sizeof(traits[0]); i++)
        if (traits[i].tag == entry->d_tag &&
            (traits[i].bits == 0 || (entry->d_un.d_val & traits[i].bits)))
            object->traits |= traits[i].trait;
    if (entry->d_tag == DT_STRTAB)
        strings->address = entry->d_un.d_ptr;
    if (entry->d_tag == DT_STRSZ)
        strings->size = entry->d_un.d_val;
    if (entry->d_tag == DT_NEEDED)
        object->needed_count++;
}

/* The number of entries before the one that closes the table; false when none does. */
static bool take_entries(cli_elf *object, Elf_Data *dynamic, cli_elf_tables *tables,
                         string_table *strings, int *count)
{
    GElf_Dyn entry;
    for (*count = 0; *count < (int)ENTRY_CAP; (*count)++) {
        if (gelf_getdyn(dynamic, *count, &entry) == NULL)
            return cli__elf_damaged(object, "has a dynamic segment without an end");
        if (entry.d_tag == DT_NULL)
            return true;
        take_entry(object, &entry, tables, strings);
    }
    return cli__elf_damaged(object, "has a dynamic segment of more than %u entries", ENTRY_CAP);
}

static bool open_strings(cli_elf *object, const string_table *table)
{
    const Elf_Data *data = cli__elf_chunk(object, table->address, table->size, ELF_T_BYTE);
    if (data == NULL || data->d_buf == NULL || table->size == 0)
        return cli__elf_damaged(object,
                                "has no string table where its dynamic segment says (%" PRIu64 " "
                                "bytes at address 0x%" PRIx64 ")",
                                table->size, table->address);
    object->strings = data->d_buf;
    object->strings_size = data->d_size;
    return true;
}

/* The libraries it needs and its own name, which are offsets in the string table. */
static bool read_names(cli_elf *object, Elf_Data *dynamic, int count)
{
    object->needed = lamina_arena_array(object->arena, object->needed_count, sizeof(char *));
    if (object->needed == NULL)
        return cli__elf_too_large(object);
    object->needed_count = 0;
    for (int i = 0; i < count; i++) {
        GElf_Dyn entry;
        if (gelf_getdyn(dynamic, i, &entry) == NULL)
            return cli__elf_damaged(object, "has a dynamic segment that cannot be read");
        if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_SONAME)
            continue;
        const char *name = cli__elf_string(object, entry.d_un.d_val);
        if (name == NULL)
            return cli__elf_damaged(object, "names a library outside of its string table");
        if (entry.d_tag == DT_SONAME)
            object->soname = name;
        else
            object->needed[object->needed_count++] = name;
    }
    return true;
}

bool cli__elf_read_dynamic(cli_elf *object, cli_elf_tables *tables)
{
    string_table strings = {0};
    int count = 0;
    Elf_Data *dynamic = elf_getdata_rawchunk(object->elf, (int64_t)object->dynamic_offset,
                                             (size_t)object->dynamic_size, ELF_T_DYN);
    if (dynamic == NULL)
        return cli__elf_damaged(object, "has a dynamic segment that cannot be read");
    if (!take_entries(object, dynamic, tables, &strings, &count))
        return false;
    if (tables->symbols == 0 || (tables->hash == 0 && tables->gnu_hash == 0))
        return cli__elf_damaged(object, "has no dynamic symbol table");
    return open_strings(object, &strings) && read_names(object, dynamic, count);
}
