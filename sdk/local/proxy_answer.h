/*
 * proxy_answer.h - what a function answered, as the HTTP answer that a REST API makes of it.
 */
#ifndef LOCAL_PROXY_ANSWER_H
#define LOCAL_PROXY_ANSWER_H

#include "lamina/arena.h"
#include "reply.h"

/*
 * Reads {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}. LAMINA_E_INVALID
 * when the JSON is no such answer: API Gateway says 502 then, and *reason (in the arena) what it logs.
 * *reply borrows from the arena.
 */
lamina_status local__proxy_answer_read(lamina_arena *arena, lamina_str json, local_reply *reply,
                                       lamina_str *reason);

#endif
