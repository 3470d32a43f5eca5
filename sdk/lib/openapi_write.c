/*
 * openapi_write.c - one plugin's routes and records as an OpenAPI 3.1 document.
 */
#include "lamina/openapi.h"

#include "lamina/check.h"
#include "lamina/json.h"
#include "lamina/route_template.h"
#include "openapi_parts.h"
#include "schema_write.h"

typedef struct document {
    lamina_arena *arena;
    lamina_json_writer json;
    const lamina_plugin *plugin;
    lamina__schema_set schemas;
} document;

static void member(document *d, const char *name, const char *text)
{
    lamina_json_write_member_string(&d->json, name, lamina_str_from(text));
}

static void begin_object(document *d, const char *name)
{
    lamina_json_write_name(&d->json, lamina_str_from(name));
    lamina_json_write_object(&d->json);
}

static void end_object(document *d)
{
    lamina_json_write_object_end(&d->json);
}

/* ---- parameters ---- */

static void write_parameter_head(document *d, lamina_str name, const char *where, bool required)
{
    lamina_json_write_object(&d->json);
    lamina_json_write_member_string(&d->json, "name", name);
    member(d, "in", where);
    if (required) {
        lamina_json_write_name(&d->json, LAMINA_STR("required"));
        lamina_json_write_boolean(&d->json, true);
    }
    lamina_json_write_name(&d->json, LAMINA_STR("schema"));
}

static void write_path_parameters(document *d, const lamina_route_template *path)
{
    for (size_t i = 0; i < path->param_count; i++) {
        write_parameter_head(d, path->param_names[i], "path", true);
        lamina_json_write_object(&d->json);
        member(d, "type", "string");
        end_object(d);
        end_object(d);
    }
}

static void write_query_parameters(document *d, const lamina_record *query)
{
    for (uint32_t i = 0; query != NULL && i < query->field_count; i++) {
        const lamina_field *field = lamina_record_field(query, i);
        write_parameter_head(d, lamina_str_from(field->name), "query",
                             (field->flags & LAMINA_FIELD_REQUIRED) != 0);
        lamina__schema_write_field(&d->json, &d->schemas, field);
        end_object(d);
    }
}

static void write_parameters(document *d, const lamina_route *route,
                             const lamina_route_template *path)
{
    if (path->param_count == 0 && route->query == NULL)
        return;
    lamina_json_write_name(&d->json, LAMINA_STR("parameters"));
    lamina_json_write_array(&d->json);
    write_path_parameters(d, path);
    write_query_parameters(d, route->query);
    lamina_json_write_array_end(&d->json);
}

/* ---- content ---- */

static void write_content(document *d, const lamina_record *record)
{
    begin_object(d, "content");
    begin_object(d, "application/json");
    lamina_json_write_name(&d->json, LAMINA_STR("schema"));
    lamina__schema_write_ref(&d->json, &d->schemas, record);
    end_object(d);
    end_object(d);
}

static void write_request(document *d, const lamina_record *request)
{
    if (request == NULL)
        return;
    begin_object(d, "requestBody");
    lamina_json_write_name(&d->json, LAMINA_STR("required"));
    lamina_json_write_boolean(&d->json, true);
    write_content(d, request);
    end_object(d);
}

/* Which success it is (200, 201, 204) the handler decides. */
static void write_responses(document *d, const lamina_route *route)
{
    begin_object(d, "responses");
    begin_object(d, "2XX");
    member(d, "description", route->summary != NULL ? route->summary : "Success");
    if (route->response != NULL)
        write_content(d, route->response);
    end_object(d);
    begin_object(d, "default");
    member(d, "$ref", "#/components/responses/" OPENAPI_PROBLEM);
    end_object(d);
    end_object(d);
}

/* ---- operations ---- */

static void write_tags(document *d, const char *const *tags)
{
    if (tags == NULL)
        return;
    lamina_json_write_name(&d->json, LAMINA_STR("tags"));
    lamina_json_write_array(&d->json);
    for (; *tags != NULL; tags++)
        lamina_json_write_string(&d->json, lamina_str_from(*tags));
    lamina_json_write_array_end(&d->json);
}

/* An empty list: nobody has to say who is asking. */
static void write_security(document *d, const lamina_route *route)
{
    lamina_json_write_name(&d->json, LAMINA_STR("security"));
    lamina_json_write_array(&d->json);
    if (route->scope != NULL) {
        lamina_json_write_object(&d->json);
        lamina_json_write_name(&d->json, LAMINA_STR(OPENAPI_BEARER));
        lamina_json_write_array(&d->json);
        lamina_json_write_string(&d->json, lamina_str_from(route->scope));
        lamina_json_write_array_end(&d->json);
        end_object(d);
    }
    lamina_json_write_array_end(&d->json);
}

