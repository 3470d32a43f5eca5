/* What a batch left undone: see fake_dynamodb_unprocessed.h. */
#include "fake_dynamodb_unprocessed.h"

#include <stdlib.h>

#include "lamina/json.h"

#define REQUEST_CAP (64u << 20)

/* Writes stand in an array a table, keys in an object a table that may have further members. */
static bool is_write(const lamina_json *table)
{
    return lamina_json_type(table) == LAMINA_JSON_ARRAY;
}

static const lamina_json *items_of(const lamina_json *table)
{
    return is_write(table) ? table : lamina_json_member(table, "Keys");
}

static void write_table(lamina_json_writer *writer, const lamina_json *table, size_t skip)
{
    lamina_json_write_name(writer, lamina_json_name(table));
    if (!is_write(table)) {
        lamina_json_write_object(writer);
        lamina_json_write_name(writer, LAMINA_STR("Keys"));
    }
    lamina_json_write_array(writer);
    const lamina_json *item = lamina_json_first(items_of(table));
    for (; item != NULL; item = lamina_json_next(item), skip -= skip > 0)
        if (skip == 0)
            lamina_json_write_value(writer, item);
    lamina_json_write_array_end(writer);
    if (!is_write(table))
        lamina_json_write_object_end(writer);
}

void fake_dynamodb__unprocessed_write(lamina_text *out, lamina_str request, size_t count)
{
    const lamina_json *asked = NULL;
    lamina_json_writer writer;
    lamina_arena *arena = lamina_arena_new(REQUEST_CAP);
    if (arena == NULL)
        abort();
    lamina_json_read(arena, request, LAMINA_JSON_DEPTH_MAX, &asked, NULL);
    const lamina_json *tables = lamina_json_member(asked, "RequestItems");
    size_t all = 0;
    for (const lamina_json *table = lamina_json_first(tables); table != NULL;
         table = lamina_json_next(table))
        all += lamina_json_count(items_of(table));
    size_t skip = all > count ? all - count : 0;
    lamina_json_write_init(&writer, out);
    lamina_json_write_object(&writer);
    for (const lamina_json *table = lamina_json_first(tables); table != NULL;
         table = lamina_json_next(table)) {
        size_t here = lamina_json_count(items_of(table));
        if (here > skip)
            write_table(&writer, table, skip);
        skip -= here < skip ? here : skip;
    }
    lamina_json_write_object_end(&writer);
    lamina_arena_free(arena);
}
