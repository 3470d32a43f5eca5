/*
 * json_write.c - JSON into a text buffer: commas, escapes and numbers are seen to.
 */
#include <math.h>

#include "json_bytes.h"
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

/* The escape of a quote, a backslash or a control character. */
static void add_escape(lamina_text *text, unsigned char c)
{
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    static const char digits[] = "0123456789abcdef";
    char letter = c < 0x20 ? letters[c] : (char)c;
    if (letter != 0) {
        lamina_text_add(text, (lamina_str){(char[]){'\\', letter}, 2});
        return;
    }
    lamina_text_add(
        text, (lamina_str){(char[]){'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15u]}, 6});
}

/* What is not plain: sequences of UTF-8 pass, all else is replaced. */
static void add_escaped(lamina_text *text, const char *at, const char *end)
{
    const char *run = at; /* what is clean and not yet written */
    while (at < end) {
        at = lamina__utf8_skip(lamina__skip_plain(at, end), end);
        if (at == end)
            break;
        unsigned char c = (unsigned char)*at;
        if (!lamina__is_special(c))
            continue;
        lamina_text_add(text, (lamina_str){run, (size_t)(at - run)});
        if (c >= 0x80)
            lamina_text_add(text, LAMINA_STR("\xEF\xBF\xBD"));
        else
            add_escape(text, c);
        run = ++at;
    }
    lamina_text_add(text, (lamina_str){run, (size_t)(end - run)});
}

static void add_quoted(lamina_text *text, lamina_str string)
{
    const char *start = string.len > 0 ? string.ptr : "";
    const char *end = start + string.len;
    const char *plain = lamina__skip_plain(start, end);
    /* Room for the plain part and both quotes: most strings need no more. */
    char *out = lamina_text_reserve(text, (size_t)(plain - start) + 2);
    if (out == NULL)
        return;
    *out++ = '"';
    memcpy(out, start, (size_t)(plain - start));
    out += plain - start;
    if (plain == end)
        *out = '"';
    lamina_text_advance(text, (size_t)(plain - start) + (plain == end ? 2 : 1));
    if (plain == end)
        return;
    add_escaped(text, plain, end);
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
