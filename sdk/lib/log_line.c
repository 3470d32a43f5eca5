/*
 * Building a log line within its cap: before a member is written, its longest possible form is held
 * against the room that is left, so that no write ever fails half-way through a member.
 */
#include "log_line.h"

#include <string.h>

/* ,"truncated":true} and the newline, with some room to spare */
enum { TAIL = 32 };
/* "," and ":" and the quotes around a name and a value */
enum { MEMBER_FRAME = 8 };
/* The longest that one byte can become: \u001f. A byte that is no UTF-8 becomes the three of U+FFFD. */
enum { ESCAPE_MAX = 6, REPLACEMENT_LEN = 3 };

static size_t room_left(const lamina__log_line *line)
{
    size_t used = line->text->len + TAIL;
    return used < LAMINA__LOG_LINE_CAP ? LAMINA__LOG_LINE_CAP - used : 0;
}

/* An upper bound of what the byte becomes in a JSON string. */
static size_t escaped_len(unsigned char c)
{
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
        return ESCAPE_MAX;
    return c < 0x80 ? 1 : REPLACEMENT_LEN;
}

/* The longest beginning of text that is sure to fit into room, whole characters only. */
static lamina_str fitting(lamina_str text, size_t room)
{
    if (text.len <= room / ESCAPE_MAX)
        return text;
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        used += escaped_len((unsigned char)text.ptr[i]);
        if (used <= room)
            continue;
        while (i > 0 && ((unsigned char)text.ptr[i] & 0xC0) == 0x80)
            i--;
        return (lamina_str){.ptr = text.ptr, .len = i};
    }
    return text;
}

/* Room for the value, once the name is written; 0 when there is none, and the line is full. */
static size_t claim(lamina__log_line *line, const char *name, size_t value_len)
{
    if (line->is_cut || name == NULL)
        return 0;
    size_t needed = strlen(name) * ESCAPE_MAX + MEMBER_FRAME;
    size_t room = room_left(line);
    if (room <= needed || room - needed < value_len) {
        line->is_cut = true;
        return 0;
    }
    return room - needed;
}

void lamina__log_line_begin(lamina__log_line *line, lamina_text *text)
{
    lamina_text_reset(text);
    *line = (lamina__log_line){.text = text};
    lamina_json_write_init(&line->writer, text);
    lamina_json_write_object(&line->writer);
}

void lamina__log_line_add_text(lamina__log_line *line, const char *name, lamina_str value)
{
    size_t room = claim(line, name, 1);
    if (room == 0)
        return;
    lamina_str part = fitting(value, room);
    lamina_json_write_member_string(&line->writer, name, part);
    line->is_cut = part.len < value.len;
}

void lamina__log_line_add_number(lamina__log_line *line, const char *name, int64_t value)
{
    if (claim(line, name, sizeof "-9223372036854775808") == 0)
        return;
    lamina_json_write_member_int64(&line->writer, name, value);
}

void lamina__log_line_add_true(lamina__log_line *line, const char *name)
{
    if (claim(line, name, sizeof "true") == 0)
        return;
    lamina_json_write_name(&line->writer, lamina_str_from(name));
    lamina_json_write_boolean(&line->writer, true);
}

/* Line ends stand between the tokens of valid JSON only, where a space does as well. */
static void add_json(lamina__log_line *line, const char *name, lamina_str json)
{
    if (json.len == 0)
        json = LAMINA_STR("null");
    if (claim(line, name, json.len) == 0)
        return;
    lamina_json_write_name(&line->writer, lamina_str_from(name));
    size_t start = line->text->len;
    lamina_json_write_raw(&line->writer, json);
    for (size_t i = start; i < line->text->len; i++)
        if (line->text->ptr[i] == '\n' || line->text->ptr[i] == '\r')
            line->text->ptr[i] = ' ';
}

void lamina__log_line_add_field(lamina__log_line *line, const lamina_log_field *field)
{
    switch (field->kind) {
    case LAMINA_LOG_NUMBER: lamina__log_line_add_number(line, field->name, field->number); return;
    case LAMINA_LOG_JSON: add_json(line, field->name, field->text); return;
    default: /* a kind of a later version: its text is all that is understood of it */
        lamina__log_line_add_text(line, field->name, field->text);
    }
}

void lamina__log_line_end(lamina__log_line *line)
{
    if (line->is_cut) {
        lamina_json_write_name(&line->writer, LAMINA_STR("truncated"));
        lamina_json_write_boolean(&line->writer, true);
    }
    lamina_json_write_object_end(&line->writer);
    lamina_text_add_char(line->text, '\n');
}
