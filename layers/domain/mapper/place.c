/* A place in an item as a JSON pointer. */
#include "mapper/place.h"

#include "lamina/text.h"

#define POINTER_CAP 4096u

/* Outermost first; the chain is no deeper than records may nest. */
static void write_steps(lamina_text *text, const mapper__place *place)
{
    if (place == NULL)
        return;
    write_steps(text, place->parent);
    lamina_text_add_char(text, '/');
    if (place->name == NULL) {
        lamina_text_add_int64(text, (int64_t)place->index);
        return;
    }
    for (const char *c = place->name; *c != '\0'; c++) {
        if (*c == '~' || *c == '/')
            lamina_text_add(text, *c == '~' ? LAMINA_STR("~0") : LAMINA_STR("~1"));
        else
            lamina_text_add_char(text, *c);
    }
}

lamina_str mapper__place_pointer(lamina_arena *arena, const mapper__place *place)
{
    lamina_text text;
    lamina_text_init(&text, POINTER_CAP);
    write_steps(&text, place);
    lamina_str pointer = lamina_arena_copy(arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return pointer;
}
