/*
 * A walk along relocations: see code_reach.h. A node is a section of an object; with a section for each
 * function and each constant, a section is a function or a constant.
 */
#include "code_reach.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/mapper.h"

/* Sanitizers add a text for each frame, so there is room for many. */
enum { OBJECT_CAP = 400, NODE_CAP = 65536, NAME_CAP = 16384, ARCHIVE_COUNT = 2 };

typedef struct object {
    Elf *elf;
    Elf_Data *symbols;
    size_t symbol_count;
    size_t names; /* section of the symbols' names */
} object;

typedef struct node {
    size_t object;
    size_t section;
} node;

typedef struct archive {
    Elf *elf;
    int fd;
} archive;

typedef struct walk {
    lamina_arena *arena;
    archive archives[ARCHIVE_COUNT];
    object objects[OBJECT_CAP];
    size_t object_count;
    node queue[NODE_CAP];
    size_t queued;
    code_reach *reach;
} walk;

static void give_up(const char *file, const char *why)
{
    fprintf(stderr, "%s: %s\n", file, why);
    abort();
}

/* ---- files ---- */

static void open_archive(archive *a, const char *file)
{
    if (elf_version(EV_CURRENT) == EV_NONE)
        give_up(file, elf_errmsg(-1));
    a->fd = open(file, O_RDONLY | O_CLOEXEC);
    a->elf = a->fd < 0 ? NULL : elf_begin(a->fd, ELF_C_READ, NULL);
    if (a->elf == NULL || elf_kind(a->elf) != ELF_K_AR)
        give_up(file, "is no archive that can be read");
}

static Elf_Data *section_of_type(Elf *elf, uint32_t type, GElf_Shdr *header)
{
    for (Elf_Scn *section = elf_nextscn(elf, NULL); section != NULL;
         section = elf_nextscn(elf, section))
        if (gelf_getshdr(section, header) != NULL && header->sh_type == type)
            return elf_getdata(section, NULL);
    return NULL;
}

static bool keep_object(walk *w, Elf *elf)
{
    GElf_Shdr header;
    Elf_Data *symbols = section_of_type(elf, SHT_SYMTAB, &header);
    if (symbols == NULL)
        return false;
    if (w->object_count == OBJECT_CAP)
        give_up("libdomain.a", "has too many objects");
    w->objects[w->object_count++] = (object){.elf = elf,
                                             .symbols = symbols,
                                             .symbol_count = header.sh_size / header.sh_entsize,
                                             .names = header.sh_link};
    return true;
}

static void read_archive(walk *w, archive *a, const char *file)
{
    open_archive(a, file);
    Elf_Cmd command = ELF_C_READ;
    Elf *member = NULL;
    while ((member = elf_begin(-1, command, a->elf)) != NULL) {
        command = elf_next(member);
        if (!keep_object(w, member))
            elf_end(member);
    }
}

static void close_archives(walk *w)
{
    for (size_t i = 0; i < w->object_count; i++)
        elf_end(w->objects[i].elf);
    for (size_t i = 0; i < ARCHIVE_COUNT; i++) {
        elf_end(w->archives[i].elf);
        close(w->archives[i].fd);
    }
}

/* ---- lists ---- */

static bool has(const lamina_str *list, size_t count, lamina_str text)
{
    for (size_t i = 0; i < count; i++)
        if (lamina_str_equal(list[i], text))
            return true;
    return false;
}

static void add(walk *w, lamina_str *list, size_t *count, const char *text)
{
    if (has(list, *count, lamina_str_from(text)))
        return;
    if (*count == NAME_CAP)
        give_up("a plugin", "reaches too many names");
    list[(*count)++] = lamina_arena_format(w->arena, "%s", text);
}

static void enqueue(walk *w, node wanted)
{
    for (size_t i = 0; i < w->queued; i++)
        if (w->queue[i].object == wanted.object && w->queue[i].section == wanted.section)
            return;
    if (w->queued == NODE_CAP)
        give_up("libdomain.a", "has too many sections");
    w->queue[w->queued++] = wanted;
}

/* ---- symbols ---- */

