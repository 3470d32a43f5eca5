/*
 * scaffold.c - copies the scaffold and puts the names in: @module@, @name@, @Name@, @NAME@, @segment@,
 * @scope@, @access@, @authorization@, @access_note@. Any other '@' stays.
 */
#define _GNU_SOURCE
#include "scaffold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina/text.h"
#include "module_name.h"
#include "share.h"

enum { FILE_CAP = 256 * 1024 };

/* What the scaffold has, and what it is called in the module. */
static const struct {
    const char *source;
    const char *target;
} files[] = {
    {"plugin.c", "plugin.c"},
    {"handlers.h", "handlers.h"},
    {"handlers.c", "handlers.c"},
    {"services.h", "services.h"},
    {"services.c", "services.c"},
    {"dtos.h", "dtos.h"},
    {"dtos.c", "dtos.c"},
    {"test/test_module.c", "test/test_module.c"},
    {"Makefile", "Makefile"},
    {"README.md", "README.md"},
    {"template.yaml", "template.yaml"},
    {"gitignore", ".gitignore"},
};
#define FILE_COUNT (sizeof files / sizeof *files)

enum { WORD_COUNT = 9 };

typedef struct word {
    const char *mark;
    lamina_str text;
} word;

typedef struct scaffold {
    lamina_arena *arena;
    word words[WORD_COUNT];
    lamina_str *fault;
} scaffold;

static lamina_status fail(const scaffold *s, lamina_status status, const char *what,
                          const char *path)
{
    *s->fault = lamina_arena_format(s->arena, "%s %s: %s", what, path, strerror(errno));
    return status;
}

/* ---- the names ---- */

static void fill_words(scaffold *s, const scaffold_names *names)
{
    const bool is_public = names->scope[0] == '\0';
    const word words[WORD_COUNT] = {
        {"@module@", lamina_str_from(names->module)},
        {"@name@", cli__name_snake(s->arena, names->module)},
        {"@Name@", cli__name_pascal(s->arena, names->module)},
        {"@NAME@", cli__name_upper(s->arena, names->module)},
        {"@segment@", lamina_str_from(names->segment)},
        {"@scope@", lamina_str_from(names->scope)},
        {"@access@", is_public ? LAMINA_STR(".flags = LAMINA_ROUTE_PUBLIC")
                               : lamina_arena_format(s->arena, ".scope = \"%s\"", names->scope)},
        {"@authorization@",
         is_public ? LAMINA_STR("AuthorizationType: NONE")
                   : LAMINA_STR("AuthorizationType: CUSTOM\n      AuthorizerId: {Fn::ImportValue: "
                                "!Sub '${SharedStackName}-SharedApiAuthorizerId'}")},
        {"@access_note@",
         is_public
             ? LAMINA_STR("The route is public: give it a `.scope` in `plugin.c`, and the methods "
                          "in `template.yaml`\nan authorizer, before it does anything that not "
                          "everybody may do.")
             : lamina_arena_format(s->arena,
                                   "Callers need the scope `%s`. `lamina dev` serves it with an "
                                   "authorizer: name a plugin that has\none beside this one.",
                                   names->scope)},
    };
    memcpy(s->words, words, sizeof words);
}

/* The word that begins at at; NULL when none does. */
static const word *word_at(const scaffold *s, lamina_str at)
{
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (lamina_str_has_prefix(at, lamina_str_from(s->words[i].mark)))
            return &s->words[i];
    return NULL;
}

static void put_names_in(const scaffold *s, lamina_str from, lamina_text *to)
{
    while (from.len > 0) {
        const char *mark = memchr(from.ptr, '@', from.len);
        const size_t plain = mark != NULL ? (size_t)(mark - from.ptr) : from.len;
        lamina_text_add(to, (lamina_str){from.ptr, plain});
        from = (lamina_str){from.ptr + plain, from.len - plain};
        if (from.len == 0)
            return;
        const word *found = word_at(s, from);
        lamina_text_add(to, found != NULL ? found->text : LAMINA_STR("@"));
        const size_t used = found != NULL ? strlen(found->mark) : 1;
        from = (lamina_str){from.ptr + used, from.len - used};
    }
}

/* ---- files ---- */

