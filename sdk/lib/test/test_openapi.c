/*
 * What a plugin's tables say as OpenAPI.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/openapi.h"
#include "sample_record.h"

static lamina_arena *arena;
static lamina_text out;

static void set_up(void)
{
    arena = lamina_arena_new((size_t)4 << 20);
    lamina_text_init(&out, (size_t)1 << 20);
}

static void tear_down(void)
{
    lamina_text_clear(&out);
    lamina_arena_free(arena);
}

TestSuite(openapi, .init = set_up, .fini = tear_down);

static lamina_status serve(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return LAMINA_OK;
}

static const char *const tags[] = {"People", NULL};
static const lamina_route routes[] = {
    {.operation = "add_person",
     .method = "POST",
     .path = "/people",
     .handler = serve,
     .request = &person_record,
     .response = &person_record,
     .summary = "Add a person",
     .tags = tags,
     .scope = "people:write"},
    {.operation = "get_person",
     .method = "GET",
     .path = "/people/{id}",
     .handler = serve,
     .response = &every_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "list_people",
     .method = "GET",
     .path = "/people",
     .handler = serve,
     .query = &person_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "drop_person",
     .method = "DELETE",
     .path = "/people/{personId}",
     .handler = serve,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_file",
     .method = "GET",
     .path = "/people/{id}/files/{path+}",
     .handler = serve,
     .flags = LAMINA_ROUTE_PUBLIC},
};

static lamina_plugin people(void)
{
    return (lamina_plugin){.magic = LAMINA_PLUGIN_MAGIC,
                           .size = sizeof(lamina_plugin),
                           .abi_major = LAMINA_ABI_MAJOR,
                           .abi_minor = LAMINA_ABI_MINOR,
                           .name = "people",
                           .version = "1.2.3",
                           .routes = routes,
                           .route_count = sizeof routes / sizeof *routes,
                           .route_size = sizeof(lamina_route)};
}

static const lamina_json *document(lamina_str text)
{
    const lamina_json *read = NULL;
    cr_assert_eq(lamina_json_read(arena, text, 0, &read, NULL), LAMINA_OK);
    return read;
}

static const lamina_json *write_people(void)
{
    const lamina_plugin plugin = people();
    cr_assert_eq(lamina_openapi_write(arena, &out, &plugin, NULL), LAMINA_OK);
    return document(lamina_text_view(&out));
}

/* "paths|/people|post": the value down there; NULL when there is none. */
static const lamina_json *at(const lamina_json *value, const char *way)
{
    lamina_str rest = lamina_str_from(way);
    while (value != NULL && rest.len > 0) {
        lamina_str name;
        lamina_str_cut(&rest, '|', &name);
        value = lamina_json_member(value, lamina_arena_format(arena, "%.*s", LAMINA_FMT(name)).ptr);
    }
    return value;
}

static void expect(const lamina_json *value, const char *way, const char *json)
{
    lamina_text text;
    lamina_text_init(&text, 65536);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    const lamina_json *found = at(value, way);
    cr_expect_not_null(found, "%s", way);
    if (found != NULL)
        lamina_json_write_value(&writer, found);
    cr_expect_str_eq(text.ptr != NULL ? text.ptr : "", json, "%s", way);
    lamina_text_clear(&text);
}

Test(openapi, names_plugin_and_version)
{
    const lamina_json *d = write_people();
    expect(d, "openapi", "\"3.1.0\"");
    expect(d, "info", "{\"title\":\"people\",\"version\":\"1.2.3\"}");
    expect(d, "servers", "[{\"url\":\"/\"}]");
}

Test(openapi, says_what_it_is_told_of_the_api)
{
    const lamina_plugin plugin = people();
    const lamina_openapi_info info = {.size = sizeof info,
                                      .title = LAMINA_STR("Folk"),
                                      .version = LAMINA_STR("9"),
                                      .server = LAMINA_STR("https://api.example.com/v1")};
    cr_assert_eq(lamina_openapi_write(arena, &out, &plugin, &info), LAMINA_OK);
    const lamina_json *d = document(lamina_text_view(&out));
    expect(d, "info", "{\"title\":\"Folk\",\"version\":\"9\"}");
    expect(d, "servers", "[{\"url\":\"https://api.example.com/v1\"}]");
}

Test(openapi, gathers_the_methods_of_a_path)
{
    const lamina_json *paths = at(write_people(), "paths");
    cr_assert_eq(lamina_json_count(paths), 3);
    cr_expect_eq(lamina_json_count(at(paths, "/people")), 2);
    cr_expect_not_null(at(paths, "/people|get"));
    /* One path, though its parameter has two names: the first counts. */
    expect(
        paths, "/people/{id}|delete|parameters",
        "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}]");
    cr_expect_not_null(at(paths, "/people/{id}/files/{path}"));
}

Test(openapi, describes_an_operation)
{
    const lamina_json *post = at(write_people(), "paths|/people|post");
    expect(post, "operationId", "\"people.add_person\"");
    expect(post, "summary", "\"Add a person\"");
    expect(post, "tags", "[\"People\"]");
    expect(post, "requestBody",
           "{\"required\":true,\"content\":{\"application/json\":{\"schema\":"
           "{\"$ref\":\"#/components/schemas/people.Person\"}}}}");
    expect(post, "responses|default", "{\"$ref\":\"#/components/responses/Problem\"}");
    expect(post, "security", "[{\"bearer\":[\"people:write\"]}]");
}

Test(openapi, asks_nobody_at_public_routes)
{
    const lamina_json *get = at(write_people(), "paths|/people/{id}|get");
    expect(get, "security", "[]");
    cr_expect_null(at(get, "requestBody"));
}

