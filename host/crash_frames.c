/*
 * crash_frames.c - walks frame pointers with nothing but memory that was made ready before: the loader's
 * lists, locks and the heap may be what just broke.
 */
#include "crash_frames.h"

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <ucontext.h>

#define FILE_CAP 24
#define NAME_LEN 64
#define BUILD_ID_LEN 20 /* SHA-1's, as every Linux linker makes it */

typedef struct loaded_file {
    uintptr_t begin; /* of its code */
    uintptr_t end;
    uintptr_t base; /* what its own addresses count from */
    char name[NAME_LEN];
    uint8_t build_id[BUILD_ID_LEN];
    bool has_frames; /* compiled with frame pointers; the system's own files are not */
} loaded_file;

static loaded_file files[FILE_CAP];
static size_t file_count;
static uintptr_t stack_end;

/* ---- before the crash ---- */

static size_t aligned(size_t size)
{
    return (size + 3u) & ~(size_t)3u;
}

static void take_build_id(loaded_file *file, const char *notes, size_t len)
{
    while (notes != NULL && len >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, notes, sizeof(note));
        const size_t name = sizeof(note);
        const size_t content = name + aligned(note.n_namesz);
        const size_t whole = content + aligned(note.n_descsz);
        if (whole > len)
            return;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_descsz == BUILD_ID_LEN &&
            note.n_namesz == sizeof(ELF_NOTE_GNU) &&
            memcmp(notes + name, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) == 0)
            memcpy(file->build_id, notes + content, BUILD_ID_LEN);
        notes += whole;
        len -= whole;
    }
}

static void take_name(loaded_file *file, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    if (name[0] == '\0')
        name = "bootstrap"; /* the loader has no name for the program itself */
    /* It stands in JSON: what would need an escape is left out. */
    for (size_t i = 0, k = 0; name[i] != '\0' && k < NAME_LEN - 1; i++)
        if (name[i] > ' ' && name[i] < 127 && name[i] != '"' && name[i] != '\\')
            file->name[k++] = name[i];
}

/* On arm64 every compiler keeps them unless it is told not to; on x86_64 it is the other way round. */
#if defined(__x86_64__)
static bool keeps_frames(const char *name)
{
    static const char *const without[] = {"libc.", "libm.", "ld-linux", "linux-vdso"};
    for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
        if (strncmp(name, without[i], strlen(without[i])) == 0)
            return false;
    return true;
}
#else
static bool keeps_frames(const char *name)
{
    (void)name;
    return true;
}
#endif

static int take_file(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size;
    (void)unused;
    if (file_count == FILE_CAP)
        return 1;
    loaded_file *file = &files[file_count];
    *file = (loaded_file){.base = info->dlpi_addr};
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        const uintptr_t address = info->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) != 0) {
            file->begin = address;
            file->end = address + segment->p_memsz;
        }
        if (segment->p_type == PT_NOTE && segment->p_align <= 4) {
            const union {
                uintptr_t address;
                const char *bytes;
            } notes = {.address = address};
            take_build_id(file, notes.bytes, segment->p_memsz);
        }
    }
    take_name(file, info->dlpi_name);
    file->has_frames = keeps_frames(file->name);
    file_count += file->end > 0;
    return 0;
}

void host__crash_know_files(void)
{
    file_count = 0;
    /* The program's own name lies above every frame of its first thread, the only one that serves. */
    stack_end = (uintptr_t)getauxval(AT_EXECFN);
    (void)dl_iterate_phdr(take_file, NULL);
}

/* ---- in the signal's handler ---- */

static const loaded_file *file_of(uintptr_t address)
{
    for (size_t i = 0; i < file_count; i++)
        if (address >= files[i].begin && address < files[i].end)
            return &files[i];
    return NULL;
}

/* A buffer that is never written beyond its end; no function of stdio is async-signal-safe. */
typedef struct frames_text {
    char *out;
    size_t len;
} frames_text;

static void add_char(frames_text *text, char c)
{
    if (text->len < CRASH_FRAMES_LEN)
        text->out[text->len++] = c;
}

static void add_hex(frames_text *text, uint64_t number, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        add_char(text, "0123456789abcdef"[number >> shift & 0xfu]);
}

static int hex_digits(uint64_t number)
{
    int digits = 1;
    while (digits < 16 && number >> (digits * 4) != 0)
        digits++;
    return digits;
}

static void add_frame(frames_text *text, const loaded_file *file, uintptr_t address)
{
    const uint64_t offset = address - file->base;
    if (text->len > 0)
        add_char(text, ',');
    add_char(text, '"');
    for (const char *at = file->name; *at != '\0'; at++)
        add_char(text, *at);
    add_char(text, '+');
    add_char(text, '0');
    add_char(text, 'x');
    add_hex(text, offset, hex_digits(offset));
    add_char(text, '@');
    for (size_t i = 0; i < BUILD_ID_LEN; i++)
        add_hex(text, file->build_id[i], 2);
    add_char(text, '"');
}

typedef struct registers {
    uintptr_t code;
    uintptr_t frame;
    uintptr_t stack;
    uintptr_t caller; /* where a function that has no frame yet returns to; 0: unknown */
} registers;

static bool is_on_stack(uintptr_t address, uintptr_t lowest)
{
    return address >= lowest && address % sizeof(uintptr_t) == 0 && address < stack_end &&
           stack_end - address >= 2 * sizeof(uintptr_t);
}

