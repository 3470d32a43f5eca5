/*
 * lamina/route_template.h - path templates: "/partners/{partnerId}", "/files/{path+}".
 *
 * A template is parsed once, when the plugin is loaded, and matched against the raw segments of
 * every request. Grammar: '/' alone, or segments that each begin with '/'. A segment is a literal of
 * RFC 3986's unreserved characters (but not "." or ".."), a parameter "{name}", or, as the last one,
 * a greedy parameter "{name+}". A name is a letter and then letters, digits and '_', used once.
 *
 * For the host's router, the plugin check and tools; handlers have no use for it.
 * All since 1.0.
 */
#ifndef LAMINA_ROUTE_TEMPLATE_H
#define LAMINA_ROUTE_TEMPLATE_H

#include "lamina/abi.h"
#include "lamina/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A template has at most this many segments, of which this many may be parameters. Since 1.0. */
#define LAMINA_ROUTE_SEGMENT_CAP 32u
#define LAMINA_ROUTE_PARAM_CAP 16u

/* Kinds of a segment, the more specific first. */
#define LAMINA_ROUTE_LITERAL 0u /* matches its own text */
#define LAMINA_ROUTE_PARAM 1u   /* matches one segment that is not empty */
#define LAMINA_ROUTE_GREEDY 2u  /* matches all that is left, if that is not empty */

/* Frozen. Since 1.0. */
typedef struct lamina_route_segment {
    lamina_str text; /* the literal, or the parameter's name */
    uint32_t kind;   /* LAMINA_ROUTE_* */
    uint32_t reserved;
} lamina_route_segment;

/* A template that was parsed; views of the path it was parsed from, arrays in the arena. Frozen. Since 1.0. */
typedef struct lamina_route_template {
    const lamina_route_segment *segments;
    size_t segment_count;
    const lamina_str *param_names; /* in the order of the path */
    size_t param_count;
    const char *fault; /* static text: why lamina_route_template_parse() failed; otherwise NULL */
} lamina_route_template;

/* Parses path, which must outlive *out. LAMINA_E_SYNTAX for what the grammar above forbids and
   LAMINA_E_LIMIT when a cap is reached or the arena is full: out->fault says it. [init] Since 1.0. */
lamina_status lamina_route_template_parse(lamina_arena *arena, const char *path,
                                          lamina_route_template *out);

/*
 * Which is asked first: negative when a is, positive when b is, 0 when both match the same paths (the
 * names of parameters do not count). Segment by segment, a literal comes before a parameter and that
 * before a greedy one. Routes sorted by it can be tried in order: the first match is the right one.
 * [any-thread] Since 1.0.
 */
int lamina_route_template_compare(const lamina_route_template *a, const lamina_route_template *b);

/*
 * Divides a path at its slashes, still percent-encoded: "/" has no segments, "/a/b" and "/a/b/" have "a"
 * and "b", "/a//b" has an empty one. path begins with '/'. The last of the segments takes all that is
 * left of a longer path, so that it has one more than any template. Since 1.0.
 */
size_t lamina_route_path_split(lamina_str path, lamina_str segments[LAMINA_ROUTE_SEGMENT_CAP + 1]);

/*
 * Does a path match? segments are the parts of one path between its slashes, still percent-encoded,
 * in order, views of one text; "/" has none, "/a/" has "a" and "". An unreserved character in a
 * literal may stand encoded in the path (RFC 3986 section 6.2.2.2). params takes
 * route->param_count raw values, which the caller decodes once; of a greedy one, everything from
 * its first segment to the path's end. params is undefined when there is no match.
 * [any-thread] Since 1.0.
 */
bool lamina_route_template_match(const lamina_route_template *route, const lamina_str *segments,
                                 size_t segment_count, lamina_str *params);

#ifdef __cplusplus
}
#endif
#endif
