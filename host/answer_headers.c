/*
 * answer_headers.c - the four ways in which an answer carries its headers.
 */
#include "answer_headers.h"

static bool is_cookie(const lamina_param *header)
{
    return lamina_str_equal_nocase(header->name, LAMINA_STR("set-cookie"));
}

/* How many headers from index first on have the name of header i. */
static size_t count_same(const host_answer *answer, size_t i, size_t first)
{
    size_t count = 0;
    for (size_t k = first; k < answer->header_count; k++)
        count += lamina_str_equal_nocase(answer->headers[k].name, answer->headers[i].name);
    return count;
}

static bool is_first(const host_answer *answer, size_t i)
{
    return count_same(answer, i, 0) == count_same(answer, i, i);
}

static void write_single(lamina_json_writer *writer, const lamina_param *header)
{
    lamina_json_write_name(writer, header->name);
    lamina_json_write_string(writer, header->value);
}

/* "Name":["a","b"] for header i and all that have its name. */
static void write_array(lamina_json_writer *writer, const host_answer *answer, size_t i)
{
    lamina_json_write_name(writer, answer->headers[i].name);
    lamina_json_write_array(writer);
    for (size_t k = i; k < answer->header_count; k++)
        if (lamina_str_equal_nocase(answer->headers[k].name, answer->headers[i].name))
            lamina_json_write_string(writer, answer->headers[k].value);
    lamina_json_write_array_end(writer);
}

/* "Name":"a, b" (RFC 9110 section 5.3). The text is short: 64 headers at most. */
static void write_joined(lamina_json_writer *writer, const host_answer *answer, size_t i)
{
    if (count_same(answer, i, i) == 1) {
        write_single(writer, &answer->headers[i]);
        return;
    }
    lamina_text joined;
    lamina_text_init(&joined, writer->text->cap);
    for (size_t k = i; k < answer->header_count; k++) {
        if (!lamina_str_equal_nocase(answer->headers[k].name, answer->headers[i].name))
            continue;
        if (joined.len > 0)
            lamina_text_add(&joined, LAMINA_STR(", "));
        lamina_text_add(&joined, answer->headers[k].value);
    }
    write_single(writer, &(lamina_param){answer->headers[i].name, lamina_text_view(&joined)});
    lamina_text_clear(&joined);
}

void host__answer_headers_rest(lamina_json_writer *writer, const host_answer *answer, size_t *lost)
{
    (void)lost;
    size_t repeated = 0;
    lamina_json_write_name(writer, LAMINA_STR("headers"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < answer->header_count; i++) {
        if (count_same(answer, i, 0) == 1)
            write_single(writer, &answer->headers[i]);
        else
            repeated++;
    }
    lamina_json_write_object_end(writer);
    if (repeated == 0)
        return;
    lamina_json_write_name(writer, LAMINA_STR("multiValueHeaders"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < answer->header_count; i++)
        if (count_same(answer, i, 0) > 1 && is_first(answer, i))
            write_array(writer, answer, i);
    lamina_json_write_object_end(writer);
}

void host__answer_headers_v2(lamina_json_writer *writer, const host_answer *answer, size_t *lost)
{
    (void)lost;
    size_t cookies = 0;
    lamina_json_write_name(writer, LAMINA_STR("headers"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < answer->header_count; i++) {
        if (is_cookie(&answer->headers[i]))
            cookies++;
        else if (is_first(answer, i))
            write_joined(writer, answer, i);
    }
    lamina_json_write_object_end(writer);
    if (cookies == 0)
        return;
    lamina_json_write_name(writer, LAMINA_STR("cookies"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < answer->header_count; i++)
        if (is_cookie(&answer->headers[i]))
            lamina_json_write_string(writer, answer->headers[i].value);
    lamina_json_write_array_end(writer);
}

void host__answer_headers_multi(lamina_json_writer *writer, const host_answer *answer, size_t *lost)
{
    (void)lost;
    lamina_json_write_name(writer, LAMINA_STR("multiValueHeaders"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < answer->header_count; i++)
        if (is_first(answer, i))
            write_array(writer, answer, i);
    lamina_json_write_object_end(writer);
}

void host__answer_headers_single(lamina_json_writer *writer, const host_answer *answer,
                                 size_t *lost)
{
    lamina_json_write_name(writer, LAMINA_STR("headers"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < answer->header_count; i++) {
        if (!is_first(answer, i)) {
            *lost += is_cookie(&answer->headers[i]);
        } else if (is_cookie(&answer->headers[i])) {
            write_single(writer, &answer->headers[i]);
        } else {
            write_joined(writer, answer, i);
        }
    }
    lamina_json_write_object_end(writer);
}
