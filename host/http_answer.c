/*
 * http_answer.c - one HTTP/1.1 answer: status line, header lines, content by length or in chunks.
 */
#include "http_answer.h"

#include <stdlib.h>
#include <string.h>

#include "http_field.h"

/* Asked of the socket at once, unless more is known to come. */
#define RECEIVE_ROOM ((size_t)64 * 1024)
/* The size of a chunk with its extensions; a trailer section. */
#define LINE_CAP ((size_t)4096)
#define TRAILER_CAP ((size_t)16384)

typedef enum progress { GO_ON, WAIT, FAILED_SYNTAX, FAILED_LIMIT } progress;

static progress fail(http_answer *a, progress how, const char *fault)
{
    a->fault = fault;
    a->closes = true;
    return how;
}

static progress refuse(http_answer *a, const char *fault)
{
    return fail(a, FAILED_SYNTAX, fault);
}

/* ---- the buffer ---- */

void host__http_answer_init(http_answer *answer, size_t content_cap)
{
    *answer = (http_answer){.content_cap = content_cap};
}

void host__http_answer_clear(http_answer *answer)
{
    free(answer->bytes);
    *answer = (http_answer){.content_cap = answer->content_cap};
}

void host__http_answer_begin(http_answer *answer, size_t kept_cap)
{
    if (answer->room > kept_cap)
        host__http_answer_clear(answer);
    *answer = (http_answer){
        .bytes = answer->bytes, .room = answer->room, .content_cap = answer->content_cap};
}

/* The caps bound it: what is unread is never more than was received at once and the rest of a line. */
char *host__http_answer_room(http_answer *answer, size_t *room)
{
    /* All that is known to come, so that it comes at once. */
    *room = answer->step == HTTP_CONTENT ? answer->left : RECEIVE_ROOM;
    if (answer->step == HTTP_CHUNK_DATA)
        *room += answer->left;
    else if (answer->step == HTTP_HEAD && answer->room > answer->len + *room)
        *room = answer->room - answer->len;
    const size_t need = answer->len + *room;
    if (need > answer->room) {
        const size_t twice = answer->room * 2;
        const size_t grown_room = need > twice ? need : twice;
        char *grown = realloc(answer->bytes, grown_room);
        if (grown == NULL)
            return NULL;
        answer->bytes = grown;
        answer->room = grown_room;
    }
    return answer->bytes + answer->len;
}

static lamina_str unread(const http_answer *a)
{
    return (lamina_str){a->bytes + a->unread, a->len - a->unread};
}

/* The line at unread, without its CRLF; WAIT when its end has not come. */
static progress next_line(http_answer *a, size_t cap, lamina_str *line)
{
    *line = unread(a);
    const char *end = memmem(line->ptr, line->len, "\r\n", 2);
    const size_t len = end != NULL ? (size_t)(end - line->ptr) : line->len;
    if (len > cap)
        return refuse(a, "a line of the answer's framing is too long");
    if (end == NULL)
        return WAIT;
    line->len = len;
    a->unread += len + 2;
    return GO_ON;
}

/* ---- the head ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "HTTP/1.1 200 OK"; the last space and the reason may be missing. */
static bool read_status_line(http_answer *a, lamina_str line)
{
    static const lamina_str version = {"HTTP/1.", 7};
    if (line.len < 12 || !lamina_str_has_prefix(line, version) || !host__is_field_value(line))
        return false;
    const char *at = line.ptr + version.len;
    if ((at[0] != '0' && at[0] != '1') || at[1] != ' ' || (line.len > 12 && at[5] != ' '))
        return false;
    if (!is_digit(at[2]) || !is_digit(at[3]) || !is_digit(at[4]) || at[2] == '0')
        return false;
    a->status = (at[2] - '0') * 100 + (at[3] - '0') * 10 + (at[4] - '0');
    a->closes = at[0] == '0'; /* HTTP/1.0 keeps no connection */
    return true;
}

static bool has_item(lamina_str list, lamina_str item)
{
    lamina_str one;
    while (list.len > 0) {
        (void)lamina_str_cut(&list, ',', &one);
        if (lamina_str_equal_nocase(lamina_str_trim(one), item))
            return true;
    }
    return false;
}

/* Two that disagree on where an answer ends let a second one pass for content (RFC 9112 section 11.2),
   so each may be there once, and not both. */
typedef struct framing {
    bool has_length;
    bool is_chunked;
    size_t length;
} framing;

