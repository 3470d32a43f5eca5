/*
 * answer.h - an HTTP answer, written in the shape that the sender of the event understands.
 */
#ifndef HOST_ANSWER_H
#define HOST_ANSWER_H

#include "event.h"
#include "lamina/text.h"

typedef struct host_answer {
    int32_t status;
    bool is_binary; /* content travels as base64 */
    lamina_str content;
    const lamina_param *headers; /* Content-Type among them */
    size_t header_count;
} host_answer;

/*
 * Writes the answer into out, which is reset first. LAMINA_E_LIMIT when it is larger than the event's
 * sender accepts. *lost is how many headers its shape had no place for.
 */
lamina_status host__answer_write(lamina_text *out, const host_event *event,
                                 const host_answer *answer, size_t *lost);

#endif
