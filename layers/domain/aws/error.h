/* error.h - what came of one try, and what a service's error types mean. */
#ifndef AWS_ERROR_H
#define AWS_ERROR_H

#include "aws/service.h"
#include "lamina/http_client.h"

/* The row of that name: the service's own, or one that all services share; NULL when this version does
   not know it. */
const aws__error_type *aws__error_type_find(const aws__service *service, lamina_str name);
/* The row for an answer whose type is not known, by its HTTP status. Never NULL. */
const aws__error_type *aws__error_type_by_status(int32_t http_status);

/* What one try came to. Texts are in the invocation's arena or static. */
typedef struct aws__outcome {
    lamina_status status;
    uint32_t retry; /* AWS__RETRY_*; REASONS was resolved to one of the others */
    uint32_t kind;  /* AWS__KIND_*, or the service's own */
    int32_t http_status;
    bool may_have_happened; /* the request may have been carried out although it failed */
    bool settles;           /* holds for the tries before it too: none of them was carried out */
    bool timed_out;
    bool dead_connection;    /* a kept connection closed before a byte of an answer came */
    uint32_t retry_after_ms; /* what the service asks for; 0: nothing */
    int64_t server_time_us;  /* of the Date header; 0: none */
    lamina_str type;
    lamina_str message;
    lamina_str request_id;
    lamina_str answer; /* the bytes as they came; the transport's, until its next call */
    bool went_out;     /* a byte of the request may have reached somebody */
    const lamina_json *body;
} aws__outcome;

/* Reads what the transport brought. LAMINA_OK in outcome->status: body is the answer's object. */
void aws__outcome_read(const aws__service *service, lamina_arena *arena, lamina_status transport,
                       const lamina_http_answer *answer, aws__outcome *outcome);

#endif
