/* Module templates, and the way of a request through them: see module_template.h. */
#include "module_template.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"
#include "template_yaml.h"

#define FOLDER "plugins-templates"

/* ---- the files ---- */

static int is_template(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 5 && strcmp(entry->d_name + len - 5, ".yaml") == 0;
}

static module_template read_one(lamina_arena *arena, const char *name)
{
    const lamina_str file = lamina_arena_format(arena, FOLDER "/%s", name);
    const lamina_json *root = template_read(arena, template_text(arena, file.ptr));
    return (module_template){
        .file = file.ptr,
        .module = lamina_arena_format(arena, "%.*s", (int)strcspn(name, "."), name).ptr,
        .resources = lamina_json_member(root, "Resources"),
        .root = root,
    };
}

const module_template *module_templates(lamina_arena *arena, size_t *count)
{
    const char *root = getenv("LAMINA_ROOT");
    lamina_str folder = lamina_arena_format(arena, "%s/" FOLDER, root == NULL ? "." : root);
    struct dirent **entries = NULL;
    int found = scandir(folder.ptr, &entries, is_template, alphasort);
    if (found <= 0) {
        fprintf(stderr, "no template in %s\n", folder.ptr);
        abort();
    }
    *count = (size_t)found;
    module_template *all = lamina_arena_array(arena, *count, sizeof *all);
    for (size_t i = 0; i < *count; i++) {
        all[i] = read_one(arena, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return all;
}

/* ---- values ---- */

bool template_is(const lamina_json *resource, const char *type)
{
    return lamina_str_is(lamina_json_member_string(resource, "Type"), type);
}

const lamina_json *template_property(const lamina_json *resource, const char *name)
{
    return lamina_json_member(lamina_json_member(resource, "Properties"), name);
}

lamina_str template_ref(const lamina_json *value)
{
    return lamina_json_member_string(value, "Ref");
}

lamina_str template_import(const lamina_json *value)
{
    static const char prefix[] = "${SharedStackName}-";
    lamina_str name =
        lamina_json_member_string(lamina_json_member(value, "Fn::ImportValue"), "Fn::Sub");
    if (!lamina_str_has_prefix(name, LAMINA_STR("${SharedStackName}-")))
        return (lamina_str){NULL, 0};
    return (lamina_str){name.ptr + sizeof prefix - 1, name.len - (sizeof prefix - 1)};
}

/* ---- the way of a request ---- */

/* parent NULL: the API's root. */
static bool is_child(const lamina_json *resource, const lamina_json *parent)
{
    if (!template_is(resource, "AWS::ApiGateway::Resource"))
        return false;
    const lamina_json *above = template_property(resource, "ParentId");
    if (parent == NULL)
        return lamina_str_is(template_import(above), "SharedApiRootResourceId");
    return lamina_str_equal(template_ref(above), lamina_json_name(parent));
}

/* 3 for the literal itself, 2 for a variable, 1 for a greedy one, 0 for another literal. */
static int fitness(const lamina_json *resource, lamina_str segment)
{
    lamina_str part = lamina_json_string(template_property(resource, "PathPart"));
    if (part.len == 0 || part.ptr[0] != '{')
        return lamina_str_equal(part, segment) ? 3 : 0;
    return part.ptr[part.len - 2] == '+' ? 1 : 2;
}

static const lamina_json *child_for(const module_template *template, const lamina_json *parent,
                                    lamina_str segment, int *best)
{
    const lamina_json *chosen = NULL;
    *best = 0;
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        int fit = is_child(resource, parent) ? fitness(resource, segment) : 0;
        if (fit <= *best)
            continue;
        *best = fit;
        chosen = resource;
    }
    return chosen;
}

static const lamina_json *method_at(const module_template *template, const lamina_json *place,
                                    lamina_str verb)
{
    const lamina_json *any = NULL;
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        if (!template_is(resource, "AWS::ApiGateway::Method") ||
            !lamina_str_equal(template_ref(template_property(resource, "ResourceId")),
                              lamina_json_name(place)))
            continue;
        lamina_str own = lamina_json_string(template_property(resource, "HttpMethod"));
        if (lamina_str_equal(own, verb))
            return resource;
        if (lamina_str_is(own, "ANY"))
            any = resource;
    }
    return any;
}

const lamina_json *template_method(const module_template *template, lamina_str verb,
                                   lamina_str path)
{
    const lamina_json *place = NULL;
    lamina_str rest = {path.ptr + 1, path.len - 1};
    lamina_str segment;
    bool more = true;
    int fit = 0;
    while (more && fit != 1) {
        more = lamina_str_cut(&rest, '/', &segment);
        place = child_for(template, place, segment, &fit);
        if (place == NULL)
            return NULL;
    }
    return method_at(template, place, verb);
}

const lamina_json *template_function(const module_template *template, const lamina_json *method)
{
    const lamina_json *integration = template_property(method, "Integration");
    lamina_str uri = lamina_json_member_string(lamina_json_member(integration, "Uri"), "Fn::Sub");
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        char wanted[160];
        snprintf(wanted, sizeof wanted, "/functions/${%.*s.Alias}/invocations",
                 LAMINA_FMT(lamina_json_name(resource)));
        size_t len = strlen(wanted);
        if (template_is(resource, "AWS::Serverless::Function") && uri.len > len &&
            memcmp(uri.ptr + uri.len - len, wanted, len) == 0)
            return resource;
    }
    return NULL;
}
