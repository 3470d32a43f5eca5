/*
 * json_read.c - JSON text (RFC 8259) to a tree, in one pass that also is the check.
 *
 * Nothing is copied that can be pointed to: names, strings without escapes and numbers are views of
 * the text. No recursion: the open containers stand in an array, which also is why the depth is
 * capped.
 */
#include <string.h>

#include "arena_raw.h"
#include "byte_block.h"
#include "json_node.h"
#include "json_string.h"
#include "number.h"

/* Nodes are taken from the arena so many at a time, fewer when less text than that is left. */
#define NODES_AT_ONCE ((size_t)128)
/* A guess that is rarely too low: {"name":{"S":"text"}} has ten bytes a node. */
#define BYTES_A_NODE ((size_t)12)

typedef struct reader {
    const char *start;
    const char *at;
    const char *end;
    lamina_arena *arena;
    lamina_json *spare; /* nodes up to spare_end are free */
    lamina_json *spare_end;
    lamina_json **link; /* to where the next value stands */
    lamina_str name;    /* of the next value, when it is a member */
    uint32_t depth;
    uint32_t depth_cap;
    lamina_status status;
    const char *reason; /* of a fault, which is at at */
    lamina_json *open[LAMINA_JSON_DEPTH_MAX];
} reader;

static bool fail(reader *r, const char *reason)
{
    r->status = LAMINA_E_SYNTAX;
    r->reason = reason;
    return false;
}

