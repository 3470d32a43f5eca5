/*
 * Path templates: parsed once at load, compared for order and duplicates, matched per request.
 */
#include "lamina/route_template.h"

#include <string.h>

#include "hex.h"
#include "lamina/text.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* RFC 3986 section 2.3. */
static bool is_unreserved(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static bool is_parameter_name(lamina_str text)
{
    if (text.len == 0 || !is_letter(text.ptr[0]))
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!is_letter(text.ptr[i]) && !is_digit(text.ptr[i]) && text.ptr[i] != '_')
            return false;
    return true;
}

/* Reads "{name}" or "{name+}". NULL, or why it is neither. */
static const char *read_parameter(lamina_str text, bool last, lamina_route_segment *segment)
{
    if (text.ptr[text.len - 1] != '}')
        return "a parameter must fill its whole segment, as in /{name}/";

    lamina_str name = {.ptr = text.ptr + 1, .len = text.len - 2};
    segment->kind = LAMINA_ROUTE_PARAM;
    if (name.len > 0 && name.ptr[name.len - 1] == '+') {
        name.len--;
        segment->kind = LAMINA_ROUTE_GREEDY;
    }
    if (segment->kind == LAMINA_ROUTE_GREEDY && !last)
        return "only the last segment can be greedy";
    if (!is_parameter_name(name))
        return "a parameter's name is a letter, then letters, digits and '_'";
    segment->text = name;
    return NULL;
}

static const char *read_literal(lamina_str text, lamina_route_segment *segment)
{
    if (lamina_str_is(text, ".") || lamina_str_is(text, ".."))
        return "the segments \".\" and \"..\" never reach a server";
    for (size_t i = 0; i < text.len; i++)
        if (!is_unreserved(text.ptr[i]))
            return "a literal segment holds letters, digits, '-', '.', '_' and '~' only";
    segment->kind = LAMINA_ROUTE_LITERAL;
    segment->text = text;
    return NULL;
}

static const char *read_segment(lamina_str text, bool last, lamina_route_segment *segment)
{
    if (text.len == 0)
        return "a segment is empty: no \"//\", and no '/' at the end";
    if (text.ptr[0] == '{')
        return read_parameter(text, last, segment);
    return read_literal(text, segment);
}

static bool is_name_used(const lamina_route_template *out, const lamina_str *names, lamina_str name)
{
    for (size_t i = 0; i < out->param_count; i++)
        if (lamina_str_equal(names[i], name))
            return true;
    return false;
}

static lamina_status fail(lamina_route_template *out, lamina_status status, const char *fault)
{
    out->fault = fault;
    return status;
}

/* Each segment in turn, from the text behind the first slash. */
static lamina_status read_segments(lamina_str rest, lamina_route_template *out,
                                   lamina_route_segment *segments, lamina_str *names)
{
    for (bool more = true; more;) {
        lamina_str text;
        more = lamina_str_cut(&rest, '/', &text);
        if (out->segment_count == LAMINA_ROUTE_SEGMENT_CAP)
            return fail(out, LAMINA_E_LIMIT, "it has more than 32 segments");

        lamina_route_segment *segment = &segments[out->segment_count++];
        const char *fault = read_segment(text, !more, segment);
        if (fault != NULL)
            return fail(out, LAMINA_E_SYNTAX, fault);
        if (segment->kind == LAMINA_ROUTE_LITERAL)
            continue;

        if (is_name_used(out, names, segment->text))
            return fail(out, LAMINA_E_SYNTAX, "two parameters have the same name");
        if (out->param_count == LAMINA_ROUTE_PARAM_CAP)
            return fail(out, LAMINA_E_LIMIT, "it has more than 16 parameters");
        names[out->param_count++] = segment->text;
    }
    return LAMINA_OK;
}

/* Moves what was read from the stack into the arena, in the size that it turned out to have. */
static lamina_status keep(lamina_arena *arena, lamina_route_template *out,
                          const lamina_route_segment *segments, const lamina_str *names)
{
    lamina_route_segment *kept = lamina_arena_array(arena, out->segment_count, sizeof *kept);
    lamina_str *kept_names = lamina_arena_array(arena, out->param_count, sizeof *kept_names);
    if (kept == NULL || kept_names == NULL)
        return fail(out, LAMINA_E_LIMIT, "the arena is full");
    memcpy(kept, segments, out->segment_count * sizeof *kept);
    memcpy(kept_names, names, out->param_count * sizeof *kept_names);
    out->segments = kept;
    out->param_names = kept_names;
    return LAMINA_OK;
}

