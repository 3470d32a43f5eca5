/*
 * json_check.h - is a text JSON (RFC 8259), and which of its tokens would cJSON spoil?
 */
#ifndef LAMINA_JSON_CHECK_H
#define LAMINA_JSON_CHECK_H

#include "json_kept.h"
#include "lamina/json.h"

/*
 * Checks the whole text: grammar, UTF-8, escapes, nesting up to depth_cap (at most
 * LAMINA_JSON_DEPTH_MAX). Tokens to be kept away from cJSON are added to kept, in the order of the
 * text. LAMINA_E_SYNTAX or, when it nests too deep, LAMINA_E_LIMIT, both with *fault filled;
 * LAMINA_E_LIMIT with a fault without a reason when the arena is full.
 */
lamina_status lamina__json_check(lamina_str text, uint32_t depth_cap, lamina__json_kept *kept,
                                 lamina_json_fault *fault);

#endif
