/*
 * openapi_merge.c - documents of several plugins as one. Schemas carry their module's name, so only
 * paths can collide: two modules that serve one path are a fault that API Gateway would not tell.
 */
#include "lamina/json.h"
#include "lamina/openapi.h"
#include "openapi_parts.h"

enum { DEPTH = LAMINA_JSON_DEPTH_MAX };

typedef struct merge {
    const lamina_json **documents;
    size_t count;
} merge;

static const lamina_json *paths_of(const lamina_json *document)
{
    return lamina_json_member(document, "paths");
}

static const lamina_json *schemas_of(const lamina_json *document)
{
    return lamina_json_member(lamina_json_member(document, "components"), "schemas");
}

static lamina_status read_all(lamina_arena *arena, const lamina_str *documents, merge *m,
                              lamina_str *fault)
{
    for (size_t i = 0; i < m->count; i++) {
        lamina_status status = lamina_json_read(arena, documents[i], DEPTH, &m->documents[i], NULL);
        if (status == LAMINA_E_LIMIT)
            return status;
        if (status != LAMINA_OK || paths_of(m->documents[i]) == NULL) {
            *fault = lamina_arena_format(arena, "document %zu has no paths of OpenAPI", i + 1);
            return LAMINA_E_SYNTAX;
        }
    }
    return LAMINA_OK;
}

static bool has_path(const lamina_json *document, lamina_str path)
{
    const lamina_json *at = lamina_json_first(paths_of(document));
    while (at != NULL && !lamina_str_equal(lamina_json_name(at), path))
        at = lamina_json_next(at);
    return at != NULL;
}

static lamina_str title_of(const lamina_json *document)
{
    return lamina_json_member_string(lamina_json_member(document, "info"), "title");
}

static lamina_status check_paths(lamina_arena *arena, const merge *m, lamina_str *fault)
{
    for (size_t i = 1; i < m->count; i++)
        for (const lamina_json *path = lamina_json_first(paths_of(m->documents[i])); path != NULL;
             path = lamina_json_next(path))
            for (size_t k = 0; k < i; k++) {
                if (!has_path(m->documents[k], lamina_json_name(path)))
                    continue;
                *fault = lamina_arena_format(arena, "\"%.*s\" and \"%.*s\" both have the path %.*s",
                                             LAMINA_FMT(title_of(m->documents[k])),
                                             LAMINA_FMT(title_of(m->documents[i])),
                                             LAMINA_FMT(lamina_json_name(path)));
                return LAMINA_E_CONFLICT;
            }
    return LAMINA_OK;
}

static void write_members(lamina_json_writer *writer, const lamina_json *object, const char *but)
{
    for (const lamina_json *at = lamina_json_first(object); at != NULL; at = lamina_json_next(at)) {
        if (but != NULL && lamina_str_is(lamina_json_name(at), but))
            continue;
        lamina_json_write_name(writer, lamina_json_name(at));
        lamina_json_write_value(writer, at);
    }
}

static void write_document(lamina_json_writer *writer, const merge *m,
                           const lamina_openapi_info *info)
{
    static const lamina_openapi_info fallback = {.title = {"API", 3}, .version = {"1.0.0", 5}};
    lamina_json_write_object(writer);
    lamina__openapi_write_head(writer, info, &fallback);
    lamina_json_write_name(writer, LAMINA_STR("paths"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < m->count; i++)
        write_members(writer, paths_of(m->documents[i]), NULL);
    lamina_json_write_object_end(writer);
    lamina_json_write_name(writer, LAMINA_STR("components"));
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, LAMINA_STR("schemas"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < m->count; i++)
        write_members(writer, schemas_of(m->documents[i]), OPENAPI_PROBLEM);
    lamina__openapi_write_problem_schema(writer);
    lamina_json_write_object_end(writer);
    lamina__openapi_write_shared_components(writer);
    lamina_json_write_object_end(writer);
    lamina_json_write_object_end(writer);
}

lamina_status lamina_openapi_merge(lamina_arena *arena, lamina_text *out,
                                   const lamina_str *documents, size_t count,
                                   const lamina_openapi_info *info, lamina_str *fault)
{
    merge m = {.documents = lamina_arena_array(arena, count, sizeof(const lamina_json *)),
               .count = count};
    *fault = (lamina_str){0};
    if (m.documents == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = read_all(arena, documents, &m, fault);
    if (status == LAMINA_OK)
        status = check_paths(arena, &m, fault);
    if (status != LAMINA_OK)
        return status;
    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    write_document(&writer, &m, info);
    return lamina_text_status(out);
}
