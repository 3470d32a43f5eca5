/*
 * A line of text for people: names, addresses, tags.
 */
#include "domain/formats.h"
#include "utilities/code_point.h"

static bool is_line(lamina_str text)
{
    bool shows = false;
    uint32_t code_point;
    while (domain__code_point_next(&text, &code_point)) {
        if (domain__code_point_is_control(code_point))
            return false;
        shows = shows || !domain__code_point_is_blank(code_point);
    }
    return shows && text.len == 0;
}

const lamina_format domain_format_line = {
    .size = sizeof(lamina_format),
    .name = "line",
    .rule = "one line of visible text, without control characters",
    .check = is_line,
};
