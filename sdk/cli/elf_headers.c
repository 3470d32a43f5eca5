/*
 * elf_headers.c - the ELF header, the program headers, and whether the file holds what they promise.
 */
#include <inttypes.h>
#include <string.h>

#include "elf_object_inside.h"

/* Far above what linkers make (about a dozen); a file that says more is no product of one. */
#define SEGMENT_CAP 64u
/* What one plugin may map. */
#define MEMORY_CAP ((uint64_t)1 << 30)
#define PAGE 4096u

/* ---- the header ---- */

/* The identification decides how the rest is read, so libelf sees none of another kind. */
static bool check_identification(cli_elf *object, lamina_str bytes)
{
    if (bytes.len < SELFMAG || memcmp(bytes.ptr, ELFMAG, SELFMAG) != 0)
        return cli__elf_damaged(object, "is no ELF file");
    if (bytes.len < sizeof(Elf64_Ehdr))
        return cli__elf_damaged(object, "is cut short within its ELF header");
    const unsigned char *ident = (const unsigned char *)bytes.ptr;
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB)
        return cli__elf_refuse(
            object, "Runtime.WrongArchitecture",
            "is a %s-bit, %s-endian ELF file; Lambda runs x86_64 and arm64, both 64-bit and "
            "little-endian. Build the plugin for one of them.",
            ident[EI_CLASS] == ELFCLASS64   ? "64"
            : ident[EI_CLASS] == ELFCLASS32 ? "32"
                                            : "unknown",
            ident[EI_DATA] == ELFDATA2LSB   ? "little"
            : ident[EI_DATA] == ELFDATA2MSB ? "big"
                                            : "unknown");
    return true;
}

static bool check_header(cli_elf *object, const GElf_Ehdr *header)
{
    object->machine = header->e_machine;
    if (header->e_machine != EM_X86_64 && header->e_machine != EM_AARCH64)
        return cli__elf_refuse(object, "Runtime.WrongArchitecture",
                               "built for %s; Lambda runs x86_64 and aarch64 (arm64). Build the "
                               "plugin for the architecture of the function.",
                               cli__elf_machine_name(object->arena, header->e_machine));
    if (header->e_type != ET_DYN)
        return cli__elf_damaged(object, "is an ELF file, but no shared object");
    if (header->e_version != EV_CURRENT || header->e_phentsize != sizeof(Elf64_Phdr))
        return cli__elf_damaged(object,
                                "has an ELF header that is damaged (version %u, program "
                                "headers of %u bytes)",
                                (unsigned)header->e_version, (unsigned)header->e_phentsize);
    if (header->e_phnum == 0 || header->e_phnum > SEGMENT_CAP)
        return cli__elf_damaged(object,
                                "says that it has %u program headers; a plugin has about ten",
                                (unsigned)header->e_phnum);
    return true;
}

/* ---- program headers ---- */

static bool is_inside(uint64_t offset, uint64_t size, uint64_t whole)
{
    return offset <= whole && size <= whole - offset;
}

/* What the loader takes for granted, and dies of when it is not so. */
static bool check_load(cli_elf *object, const GElf_Phdr *header)
{
    const cli_elf_segment *before =
        object->segment_count > 0 ? &object->segments[object->segment_count - 1] : NULL;
    if (header->p_filesz > header->p_memsz || header->p_memsz > MEMORY_CAP ||
        header->p_vaddr > MEMORY_CAP)
        return cli__elf_damaged(object,
                                "has a segment of %" PRIu64 " bytes of file and %" PRIu64
                                " of memory at address "
                                "0x%" PRIx64 ", which cannot be",
                                header->p_filesz, header->p_memsz, header->p_vaddr);
    if (before && header->p_vaddr < before->address + before->memory_size)
        return cli__elf_damaged(object, "has segments that overlap, at address 0x%" PRIx64,
                                header->p_vaddr);
    if (header->p_vaddr % PAGE != header->p_offset % PAGE)
        return cli__elf_damaged(
            object, "has a segment that cannot be mapped, at address 0x%" PRIx64, header->p_vaddr);
    return true;
}

