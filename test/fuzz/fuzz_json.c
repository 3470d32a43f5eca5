/*
 * fuzz_json.c - any bytes as JSON text, read as cJSON reads it. What is accepted and written again must
 * read back as the same tree, and write as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void demand_same(lamina_arena *arena, const lamina_json *a, const lamina_json *b)
{
    demand(lamina_json_type(a) == lamina_json_type(b));
    demand(lamina_json_count(a) == lamina_json_count(b));
    demand(lamina_json_true(a) == lamina_json_true(b));
    demand(lamina_str_equal(lamina_json_name(a), lamina_json_name(b)));
    demand(lamina_str_equal(lamina_json_string(a), lamina_json_string(b)));
    demand(lamina_str_is_utf8(lamina_json_string(a), NULL));
    demand(lamina_str_equal(lamina_json_number(a), lamina_json_number(b)));
    int64_t left = 0;
    int64_t right = 0;
    demand(lamina_json_int64(a, &left) == lamina_json_int64(b, &right));
    demand(left == right);
    a = lamina_json_first(a);
    b = lamina_json_first(b);
    for (; a != NULL && b != NULL; a = lamina_json_next(a), b = lamina_json_next(b))
        demand_same(arena, a, b);
    demand(a == NULL && b == NULL);
}

static lamina_str write_again(lamina_text *text, const lamina_json *value)
{
    lamina_json_writer writer;
    lamina_text_init(text, (size_t)64 << 20);
    lamina_json_write_init(&writer, text);
    lamina_json_write_value(&writer, value);
    demand(lamina_text_status(text) == LAMINA_OK);
    return lamina_text_view(text);
}

static void demand_round_trip(lamina_arena *arena, const lamina_json *value)
{
    lamina_text first;
    lamina_text second;
    const lamina_json *again;
    lamina_str written = write_again(&first, value);
    lamina_status status = lamina_json_read(arena, written, 0, &again, NULL);
    if (status == LAMINA_OK) {
        demand_same(arena, value, again);
        demand(lamina_str_equal(written, write_again(&second, again)));
        lamina_text_clear(&second);
    }
    demand(status == LAMINA_OK || lamina_arena_is_exhausted(arena));
    lamina_text_clear(&first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lamina_arena *arena = lamina_arena_new((size_t)16 << 20);
    const lamina_json *value;
    lamina_json_fault fault;
    lamina_str text = {(const char *)data, size};
    lamina_status status = lamina_json_read(arena, text, 0, &value, &fault);
    if (status == LAMINA_OK)
        demand_round_trip(arena, value);
    else
        demand(status == LAMINA_E_SYNTAX || status == LAMINA_E_LIMIT);
    if (status == LAMINA_E_SYNTAX)
        demand(fault.reason != NULL && fault.offset <= size && fault.line >= 1 &&
               fault.column >= 1);
    bool accepted;
    demand(json_oracle_difference(arena, text, &accepted) == NULL);
    lamina_arena_free(arena);
    return 0;
}