static uintptr_t word_at(uintptr_t address)
{
    const union {
        uintptr_t address;
        const uintptr_t *word;
    } view = {.address = address};
    return view.word != NULL ? *view.word : 0;
}

static registers read_registers(const void *context)
{
    const ucontext_t *at = context;
    registers now = {0};
#if defined(__x86_64__)
    now.code = (uintptr_t)at->uc_mcontext.gregs[REG_RIP];
    now.frame = (uintptr_t)at->uc_mcontext.gregs[REG_RBP];
    now.stack = (uintptr_t)at->uc_mcontext.gregs[REG_RSP];
    now.caller = is_on_stack(now.stack, now.stack) ? word_at(now.stack) : 0;
#elif defined(__aarch64__)
    now.code = at->uc_mcontext.pc;
    now.frame = at->uc_mcontext.regs[29];
    now.stack = at->uc_mcontext.sp;
    now.caller = at->uc_mcontext.regs[30];
#endif
    return now;
}

/* Does this address follow a call, as a return address does? Code is readable. */
static bool is_behind_call(const loaded_file *file, uintptr_t address)
{
    const union {
        uintptr_t address;
        const uint8_t *bytes;
    } code = {.address = address - 8};
    if (address - file->begin < 8 || code.bytes == NULL)
        return false;
#if defined(__x86_64__)
    /* call rel32, or call through a register or memory (Intel SDM, volume 2, CALL) */
    if (code.bytes[3] == 0xe8)
        return true;
    for (int back = 2; back <= 7; back++)
        if (code.bytes[8 - back] == 0xff && (code.bytes[9 - back] & 0x38u) == 0x10)
            return true;
    return false;
#else
    uint32_t instruction;
    memcpy(&instruction, code.bytes + 4, sizeof(instruction));
    /* BL, BLR (Arm Architecture Reference Manual, C4.1) */
    return (instruction & 0xfc000000u) == 0x94000000u || (instruction & 0xfffffc1fu) == 0xd63f0000u;
#endif
}

static const loaded_file *file_of_caller(uintptr_t address)
{
    const loaded_file *file = file_of(address);
    return file != NULL && file->has_frames && is_behind_call(file, address) ? file : NULL;
}

/* A saved frame pointer, which leads upward, and a return address above it. */
static bool is_frame(uintptr_t at)
{
    return is_on_stack(at, at) && is_on_stack(word_at(at), at + 1) &&
           file_of_caller(word_at(at + sizeof(uintptr_t))) != NULL;
}

/* The highest return address between two addresses of the stack; 0: there is none. */
static uintptr_t last_return(uintptr_t low, uintptr_t high)
{
    for (uintptr_t at = high; at > low; at -= sizeof(uintptr_t))
        if (file_of_caller(word_at(at - sizeof(uintptr_t))) != NULL)
            return at - sizeof(uintptr_t);
    return 0;
}

/*
 * Right below a frame lies what its function keeps, and then where the call that is under way returns to.
 * An old frame, that of a call which has ended, leads to a true one sooner or later, but is not that call:
 * a later one lies above it.
 */
static bool is_last_call(uintptr_t frame)
{
    return is_frame(frame) && last_return(frame, word_at(frame)) == frame + sizeof(uintptr_t);
}

static bool is_under_way(uintptr_t frame)
{
    return is_last_call(frame) && is_last_call(word_at(frame));
}

/*
 * The crash is in a file without frame pointers, such as glibc's abort(). Below the first frame of ours the
 * stack is glibc's, with old frames of ours in it. Returns the first frame of a call that is under way; what
 * its function called is told too, unless only an old frame says so. A guess, and the first of the list alone.
 */
static uintptr_t scan(frames_text *text, uintptr_t stack)
{
    uintptr_t frame = stack;
    while (is_on_stack(frame, stack) && !is_under_way(frame))
        frame += sizeof(uintptr_t);
    if (!is_on_stack(frame, stack))
        return 0;
    const uintptr_t call = last_return(stack, frame);
    if (call != 0 && !is_frame(call - sizeof(uintptr_t)))
        add_frame(text, file_of(word_at(call)), word_at(call) - 1);
    return frame;
}

static void follow_frames(frames_text *text, uintptr_t frame, uintptr_t lowest)
{
    for (int i = 0; i < CRASH_FRAME_CAP && is_on_stack(frame, lowest); i++) {
        const uintptr_t back = word_at(frame + sizeof(uintptr_t));
        const loaded_file *file = file_of(back);
        if (file == NULL)
            return;
        /* Where it would return to is behind the call, and may be another line. */
        add_frame(text, file, back - 1);
        lowest = frame + 1;
        frame = word_at(frame);
    }
}

size_t host__crash_write_frames(const void *context, char out[CRASH_FRAMES_LEN])
{
    frames_text text = {.out = out};
    const registers now = read_registers(context);
    const loaded_file *file = file_of(now.code);
    uintptr_t frame = now.frame;
    if (file != NULL)
        add_frame(&text, file, now.code);
    else if (file_of(now.caller) != NULL) /* it jumped to what is no code */
        add_frame(&text, file_of(now.caller), now.caller - 1);
    if (file != NULL && !file->has_frames)
        frame = scan(&text, now.stack);
    follow_frames(&text, frame, now.stack);
    return text.len < CRASH_FRAMES_LEN ? text.len : 0;
}