static progress read_framing(http_answer *a, const lamina_param *header, framing *f)
{
    int64_t length = 0;
    if (lamina_str_equal_nocase(header->name, LAMINA_STR("Content-Length"))) {
        if (f->has_length || f->is_chunked ||
            lamina_parse_int64_between(header->value, 0, INT64_MAX, &length) != LAMINA_OK)
            return refuse(a, "the answer's Content-Length is no length, or not its only one");
        f->has_length = true;
        f->length = (size_t)length;
    } else if (lamina_str_equal_nocase(header->name, LAMINA_STR("Transfer-Encoding"))) {
        if (f->has_length || f->is_chunked ||
            !lamina_str_equal_nocase(header->value, LAMINA_STR("chunked")))
            return refuse(a, "the answer's Transfer-Encoding is not \"chunked\" alone");
        f->is_chunked = true;
    } else if (lamina_str_equal_nocase(header->name, LAMINA_STR("Connection"))) {
        a->closes = a->closes || has_item(header->value, LAMINA_STR("close"));
    }
    return GO_ON;
}

bool host__http_answer_header(const http_answer *answer, size_t *at, lamina_param *header)
{
    while (*at < answer->head_len) {
        lamina_str line = {answer->bytes + answer->head_at + *at, answer->head_len - *at};
        const char *end = memmem(line.ptr, line.len, "\r\n", 2);
        line.len = end != NULL ? (size_t)(end - line.ptr) : line.len;
        *at += line.len + 2;
        if (!lamina_str_cut(&line, ':', &header->name))
            continue;
        header->value = lamina_str_trim(line);
        return true;
    }
    return false;
}

static progress read_headers(http_answer *a, framing *f)
{
    const char *at = a->bytes + a->head_at;
    const char *end = at + a->head_len;
    while (at < end) {
        const char *line_end = memmem(at, (size_t)(end - at), "\r\n", 2);
        lamina_str value = {at, (size_t)(line_end - at)};
        lamina_param header;
        at = line_end + 2;
        /* A line that begins with a space would continue the one before: no token, refused. */
        if (!lamina_str_cut(&value, ':', &header.name) || !host__is_token(header.name) ||
            !host__is_field_value(value))
            return refuse(a, "the answer has a header line that is none");
        header.value = lamina_str_trim(value);
        const progress p = read_framing(a, &header, f);
        if (p != GO_ON)
            return p;
    }
    return GO_ON;
}

static progress content_too_large(http_answer *a)
{
    return fail(a, FAILED_LIMIT, "the answer's content is over its cap");
}

/* RFC 9112 section 6.3, for answers to GET and POST. */
static progress begin_content(http_answer *a, const framing *f)
{
    a->content_at = a->unread;
    if (a->status == 204 || a->status == 304 || (f->has_length && f->length == 0))
        a->step = HTTP_WHOLE;
    else if (f->is_chunked)
        a->step = HTTP_CHUNK_SIZE;
    else
        a->step = f->has_length ? HTTP_CONTENT : HTTP_UNTIL_CLOSE;
    a->closes = a->closes || a->step == HTTP_UNTIL_CLOSE;
    a->left = f->length;
    return a->step == HTTP_CONTENT && f->length > a->content_cap ? content_too_large(a) : GO_ON;
}

/* The header lines that came whole, for who wants to know what the answer was about. */
static progress head_too_large(http_answer *a)
{
    const lamina_str text = unread(a);
    const char *first = memchr(text.ptr, '\n', text.len);
    const char *last = memrchr(text.ptr, '\n', text.len);
    if (first != NULL) {
        a->head_at = (size_t)(first + 1 - a->bytes);
        a->head_len = (size_t)(last - first);
    }
    return fail(a, FAILED_LIMIT, "the answer's header section is over its cap");
}

static progress read_head(http_answer *a)
{
    const size_t from = a->searched > a->unread ? a->searched : a->unread;
    const char *end = memmem(a->bytes + from, a->len - from, "\r\n\r\n", 4);
    const size_t behind = end != NULL ? (size_t)(end + 4 - a->bytes) : a->len;
    if (behind > HTTP_HEAD_CAP)
        return head_too_large(a);
    if (end == NULL) {
        a->searched = a->len > 3 ? a->len - 3 : 0;
        return WAIT;
    }
    lamina_str line;
    if (next_line(a, HTTP_HEAD_CAP, &line) != GO_ON || !read_status_line(a, line))
        return refuse(a, "the answer does not begin as HTTP/1.1 does");
    a->head_at = a->unread;
    a->head_len = behind - 2 - a->head_at;
    a->unread = behind;
    framing f = {0};
    const progress p = read_headers(a, &f);
    if (p != GO_ON || a->status >= 200)
        return p == GO_ON ? begin_content(a, &f) : p;
    /* An interim answer: the final one follows. Nobody asked for another protocol. */
    return a->status == 101 ? refuse(a, "the answer switches protocols") : GO_ON;
}

/* ---- content ---- */

/* What came of it, up to limit bytes, moves to where the content ends. */
static void take_content(http_answer *a, size_t limit)
{
    const lamina_str more = unread(a);
    const size_t len = more.len < limit ? more.len : limit;
    char *to = a->bytes + a->content_at + a->content_len;
    if (to != more.ptr)
        memmove(to, more.ptr, len);
    a->content_len += len;
    a->unread += len;
    a->left -= len < a->left ? len : a->left;
}