lamina_status lamina_route_template_parse(lamina_arena *arena, const char *path,
                                          lamina_route_template *out)
{
    *out = (lamina_route_template){0};
    lamina_str text = lamina_str_from(path);
    if (text.len == 0 || text.ptr[0] != '/')
        return fail(out, LAMINA_E_SYNTAX, "it must begin with '/'");
    if (text.len == 1)
        return LAMINA_OK;

    lamina_route_segment segments[LAMINA_ROUTE_SEGMENT_CAP] = {0};
    lamina_str names[LAMINA_ROUTE_PARAM_CAP] = {0};
    lamina_str rest = {.ptr = text.ptr + 1, .len = text.len - 1};
    lamina_status status = read_segments(rest, out, segments, names);
    if (status != LAMINA_OK)
        return status;
    return keep(arena, out, segments, names);
}

static int compare_segments(const lamina_route_segment *a, const lamina_route_segment *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind != LAMINA_ROUTE_LITERAL)
        return 0;
    return lamina_str_compare(a->text, b->text);
}

int lamina_route_template_compare(const lamina_route_template *a, const lamina_route_template *b)
{
    size_t shared = a->segment_count < b->segment_count ? a->segment_count : b->segment_count;
    for (size_t i = 0; i < shared; i++) {
        int order = compare_segments(&a->segments[i], &b->segments[i]);
        if (order != 0)
            return order;
    }
    if (a->segment_count == b->segment_count)
        return 0;
    return a->segment_count > b->segment_count ? -1 : 1;
}

/* Is raw the literal, with some of its characters perhaps percent-encoded? */
static bool matches_literal(lamina_str literal, lamina_str raw)
{
    if (raw.len < literal.len)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < literal.len; i++) {
        if (at == raw.len)
            return false;
        if (raw.ptr[at] == literal.ptr[i]) {
            at++;
            continue;
        }
        if (raw.ptr[at] != '%' || raw.len - at < 3)
            return false;
        int high = lamina__hex_value(raw.ptr[at + 1]);
        int low = lamina__hex_value(raw.ptr[at + 2]);
        if (high < 0 || low < 0 || high * 16 + low != literal.ptr[i])
            return false;
        at += 3;
    }
    return at == raw.len;
}

/* From the first of segments to the end of the last, slashes between them included. */
static lamina_str span(const lamina_str *segments, size_t count)
{
    const lamina_str *last = &segments[count - 1];
    return (lamina_str){.ptr = segments[0].ptr,
                        .len = (size_t)(last->ptr - segments[0].ptr) + last->len};
}

bool lamina_route_template_match(const lamina_route_template *route, const lamina_str *segments,
                                 size_t segment_count, lamina_str *params)
{
    if (segment_count < route->segment_count)
        return false;

    size_t param = 0;
    for (size_t i = 0; i < route->segment_count; i++) {
        const lamina_route_segment *segment = &route->segments[i];
        if (segment->kind == LAMINA_ROUTE_GREEDY) {
            params[param] = span(&segments[i], segment_count - i);
            return params[param].len > 0;
        }
        if (segment->kind == LAMINA_ROUTE_LITERAL) {
            if (!matches_literal(segment->text, segments[i]))
                return false;
            continue;
        }
        if (segments[i].len == 0)
            return false;
        params[param++] = segments[i];
    }
    return segment_count == route->segment_count;
}

size_t lamina_route_path_split(lamina_str path, lamina_str segments[LAMINA_ROUTE_SEGMENT_CAP + 1])
{
    lamina_str rest = {path.ptr + 1, path.len - 1};
    if (rest.len > 0 && rest.ptr[rest.len - 1] == '/')
        rest.len--;
    else if (rest.len == 0)
        return 0;
    size_t count = 0;
    bool more = true;
    while (more && count < LAMINA_ROUTE_SEGMENT_CAP)
        more = lamina_str_cut(&rest, '/', &segments[count++]);
    if (more)
        segments[count++] = rest;
    return count;
}
