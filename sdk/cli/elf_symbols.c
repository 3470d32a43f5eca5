/*
 * elf_symbols.c - the dynamic symbols. How many there are stands nowhere: the loader finds defined
 * ones by the hash table, and undefined ones by the relocations that refer to them. So do we.
 */
#include <inttypes.h>
#include <string.h>

#include "elf_object_inside.h"

/* The highest index that something refers to. */
typedef struct symbol_range {
    cli_elf *object;
    uint64_t count;
} symbol_range;

static void widen(symbol_range *range, uint64_t index)
{
    if (index >= range->count)
        range->count = index + 1;
}

/* ---- hash tables ---- */

static bool is_damaged(cli_elf *object)
{
    return cli__elf_damaged(object, "has a hash table of symbols that is damaged");
}

/* System V's: bucket count, then the number of symbols. */
static bool widen_by_hash(symbol_range *range, uint64_t address)
{
    uint32_t counts[2];
    if (!cli__elf_copy(range->object, address, counts, sizeof(counts)))
        return is_damaged(range->object);
    if (counts[1] > 0)
        widen(range, counts[1] - 1u);
    return true;
}

/* A chain ends with the value whose lowest bit is set. */
static bool walk_chain(symbol_range *range, uint64_t chains, uint64_t first, uint32_t start)
{
    if (start < first)
        return is_damaged(range->object);
    for (uint64_t i = start;; i++) {
        uint32_t value;
        if (!cli__elf_copy(range->object, chains + (i - first) * sizeof(value), &value,
                           sizeof(value)))
            return is_damaged(range->object);
        if (value & 1u) {
            widen(range, i);
            return true;
        }
    }
}

/* GNU's: four counts, the bloom filter, the buckets, the chains. Only the chain of the highest bucket
   leads to the last symbol. */
static bool widen_by_gnu_hash(symbol_range *range, uint64_t address)
{
    struct {
        uint32_t bucket_count, first, bloom_count, bloom_shift;
    } head;
    uint32_t highest = 0;
    if (!cli__elf_copy(range->object, address, &head, sizeof(head)))
        return is_damaged(range->object);
    const uint64_t buckets = address + sizeof(head) + (uint64_t)head.bloom_count * 8;
    const uint64_t chains = buckets + (uint64_t)head.bucket_count * sizeof(uint32_t);
    const Elf_Data *data = cli__elf_chunk(range->object, buckets, chains - buckets, ELF_T_WORD);
    if (head.bucket_count == 0 || data == NULL || data->d_buf == NULL)
        return is_damaged(range->object);
    for (size_t i = 0; i < head.bucket_count; i++) {
        uint32_t start;
        memcpy(&start, (const char *)data->d_buf + i * sizeof(start), sizeof(start));
        if (start > highest)
            highest = start;
    }
    return highest == 0 || walk_chain(range, chains, head.first, highest);
}

/* ---- relocations ---- */

/* The loader writes there: it must be memory of ours that can be written. */
static bool is_writable(const cli_elf *object, uint64_t address)
{
    for (size_t i = 0; i < object->segment_count; i++) {
        const cli_elf_segment *at = &object->segments[i];
        if (address >= at->address && address - at->address < at->memory_size)
            return (at->flags & PF_W) != 0 || (object->traits & CLI_ELF_TEXT_RELOCATIONS) != 0;
    }
    return false;
}

static bool widen_by_relocations(symbol_range *range, uint64_t address, uint64_t size)
{
    if (size == 0)
        return true;
    Elf_Data *data = cli__elf_chunk(range->object, address, size, ELF_T_RELA);
    const uint64_t count = size / sizeof(Elf64_Rela);
    if (data == NULL || size % sizeof(Elf64_Rela) != 0)
        return cli__elf_damaged(range->object, "has a table of relocations that is damaged");
    for (uint64_t i = 0; i < count; i++) {
        GElf_Rela relocation;
        if (gelf_getrela(data, (int)i, &relocation) == NULL)
            return cli__elf_damaged(range->object, "has a relocation that cannot be read");
        /* Type 0 is "none" on both machines. */
        if (GELF_R_TYPE(relocation.r_info) != 0 && !is_writable(range->object, relocation.r_offset))
            return cli__elf_damaged(
                range->object, "has a relocation outside of its writable memory, at 0x%" PRIx64,
                relocation.r_offset);
        widen(range, GELF_R_SYM(relocation.r_info));
    }
    return true;
}

