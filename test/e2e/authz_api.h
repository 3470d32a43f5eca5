/*
 * authz_api.h - the module authz on a local stage, for tests that need real users: an administrator as
 * `make run` makes one, and users who register, verify their address and log in as anybody does.
 */
#ifndef E2E_AUTHZ_API_H
#define E2E_AUTHZ_API_H

#include "lamina/arena.h"
#include "stage_process.h"

typedef struct authz_api {
    stage_process *stage;
    lamina_http_client *client;
    lamina_arena *arena;
    lamina_str administrator; /* "Bearer <token>" */
    char file[64];            /* what domain-administrator wrote */
} authz_api;

/* Starts the stage with these plugins of build/plugins ("partner", NULL at the end; authz is added), on tables
   of its own, and logs the administrator in. */
void authz_api_begin(authz_api *api, const char *const *plugins);
void authz_api_end(authz_api *api);

/* One request; authorization may be empty, body NULL. The answer is borrowed until the next one. */
lamina_http_answer authz_api_send(authz_api *api, const char *method, const char *path,
                                  lamina_str authorization, const char *body);
/* The same, whose answer must have that status; its body, in the arena. */
lamina_str authz_api_expect(authz_api *api, const char *method, const char *path,
                            lamina_str authorization, const char *body, int32_t status);

/* The member of a JSON object, in the arena. */
lamina_str authz_api_member(authz_api *api, lamina_str json, const char *name);

#define AUTHZ_API_PASSWORD "correct horse battery"

/* Registers and verifies a user, sets the grants (JSON: "[{\"roleId\":\"clerk\"}]"; NULL: none), and logs in: "Bearer <token>". */
lamina_str authz_api_user(authz_api *api, const char *email, const char *grants);
/* Logs in. */
lamina_str authz_api_log_in(authz_api *api, const char *email);

#endif
