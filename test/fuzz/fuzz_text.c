/*
 * fuzz_text.c - any bytes through the parsers and encodings of text.h: what is decoded must encode
 * back to the same, and what is encoded must decode.
 */
#include <stdint.h>
#include <stdlib.h>

#include "lamina/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void encodings(lamina_arena *arena, lamina_str bytes)
{
    lamina_text text;
    lamina_str decoded;
    lamina_text_init(&text, bytes.len * 3 + 8);
    lamina_text_add_base64(&text, bytes);
    demand(lamina_base64_decode(arena, lamina_text_view(&text), &decoded) == LAMINA_OK);
    demand(lamina_str_equal(bytes, decoded));
    lamina_text_reset(&text);
    lamina_text_add_base64url(&text, bytes);
    demand(lamina_base64url_decode(arena, lamina_text_view(&text), &decoded) == LAMINA_OK);
    demand(lamina_str_equal(bytes, decoded));
    lamina_text_reset(&text);
    lamina_text_add_percent(&text, bytes);
    demand(lamina_percent_decode(arena, lamina_text_view(&text), true, &decoded) == LAMINA_OK);
    demand(lamina_str_equal(bytes, decoded));
    lamina_text_reset(&text);
    lamina_text_add_hex(&text, bytes);
    demand(lamina_text_view(&text).len == bytes.len * 2);

    if (lamina_base64_decode(arena, bytes, &decoded) == LAMINA_OK) {
        lamina_text_reset(&text);
        lamina_text_add_base64(&text, decoded);
        demand(lamina_str_equal(bytes, lamina_text_view(&text)));
    }
    if (lamina_base64url_decode(arena, bytes, &decoded) == LAMINA_OK) {
        lamina_text_reset(&text);
        lamina_text_add_base64url(&text, decoded);
        demand(lamina_str_equal(bytes, lamina_text_view(&text)));
    }
    (void)lamina_percent_decode(arena, bytes, false, &decoded);
    lamina_text_clear(&text);
}

static void numbers(lamina_str bytes)
{
    lamina_text text;
    int64_t number;
    lamina_text_init(&text, 64);
    if (lamina_parse_int64(bytes, &number) == LAMINA_OK) {
        lamina_text_add_int64(&text, number);
        demand(lamina_str_equal(bytes, lamina_text_view(&text)));
        demand(lamina_is_decimal(bytes));
    }
    double real;
    if (lamina_is_decimal(bytes))
        demand(lamina_parse_double(bytes, &real) == LAMINA_OK);
    (void)lamina_parse_double(bytes, &real);
    lamina_text_clear(&text);
}

static void times(lamina_str bytes)
{
    int64_t us;
    int64_t again;
    char text[LAMINA_TIMESTAMP_LEN + 1];
    if (lamina_parse_timestamp(bytes, &us) == LAMINA_OK) {
        demand(lamina_format_timestamp(us, text) == LAMINA_OK);
        demand(lamina_parse_timestamp(lamina_str_from(text), &again) == LAMINA_OK);
        demand(us == again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lamina_str bytes = {(const char *)data, size};
    lamina_arena *arena = lamina_arena_new((size_t)16 << 20);
    encodings(arena, bytes);
    numbers(bytes);
    times(bytes);
    size_t code_points;
    if (lamina_str_is_utf8(bytes, &code_points))
        demand(code_points <= size);
    lamina_arena_free(arena);
    return 0;
}