/* "POST" is the member "post". */
static lamina_str member_of_method(document *d, const char *method)
{
    lamina_str name = lamina_arena_copy(d->arena, lamina_str_from(method));
    for (size_t i = 0; i < name.len; i++)
        ((char *)name.ptr)[i] = (char)(name.ptr[i] | 0x20);
    return name;
}

static void write_operation(document *d, const lamina_route *route,
                            const lamina_route_template *path)
{
    lamina_json_write_name(&d->json, member_of_method(d, route->method));
    lamina_json_write_object(&d->json);
    lamina_json_write_member_string(
        &d->json, "operationId",
        lamina_arena_format(d->arena, "%s.%s", d->plugin->name, route->operation));
    if (route->summary != NULL)
        member(d, "summary", route->summary);
    write_tags(d, route->tags);
    write_parameters(d, route, path);
    write_request(d, route->request);
    write_responses(d, route);
    write_security(d, route);
    end_object(d);
}

/* ---- paths ---- */

/* "/files/{path+}" is "/files/{path}" here: OpenAPI knows no parameter of several segments. */
static lamina_str path_of(document *d, const lamina_route_template *path)
{
    lamina_text text;
    lamina_text_init(&text, 4096);
    for (size_t i = 0; i < path->segment_count; i++) {
        const lamina_route_segment *segment = &path->segments[i];
        const bool is_literal = segment->kind == LAMINA_ROUTE_LITERAL;
        lamina_text_add(&text, is_literal ? LAMINA_STR("/") : LAMINA_STR("/{"));
        lamina_text_add(&text, segment->text);
        lamina_text_add(&text, is_literal ? LAMINA_STR("") : LAMINA_STR("}"));
    }
    if (path->segment_count == 0)
        lamina_text_add_char(&text, '/');
    lamina_str copy = lamina_arena_copy(d->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

/* One member for each path, with all of its methods, in the order of the routes. The templates of
   the first route of a path name its parameters for all. */
static void write_paths(document *d, const lamina_route_template *paths)
{
    const uint32_t count = d->plugin->route_count;
    begin_object(d, "paths");
    for (uint32_t i = 0; i < count; i++) {
        bool is_first = true;
        for (uint32_t k = 0; k < i && is_first; k++)
            is_first = lamina_route_template_compare(&paths[k], &paths[i]) != 0;
        if (!is_first)
            continue;
        lamina_json_write_name(&d->json, path_of(d, &paths[i]));
        lamina_json_write_object(&d->json);
        for (uint32_t k = i; k < count; k++)
            if (lamina_route_template_compare(&paths[k], &paths[i]) == 0)
                write_operation(d, lamina_plugin_route(d->plugin, k), &paths[i]);
        end_object(d);
    }
    end_object(d);
}

/* ---- the document ---- */

static lamina_status collect(document *d, lamina_route_template *paths)
{
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; status == LAMINA_OK && i < d->plugin->route_count; i++) {
        const lamina_route *route = lamina_plugin_route(d->plugin, i);
        status = lamina_route_template_parse(d->arena, route->path, &paths[i]);
        if (status == LAMINA_OK)
            status = lamina__schema_collect(&d->schemas, route->request);
        if (status == LAMINA_OK)
            status = lamina__schema_collect(&d->schemas, route->response);
    }
    return status;
}

static void write_document(document *d, const lamina_route_template *paths,
                           const lamina_openapi_info *info)
{
    const lamina_plugin *plugin = d->plugin;
    const lamina_openapi_info plugins_own = {
        .title = lamina_str_from(plugin->summary != NULL ? plugin->summary : plugin->name),
        .version = lamina_str_from(plugin->version)};
    lamina_json_write_object(&d->json);
    lamina__openapi_write_head(&d->json, info, &plugins_own);
    write_paths(d, paths);
    begin_object(d, "components");
    begin_object(d, "schemas");
    lamina__schema_write_all(&d->json, &d->schemas);
    lamina__openapi_write_problem_schema(&d->json);
    end_object(d);
    lamina__openapi_write_shared_components(&d->json);
    end_object(d);
    end_object(d);
}

lamina_status lamina_openapi_write(lamina_arena *arena, lamina_text *out,
                                   const lamina_plugin *plugin, const lamina_openapi_info *info)
{
    document d = {.arena = arena, .plugin = plugin, .schemas = {.module = plugin->name}};
    lamina_route_template *paths = lamina_arena_array(arena, plugin->route_count, sizeof *paths);
    d.schemas.records =
        lamina_arena_array(arena, LAMINA_OPENAPI_RECORD_CAP, sizeof *d.schemas.records);
    if (paths == NULL || d.schemas.records == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = collect(&d, paths);
    if (status != LAMINA_OK)
        return status;
    lamina_json_write_init(&d.json, out);
    write_document(&d, paths, info);
    return lamina_arena_is_exhausted(arena) ? LAMINA_E_LIMIT : lamina_text_status(out);
}
