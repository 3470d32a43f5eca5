/* CloudFormation's YAML as JSON values: see template_yaml.h. */
#include "template_yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "lamina/text.h"

#define TEMPLATE_CAP (1u << 20)

static void give_up(const char *what, size_t line)
{
    fprintf(stderr, "template, line %zu: %s\n", line, what);
    abort();
}

lamina_str template_text(lamina_arena *arena, const char *path)
{
    const char *root = getenv("LAMINA_ROOT");
    lamina_str full = lamina_arena_format(arena, "%s/%s", root == NULL ? "." : root, path);
    FILE *file = fopen(full.ptr, "rb");
    if (file == NULL) {
        perror(full.ptr);
        abort();
    }
    char *text = lamina_arena_alloc(arena, TEMPLATE_CAP);
    size_t len = fread(text, 1, TEMPLATE_CAP - 1, file);
    bool is_whole = feof(file) != 0;
    fclose(file);
    if (!is_whole)
        give_up("the file is too long or cannot be read", 0);
    return (lamina_str){text, len};
}

static void write_node(yaml_document_t *document, int number, lamina_json_writer *writer);

static lamina_str scalar_of(const yaml_node_t *node)
{
    return (lamina_str){(const char *)node->data.scalar.value, node->data.scalar.length};
}

/* Plain words and numbers are what they look like; whatever stands in quotes is text. */
static void write_scalar(const yaml_node_t *node, lamina_json_writer *writer)
{
    lamina_str text = scalar_of(node);
    int64_t number = 0;
    bool is_plain = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (is_plain && (lamina_str_is(text, "true") || lamina_str_is(text, "false")))
        lamina_json_write_boolean(writer, lamina_str_is(text, "true"));
    else if (is_plain && lamina_parse_int64(text, &number) == LAMINA_OK)
        lamina_json_write_int64(writer, number);
    else
        lamina_json_write_string(writer, text);
}

static void write_sequence(yaml_document_t *document, const yaml_node_t *node,
                           lamina_json_writer *writer)
{
    lamina_json_write_array(writer);
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++)
        write_node(document, *item, writer);
    lamina_json_write_array_end(writer);
}

static void write_mapping(yaml_document_t *document, const yaml_node_t *node,
                          lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    const yaml_node_pair_t *first = node->data.mapping.pairs.start;
    for (const yaml_node_pair_t *pair = first; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(document, pair->key);
        if (key->type != YAML_SCALAR_NODE)
            give_up("a key that is no text", key->start_mark.line + 1);
        for (const yaml_node_pair_t *other = first; other < pair; other++)
            if (lamina_str_equal(scalar_of(key),
                                 scalar_of(yaml_document_get_node(document, other->key))))
                give_up("a key that was there already", key->start_mark.line + 1);
        lamina_json_write_name(writer, scalar_of(key));
        write_node(document, pair->value, writer);
    }
    lamina_json_write_object_end(writer);
}

static void write_untagged(yaml_document_t *document, const yaml_node_t *node,
                           lamina_json_writer *writer)
{
    switch (node->type) {
    case YAML_SCALAR_NODE: write_scalar(node, writer); break;
    case YAML_SEQUENCE_NODE: write_sequence(document, node, writer); break;
    case YAML_MAPPING_NODE: write_mapping(document, node, writer); break;
    case YAML_NO_NODE:
    default: give_up("nothing where a value should be", node->start_mark.line + 1);
    }
}

/* CloudFormation's short forms begin with one '!'; libyaml's own tags have a scheme. */
static void write_node(yaml_document_t *document, int number, lamina_json_writer *writer)
{
    const yaml_node_t *node = yaml_document_get_node(document, number);
    const char *tag = (const char *)node->tag;
    if (tag == NULL || tag[0] != '!') {
        write_untagged(document, node, writer);
        return;
    }
    char name[64];
    bool is_bare = strcmp(tag, "!Ref") == 0 || strcmp(tag, "!Condition") == 0;
    snprintf(name, sizeof name, "%s%s", is_bare ? "" : "Fn::", tag + 1);
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, lamina_str_from(name));
    write_untagged(document, node, writer);
    lamina_json_write_object_end(writer);
}

const lamina_json *template_read(lamina_arena *arena, lamina_str text)
{
    yaml_parser_t parser;
    yaml_document_t document;
    if (yaml_parser_initialize(&parser) == 0)
        abort();
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
    if (yaml_parser_load(&parser, &document) == 0)
        give_up(parser.problem, parser.problem_mark.line + 1);
    if (yaml_document_get_root_node(&document) == NULL)
        give_up("it is empty", 1);
    lamina_text json;
    lamina_json_writer writer;
    lamina_text_init(&json, TEMPLATE_CAP);
    lamina_json_write_init(&writer, &json);
    write_node(&document, 1, &writer);
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);

    /* What was read points into its text. */
    lamina_str text_read = lamina_arena_copy(arena, lamina_text_view(&json));
    const lamina_json *template = NULL;
    if (lamina_text_status(&json) != LAMINA_OK ||
        lamina_json_read(arena, text_read, 0, &template, NULL) != LAMINA_OK)
        give_up("it is too long or nested too deep", 0);
    lamina_text_clear(&json);
    return template;
}
