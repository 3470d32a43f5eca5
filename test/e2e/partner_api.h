/*
 * partner_api.h - the partner module on a local stage, as a client sees it: the real bootstrap, the
 * real plugin, DynamoDB Local.
 */
#ifndef E2E_PARTNER_API_H
#define E2E_PARTNER_API_H

#include "lamina/json.h"
#include "stage_process.h"

/* Who may read and write partners, and is bound to no tenant. */
#define PARTNER_API_TOKEN "Bearer test:ada:-:partner:read,partner:write"

typedef struct partner_api {
    stage_process *stage;
    lamina_http_client *client;
    lamina_arena *arena;
} partner_api;

/* A stage with an empty table. arguments are further options of the stage, closed by NULL; NULL: none. */
void partner_api_begin(partner_api *api, const char *const *arguments);
/* Ends everything, and asserts that it ended well and left nothing behind. */
void partner_api_end(partner_api *api);

typedef struct partner_answer {
    int32_t status;
    const lamina_json *body; /* NULL when there is none */
    lamina_str text;
    lamina_str etag, location, content_type, allow;
} partner_answer;

/* name and value may be NULL. It is PARTNER_API_TOKEN who asks, unless that header is Authorization; a body is sent as application/json unless that header says otherwise. */
partner_answer partner_api_send(partner_api *api, const char *method, const char *path,
                                const char *body, const char *name, const char *value);

/* Creates a partner with that address; returns its id. */
lamina_str partner_api_create(partner_api *api, const char *email);
/* "/partners/<id>" */
const char *partner_api_path(partner_api *api, lamina_str partner_id);

lamina_str partner_answer_text(const partner_answer *answer, const char *member);
/* Is it problem+json of this status and code, with all that RFC 9457 and Lamina promise? */
bool partner_answer_is_problem(const partner_answer *answer, int32_t status, const char *code);
/* Has it an entry for that pointer with that code? */
bool partner_answer_has_violation(const partner_answer *answer, const char *pointer,
                                  const char *code);

#endif
