/*
 * elf_object.c - from a path to a shared object that was read whole.
 */
#include "elf_object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_object_inside.h"

/* ---- refusing ---- */

static bool refuse(cli_elf *object, const char *type, const char *cure, const char *format,
                   va_list args)
{
    char what[1024];
    const int len = vsnprintf(what, sizeof(what), format, args);
    object->refusal->type = type;
    object->refusal->message =
        lamina_arena_format(object->arena, "%s: %s%s", object->file, len < 0 ? "" : what, cure);
    if (object->refusal->message.ptr == NULL)
        object->refusal->message = LAMINA_STR("there is no memory left to say why");
    return false;
}

bool cli__elf_damaged(cli_elf *object, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse(object, "Runtime.NotAPlugin",
           ". Expected a whole shared object, as `make plugin` makes it; build it again and deploy "
           "that file.",
           format, args);
    va_end(args);
    return false;
}

bool cli__elf_refuse(cli_elf *object, const char *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse(object, type, "", format, args);
    va_end(args);
    return false;
}

bool cli__elf_too_large(cli_elf *object)
{
    return cli__elf_refuse(object, "Runtime.PluginNotLoadable",
                           "is too large to be looked at; Lambda takes packages of 250 MB");
}

/* ---- looking into it ---- */

const char *cli__elf_machine_name(lamina_arena *arena, unsigned machine)
{
    static const struct {
        unsigned machine;
        const char *name;
    } names[] = {{EM_X86_64, "x86_64"}, {EM_AARCH64, "aarch64"}, {EM_386, "i386"},
                 {EM_ARM, "arm"},       {EM_RISCV, "riscv"},     {EM_PPC64, "ppc64"}};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].machine == machine)
            return names[i].name;
    const lamina_str other = lamina_arena_format(arena, "ELF machine %u", machine);
    return other.ptr ? other.ptr : "another machine";
}

static const cli_elf_segment *segment_of(const cli_elf *object, uint64_t address)
{
    for (size_t i = 0; i < object->segment_count; i++) {
        const cli_elf_segment *at = &object->segments[i];
        if (address >= at->address && address - at->address < at->file_size)
            return at;
    }
    return NULL;
}

Elf_Data *cli__elf_chunk(const cli_elf *object, uint64_t address, uint64_t size, Elf_Type type)
{
    const cli_elf_segment *segment = segment_of(object, address);
    if (segment == NULL || size > segment->file_size - (address - segment->address))
        return NULL;
    return elf_getdata_rawchunk(
        object->elf, (int64_t)(segment->offset + (address - segment->address)), (size_t)size, type);
}

Elf_Data *cli__elf_rest(const cli_elf *object, uint64_t address, Elf_Type type)
{
    const cli_elf_segment *segment = segment_of(object, address);
    if (segment == NULL)
        return NULL;
    return cli__elf_chunk(object, address, segment->file_size - (address - segment->address), type);
}

bool cli__elf_copy(const cli_elf *object, uint64_t address, void *out, size_t len)
{
    const cli_elf_segment *segment = segment_of(object, address);
    if (segment == NULL || len > segment->file_size - (address - segment->address))
        return false;
    memcpy(out, object->bytes + segment->offset + (address - segment->address), len);
    return true;
}

const char *cli__elf_string(const cli_elf *object, uint64_t offset)
{
    if (offset >= object->strings_size)
        return NULL;
    const char *text = object->strings + offset;
    return memchr(text, '\0', object->strings_size - (size_t)offset) ? text : NULL;
}

/* ---- reading ---- */

lamina_status cli__elf_read(lamina_arena *arena, const char *path, lamina_str bytes,
                            cli_elf *object, lamina_refusal *refusal)
{
    const char *slash = strrchr(path, '/');
    cli_elf_tables tables = {0};
    *object = (cli_elf){.path = path,
                        .file = slash ? slash + 1 : path,
                        .arena = arena,
                        .refusal = refusal,
                        .bytes = bytes.ptr,
                        .file_size = bytes.len};
    *refusal = (lamina_refusal){0};
    const bool is_read =
        cli__elf_read_headers(object, bytes) && cli__elf_read_dynamic(object, &tables) &&
        cli__elf_read_versions(object, &tables) && cli__elf_read_symbols(object, &tables);
    return is_read ? LAMINA_OK : LAMINA_E_CONFIG;
}

void cli__elf_close(cli_elf *object)
{
    if (object->elf)
        elf_end(object->elf);
    object->elf = NULL;
}

static bool read_bytes(cli_elf *object, int fd, lamina_str *bytes)
{
    struct stat info;
    if (fstat(fd, &info) || !S_ISREG(info.st_mode))
        return cli__elf_damaged(object, "is no regular file");
    if (info.st_size < 0 || (uint64_t)info.st_size > CLI_ELF_FILE_CAP)
        return cli__elf_too_large(object);
    const size_t size = (size_t)info.st_size;
    char *room = lamina_arena_alloc(object->arena, size);
    if (room == NULL)
        return cli__elf_too_large(object);
    size_t got = 0;
    while (got < size) {
        const ssize_t count = pread(fd, room + got, size - got, (off_t)got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return cli__elf_refuse(object, "Runtime.PluginNotLoadable",
                                   "cannot be read to its end: %s. Copy the file again.",
                                   count < 0 ? strerror(errno) : "it became shorter meanwhile");
        got += (size_t)count;
    }
    *bytes = (lamina_str){.ptr = room, .len = size};
    return true;
}

lamina_status cli__elf_open(lamina_arena *arena, const char *path, cli_elf *object,
                            lamina_refusal *refusal)
{
    const char *slash = strrchr(path, '/');
    *object = (cli_elf){
        .path = path, .file = slash ? slash + 1 : path, .arena = arena, .refusal = refusal};
    *refusal = (lamina_refusal){0};
    /* O_NONBLOCK: a FIFO in the file's place must not hold us up. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        cli__elf_refuse(
            object, "Runtime.PluginNotFound",
            "there is no such file (%s). Build it with `make plugin`, or correct the path.", path);
        return LAMINA_E_CONFIG;
    }
    if (fd < 0) {
        cli__elf_refuse(object, "Runtime.PluginNotLoadable",
                        "cannot be read: %s. Files of a deployment package must be readable by "
                        "everybody (chmod a+r).",
                        strerror(errno));
        return LAMINA_E_CONFIG;
    }
    lamina_str bytes = {0};
    const bool is_here = read_bytes(object, fd, &bytes);
    close(fd);
    return is_here ? cli__elf_read(arena, path, bytes, object, refusal) : LAMINA_E_CONFIG;
}
