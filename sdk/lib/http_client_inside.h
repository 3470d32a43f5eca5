/*
 * The inside of the HTTP client, shared by its files: http_client.c drives libcurl's handle,
 * http_client_request.c prepares the lines that are sent, http_client_call.c sets the options of a
 * call, http_client_answer.c collects what comes, http_client_outcome.c says what came of it.
 */
#ifndef LAMINA_LIB_HTTP_CLIENT_INSIDE_H
#define LAMINA_LIB_HTTP_CLIENT_INSIDE_H

#include <curl/curl.h>

#include "lamina/http_client.h"
#include "lamina/text.h"

/* The lines that curl gets beside its own: kept between calls, so that a warm call allocates nothing. */
typedef struct lamina__http_lines {
    lamina_text image;        /* "Name: value" and a NUL, line after line */
    struct curl_slist *nodes; /* one a line, chained, pointing into image */
    size_t room;              /* nodes there is memory for */
} lamina__http_lines;

/* What came, as far as it came. */
typedef struct lamina__http_inbox {
    lamina_text head; /* the header lines of the final answer, without the status line */
    lamina_text body;
    lamina_param *params; /* views into head */
    size_t room;          /* params there is memory for */
    size_t count;
    bool in_head; /* a status line came, the empty line did not */
    bool interim; /* that status line said 1xx */
    bool any;     /* a byte of an answer came */
} lamina__http_inbox;

/* One call's state, zeroed before each. */
typedef struct lamina__http_progress {
    uint32_t requests; /* how often the request went, or may have gone, out */
    bool resend_refused;
} lamina__http_progress;

struct lamina_http_client {
    CURL *easy;
    lamina__http_lines lines;
    lamina__http_inbox inbox;
    lamina__http_progress progress;
    lamina_text url;          /* the one that the handle has */
    lamina_text ca_file;      /* empty: not chosen yet */
    uint32_t timeout_ms;      /* likewise */
    const volatile int *stop; /* of the call that runs; may be NULL */
    uint32_t connections;
    bool fresh;     /* CURLOPT_FRESH_CONNECT is set */
    bool tls_ready; /* certificates were looked for */
    char fault[CURL_ERROR_SIZE];
};

/* Is this something that can be sent? NULL, or what is wrong with it. */
const char *lamina__http_request_fault(const lamina_http_call *call);
/* Writes the lines of the call. LAMINA_E_MEMORY, or LAMINA_E_LIMIT when there are too many. */
lamina_status lamina__http_request_lines(lamina__http_lines *lines, const lamina_http_call *call,
                                         const struct curl_slist **list);

/* Sets what of the handle's options the call changes. */
CURLcode lamina__http_call_set(lamina_http_client *client, const lamina_http_call *call);

/* The status of a transfer, why it failed, and the numbers that curl keeps of it. */
lamina_status lamina__http_outcome_status(lamina_http_client *client, const lamina_http_call *call,
                                          CURLcode code);
const char *lamina__http_outcome_fault(lamina_http_client *client, CURLcode code);
void lamina__http_outcome_read(lamina_http_client *client, const lamina_http_call *call,
                               lamina_http_answer *answer);

/* libcurl's callbacks; user is the inbox. */
size_t lamina__http_inbox_header(char *line, size_t size, size_t count, void *user);
size_t lamina__http_inbox_body(char *bytes, size_t size, size_t count, void *user);
void lamina__http_inbox_reset(lamina__http_inbox *inbox);
/* Turns the collected head into params. LAMINA_E_MEMORY. */
lamina_status lamina__http_inbox_parse(lamina__http_inbox *inbox);

/* Called by the build's libcurl. */
int lamina__tls_start_later(uint64_t options, const void *settings);

#endif
