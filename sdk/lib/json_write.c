/*
 * json_write.c - JSON into a text buffer: commas, escapes and numbers are seen to.
 */
#include <math.h>
#include <string.h>

#include "byte_block.h"
#include "json_escape.h"
#include "lamina/json.h"
#include "number.h"
#include "utf8.h"

void lamina_json_write_init(lamina_json_writer *writer, lamina_text *text)
{
    *writer = (lamina_json_writer){.text = text};
}

/* Before a value: the comma that its predecessor left open. */
static void begin_value(lamina_json_writer *writer)
{
    if (writer->comma != 0)
        lamina_text_add_char(writer->text, ',');
    writer->comma = 1;
}

static void begin_container(lamina_json_writer *writer, char open)
{
    begin_value(writer);
    lamina_text_add_char(writer->text, open);
    writer->comma = 0;
    writer->depth++;
}

static void end_container(lamina_json_writer *writer, char close)
{
    lamina_text_add_char(writer->text, close);
    writer->comma = 1;
    writer->depth--;
}

void lamina_json_write_object(lamina_json_writer *writer)
{
    begin_container(writer, '{');
}

void lamina_json_write_object_end(lamina_json_writer *writer)
{
    end_container(writer, '}');
}

void lamina_json_write_array(lamina_json_writer *writer)
{
    begin_container(writer, '[');
}

void lamina_json_write_array_end(lamina_json_writer *writer)
{
    end_container(writer, ']');
}

/* Bytes that one byte can become: \u001f. */
#define ESCAPE_ROOM ((size_t)6)

/* Texts are escaped in pieces, so that the room for the worst case stays small. */
#define PIECE ((size_t)1024)

/* The escape of a quote, a backslash or a control character; returns its end. */
static char *put_escape(char *out, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    char letter = lamina__escape_letter[c];
    *out++ = '\\';
    if (letter != 0) {
        *out++ = letter;
        return out;
    }
    memcpy(out, "u00", 3);
    out[3] = digits[c >> 4];
    out[4] = digits[c & 15u];
    return out + 5;
}

/* Escapes the text to out, which has room for the worst case and the slack; returns the end. */
static char *put_escaped(char *out, const char *at, const char *end)
{
    while (at < end) {
        at = lamina__escapes_encode(at, end, &out);
        /* The last bytes, or one with a long escape. */
        for (bool is_long = false; at < end && !is_long; at++) {
            unsigned char c = (unsigned char)*at;
            is_long = lamina__is_special(c);
            if (is_long)
                out = put_escape(out, c);
            else
                *out++ = (char)c;
        }
    }
    return out;
}

/* Valid UTF-8 of any length with its escapes. */
static void add_escaped(lamina_text *text, const char *at, const char *end)
{
    while (at < end) {
        size_t len = (size_t)(end - at) < PIECE ? (size_t)(end - at) : PIECE;
        size_t room = len * ESCAPE_ROOM + LAMINA__ESCAPE_SLACK;
        if (room > text->cap - text->len)
            break;
        char *out = lamina_text_reserve(text, room);
        if (out == NULL)
            return;
        lamina_text_advance(text, (size_t)(put_escaped(out, at, at + len) - out));
        at += len;
    }
    /* Near the cap the worst case has no room, but the text may. */
    for (; at < end; at++) {
        char escape[ESCAPE_ROOM] = {*at};
        char *out_end = lamina__is_special((unsigned char)*at)
                            ? put_escape(escape, (unsigned char)*at)
                            : escape + 1;
        lamina_text_add(text, (lamina_str){escape, (size_t)(out_end - escape)});
    }
}

/* A short text, which nearly all are: one request for room, quotes included. False when it is not so
   simple. */
static bool add_short(lamina_text *text, const char *at, const char *end)
{
    size_t len = (size_t)(end - at);
    size_t room = len * ESCAPE_ROOM + 2 + LAMINA__ESCAPE_SLACK;
    if (len > PIECE || room > text->cap - text->len || lamina__utf8_span(at, end, NULL) != end)
        return false;
    char *start = lamina_text_reserve(text, room);
    if (start == NULL)
        return true;
    char *out = start;
    *out++ = '"';
    out = put_escaped(out, at, end);
    *out++ = '"';
    lamina_text_advance(text, (size_t)(out - start));
    return true;
}

static void add_quoted(lamina_text *text, lamina_str string)
{
    const char *at = string.len > 0 ? string.ptr : "";
    const char *end = at + string.len;
    if (add_short(text, at, end))
        return;
    lamina_text_add_char(text, '"');
    while (at < end) {
        const char *valid_end = lamina__utf8_span(at, end, NULL);
        add_escaped(text, at, valid_end);
        at = valid_end;
        if (at == end)
            break;
        lamina_text_add(text, LAMINA_STR("\xEF\xBF\xBD"));
        at++;
    }
    lamina_text_add_char(text, '"');
}

void lamina_json_write_name(lamina_json_writer *writer, lamina_str name)
{
    begin_value(writer);
    add_quoted(writer->text, name);
    lamina_text_add_char(writer->text, ':');
    writer->comma = 0;
}

void lamina_json_write_string(lamina_json_writer *writer, lamina_str text)
{
    begin_value(writer);
    add_quoted(writer->text, text);
}

void lamina_json_write_int64(lamina_json_writer *writer, int64_t number)
{
    begin_value(writer);
    lamina_text_add_int64(writer->text, number);
}

void lamina_json_write_double(lamina_json_writer *writer, double number)
{
    if (!isfinite(number)) {
        lamina_json_write_null(writer);
        return;
    }
    char room[LAMINA__DOUBLE_ROOM];
    size_t len = lamina__double_format(number, room);
    lamina_json_write_raw(writer, (lamina_str){room, len});
}

void lamina_json_write_boolean(lamina_json_writer *writer, bool value)
{
    lamina_json_write_raw(writer, value ? LAMINA_STR("true") : LAMINA_STR("false"));
}

void lamina_json_write_null(lamina_json_writer *writer)
{
    lamina_json_write_raw(writer, LAMINA_STR("null"));
}

void lamina_json_write_raw(lamina_json_writer *writer, lamina_str json)
{
    begin_value(writer);
    lamina_text_add(writer->text, json);
}

void lamina_json_write_member_string(lamina_json_writer *writer, const char *name, lamina_str text)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_string(writer, text);
}

void lamina_json_write_member_int64(lamina_json_writer *writer, const char *name, int64_t number)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_int64(writer, number);
}
