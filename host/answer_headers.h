/*
 * answer_headers.h - the four ways in which an answer carries its headers.
 */
#ifndef HOST_ANSWER_HEADERS_H
#define HOST_ANSWER_HEADERS_H

#include "answer.h"
#include "lamina/json.h"

typedef void (*answer_headers_fn)(lamina_json_writer *writer, const host_answer *answer,
                                  size_t *lost);

/* "headers" for those that stand once, "multiValueHeaders" for those that repeat. */
void host__answer_headers_rest(lamina_json_writer *writer, const host_answer *answer, size_t *lost);
/* "headers", repeated ones joined by commas, and "cookies". */
void host__answer_headers_v2(lamina_json_writer *writer, const host_answer *answer, size_t *lost);
/* "multiValueHeaders" for all. */
void host__answer_headers_multi(lamina_json_writer *writer, const host_answer *answer,
                                size_t *lost);
/* "headers", repeated ones joined by commas. Set-Cookie cannot be joined: the first stays, the others
   are counted as lost. */
void host__answer_headers_single(lamina_json_writer *writer, const host_answer *answer,
                                 size_t *lost);

#endif
