/*
 * json_kept.c - marks in place of tokens on the way into cJSON, tokens in place of marks afterwards.
 */
#include "json_kept.h"

#include <stdint.h>
#include <string.h>

#include "arena_raw.h"
#include "hex.h"
#include "json_escape.h"
#include "lamina/json.h"
#include "utf8.h"

static const char mark[] = "\"\xFF\"";
#define MARK_LEN (sizeof(mark) - 1)

bool lamina__json_keep(lamina__json_kept *kept, const char *at, size_t len)
{
    if (kept->count == kept->room) {
        size_t room = kept->room == 0 ? 16 : kept->room * 2;
        lamina__json_token *grown = room <= SIZE_MAX / sizeof(*grown)
                                        ? lamina__arena_raw(kept->arena, room * sizeof(*grown))
                                        : NULL;
        if (grown == NULL)
            return false;
        if (kept->count > 0)
            memcpy(grown, kept->tokens, kept->count * sizeof(*grown));
        kept->tokens = grown;
        kept->room = room;
    }
    kept->tokens[kept->count++] = (lamina__json_token){at, len};
    return true;
}

lamina_str lamina__json_kept_mark(const lamina__json_kept *kept, lamina_str text)
{
    /* Every kept token is longer than its mark (the shortest is 1e300), so the copy is shorter. */
    size_t len = text.len;
    for (size_t i = 0; i < kept->count; i++)
        len -= kept->tokens[i].len - MARK_LEN;
    char *copy = lamina__arena_raw(kept->arena, len + 1);
    if (copy == NULL)
        return (lamina_str){0};

    char *out = copy;
    const char *from = text.ptr;
    for (size_t i = 0; i < kept->count; i++) {
        size_t clean = (size_t)(kept->tokens[i].at - from);
        memcpy(out, from, clean);
        memcpy(out + clean, mark, MARK_LEN);
        out += clean + MARK_LEN;
        from = kept->tokens[i].at + kept->tokens[i].len;
    }
    size_t rest = (size_t)(text.ptr + text.len - from);
    memcpy(out, from, rest);
    out[rest] = '\0';
    return (lamina_str){copy, len};
}

/* ---- texts of our own, with their length before them ---- */

size_t lamina__json_own_len(const char *text)
{
    size_t len;
    memcpy(&len, text - sizeof(len), sizeof(len));
    return len;
}

static char *own_text_new(lamina_arena *arena, size_t room)
{
    char *memory = lamina__arena_raw(arena, sizeof(size_t) + room);
    return memory != NULL ? memory + sizeof(size_t) : NULL;
}

static void own_text_end(char *text, size_t len)
{
    memcpy(text - sizeof(len), &len, sizeof(len));
    text[len] = '\0';
}

/* Digits were checked by json_check.c. */
static uint32_t hex4(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        value = value * 16 + (uint32_t)lamina__hex_value(at[i]);
    }
    return value;
}

/* Decodes the checked escape at *at and moves behind it; returns the bytes written to out. */
static size_t decode_escape(const char **at, char *out)
{
    char c = lamina__escape_meaning[(unsigned char)(*at)[1]];
    if (c != 0) {
        *at += 2;
        *out = c;
        return 1;
    }
    uint32_t code_point = hex4(*at + 2);
    *at += 6;
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (hex4(*at + 2) - 0xDC00);
        *at += 6;
    }
    return lamina__utf8_put(out, code_point);
}

/* The text that a checked string token stands for. */
static char *decode_string(lamina_arena *arena, lamina__json_token token)
{
    /* Escapes only shrink; the rest is what lamina__escapes_decode() asks for. */
    char *text = own_text_new(arena, token.len + 8);
    if (text == NULL)
        return NULL;
    const char *at = token.at + 1;
    const char *end = token.at + token.len - 1;
    /* What stands before the first escape, often all of it, goes at the speed of memory. */
    const char *escape = memchr(at, '\\', (size_t)(end - at));
    size_t plain = (size_t)((escape != NULL ? escape : end) - at);
    memcpy(text, at, plain);
    char *out = text + plain;
    at += plain;
    while (at < end) {
        at = lamina__escapes_decode(at, end, &out);
        while (at < end && *at != '\\')
            *out++ = *at++;
        if (at < end)
            out += decode_escape(&at, out);
    }
    own_text_end(text, (size_t)(out - text));
    return text;
}

static char *copy_number(lamina_arena *arena, lamina__json_token token)
{
    char *text = own_text_new(arena, token.len + 1);
    if (text == NULL)
        return NULL;
    memcpy(text, token.at, token.len);
    own_text_end(text, token.len);
    return text;
}

/* ---- the walk ---- */

static bool is_mark(const char *text)
{
    return text != NULL && (unsigned char)text[0] == 0xFF;
}

/* One node: its name stands before its value. */
static bool restore_node(const lamina__json_kept *kept, size_t *next, cJSON *node)
{
    if (is_mark(node->string)) {
        node->string = decode_string(kept->arena, kept->tokens[(*next)++]);
        node->type |= LAMINA__JSON_OWN_NAME;
        if (node->string == NULL)
            return false;
    }
    if (!is_mark(node->valuestring))
        return true;
    lamina__json_token token = kept->tokens[(*next)++];
    bool is_string = token.at[0] == '"';
    node->valuestring =
        is_string ? decode_string(kept->arena, token) : copy_number(kept->arena, token);
    node->type = (node->type & LAMINA__JSON_OWN_NAME) | LAMINA__JSON_OWN_VALUE |
                 (is_string ? cJSON_String : cJSON_Number);
    return node->valuestring != NULL;
}

lamina_status lamina__json_kept_restore(const lamina__json_kept *kept, cJSON *root)
{
    cJSON *above[LAMINA_JSON_DEPTH_MAX];
    size_t depth = 0;
    size_t next = 0;
    cJSON *node = root;
    while (next < kept->count) {
        if (!restore_node(kept, &next, node))
            return LAMINA_E_LIMIT;
        if (node->child != NULL) {
            above[depth++] = node;
            node = node->child;
            continue;
        }
        while (node->next == NULL && depth > 0)
            node = above[--depth];
        if (node->next == NULL)
            break;
        node = node->next;
    }
    return next == kept->count ? LAMINA_OK : LAMINA_E_INTERNAL;
}
