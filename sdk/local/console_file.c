/*
 * console_file.c - the console's own files, and the pages of errors and problems, from share/lamina.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "beside.h"
#include "console_parts.h"

#define FILE_CAP ((size_t)8 << 20)

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},     {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
    {".md", "text/markdown; charset=utf-8"},   {".png", "image/png"},
};

/* NULL for a file that is not served. */
static const char *type_of(lamina_str path)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const size_t len = strlen(types[i].ending);
        if (path.len > len && !memcmp(path.ptr + path.len - len, types[i].ending, len))
            return types[i].type;
    }
    return NULL;
}

/* "/app.js", "/viewer/a-b.js": names of letters, digits, '-', '_' and '.', none of which begins with a '.'. */
static bool is_plain(lamina_str path)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    for (size_t i = 0; i < path.len; i++) {
        if (!memchr(allowed, path.ptr[i], sizeof(allowed) - 1))
            return false;
        if (path.ptr[i] == '/' &&
            (i + 1 == path.len || path.ptr[i + 1] == '.' || path.ptr[i + 1] == '/'))
            return false;
    }
    return path.len > 0 && path.len < 256 && path.ptr[0] == '/';
}

static bool read_file(const char *path, lamina_text *text)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    char bytes[16384];
    size_t len;
    while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
        lamina_text_add(text, (lamina_str){bytes, len});
    const bool whole = !ferror(file) && !lamina_text_status(text);
    fclose(file);
    return whole;
}

static void serve(local_console *console, struct evhttp_request *request, const char *folder,
                  lamina_str path)
{
    lamina_arena *arena = console->stage->scratch;
    const char *type = is_plain(path) ? type_of(path) : NULL;
    lamina_text text;
    lamina_text_init(&text, FILE_CAP);
    lamina_arena_reset(arena);
    const lamina_str below =
        lamina_arena_format(arena, "share/lamina/%s%.*s", folder, LAMINA_FMT(path));
    const char *file = type && below.ptr ? local__beside(arena, below.ptr) : NULL;
    if (file && read_file(file, &text))
        local__console_reply(request, 200, type, lamina_text_view(&text));
    else
        local__console_refuse(request, 404, "the console has no such file");
    lamina_text_clear(&text);
}

void local__console_page(local_console *console, struct evhttp_request *request, lamina_str rest)
{
    const bool is_known = lamina_str_has_prefix(rest, LAMINA_STR("/errors/")) ||
                          lamina_str_has_prefix(rest, LAMINA_STR("/problems/"));
    serve(console, request, "", is_known ? rest : (lamina_str){0});
}

void local__console_file(local_console *console, struct evhttp_request *request, lamina_str rest)
{
    if (rest.len == 0) { /* relative links need the slash */
        struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
        evhttp_add_header(headers, "Location", "/_lamina/");
        local__console_reply(request, 302, "text/plain", (lamina_str){0});
        return;
    }
    serve(console, request, "console", rest.len == 1 ? LAMINA_STR("/index.html") : rest);
}
