/* Which items are the same: see key_map.h. */
#include "mapper/key_map.h"

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/model.h"
#include "mapper/request.h"

#define FIRST_ROOM 64u
/* Of a number's text; one that passed lamina_is_decimal() has no more significant digits. */
#define DIGIT_CAP 38u
#define KEY_NAME "\"Key\":"

struct mapper__key_slot {
    lamina_str identity; /* ptr NULL: free */
    uint64_t hash;
    size_t entry;
};

/* ---- identity ---- */

static int64_t exponent_of(lamina_str digits, size_t at)
{
    int64_t exponent = 0;
    bool is_negative = false;
    for (size_t i = at + 1; i < digits.len; i++) {
        if (digits.ptr[i] == '-')
            is_negative = true;
        else if (digits.ptr[i] != '+' && exponent < INT32_MAX)
            exponent = exponent * 10 + (digits.ptr[i] - '0');
    }
    return is_negative ? -exponent : exponent;
}

/* One text for each number: 1.50, 1.5 and 15e-1 are "15e-1". The digits have passed lamina_is_decimal(). */
static void add_number(lamina_text *out, lamina_str digits)
{
    char significant[DIGIT_CAP];
    size_t len = 0, zeros = 0, i = 0;
    int64_t exponent = 0;
    bool is_fraction = false;
    for (; i < digits.len && digits.ptr[i] != 'e' && digits.ptr[i] != 'E'; i++) {
        char c = digits.ptr[i];
        is_fraction = is_fraction || c == '.';
        if (c < '0' || c > '9')
            continue;
        exponent -= is_fraction;
        zeros += c == '0' && len > 0;
        if (c == '0')
            continue;
        for (; zeros > 0 && len < DIGIT_CAP; zeros--)
            significant[len++] = '0';
        if (len < DIGIT_CAP)
            significant[len++] = c;
    }
    if (len > 0 && digits.ptr[0] == '-')
        lamina_text_add_char(out, '-');
    lamina_text_add(out, (lamina_str){significant, len});
    lamina_text_add_char(out, 'e');
    if (len > 0)
        lamina_text_add_int64(out, exponent + (int64_t)zeros + exponent_of(digits, i));
}

/* Each part with its length, so that no value can pass for another one's end. */
static void add_part(lamina_text *out, lamina_str part)
{
    lamina_text_add_int64(out, (int64_t)part.len);
    lamina_text_add_char(out, ':');
    lamina_text_add(out, part);
}

static lamina_status add_attribute(lamina_text *out, const mapper_model *model, uint32_t number,
                                   const lamina_json *attributes)
{
    if (number == MAPPER_NO_FIELD)
        return LAMINA_OK;
    const lamina_field *field = mapper__field(model, number);
    const char *type = mapper__key_type(field->type);
    const lamina_json *value =
        lamina_json_member(lamina_json_member(attributes, field->name), type);
    lamina_str text = lamina_json_string(value);
    if (text.ptr == NULL)
        return LAMINA_E_UPSTREAM;
    if (type[0] != 'N') {
        add_part(out, text);
        return LAMINA_OK;
    }
    if (!lamina_is_decimal(text))
        return LAMINA_E_UPSTREAM;
    add_number(out, text);
    lamina_text_add_char(out, ';');
    return LAMINA_OK;
}

lamina_status mapper__key_identity(lamina_arena *arena, lamina_str table, const mapper_model *model,
                                   const lamina_json *attributes, lamina_str *identity)
{
    /* Keys have 3 KB at most, half as much again in base64; table names 255 bytes or an ARN. */
    lamina_text text;
    lamina_text_init(&text, 16u << 10);
    add_part(&text, table);
    lamina_status status = add_attribute(&text, model, model->hash_field, attributes);
    if (status == LAMINA_OK)
        status = add_attribute(&text, model, model->range_field, attributes);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *identity = lamina_arena_copy(arena, lamina_text_view(&text));
        status = identity->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    return status;
}

lamina_status mapper__key_describe(lamina_context *context, lamina_str table,
                                   const mapper_model *model, const void *item, lamina_str *member,
                                   lamina_str *identity)
{
    mapper__request request;
    mapper__request_begin(&request, context, (lamina_str){NULL, 0});
    lamina_status status = mapper__request_key(&request, model, item);
    lamina_json_write_object_end(&request.json);
    if (status == LAMINA_OK)
        status = lamina_text_status(request.json.text);
    if (status != LAMINA_OK)
        return status;
    lamina_str body = lamina_arena_copy(context->arena, lamina_text_view(request.json.text));
    if (body.ptr == NULL)
        return LAMINA_E_LIMIT;
    *member = (lamina_str){body.ptr + 1, body.len - 2};
    const lamina_json *tree = NULL;
    status = lamina_json_read(context->arena, body, 0, &tree, NULL);
    if (status != LAMINA_OK)
        return status;
    return mapper__key_identity(context->arena, table, model, lamina_json_member(tree, "Key"),
                                identity);
}

lamina_str mapper__key_object(lamina_str member)
{
    return (lamina_str){member.ptr + sizeof KEY_NAME - 1, member.len - (sizeof KEY_NAME - 1)};
}

/* ---- the map ---- */

/* FNV-1a from a random start: whoever chooses the keys cannot choose which of them collide. */
static uint64_t hash_of(const mapper__key_map *map, lamina_str identity)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ map->seed;
    for (size_t i = 0; i < identity.len; i++)
        hash = (hash ^ (uint8_t)identity.ptr[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static struct mapper__key_slot *slot_of(const mapper__key_map *map, uint64_t hash,
                                        lamina_str identity)
{
    size_t i = (size_t)hash & (map->room - 1);
    while (map->slots[i].identity.ptr != NULL &&
           !(map->slots[i].hash == hash && lamina_str_equal(map->slots[i].identity, identity)))
        i = (i + 1) & (map->room - 1);
    return &map->slots[i];
}

static lamina_status grow(mapper__key_map *map, const lamina_context *context)
{
    mapper__key_map larger = *map;
    larger.room = map->room == 0 ? FIRST_ROOM : map->room * 2;
    larger.slots = lamina_arena_array(context->arena, larger.room, sizeof *larger.slots);
    if (larger.slots == NULL)
        return LAMINA_E_LIMIT;
    if (map->room == 0 && lamina_random(context, &larger.seed, sizeof larger.seed) != LAMINA_OK)
        larger.seed = (uint64_t)lamina_monotonic_us(context);
    for (size_t i = 0; i < map->room; i++)
        if (map->slots[i].identity.ptr != NULL)
            *slot_of(&larger, map->slots[i].hash, map->slots[i].identity) = map->slots[i];
    *map = larger;
    return LAMINA_OK;
}

size_t mapper__key_map_find(const mapper__key_map *map, lamina_str identity)
{
    if (map->room == 0)
        return MAPPER__NO_ENTRY;
    const struct mapper__key_slot *slot = slot_of(map, hash_of(map, identity), identity);
    return slot->identity.ptr == NULL ? MAPPER__NO_ENTRY : slot->entry;
}

lamina_status mapper__key_map_add(mapper__key_map *map, const lamina_context *context,
                                  lamina_str identity, size_t entry)
{
    if (map->count * 2 >= map->room) {
        lamina_status status = grow(map, context);
        if (status != LAMINA_OK)
            return status;
    }
    uint64_t hash = hash_of(map, identity);
    *slot_of(map, hash, identity) =
        (struct mapper__key_slot){.identity = identity, .hash = hash, .entry = entry};
    map->count++;
    return LAMINA_OK;
}