static void skip_space(reader *r)
{
    const char *at = r->at;
    while (at < r->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    r->at = at;
}

/* The byte at at, or -1 at the end; never equal to a character when there is none. */
static int peek(const reader *r)
{
    return r->at < r->end ? (unsigned char)*r->at : -1;
}

/* ---- nodes ---- */

static bool take_nodes(reader *r)
{
    size_t count = (size_t)(r->end - r->at) / BYTES_A_NODE + 1;
    if (count > NODES_AT_ONCE)
        count = NODES_AT_ONCE;
    r->spare = lamina__arena_raw(r->arena, count * sizeof(*r->spare));
    r->spare_end = r->spare != NULL ? r->spare + count : NULL;
    if (r->spare == NULL)
        r->status = LAMINA_E_LIMIT;
    return r->spare != NULL;
}

/* The next value, in its place in the tree; text is {NULL, 1} for true, {NULL, 0} for what has none. */
static bool add(reader *r, uint32_t type, lamina_str text)
{
    if (r->spare == r->spare_end && !take_nodes(r))
        return false;
    lamina_json *node = r->spare++;
    *node = (lamina_json){.text = text.ptr,
                          .len = (uint32_t)text.len,
                          .type = type & 7u,
                          .name = r->name.ptr,
                          .name_len = (uint32_t)r->name.len & LAMINA_JSON_SIZE_MAX};
    r->name = (lamina_str){0};
    *r->link = node;
    r->link = &node->next;
    if (r->depth > 0)
        r->open[r->depth - 1]->len++;
    return true;
}

/* ---- scalars ---- */

/* The first byte that does not stand for itself, or is not ASCII; end when there is none. */
static const char *skip_plain(const char *at, const char *end)
{
    for (; end - at >= LAMINA__BLOCK; at += LAMINA__BLOCK) {
        lamina__block block = lamina__block_load(at);
        uint32_t found = lamina__block_find_special(block) | lamina__block_find_high(block);
        if (found != 0)
            return at + __builtin_ctz(found);
    }
    while (at < end && !lamina__is_special((unsigned char)*at) && (unsigned char)*at < 0x80)
        at++;
    return at;
}

/* at is on the opening quote, and behind the closing one afterwards. */
static bool read_string(reader *r, lamina_str *string)
{
    const char *from = r->at + 1;
    const char *plain_end = skip_plain(from, r->end);
    if (plain_end < r->end && *plain_end == '"') {
        *string = (lamina_str){from, (size_t)(plain_end - from)};
        r->at = plain_end + 1;
        return true;
    }
    r->status = lamina__json_string_read(r->arena, &r->at, r->end, string, &r->reason);
    return r->status == LAMINA_OK;
}

static bool add_string(reader *r)
{
    lamina_str string;
    return read_string(r, &string) && add(r, LAMINA_JSON_STRING, string);
}

static bool add_number(reader *r)
{
    lamina_str number = {r->at, lamina__number_span(r->at, r->end)};
    if (number.len == 0)
        return fail(r, "a number that JSON does not know");
    r->at += number.len;
    return add(r, LAMINA_JSON_NUMBER, number);
}

static bool add_literal(reader *r, lamina_str word, uint32_t type)
{
    if ((size_t)(r->end - r->at) < word.len || memcmp(r->at, word.ptr, word.len) != 0)
        return fail(r, "expected true, false or null");
    lamina_str truth = {NULL, r->at[0] == 't'};
    r->at += word.len;
    return add(r, type, truth);
}

static bool add_scalar(reader *r)
{
    switch (peek(r)) {
    case '"': return add_string(r);
    case 't': return add_literal(r, LAMINA_STR("true"), LAMINA_JSON_BOOLEAN);
    case 'f': return add_literal(r, LAMINA_STR("false"), LAMINA_JSON_BOOLEAN);
    case 'n': return add_literal(r, LAMINA_STR("null"), LAMINA_JSON_NULL);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return add_number(r);
    case -1: return fail(r, "the text ends where a value is expected");
    case 0xEF: return fail(r, r->at == r->start ? "a byte order mark" : "expected a value");
    default: return fail(r, "expected a value");
    }
}

/* ---- containers ---- */

/* Behind '{' or '[': what follows stands in it. */
static bool open_container(reader *r, bool is_object)
{
    if (r->depth == r->depth_cap) {
        fail(r, "nested too deep");
        r->status = LAMINA_E_LIMIT;
        return false;
    }
    if (!add(r, is_object ? LAMINA_JSON_OBJECT : LAMINA_JSON_ARRAY, (lamina_str){0}))
        return false;
    lamina_json *node = r->spare - 1;
    r->open[r->depth++] = node;
    r->link = &node->first;
    r->at++;
    skip_space(r);
    return true;
}

static void close_container(reader *r)
{
    r->at++;
    r->depth--;
    r->link = &r->open[r->depth]->next;
}

/* A member's name and the colon behind it. */
static bool read_name(reader *r)
{
    skip_space(r);
    if (peek(r) != '"')
        return fail(r, "expected a member's name in quotes");
    if (!read_string(r, &r->name))
        return false;
    skip_space(r);
    if (peek(r) != ':')
        return fail(r, "expected ':' behind a member's name");
    r->at++;
    return true;
}

/* Goes down into containers until a value is complete: a scalar, or an empty container. */
static bool go_down(reader *r)
{
    for (;;) {
        skip_space(r);
        int c = peek(r);
        if (c != '{' && c != '[')
            return add_scalar(r);
        if (!open_container(r, c == '{'))
            return false;
        if (peek(r) == (c == '{' ? '}' : ']')) {
            close_container(r);
            return true;
        }
        if (c == '{' && !read_name(r))
            return false;
    }
}

/* Behind a value: closes containers up to the next comma. *more: another value follows. */
static bool go_up(reader *r, bool *more)
{
    *more = false;
    while (r->depth > 0) {
        skip_space(r);
        bool is_object = r->open[r->depth - 1]->type == LAMINA_JSON_OBJECT;
        int c = peek(r);
        if (c == ',') {
            r->at++;
            *more = true;
            return !is_object || read_name(r);
        }
        if (c != (is_object ? '}' : ']'))
            return fail(r, is_object ? "expected ',' or '}'" : "expected ',' or ']'");
        close_container(r);
    }
    skip_space(r);
    return r->at == r->end || fail(r, "more text behind the value");
}

/* ---- the whole text ---- */

/* Lines are only counted for a text that has a fault. */
static void locate(const reader *r, lamina_json_fault *fault)
{
    const char *line = r->start;
    *fault =
        (lamina_json_fault){.offset = (size_t)(r->at - r->start), .line = 1, .reason = r->reason};
    for (const char *at = r->start; at < r->at; at++) {
        if (*at != '\n')
            continue;
        fault->line++;
        line = at + 1;
    }
    fault->column = (size_t)(r->at - line) + 1;
}

lamina_status lamina_json_read(lamina_arena *arena, lamina_str text, uint32_t depth_cap,
                               const lamina_json **value, lamina_json_fault *fault)
{
    *value = NULL;
    if (depth_cap == 0)
        depth_cap = LAMINA_JSON_DEPTH_CAP;
    if (depth_cap > LAMINA_JSON_DEPTH_MAX)
        depth_cap = LAMINA_JSON_DEPTH_MAX;
    lamina_json_fault unasked;
    if (fault == NULL)
        fault = &unasked;
    *fault = (lamina_json_fault){0};
    if (text.len > LAMINA_JSON_SIZE_MAX) {
        *fault = (lamina_json_fault){.line = 1, .column = 1, .reason = "the text is too large"};
        return LAMINA_E_LIMIT;
    }

    const char *start = text.len > 0 ? text.ptr : "";
    lamina_json *root = NULL;
    reader r; /* not zeroed as a whole: open is large, and written before it is read */
    r.start = r.at = start;
    r.end = start + text.len;
    r.arena = arena;
    r.spare = r.spare_end = NULL;
    r.link = &root;
    r.name = (lamina_str){0};
    r.depth = 0;
    r.depth_cap = depth_cap;
    r.status = LAMINA_OK;
    r.reason = NULL;
    bool more = true;
    while (more && go_down(&r) && go_up(&r, &more)) {
    }
    if (r.status == LAMINA_OK)
        *value = root;
    else if (r.reason != NULL)
        locate(&r, fault);
    return r.status;
}