static lamina_status read_file(const scaffold *s, const char *path, lamina_text *text)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return fail(s, LAMINA_E_CONFIG, "the scaffold is not installed beside this command:", path);
    char bytes[4096];
    size_t len;
    while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
        lamina_text_add(text, (lamina_str){bytes, len});
    const bool failed = ferror(file) != 0 || lamina_text_status(text) != LAMINA_OK;
    fclose(file);
    return failed ? fail(s, LAMINA_E_CONFIG, "cannot read", path) : LAMINA_OK;
}

static lamina_status write_file(const scaffold *s, const char *path, lamina_str text)
{
    FILE *file = fopen(path, "wxe");
    if (file == NULL)
        return fail(s, LAMINA_E_UNAVAILABLE, "cannot make", path);
    const bool whole = fwrite(text.ptr, 1, text.len, file) == text.len;
    if (fclose(file) != 0 || !whole)
        return fail(s, LAMINA_E_UNAVAILABLE, "cannot write", path);
    return LAMINA_OK;
}

static lamina_status copy_file(const scaffold *s, size_t i, const char *folder)
{
    const lamina_str below = lamina_arena_format(s->arena, "scaffold/%s", files[i].source);
    const lamina_str source = cli__share_path(s->arena, below.ptr);
    const lamina_str target = lamina_arena_format(s->arena, "%s/%s", folder, files[i].target);
    lamina_text read;
    lamina_text written;
    lamina_text_init(&read, FILE_CAP);
    lamina_text_init(&written, FILE_CAP);
    lamina_status status =
        source.ptr != NULL && target.ptr != NULL ? read_file(s, source.ptr, &read) : LAMINA_E_LIMIT;
    if (status == LAMINA_OK)
        put_names_in(s, lamina_text_view(&read), &written);
    if (status == LAMINA_OK)
        status = lamina_text_status(&written);
    if (status == LAMINA_OK)
        status = write_file(s, target.ptr, lamina_text_view(&written));
    lamina_text_clear(&read);
    lamina_text_clear(&written);
    return status;
}

/* ---- the folder ---- */

/* What was written of it, when it cannot be whole. */
static void remove_folder(const scaffold *s, const char *folder)
{
    for (size_t i = 0; i < FILE_COUNT; i++)
        (void)unlink(lamina_arena_format(s->arena, "%s/%s", folder, files[i].target).ptr);
    (void)rmdir(lamina_arena_format(s->arena, "%s/test", folder).ptr);
    (void)rmdir(folder);
}

static lamina_status fill_folder(const scaffold *s, const char *folder)
{
    const lamina_str tests = lamina_arena_format(s->arena, "%s/test", folder);
    if (tests.ptr == NULL)
        return LAMINA_E_LIMIT;
    if (chmod(folder, 0755) != 0 || mkdir(tests.ptr, 0755) != 0)
        return fail(s, LAMINA_E_UNAVAILABLE, "cannot make", tests.ptr);
    lamina_status status = LAMINA_OK;
    for (size_t i = 0; status == LAMINA_OK && i < FILE_COUNT; i++)
        status = copy_file(s, i, folder);
    return status;
}

lamina_status cli__scaffold_write(lamina_arena *arena, const scaffold_names *names,
                                  const char *folder, lamina_str *fault)
{
    scaffold s = {.arena = arena, .fault = fault};
    *fault = LAMINA_STR("the system is out of memory");
    struct stat there;
    if (lstat(folder, &there) == 0) {
        *fault =
            lamina_arena_format(arena, "%s is there already; choose another with --folder", folder);
        return LAMINA_E_CONFLICT;
    }
    fill_words(&s, names);
    const lamina_str beside = lamina_arena_format(arena, "%s.XXXXXX", folder);
    if (beside.ptr == NULL)
        return LAMINA_E_LIMIT;
    char *work = mkdtemp((char *)(uintptr_t)beside.ptr);
    if (work == NULL)
        return fail(&s, LAMINA_E_UNAVAILABLE, "cannot make", folder);
    lamina_status status = fill_folder(&s, work);
    /* RENAME_NOREPLACE: another one may have made the folder meanwhile. */
    if (status == LAMINA_OK && renameat2(AT_FDCWD, work, AT_FDCWD, folder, RENAME_NOREPLACE) != 0)
        status = fail(&s, LAMINA_E_CONFLICT, "cannot make", folder);
    if (status != LAMINA_OK)
        remove_folder(&s, work);
    return status;
}
