/*
 * elf_notes.c - the build id: the hash that the linker gave the file, by which its debug file is found.
 */
#include <string.h>

#include "elf_object_inside.h"

/* SHA-1 has 20 bytes; a linker can be told another id, but none of this length. */
#define BUILD_ID_CAP 64u

static bool keep_build_id(cli_elf *object, const char *bytes, size_t len)
{
    if (len == 0 || len > BUILD_ID_CAP)
        return cli__elf_damaged(object, "has a build id of %zu bytes", len);
    lamina_text hex;
    lamina_text_init(&hex, 2 * BUILD_ID_CAP + 1);
    lamina_text_add_hex(&hex, (lamina_str){.ptr = bytes, .len = len});
    object->build_id = lamina_arena_copy(object->arena, lamina_text_view(&hex)).ptr;
    lamina_text_clear(&hex);
    return object->build_id != NULL || cli__elf_too_large(object);
}

bool cli__elf_read_notes(cli_elf *object, const GElf_Phdr *segment)
{
    Elf_Data *data =
        elf_getdata_rawchunk(object->elf, (int64_t)segment->p_offset, (size_t)segment->p_filesz,
                             segment->p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
    if (data == NULL || data->d_buf == NULL)
        return true; /* nothing that the loader needs */
    GElf_Nhdr note;
    size_t name = 0;
    size_t content = 0;
    size_t at = 0;
    while ((at = gelf_getnote(data, at, &note, &name, &content)) > 0) {
        const char *bytes = data->d_buf;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof(ELF_NOTE_GNU) &&
            memcmp(bytes + name, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) == 0)
            return keep_build_id(object, bytes + content, note.n_descsz);
    }
    return true;
}
