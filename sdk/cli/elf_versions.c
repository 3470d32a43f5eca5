/*
 * elf_versions.c - the version nodes that an object asks of its libraries, and those it defines.
 */
#include "elf_object_inside.h"

/* A library defines one node a release; nothing asks for this many. */
#define VERSION_CAP 1024u

typedef struct version_list {
    cli_elf *object;
    cli_elf_version *items;
    size_t count;
} version_list;

static bool add(version_list *list, cli_elf_version version)
{
    if (list->count == VERSION_CAP)
        return cli__elf_damaged(list->object, "has more than %u version nodes", VERSION_CAP);
    if (version.name == NULL)
        return cli__elf_damaged(list->object, "names a version outside of its string table");
    list->items[list->count++] = version;
    return true;
}

static bool open_list(version_list *list, cli_elf *object)
{
    list->object = object;
    list->items = lamina_arena_array(object->arena, VERSION_CAP, sizeof(cli_elf_version));
    return list->items != NULL || cli__elf_too_large(object);
}

static bool is_damaged(cli_elf *object)
{
    return cli__elf_damaged(object, "has a table of versions that is damaged");
}

/* ---- asked for ---- */

static bool read_asked_of(version_list *list, Elf_Data *data, uint64_t offset, unsigned count,
                          const char *library)
{
    for (unsigned i = 0; i < count; i++) {
        GElf_Vernaux version;
        if (offset > INT32_MAX || gelf_getvernaux(data, (int)offset, &version) == NULL)
            return is_damaged(list->object);
        if (!add(list, (cli_elf_version){.library = library,
                                         .name = cli__elf_string(list->object, version.vna_name),
                                         .index = version.vna_other & 0x7fffu,
                                         .is_weak = (version.vna_flags & VER_FLG_WEAK) != 0}))
            return false;
        if (version.vna_next == 0)
            break;
        offset += version.vna_next;
    }
    return true;
}

static bool read_asked(version_list *list, const cli_elf_tables *tables)
{
    Elf_Data *data = cli__elf_rest(list->object, tables->required, ELF_T_VNEED);
    uint64_t offset = 0;
    if (data == NULL || tables->required_count > VERSION_CAP)
        return is_damaged(list->object);
    for (uint64_t i = 0; i < tables->required_count; i++) {
        GElf_Verneed library;
        if (offset > INT32_MAX || gelf_getverneed(data, (int)offset, &library) == NULL)
            return is_damaged(list->object);
        const char *name = cli__elf_string(list->object, library.vn_file);
        if (name == NULL)
            return is_damaged(list->object);
        if (!read_asked_of(list, data, offset + library.vn_aux, library.vn_cnt, name))
            return false;
        if (library.vn_next == 0)
            break;
        offset += library.vn_next;
    }
    return true;
}

/* ---- defined ---- */

static bool read_defined(version_list *list, const cli_elf_tables *tables)
{
    Elf_Data *data = cli__elf_rest(list->object, tables->defined, ELF_T_VDEF);
    uint64_t offset = 0;
    if (data == NULL || tables->defined_count > VERSION_CAP)
        return is_damaged(list->object);
    for (uint64_t i = 0; i < tables->defined_count; i++) {
        GElf_Verdef version;
        GElf_Verdaux name;
        if (offset > INT32_MAX || gelf_getverdef(data, (int)offset, &version) == NULL ||
            offset + version.vd_aux > INT32_MAX ||
            gelf_getverdaux(data, (int)(offset + version.vd_aux), &name) == NULL)
            return is_damaged(list->object);
        /* The base definition is the library's own name and no version. */
        if (!(version.vd_flags & VER_FLG_BASE) &&
            !add(list, (cli_elf_version){.name = cli__elf_string(list->object, name.vda_name),
                                         .index = version.vd_ndx & 0x7fffu}))
            return false;
        if (version.vd_next == 0)
            break;
        offset += version.vd_next;
    }
    return true;
}

bool cli__elf_read_versions(cli_elf *object, const cli_elf_tables *tables)
{
    version_list asked = {0};
    version_list defined = {0};
    if (tables->required && !(open_list(&asked, object) && read_asked(&asked, tables)))
        return false;
    if (tables->defined && !(open_list(&defined, object) && read_defined(&defined, tables)))
        return false;
    object->required = asked.items;
    object->required_count = asked.count;
    object->defined = defined.items;
    object->defined_count = defined.count;
    return true;
}
