/*
 * What the HTTP client sends: the checks of method, URL and headers, and the header lines that curl
 * gets. The lines live in memory that is kept between calls and are chained by hand instead of by
 * curl_slist_append(), which copies each of them on every call; curl only reads the list.
 */
#include <stdlib.h>
#include <string.h>

#include "http_client_inside.h"
#include "http_field.h"

enum { URL_CAP = 64 * 1024, LINES_CAP = 1024 * 1024, HEADER_COUNT_CAP = 256 };

static bool is_url(const char *url)
{
    size_t len = strnlen(url, URL_CAP + 1);
    if (len > URL_CAP)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)url[i] <= 0x20 || (unsigned char)url[i] >= 0x7f)
            return false;
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

/* These frame the message; a second one, or a wrong one, would let a body pass for a request. */
static bool is_framing(lamina_str name)
{
    static const char *const framing[] = {"content-length", "transfer-encoding", "expect",
                                          "connection"};
    for (size_t i = 0; i < sizeof framing / sizeof *framing; i++)
        if (lamina_str_equal_nocase(name, lamina_str_from(framing[i])))
            return true;
    return false;
}

const char *lamina__http_request_fault(const lamina_http_call *call)
{
    if (call->method == NULL || !lamina__http_field_is_token(lamina_str_from(call->method)))
        return "the method is no token";
    if (call->url == NULL || !is_url(call->url))
        return "the URL is not http:// or https://, too long, or has characters that must be encoded";
    if (call->header_count > HEADER_COUNT_CAP)
        return "there are too many headers";
    for (size_t i = 0; i < call->header_count; i++) {
        const lamina_param *header = &call->headers[i];
        if (!lamina__http_field_is_token(header->name))
            return "a header's name is no token";
        if (!lamina__http_field_is_value(header->value))
            return "a header's value has control characters";
        if (is_framing(header->name))
            return "Content-Length, Transfer-Encoding, Expect and Connection are the client's to write";
    }
    return NULL;
}

/* Makes curl leave out what it would write on its own, unless the call has it. */
static const char *const unwanted[] = {"Expect", "Accept", "Content-Type"};
enum { UNWANTED_COUNT = sizeof unwanted / sizeof *unwanted };

static bool has_header(const lamina_http_call *call, const char *name)
{
    for (size_t i = 0; i < call->header_count; i++)
        if (lamina_str_equal_nocase(call->headers[i].name, lamina_str_from(name)))
            return true;
    return false;
}

/* "Name: value"; curl wants "Name;" for an empty value, because "Name:" means to leave it out. */
static void add_line(lamina_text *image, lamina_str name, lamina_str value)
{
    lamina_text_add(image, name);
    if (value.len == 0) {
        lamina_text_add_char(image, ';');
    } else {
        lamina_text_add(image, LAMINA_STR(": "));
        lamina_text_add(image, value);
    }
    lamina_text_add_char(image, '\0');
}

static size_t add_lines(lamina_text *image, const lamina_http_call *call)
{
    size_t count = call->header_count;
    for (size_t i = 0; i < call->header_count; i++)
        add_line(image, call->headers[i].name, lamina_str_trim(call->headers[i].value));
    for (size_t i = 0; i < UNWANTED_COUNT; i++) {
        if (has_header(call, unwanted[i]))
            continue;
        lamina_text_add(image, lamina_str_from(unwanted[i]));
        lamina_text_add(image, (lamina_str){.ptr = ":", .len = 2}); /* the NUL with it */
        count++;
    }
    return count;
}

static lamina_status grow_nodes(lamina__http_lines *lines, size_t count)
{
    if (count <= lines->room)
        return LAMINA_OK;
    struct curl_slist *grown = realloc(lines->nodes, count * sizeof *grown);
    if (grown == NULL)
        return LAMINA_E_MEMORY;
    lines->nodes = grown;
    lines->room = count;
    return LAMINA_OK;
}

lamina_status lamina__http_request_lines(lamina__http_lines *lines, const lamina_http_call *call,
                                         const struct curl_slist **list)
{
    if (lines->image.cap == 0)
        lamina_text_init(&lines->image, LINES_CAP);
    lamina_text_reset(&lines->image);
    size_t count = add_lines(&lines->image, call);
    lamina_status status = lamina_text_status(&lines->image);
    if (status == LAMINA_OK)
        status = grow_nodes(lines, count);
    if (status != LAMINA_OK)
        return status;

    char *line = lines->image.ptr;
    for (size_t i = 0; i < count; i++) {
        lines->nodes[i].data = line;
        lines->nodes[i].next = i + 1 < count ? &lines->nodes[i + 1] : NULL;
        line += strlen(line) + 1;
    }
    *list = count > 0 ? lines->nodes : NULL;
    return LAMINA_OK;
}