/* ---- symbols ---- */

/* Bits of an entry of the table of symbol versions. */
#define VERSION_HIDDEN 0x8000u
#define VERSION_INDEX 0x7fffu

static void take_version(const cli_elf *object, unsigned version, cli_elf_symbol *symbol)
{
    const cli_elf_version *list = symbol->is_defined ? object->defined : object->required;
    const size_t count = symbol->is_defined ? object->defined_count : object->required_count;
    symbol->is_hidden_version = (version & VERSION_HIDDEN) != 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].index != (version & VERSION_INDEX))
            continue;
        symbol->version = list[i].name;
        symbol->library = list[i].library;
    }
}

/* A version node is listed as a symbol, too. */
static bool is_version_node(const cli_elf *object, const char *name)
{
    for (size_t i = 0; i < object->defined_count; i++)
        if (!strcmp(object->defined[i].name, name))
            return true;
    return false;
}

static bool take_symbol(cli_elf *object, const GElf_Sym *entry, unsigned version)
{
    const unsigned binding = GELF_ST_BIND(entry->st_info);
    const unsigned visibility = GELF_ST_VISIBILITY(entry->st_other);
    const bool is_defined = entry->st_shndx != SHN_UNDEF;
    const char *name = cli__elf_string(object, entry->st_name);
    if (name == NULL)
        return cli__elf_damaged(object, "has a symbol whose name lies outside of its string table");
    /* Local ones bind nothing. */
    if (binding == STB_LOCAL || name[0] == '\0' ||
        (is_defined && (visibility == STV_HIDDEN || visibility == STV_INTERNAL)) ||
        (entry->st_shndx == SHN_ABS && is_version_node(object, name)))
        return true;
    cli_elf_symbol *symbol = &object->symbols[object->symbol_count++];
    *symbol = (cli_elf_symbol){.name = name,
                               .address = entry->st_value,
                               .size = entry->st_size,
                               .type = GELF_ST_TYPE(entry->st_info),
                               .is_defined = is_defined,
                               .is_weak = binding == STB_WEAK};
    take_version(object, version, symbol);
    return true;
}

static bool read_table(cli_elf *object, const cli_elf_tables *tables, uint64_t count)
{
    Elf_Data *symbols =
        cli__elf_chunk(object, tables->symbols, count * sizeof(Elf64_Sym), ELF_T_SYM);
    const Elf_Data *versions = tables->symbol_versions == 0
                                   ? NULL
                                   : cli__elf_chunk(object, tables->symbol_versions,
                                                    count * sizeof(Elf64_Versym), ELF_T_HALF);
    if (symbols == NULL || (versions == NULL && tables->symbol_versions != 0))
        return cli__elf_damaged(object, "has a symbol table that is not all there");
    object->symbols = lamina_arena_array(object->arena, (size_t)count, sizeof(cli_elf_symbol));
    if (object->symbols == NULL)
        return cli__elf_too_large(object);
    for (uint64_t i = 1; i < count; i++) {
        GElf_Sym entry;
        Elf64_Versym version = VER_NDX_GLOBAL;
        if (gelf_getsym(symbols, (int)i, &entry) == NULL)
            return cli__elf_damaged(object, "has a symbol that cannot be read");
        if (versions)
            memcpy(&version, (const char *)versions->d_buf + i * sizeof(version), sizeof(version));
        if (!take_symbol(object, &entry, version))
            return false;
    }
    return true;
}

bool cli__elf_read_symbols(cli_elf *object, const cli_elf_tables *tables)
{
    symbol_range range = {.object = object, .count = 1};
    if (tables->hash && !widen_by_hash(&range, tables->hash))
        return false;
    if (tables->gnu_hash && !widen_by_gnu_hash(&range, tables->gnu_hash))
        return false;
    if (!widen_by_relocations(&range, tables->relocations, tables->relocations_size) ||
        !widen_by_relocations(&range, tables->calls, tables->calls_size))
        return false;
    /* Each is 24 bytes of the file: a greater number is checked here, before it is multiplied. */
    if (range.count > object->file_size / sizeof(Elf64_Sym))
        return cli__elf_damaged(object, "refers to symbol %" PRIu64 ", which it cannot have",
                                range.count);
    return read_table(object, tables, range.count);
}
