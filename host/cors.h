/*
 * cors.h - what lets pages of another origin read an answer (WHATWG Fetch, "HTTP extensions"). API Gateway
 * answers preflights itself, and adds nothing to what a proxy function answers.
 */
#ifndef HOST_CORS_H
#define HOST_CORS_H

#include "answer.h"

/*
 * host__answer_write() with the headers of CORS behind the answer's own, which win. An empty origin:
 * none are added. *answer is as before afterwards.
 */
lamina_status host__cors_answer_write(lamina_text *out, const host_event *event,
                                      const host_answer *answer, lamina_str origin, size_t *lost);

/* Is this "*", or an origin as browsers send it: "https://app.example:8443"? */
bool host__cors_is_origin(lamina_str text);

#endif
