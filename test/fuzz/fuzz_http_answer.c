/*
 * fuzz_http_answer.c - any bytes as the Runtime API's answer. In one piece or byte by byte, the same comes
 * of them; nothing goes beyond its cap.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http_answer.h"

#define CONTENT_CAP ((size_t)4096)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static lamina_status read_in_pieces(http_answer *answer, const uint8_t *data, size_t size,
                                    size_t piece)
{
    lamina_status status = LAMINA_OK;
    size_t at = 0;
    host__http_answer_init(answer, CONTENT_CAP);
    while (status == LAMINA_OK && at < size && answer->step != HTTP_WHOLE) {
        size_t room;
        char *to = host__http_answer_room(answer, &room);
        demand(to != NULL);
        size_t len = size - at < piece ? size - at : piece;
        len = len < room ? len : room;
        memcpy(to, data + at, len);
        status = host__http_answer_take(answer, len);
        at += len;
    }
    demand(answer->content_len <= CONTENT_CAP);
    return status == LAMINA_OK ? host__http_answer_close(answer) : status;
}

static void demand_same_headers(const http_answer *a, const http_answer *b)
{
    size_t at = 0;
    size_t other_at = 0;
    lamina_param header;
    lamina_param other;
    while (host__http_answer_header(a, &at, &header)) {
        demand(host__http_answer_header(b, &other_at, &other));
        demand(lamina_str_equal(header.name, other.name));
        demand(lamina_str_equal(header.value, other.value));
    }
    demand(!host__http_answer_header(b, &other_at, &other));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    http_answer whole;
    http_answer slow;
    const lamina_status status = read_in_pieces(&whole, data, size, SIZE_MAX);
    demand(status == read_in_pieces(&slow, data, size, 1));
    demand((status == LAMINA_OK) == (whole.fault == NULL));
    if (status == LAMINA_OK) {
        demand(whole.status == slow.status && whole.status >= 200);
        demand(
            lamina_str_equal(host__http_answer_content(&whole), host__http_answer_content(&slow)));
        demand_same_headers(&whole, &slow);
    }
    host__http_answer_clear(&whole);
    host__http_answer_clear(&slow);
    return 0;
}