static progress read_content(http_answer *a)
{
    take_content(a, a->left);
    if (a->left > 0)
        return WAIT;
    a->step = HTTP_WHOLE;
    return GO_ON;
}

static progress read_until_close(http_answer *a)
{
    if (unread(a).len > a->content_cap - a->content_len)
        return content_too_large(a);
    take_content(a, SIZE_MAX);
    return WAIT;
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a2b" or "1a2b;extension": RFC 9112 section 7.1. */
static progress read_chunk_size(http_answer *a)
{
    lamina_str line;
    const progress p = next_line(a, LINE_CAP, &line);
    if (p != GO_ON)
        return p;
    size_t size = 0;
    size_t digits = 0;
    for (; digits < line.len && hex_value(line.ptr[digits]) >= 0; digits++) {
        if (size > a->content_cap)
            return content_too_large(a);
        size = size * 16 + (size_t)hex_value(line.ptr[digits]);
    }
    const char behind = digits < line.len ? line.ptr[digits] : ';';
    if (digits == 0 || (behind != ';' && behind != ' ' && behind != '\t') ||
        !host__is_field_value(line))
        return refuse(a, "a chunk of the answer has no size");
    if (size > a->content_cap - a->content_len)
        return content_too_large(a);
    a->left = size > 0 ? size : TRAILER_CAP;
    a->step = size > 0 ? HTTP_CHUNK_DATA : HTTP_TRAILER;
    return GO_ON;
}

static progress read_chunk_data(http_answer *a)
{
    take_content(a, a->left);
    if (a->left > 0)
        return WAIT;
    a->step = HTTP_CHUNK_END;
    return GO_ON;
}

static progress read_chunk_end(http_answer *a)
{
    const lamina_str rest = unread(a);
    if (rest.len < 2)
        return WAIT;
    if (memcmp(rest.ptr, "\r\n", 2) != 0)
        return refuse(a, "a chunk of the answer is longer than its size");
    a->unread += 2;
    a->step = HTTP_CHUNK_SIZE;
    return GO_ON;
}

/* Header lines behind the content are dropped: nothing here may change what the head said. */
static progress read_trailer(http_answer *a)
{
    lamina_str line;
    const progress p = next_line(a, a->left, &line);
    if (p != GO_ON)
        return p;
    a->left -= line.len;
    if (line.len == 0)
        a->step = HTTP_WHOLE;
    return GO_ON;
}

/* ---- the whole ---- */

static progress step_on(http_answer *a)
{
    static progress (*const steps[])(http_answer *) = {
        [HTTP_HEAD] = read_head,
        [HTTP_CONTENT] = read_content,
        [HTTP_UNTIL_CLOSE] = read_until_close,
        [HTTP_CHUNK_SIZE] = read_chunk_size,
        [HTTP_CHUNK_DATA] = read_chunk_data,
        [HTTP_CHUNK_END] = read_chunk_end,
        [HTTP_TRAILER] = read_trailer,
    };
    return steps[a->step](a);
}

/* What is unread moves down over the framing that was read, so that the next bytes of the content come
   to lie where they belong. */
static void close_gap(http_answer *a)
{
    const size_t content_end = a->content_at + a->content_len;
    if (a->step == HTTP_HEAD || a->unread == content_end)
        return;
    const lamina_str rest = unread(a);
    memmove(a->bytes + content_end, rest.ptr, rest.len);
    a->len = content_end + rest.len;
    a->unread = content_end;
}

lamina_status host__http_answer_take(http_answer *answer, size_t len)
{
    answer->len += len;
    progress p = GO_ON;
    while (p == GO_ON && answer->step != HTTP_WHOLE)
        p = step_on(answer);
    if (p == FAILED_SYNTAX || p == FAILED_LIMIT)
        return p == FAILED_SYNTAX ? LAMINA_E_SYNTAX : LAMINA_E_LIMIT;
    close_gap(answer);
    /* Whoever sends more than was asked for cannot be told from another answer. */
    if (answer->step == HTTP_WHOLE && unread(answer).len > 0)
        answer->closes = true;
    return LAMINA_OK;
}

lamina_status host__http_answer_close(http_answer *answer)
{
    answer->closes = true;
    if (answer->step == HTTP_UNTIL_CLOSE)
        answer->step = HTTP_WHOLE;
    if (answer->step == HTTP_WHOLE)
        return LAMINA_OK;
    answer->fault = answer->len == 0 ? "the connection was closed before an answer came"
                                     : "the connection was closed in the middle of an answer";
    return LAMINA_E_UNAVAILABLE;
}

lamina_str host__http_answer_content(const http_answer *answer)
{
    return (lamina_str){answer->bytes + answer->content_at, answer->content_len};
}