static bool add_load(cli_elf *object, const GElf_Phdr *header)
{
    if (!check_load(object, header))
        return false;
    if ((header->p_flags & PF_W) && (header->p_flags & PF_X))
        object->traits |= CLI_ELF_WRITABLE_CODE;
    object->segments[object->segment_count++] = (cli_elf_segment){.address = header->p_vaddr,
                                                                  .offset = header->p_offset,
                                                                  .file_size = header->p_filesz,
                                                                  .memory_size = header->p_memsz,
                                                                  .flags = header->p_flags};
    return true;
}

static bool add_segment(cli_elf *object, const GElf_Phdr *header)
{
    if (!is_inside(header->p_offset, header->p_filesz, object->file_size))
        return cli__elf_damaged(
            object, "was cut short: a segment ends at byte %" PRIu64 ", the file at %" PRIu64,
            (header->p_offset + header->p_filesz), object->file_size);
    switch (header->p_type) {
    case PT_LOAD: return add_load(object, header);
    case PT_DYNAMIC:
        if (object->dynamic_size > 0)
            return cli__elf_damaged(object, "has two dynamic segments");
        object->dynamic_offset = header->p_offset;
        object->dynamic_size = header->p_filesz;
        return true;
    case PT_NOTE: return cli__elf_read_notes(object, header);
    case PT_GNU_RELRO: object->traits |= CLI_ELF_RELRO; return true;
    case PT_GNU_STACK:
        if (!(header->p_flags & PF_X))
            object->traits |= CLI_ELF_PLAIN_STACK;
        return true;
    default: return true;
    }
}

static bool read_segments(cli_elf *object, const GElf_Ehdr *header)
{
    object->segments = lamina_arena_array(object->arena, header->e_phnum, sizeof(cli_elf_segment));
    if (object->segments == NULL)
        return cli__elf_too_large(object);
    for (int i = 0; i < header->e_phnum; i++) {
        GElf_Phdr segment;
        if (gelf_getphdr(object->elf, i, &segment) == NULL)
            return cli__elf_damaged(object, "was cut short: its program headers are not all there");
        if (!add_segment(object, &segment))
            return false;
    }
    if (object->segment_count == 0 || object->dynamic_size == 0)
        return cli__elf_damaged(object, "has no %s segment, so it is nothing that can be loaded",
                                object->segment_count == 0 ? "loadable" : "dynamic");
    return true;
}

/* ---- sections: the loader does without them, but a file that lost them was cut short ---- */

static bool check_sections(cli_elf *object, const GElf_Ehdr *header)
{
    if (header->e_shoff == 0)
        return true;
    /* 0: more than fit into the header, and nothing that links plugins makes so many. */
    const uint64_t count = header->e_shnum;
    if (header->e_shentsize != sizeof(Elf64_Shdr) || count == 0)
        return cli__elf_damaged(object,
                                "has a section table that is damaged (%u sections of %u bytes)",
                                (unsigned)count, (unsigned)header->e_shentsize);
    if (!is_inside(header->e_shoff, count * sizeof(Elf64_Shdr), object->file_size))
        return cli__elf_damaged(object,
                                "was cut short: its section table ends at byte %" PRIu64
                                ", the file at %" PRIu64,
                                (header->e_shoff + count * sizeof(Elf64_Shdr)), object->file_size);
    for (size_t i = 1; i < count; i++) {
        GElf_Shdr section;
        Elf_Scn *at = elf_getscn(object->elf, i);
        if (at == NULL || gelf_getshdr(at, &section) == NULL)
            return cli__elf_damaged(object, "has a section table that cannot be read");
        if (section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL &&
            !is_inside(section.sh_offset, section.sh_size, object->file_size))
            return cli__elf_damaged(object, "is damaged: section %zu does not lie within the file",
                                    i);
    }
    return true;
}

bool cli__elf_read_headers(cli_elf *object, lamina_str bytes)
{
    if (!check_identification(object, bytes))
        return false;
    (void)elf_version(EV_CURRENT);
    union {
        const char *bytes;
        char *image; /* libelf only reads, but its type does not say so */
    } view = {.bytes = bytes.ptr};
    object->elf = elf_memory(view.image, bytes.len);
    GElf_Ehdr header;
    if (object->elf == NULL || gelf_getehdr(object->elf, &header) == NULL)
        return cli__elf_damaged(object, "has an ELF header that cannot be read (%s)",
                                elf_errmsg(-1));
    return check_header(object, &header) && read_segments(object, &header) &&
           check_sections(object, &header);
}