Test(openapi, lists_query_parameters_with_their_schemas)
{
    const lamina_json *parameters = at(write_people(), "paths|/people|get|parameters");
    cr_expect_eq(lamina_json_count(parameters), PERSON_FIELD_COUNT);
    const lamina_json *name = lamina_json_next(lamina_json_first(parameters));
    expect(name, "",
           "{\"name\":\"name\",\"in\":\"query\",\"required\":true,\"schema\":"
           "{\"type\":\"string\",\"minLength\":2,\"maxLength\":5}}");
}

Test(openapi, writes_each_constraint)
{
    const lamina_json *p = at(write_people(), "components|schemas|people.Person");
    expect(p, "type", "\"object\"");
    expect(p, "required", "[\"id\",\"name\"]");
    expect(p, "additionalProperties", "false");
    expect(p, "properties|nick|type", "[\"string\",\"null\"]");
    expect(p, "properties|password|pattern", "\"^(?:[a-z]+[0-9]{2})$\"");
    expect(p, "properties|password|writeOnly", "true");
    expect(p, "properties|id|readOnly", "true");
    expect(p, "properties|status|enum", "[\"active\",\"closed\"]");
    expect(p, "properties|age|maximum", "150");
    expect(p, "properties|balance|type", "[\"string\",\"number\"]");
    expect(p, "properties|tags",
           "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":4},\"maxItems\":3,"
           "\"uniqueItems\":true}");
    expect(p, "properties|key",
           "{\"type\":\"string\",\"contentEncoding\":\"base64\",\"minLength\":4,\"maxLength\":4}");
}

Test(openapi, writes_a_record_that_leads_back_to_itself_once)
{
    const lamina_json *schemas = at(write_people(), "components|schemas");
    cr_expect_eq(lamina_json_count(schemas), 3); /* Person, Every, Problem */
    const lamina_json *second = lamina_json_next(lamina_json_first(schemas));
    expect(second, "properties|children|items",
           lamina_arena_format(arena, "{\"$ref\":\"#/components/schemas/people.%s\"}",
                               every_record.name)
               .ptr);
    expect(second, "properties|json", "{}");
}

Test(openapi, tells_records_of_one_name_apart)
{
    lamina_record twin = person_record;
    lamina_route two[] = {routes[0], routes[2]};
    two[1].response = &twin;
    lamina_plugin plugin = people();
    plugin.routes = two;
    plugin.route_count = 2;
    cr_assert_eq(lamina_openapi_write(arena, &out, &plugin, NULL), LAMINA_OK);
    const lamina_json *d = document(lamina_text_view(&out));
    cr_expect_not_null(at(d, "components|schemas|people.Person.2"));
    expect(d, "paths|/people|get|responses|2XX|content|application/json|schema",
           "{\"$ref\":\"#/components/schemas/people.Person.2\"}");
}

Test(openapi, says_when_there_is_no_room)
{
    const lamina_plugin plugin = people();
    lamina_text small;
    lamina_text_init(&small, 100);
    cr_expect_eq(lamina_openapi_write(arena, &small, &plugin, NULL), LAMINA_E_LIMIT);
    lamina_text_clear(&small);
}

/* ---- several plugins ---- */

static lamina_str write_pets(const char *path)
{
    const lamina_route route = {.operation = "list_pets",
                                .method = "GET",
                                .path = path,
                                .handler = serve,
                                .response = &person_record,
                                .flags = LAMINA_ROUTE_PUBLIC};
    lamina_plugin plugin = people();
    plugin.name = "pets";
    plugin.routes = &route;
    plugin.route_count = 1;
    lamina_text text;
    lamina_text_init(&text, (size_t)1 << 20);
    cr_assert_eq(lamina_openapi_write(arena, &text, &plugin, NULL), LAMINA_OK);
    const lamina_str copy = lamina_arena_copy(arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

Test(openapi, merges_documents)
{
    write_people();
    const lamina_str both[] = {lamina_arena_copy(arena, lamina_text_view(&out)),
                               write_pets("/pets")};
    lamina_str fault;
    lamina_text_reset(&out);
    cr_assert_eq(lamina_openapi_merge(arena, &out, both, 2, NULL, &fault), LAMINA_OK);
    const lamina_json *d = document(lamina_text_view(&out));
    cr_expect_eq(lamina_json_count(at(d, "paths")), 4);
    cr_expect_eq(lamina_json_count(at(d, "components|schemas")), 4);
    cr_expect_not_null(at(d, "components|schemas|pets.Person"));
    expect(d, "info|title", "\"API\"");
}

Test(openapi, refuses_to_merge_one_path_of_two_plugins)
{
    write_people();
    const lamina_str both[] = {lamina_arena_copy(arena, lamina_text_view(&out)),
                               write_pets("/people")};
    lamina_str fault;
    lamina_text_reset(&out);
    cr_assert_eq(lamina_openapi_merge(arena, &out, both, 2, NULL, &fault), LAMINA_E_CONFLICT);
    cr_expect_str_eq(fault.ptr, "\"people\" and \"pets\" both have the path /people");
}

Test(openapi, refuses_to_merge_what_is_no_document)
{
    static const lamina_str bad[] = {{"{}", 2}, {"[", 1}};
    for (size_t i = 0; i < 2; i++) {
        lamina_str fault;
        cr_expect_eq(lamina_openapi_merge(arena, &out, &bad[i], 1, NULL, &fault), LAMINA_E_SYNTAX);
        cr_expect_str_eq(fault.ptr, "document 1 has no paths of OpenAPI");
    }
}
