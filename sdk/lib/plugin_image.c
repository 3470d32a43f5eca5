/*
 * A look at the file before the loader sees it. dlopen would refuse most of what is refused here,
 * too, but says "wrong ELF class" or "cannot open shared object file" for what has a plainer name;
 * and of a file that was cut short it maps pages that do not exist, which ends the process.
 */
#include "plugin_image.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_refusal.h"

#if defined(__x86_64__)
enum { OWN_MACHINE = EM_X86_64 };
#elif defined(__aarch64__)
enum { OWN_MACHINE = EM_AARCH64 };
#else
#error "Lambda runs x86_64 and arm64; name this machine's e_machine here to build for another"
#endif

static const struct {
    unsigned machine;
    const char *name;
} machines[] = {
    {EM_X86_64, "x86_64"}, {EM_AARCH64, "aarch64"}, {EM_386, "i386"},
    {EM_ARM, "arm"},       {EM_RISCV, "riscv"},     {EM_PPC64, "ppc64"},
};

static const char *machine_name(unsigned machine, char unknown[32])
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].machine == machine)
            return machines[i].name;
    snprintf(unknown, 32, "ELF machine %u", machine);
    return unknown;
}

static lamina_status refuse_not_a_plugin(lamina_arena *arena, const char *file, const char *why,
                                         lamina_refusal *refusal)
{
    return lamina__refuse(arena, refusal, "Runtime.NotAPlugin",
                          "%s: %s. Expected a shared object that `make plugin` made; deploy that "
                          "file.",
                          file, why);
}

static lamina_status check_machine(lamina_arena *arena, const char *file, const Elf64_Ehdr *header,
                                   lamina_refusal *refusal)
{
    bool own_class = header->e_ident[EI_CLASS] == ELFCLASS64;
    bool own_order = header->e_ident[EI_DATA] == ELFDATA2LSB;
    if (own_class && own_order && header->e_machine == OWN_MACHINE)
        return LAMINA_OK;

    char unknown_found[32];
    char unknown_own[32];
    /* e_machine lies in the same place in both classes. */
    unsigned machine = header->e_machine;
    if (!own_order)
        machine = (machine >> 8 | machine << 8) & 0xffffu;
    const char *found = machine_name(machine, unknown_found);
    const char *own = machine_name(OWN_MACHINE, unknown_own);
    return lamina__refuse(
        arena, refusal, "Runtime.WrongArchitecture",
        "%s: built for %s (%s-bit, %s-endian); this host runs on %s (64-bit, little-endian). Build "
        "the plugin for %s, or set the function's Architectures to the one it was built for and "
        "take the layer of that architecture.",
        file, found, own_class ? "64" : "32", own_order ? "little" : "big", own, own);
}

/* Does the file hold every byte that its program headers promise? */
static bool is_whole(int fd, const Elf64_Ehdr *header, uint64_t file_size)
{
    if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phoff > file_size)
        return false;
    for (uint32_t i = 0; i < header->e_phnum; i++) {
        Elf64_Phdr segment;
        uint64_t at = header->e_phoff + i * sizeof segment;
        if (pread(fd, &segment, sizeof segment, (off_t)at) != (ssize_t)sizeof segment)
            return false;
        if (segment.p_offset > file_size || segment.p_filesz > file_size - segment.p_offset)
            return false;
    }
    return true;
}

static lamina_status check_content(lamina_arena *arena, int fd, const char *file,
                                   lamina_refusal *refusal)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return refuse_not_a_plugin(arena, file, "is no regular file", refusal);

    Elf64_Ehdr header = {0};
    ssize_t got = pread(fd, &header, sizeof header, 0);
    if (got < (ssize_t)SELFMAG || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return refuse_not_a_plugin(arena, file, "is no ELF file", refusal);
    if (got < (ssize_t)(offsetof(Elf64_Ehdr, e_machine) + sizeof header.e_machine))
        return refuse_not_a_plugin(arena, file, "is cut short within its ELF header", refusal);
    lamina_status status = check_machine(arena, file, &header, refusal);
    if (status != LAMINA_OK)
        return status;
    if (header.e_type != ET_DYN)
        return refuse_not_a_plugin(arena, file, "is an ELF file, but no shared object", refusal);
    if (got < (ssize_t)sizeof header || !is_whole(fd, &header, (uint64_t)info.st_size))
        return refuse_not_a_plugin(arena, file, "is an ELF file that was cut short", refusal);
    return LAMINA_OK;
}

lamina_status lamina__plugin_image_check(lamina_arena *arena, const char *path, const char *file,
                                         lamina_refusal *refusal)
{
    /* O_NONBLOCK: a FIFO in the plugin's place must not hold the init phase up. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return lamina__refuse(arena, refusal, "Runtime.PluginNotFound",
                              "%s: there is no such file. The function's Handler names the plugin: "
                              "\"partner\" is partner.so in the root of the deployment package. "
                              "Correct the Handler, or deploy the file.",
                              path);
    if (fd < 0)
        return lamina__refuse(arena, refusal, "Runtime.PluginNotLoadable",
                              "%s: cannot be read: %s. Files of a deployment package must be "
                              "readable by everybody (chmod a+r).",
                              path, strerror(errno));
    lamina_status status = check_content(arena, fd, file, refusal);
    close(fd);
    return status;
}