static bool find_defined(const walk *w, const char *name, node *found, GElf_Sym *symbol)
{
    for (size_t i = 0; i < w->object_count; i++) {
        const object *o = &w->objects[i];
        for (size_t j = 0; j < o->symbol_count; j++) {
            if (gelf_getsym(o->symbols, (int)j, symbol) == NULL || symbol->st_shndx == SHN_UNDEF ||
                GELF_ST_BIND(symbol->st_info) == STB_LOCAL)
                continue;
            const char *own = elf_strptr(o->elf, o->names, symbol->st_name);
            if (own == NULL || strcmp(own, name) != 0)
                continue;
            *found = (node){i, symbol->st_shndx};
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Below these the walk ends: what they do is known by their names. */
static bool is_verb(const char *name)
{
    static const char *const prefixes[] = {"mapper_", "dynamodb_", "domain_seal", "domain_open",
                                           "domain_blind_index"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

/* ---- what a relocation points at ---- */

typedef struct reference {
    node at;
    uint64_t offset;  /* in its section */
    const char *name; /* of a global symbol; NULL: local */
    unsigned type;    /* STT_* */
} reference;

/* x86-64 counts from the end of the field, which the addend takes into account; arm64 does not. */
static uint64_t with_addend(uint64_t value, const GElf_Rela *relocation)
{
    int64_t addend = relocation->r_addend;
#if defined(__x86_64__)
    uint64_t kind = GELF_R_TYPE(relocation->r_info);
    if (kind == R_X86_64_PC32 || kind == R_X86_64_PLT32)
        addend += 4;
#endif
    return value + (uint64_t)addend;
}

/* False: it is defined in no object, as the C library and liblamina are. */
static bool find_target(const walk *w, size_t number, const GElf_Rela *relocation, reference *found)
{
    const object *o = &w->objects[number];
    GElf_Sym symbol;
    if (gelf_getsym(o->symbols, (int)GELF_R_SYM(relocation->r_info), &symbol) == NULL)
        return false;
    const char *name = elf_strptr(o->elf, o->names, symbol.st_name);
    bool is_named = GELF_ST_BIND(symbol.st_info) != STB_LOCAL;
    found->at = (node){number, symbol.st_shndx};
    if (symbol.st_shndx == SHN_UNDEF && !find_defined(w, name, &found->at, &symbol))
        return false;
    found->name = is_named ? name : NULL;
    found->type = GELF_ST_TYPE(symbol.st_info);
    found->offset = with_addend(symbol.st_value, relocation);
    return symbol.st_shndx < SHN_LORESERVE;
}

static const char *text_at(const walk *w, const reference *target)
{
    Elf_Scn *section = elf_getscn(w->objects[target->at.object].elf, target->at.section);
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == NULL || (header.sh_flags & SHF_EXECINSTR) != 0)
        return NULL;
    const Elf_Data *data = elf_getdata(section, NULL);
    if (data == NULL || data->d_buf == NULL || target->offset >= data->d_size)
        return NULL;
    const char *text = (const char *)data->d_buf + target->offset;
    return memchr(text, '\0', data->d_size - target->offset) == NULL ? NULL : text;
}

/* ---- relocations of one section ---- */

typedef void (*visit_fn)(walk *w, const reference *target, uint64_t place, void *self);

static void each_relocation(walk *w, node from, visit_fn visit, void *self)
{
    Elf *elf = w->objects[from.object].elf;
    for (Elf_Scn *section = elf_nextscn(elf, NULL); section != NULL;
         section = elf_nextscn(elf, section)) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_RELA ||
            header.sh_info != from.section)
            continue;
        Elf_Data *data = elf_getdata(section, NULL);
        for (size_t i = 0; i < header.sh_size / header.sh_entsize; i++) {
            GElf_Rela relocation;
            reference found;
            if (gelf_getrela(data, (int)i, &relocation) != NULL &&
                find_target(w, from.object, &relocation, &found))
                visit(w, &found, relocation.r_offset, self);
        }
    }
}

typedef struct wanted_text {
    uint64_t place;
    const char *text;
} wanted_text;

static void take_text(walk *w, const reference *target, uint64_t place, void *self)
{
    wanted_text *wanted = self;
    if (place == wanted->place)
        wanted->text = text_at(w, target);
}

/* A model is where its table_env is: read from the object, as the loader would. */
static void add_model(walk *w, const reference *model)
{
    for (size_t i = 0; i < w->reach->model_count; i++)
        if (lamina_str_is(w->reach->models[i].symbol, model->name))
            return;
    node at;
    GElf_Sym symbol;
    if (!find_defined(w, model->name, &at, &symbol))
        give_up(model->name, "is a model that no object defines");
    wanted_text wanted = {symbol.st_value + offsetof(mapper_model, table_env), NULL};
    each_relocation(w, at, take_text, &wanted);
    if (wanted.text == NULL)
        give_up(model->name, "is called a model and has no table_env");
    w->reach->models[w->reach->model_count++] =
        (reached_model){lamina_arena_format(w->arena, "%s", model->name),
                        lamina_arena_format(w->arena, "%s", wanted.text)};
}

static void follow(walk *w, const reference *target, uint64_t place, void *self)
{
    (void)place;
    (void)self;
    if (target->name != NULL && target->type == STT_OBJECT && ends_with(target->name, "_model")) {
        add_model(w, target);
        return;
    }
    if (target->name != NULL && is_verb(target->name)) {
        add(w, w->reach->verbs, &w->reach->verb_count, target->name);
        return;
    }
    const char *text = target->name == NULL ? text_at(w, target) : NULL;
    if (text != NULL && text[0] != '\0' && strlen(text) < 64 &&
        lamina_str_is_utf8(lamina_str_from(text), NULL))
        add(w, w->reach->texts, &w->reach->text_count, text);
    enqueue(w, target->at);
}

/* ---- the walk ---- */

void code_reach_read(lamina_arena *arena, const char *const archives[2], const char *symbol,
                     code_reach *reach)
{
    walk *w = lamina_arena_array(arena, 1, sizeof *w);
    if (w == NULL)
        give_up(archives[0], "does not fit into the arena");
    *w = (walk){.arena = arena, .reach = reach};
    *reach = (code_reach){.models = lamina_arena_array(arena, NAME_CAP, sizeof(reached_model)),
                          .verbs = lamina_arena_array(arena, NAME_CAP, sizeof(lamina_str)),
                          .texts = lamina_arena_array(arena, NAME_CAP, sizeof(lamina_str))};
    for (size_t i = 0; i < ARCHIVE_COUNT; i++)
        read_archive(w, &w->archives[i], archives[i]);
    node first;
    GElf_Sym found;
    if (!find_defined(w, symbol, &first, &found))
        give_up(symbol, "is defined in neither archive");
    enqueue(w, first);
    for (size_t i = 0; i < w->queued; i++)
        each_relocation(w, w->queue[i], follow, NULL);
    close_archives(w);
}

bool code_reach_has_verb(const code_reach *reach, const char *verb)
{
    return has(reach->verbs, reach->verb_count, lamina_str_from(verb));
}

bool code_reach_has_text(const code_reach *reach, const char *text)
{
    return has(reach->texts, reach->text_count, lamina_str_from(text));
}
