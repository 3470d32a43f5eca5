/* URLs of endpoints, in their parts: http(s)://host[:port][/path], no user, no percent-encoded host. */
#include "aws/endpoint.h"

#include "lamina/text.h"

static bool take_prefix(lamina_str *text, lamina_str prefix)
{
    if (text->len < prefix.len ||
        !lamina_str_equal_nocase((lamina_str){.ptr = text->ptr, .len = prefix.len}, prefix))
        return false;
    text->ptr += prefix.len;
    text->len -= prefix.len;
    return true;
}

static lamina_str take_until(lamina_str *text, const char *stops)
{
    size_t len = 0;
    while (len < text->len) {
        bool stop = false;
        for (const char *c = stops; *c != '\0'; c++)
            stop = stop || text->ptr[len] == *c;
        if (stop)
            break;
        len++;
    }
    lamina_str head = {.ptr = text->ptr, .len = len};
    text->ptr += len;
    text->len -= len;
    return head;
}

static bool is_name(lamina_str host)
{
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
            return false;
    }
    return host.len > 0 && host.len <= 253;
}

static bool is_ipv6(lamina_str host)
{
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!hex && c != ':' && c != '.')
            return false;
    }
    return host.len >= 2 && host.len <= 45;
}

/* "[::1]:8000" or "name:8000"; what is left of authority is the port's text with its colon. */
static bool take_host(lamina_str *authority, aws__url *url)
{
    url->is_ipv6 = take_prefix(authority, LAMINA_STR("["));
    if (!url->is_ipv6) {
        url->host = take_until(authority, ":");
        return is_name(url->host);
    }
    url->host = take_until(authority, "]");
    return is_ipv6(url->host) && take_prefix(authority, LAMINA_STR("]"));
}

lamina_status aws__url_read(lamina_str text, aws__url *url)
{
    *url = (aws__url){.port = 80};
    if (take_prefix(&text, LAMINA_STR("https://"))) {
        url->is_https = true;
        url->port = 443;
    } else if (!take_prefix(&text, LAMINA_STR("http://"))) {
        return LAMINA_E_SYNTAX;
    }
    lamina_str authority = take_until(&text, "/?#");
    url->path = text;
    if (!take_host(&authority, url))
        return LAMINA_E_SYNTAX;
    if (authority.len == 0)
        return LAMINA_OK;
    int64_t port = 0;
    if (!take_prefix(&authority, LAMINA_STR(":")) ||
        lamina_parse_int64_between(authority, 1, 65535, &port) != LAMINA_OK)
        return LAMINA_E_SYNTAX;
    url->port = (uint32_t)port;
    return LAMINA_OK;
}

/* Four decimal parts, the first 127. "127.evil.example" is a name and no address. */
static bool is_loopback_v4(lamina_str host)
{
    for (int part = 0; part < 4; part++) {
        lamina_str digits;
        int64_t number = 0;
        bool more = lamina_str_cut(&host, '.', &digits);
        if (lamina_parse_int64_between(digits, 0, 255, &number) != LAMINA_OK)
            return false;
        if ((part == 0 && number != 127) || more != (part < 3))
            return false;
    }
    return true;
}

bool aws__host_is_loopback(lamina_str host)
{
    return lamina_str_equal_nocase(host, LAMINA_STR("localhost")) || lamina_str_is(host, "::1") ||
           is_loopback_v4(host);
}
