/*
 * Uniform resource identifiers: RFC 3986, the rule "URI" of appendix A. A scheme is needed; a relative
 * reference is none.
 */
#include <string.h>

#include "domain/formats.h"
#include "lamina/text.h"
#include "utilities/ascii.h"

/* ---- characters (section 2) ---- */

#define SUB_DELIMS "!$&'()*+,;="
#define PCHAR_MORE SUB_DELIMS ":@"

static bool is_hex(char c)
{
    return domain__is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_unreserved(char c)
{
    return domain__is_letter(c) || domain__is_digit(c) || is_one_of(c, "-._~");
}

/* *( unreserved / pct-encoded / what is in more ) */
static bool is_made_of(lamina_str text, const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '%') {
            if (i + 2 >= text.len || !is_hex(text.ptr[i + 1]) || !is_hex(text.ptr[i + 2]))
                return false;
            i += 2;
        } else if (!is_unreserved(text.ptr[i]) && !is_one_of(text.ptr[i], more))
            return false;
    }
    return true;
}

/* ---- pieces ---- */

/* Cuts text before the first character that is in the set; what follows stays in *text, it included. */
static lamina_str take_until(lamina_str *text, const char *set)
{
    size_t len = 0;
    while (len < text->len && !is_one_of(text->ptr[len], set))
        len++;
    lamina_str head = {text->ptr, len};
    *text = (lamina_str){text->ptr + len, text->len - len};
    return head;
}

static lamina_str without_first(lamina_str text, size_t count)
{
    return (lamina_str){text.ptr + count, text.len - count};
}

static bool is_scheme(lamina_str text)
{
    if (text.len == 0 || !domain__is_letter(text.ptr[0]))
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!domain__is_letter(text.ptr[i]) && !domain__is_digit(text.ptr[i]) &&
            !is_one_of(text.ptr[i], "+-."))
            return false;
    return true;
}

/* ---- hosts (section 3.2.2) ---- */

static bool is_ipv4(lamina_str text)
{
    bool more = true;
    size_t count = 0;
    for (; more; count++) {
        lamina_str octet;
        int64_t value;
        more = lamina_str_cut(&text, '.', &octet);
        if (lamina_parse_int64_between(octet, 0, 255, &value) != LAMINA_OK)
            return false;
    }
    return count == 4;
}

static bool is_h16(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_hex(text.ptr[i]))
            return false;
    return text.len >= 1 && text.len <= 4;
}

/* How many of the eight 16-bit groups the text between two "::" (or the whole) has; an IPv4 address at the
   end of all counts two. False when a piece is none. */
static bool count_groups(lamina_str text, bool is_end, size_t *count)
{
    *count = 0;
    if (text.len == 0)
        return true;
    bool more = true;
    while (more) {
        lamina_str group;
        more = lamina_str_cut(&text, ':', &group);
        bool is_v4 = is_end && !more && is_ipv4(group);
        if (!is_v4 && !is_h16(group))
            return false;
        *count += is_v4 ? 2 : 1;
    }
    return true;
}

static bool is_ipv6(lamina_str text)
{
    size_t before, after;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != ':' || text.ptr[i + 1] != ':')
            continue;
        return count_groups((lamina_str){text.ptr, i}, false, &before) &&
               count_groups(without_first(text, i + 2), true, &after) && before + after <= 7;
    }
    return count_groups(text, true, &before) && before == 8;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool is_ip_future(lamina_str text)
{
    lamina_str version;
    if (text.len < 4 || (text.ptr[0] != 'v' && text.ptr[0] != 'V'))
        return false;
    text = without_first(text, 1);
    if (!lamina_str_cut(&text, '.', &version) || version.len == 0 || text.len == 0)
        return false;
    for (size_t i = 0; i < version.len; i++)
        if (!is_hex(version.ptr[i]))
            return false;
    return memchr(text.ptr, '%', text.len) == NULL && is_made_of(text, SUB_DELIMS ":");
}

/* [ ":" port ] */
static bool is_port_part(lamina_str text)
{
    if (text.len == 0)
        return true;
    return text.ptr[0] == ':' && domain__are_digits(without_first(text, 1));
}

static bool is_host_and_port(lamina_str text)
{
    if (text.len == 0 || text.ptr[0] != '[') {
        lamina_str name = take_until(&text, ":");
        return is_made_of(name, SUB_DELIMS) && is_port_part(text);
    }
    text = without_first(text, 1);
    lamina_str address;
    if (!lamina_str_cut(&text, ']', &address))
        return false;
    return (is_ipv6(address) || is_ip_future(address)) && is_port_part(text);
}

static bool is_authority(lamina_str text)
{
    lamina_str host = text, user;
    if (lamina_str_cut(&host, '@', &user))
        return is_made_of(user, SUB_DELIMS ":") && is_host_and_port(host);
    return is_host_and_port(text);
}

/* ---- the whole ---- */

static bool is_hier_part(lamina_str text)
{
    if (!lamina_str_has_prefix(text, LAMINA_STR("//")))
        return is_made_of(text, PCHAR_MORE "/");
    text = without_first(text, 2);
    lamina_str authority = take_until(&text, "/");
    return is_authority(authority) && is_made_of(text, PCHAR_MORE "/");
}

static bool is_uri(lamina_str text)
{
    lamina_str scheme;
    if (!lamina_str_cut(&text, ':', &scheme) || !is_scheme(scheme))
        return false;
    lamina_str hier_part = take_until(&text, "?#");
    lamina_str query = take_until(&text, "#");
    lamina_str fragment = text;
    return is_hier_part(hier_part) &&
           (query.len == 0 || is_made_of(without_first(query, 1), PCHAR_MORE "/?")) &&
           (fragment.len == 0 || is_made_of(without_first(fragment, 1), PCHAR_MORE "/?"));
}

const lamina_format domain_format_uri = {
    .size = sizeof(lamina_format),
    .name = "uri",
    .rule = "a URI with its scheme such as https://example.com/a?b=c (RFC 3986)",
    .check = is_uri,
};
