/*
 * What the HTTP client receives: header lines and content, collected into two capped buffers that
 * are kept between calls. Interim answers (1xx) are dropped, and so are trailers.
 */
#include <stdlib.h>
#include <string.h>

#include "http_client_inside.h"

void lamina__http_inbox_reset(lamina__http_inbox *inbox)
{
    lamina_text_reset(&inbox->head);
    lamina_text_reset(&inbox->body);
    inbox->count = 0;
    inbox->in_head = false;
    inbox->interim = false;
    inbox->any = false;
}

static bool is_status_line(lamina_str line)
{
    return lamina_str_has_prefix(line, LAMINA_STR("HTTP/"));
}

/* "HTTP/1.1 100 Continue": the digit behind the first space says it. */
static bool is_interim(lamina_str status_line)
{
    lamina_str version;
    return lamina_str_cut(&status_line, ' ', &version) && status_line.len > 0 &&
           status_line.ptr[0] == '1';
}

static lamina_str without_line_end(lamina_str line)
{
    while (line.len > 0 && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
        line.len--;
    return line;
}

/* A line that begins with white space continues the value before it (RFC 9112 section 5.2). */
static void continue_line(lamina_text *head, lamina_str line)
{
    if (head->len == 0)
        return;
    head->ptr[head->len - 1] = ' ';
    lamina_text_add(head, lamina_str_trim(line));
    lamina_text_add_char(head, '\n');
}

size_t lamina__http_inbox_header(char *line, size_t size, size_t count, void *user)
{
    lamina__http_inbox *inbox = user;
    size_t len = size * count;
    lamina_str text = without_line_end((lamina_str){.ptr = line, .len = len});
    bool first = !inbox->any;
    inbox->any = true;

    if (!inbox->in_head) {
        if (!first && !inbox->interim)
            return len; /* a trailer: nothing here may change what the head said */
        if (!is_status_line(text))
            return len;
        lamina_text_reset(&inbox->head);
        inbox->in_head = true;
        inbox->interim = is_interim(text);
        return len;
    }
    if (text.len == 0) {
        inbox->in_head = false;
        return len;
    }
    if (text.ptr[0] == ' ' || text.ptr[0] == '\t') {
        continue_line(&inbox->head, text);
    } else {
        lamina_text_add(&inbox->head, text);
        lamina_text_add_char(&inbox->head, '\n');
    }
    /* Another count than len makes curl give the transfer up. */
    return lamina_text_status(&inbox->head) == LAMINA_OK ? len : 0;
}

size_t lamina__http_inbox_body(char *bytes, size_t size, size_t count, void *user)
{
    lamina__http_inbox *inbox = user;
    size_t len = size * count;
    inbox->any = true;
    lamina_text_add(&inbox->body, (lamina_str){.ptr = bytes, .len = len});
    return lamina_text_status(&inbox->body) == LAMINA_OK ? len : 0;
}

static lamina_status add_param(lamina__http_inbox *inbox, lamina_str name, lamina_str value)
{
    if (inbox->count == inbox->room) {
        size_t room = inbox->room > 0 ? inbox->room * 2 : 16;
        lamina_param *grown = realloc(inbox->params, room * sizeof *grown);
        if (grown == NULL)
            return LAMINA_E_MEMORY;
        inbox->params = grown;
        inbox->room = room;
    }
    inbox->params[inbox->count++] = (lamina_param){.name = name, .value = lamina_str_trim(value)};
    return LAMINA_OK;
}

lamina_status lamina__http_inbox_parse(lamina__http_inbox *inbox)
{
    lamina_str rest = lamina_text_view(&inbox->head);
    while (rest.len > 0) {
        lamina_str line;
        lamina_str name;
        lamina_str_cut(&rest, '\n', &line);
        if (!lamina_str_cut(&line, ':', &name))
            continue; /* no header */
        lamina_status status = add_param(inbox, name, line);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

bool lamina_http_answer_header(const lamina_http_answer *answer, const char *name,
                               lamina_str *value)
{
    *value = (lamina_str){0};
    lamina_str wanted = lamina_str_from(name);
    for (size_t i = 0; i < answer->header_count; i++) {
        if (lamina_str_equal_nocase(answer->headers[i].name, wanted)) {
            *value = answer->headers[i].value;
            return true;
        }
    }
    return false;
}
