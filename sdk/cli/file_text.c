/*
 * file_text.c - a whole file as text.
 */
#include "file_text.h"

#include <stdio.h>
#include <string.h>

#include "lamina/text.h"

#define READ_SIZE 65536u

static lamina_status read_all(FILE *file, lamina_text *all)
{
    for (;;) {
        char *room = lamina_text_reserve(all, READ_SIZE);
        if (room == NULL)
            return LAMINA_E_LIMIT;
        const size_t len = fread(room, 1, READ_SIZE, file);
        lamina_text_advance(all, len);
        if (len < READ_SIZE)
            return ferror(file) ? LAMINA_E_NOT_FOUND : LAMINA_OK;
    }
}

lamina_status cli__file_read(lamina_arena *arena, const char *path, lamina_str *text)
{
    const bool is_stdin = !strcmp(path, "-");
    FILE *file = is_stdin ? stdin : fopen(path, "re");
    *text = (lamina_str){0};
    if (file == NULL)
        return LAMINA_E_NOT_FOUND;
    lamina_text all;
    lamina_text_init(&all, CLI_FILE_CAP + READ_SIZE);
    lamina_status status = read_all(file, &all);
    if (status == LAMINA_OK && all.len > CLI_FILE_CAP)
        status = LAMINA_E_LIMIT;
    if (status == LAMINA_OK)
        *text = lamina_arena_copy(arena, lamina_text_view(&all));
    if (status == LAMINA_OK && text->ptr == NULL)
        status = LAMINA_E_LIMIT;
    lamina_text_clear(&all);
    if (!is_stdin)
        fclose(file);
    return status;
}
