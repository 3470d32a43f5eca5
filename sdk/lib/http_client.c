/*
 * The HTTP client: one libcurl handle, one connection, buffers that stay.
 *
 * libcurl sends a request a second time, on its own, when a kept connection closes before a byte of
 * the answer came. A caller that writes must know that, because the first one may have been carried
 * out. So the client counts the requests of a call (CURLOPT_PREREQFUNCTION) and refuses to open a
 * second connection once one went out; the call then fails with sent set and received not, and the
 * caller decides.
 */
#define _GNU_SOURCE
#include "lamina/http_client.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "http_client_inside.h"

enum {
    CONNECT_TIMEOUT_MS = 1000,
    BODY_CAP = 8 * 1024 * 1024,
    HEADER_CAP = 256 * 1024,
    URL_CAP = 64 * 1024,
    RECEIVE_BUFFER = 64 * 1024, /* one read takes a usual event whole */
    UPLOAD_BUFFER = 128 * 1024,
};

/* The build's libcurl calls this where curl's source has OPENSSL_init_ssl() (mk/build-static-libs.sh):
   OpenSSL starts itself when the first TLS connection is made, and not in every cold start. */
int lamina__tls_start_later(uint64_t options, const void *settings)
{
    (void)options;
    (void)settings;
    return 1; /* OpenSSL's success */
}

static CURLcode global_init_result;

static void global_init(void)
{
    global_init_result = curl_global_init(CURL_GLOBAL_NOTHING);
}

/* ------------------------------------------------------------------------------ libcurl's calls */

static int before_request(void *user, char *peer_ip, char *own_ip, int peer_port, int own_port)
{
    (void)peer_ip;
    (void)own_ip;
    (void)peer_port;
    (void)own_port;
    lamina_http_client *client = user;
    client->progress.requests++;
    return CURL_PREREQFUNC_OK;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    lamina_http_client *client = user;
    if (purpose == CURLSOCKTYPE_IPCXN && client->progress.requests > 0) {
        client->progress.resend_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A signal ends curl's wait, and curl asks here before it waits again. */
static int give_up(void *user, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                   curl_off_t up)
{
    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    const lamina_http_client *client = user;
    return client->stop != NULL && *client->stop != 0;
}

/* --------------------------------------------------------------------------------- birth and end */

static void set_transport(CURL *easy, long connect_timeout_ms)
{
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BUFFER);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
}

/* A client of services, not a browser: it goes where it was told and nowhere else. */
static void set_bounds(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_callbacks(lamina_http_client *client)
{
    CURL *easy = client->easy;
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, client->fault);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, lamina__http_inbox_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &client->inbox);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, lamina__http_inbox_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &client->inbox);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, client);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, client);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, give_up);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, client);
}

#define OPTION(options, member, fallback)                                                          \
    ((options) != NULL && LAMINA_HAS(options, member) && (options)->member != 0                    \
         ? (options)->member                                                                       \
         : (fallback))

static bool prepare(lamina_http_client *client, const lamina_http_client_options *options)
{
    lamina_text_init(&client->inbox.head, OPTION(options, header_cap, (size_t)HEADER_CAP));
    lamina_text_init(&client->inbox.body, OPTION(options, body_cap, (size_t)BODY_CAP));
    lamina_text_init(&client->url, URL_CAP);
    lamina_text_init(&client->ca_file, URL_CAP);
    lamina_text_add(&client->ca_file,
                    lamina_str_from(OPTION(options, ca_file, (const char *)NULL)));

    client->easy = curl_easy_init();
    if (client->easy == NULL || lamina_text_status(&client->ca_file) != LAMINA_OK)
        return false;
    set_transport(client->easy, (long)OPTION(options, connect_timeout_ms, CONNECT_TIMEOUT_MS));
    set_bounds(client->easy);
    set_callbacks(client);
    const char *user_agent = OPTION(options, user_agent, (const char *)NULL);
    return curl_easy_setopt(client->easy, CURLOPT_USERAGENT, user_agent) == CURLE_OK;
}

lamina_http_client *lamina_http_client_new(const lamina_http_client_options *options)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, global_init) != 0 || global_init_result != CURLE_OK)
        return NULL;

    lamina_http_client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return NULL;
    if (!prepare(client, options)) {
        lamina_http_client_free(client);
        return NULL;
    }
    return client;
}

void lamina_http_client_free(lamina_http_client *client)
{
    if (client == NULL)
        return;
    curl_easy_cleanup(client->easy);
    lamina_text_clear(&client->inbox.head);
    lamina_text_clear(&client->inbox.body);
    lamina_text_clear(&client->lines.image);
    lamina_text_clear(&client->url);
    lamina_text_clear(&client->ca_file);
    free(client->inbox.params);
    free(client->lines.nodes);
    free(client);
}

/* ------------------------------------------------------------------------------------- one call */

static void fill_answer(lamina_http_client *client, lamina_http_answer *full)
{
    full->body = lamina_text_view(&client->inbox.body);
    full->headers = client->inbox.params;
    full->header_count = client->inbox.count;
    full->sent = client->progress.requests > 0;
    full->received = client->inbox.any;
    full->connections = client->connections;
}

static lamina_status perform(lamina_http_client *client, const lamina_http_call *call,
                             lamina_http_answer *full)
{
    const struct curl_slist *lines = NULL;
    lamina_status status = lamina__http_request_lines(&client->lines, call, &lines);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (status == LAMINA_OK)
        code = lamina__http_call_set(client, call);
    if (status != LAMINA_OK || code != CURLE_OK) {
        full->fault = "out of memory while the call was prepared";
        return status != LAMINA_OK ? status : LAMINA_E_MEMORY;
    }

    curl_easy_setopt(client->easy, CURLOPT_HTTPHEADER, lines);
    code = curl_easy_perform(client->easy);
    lamina__http_outcome_read(client, call, full);
    status = lamina__http_outcome_status(client, call, code);
    /* Also of an answer whose content is too large: its headers say what it was. */
    lamina_status parsed = lamina__http_inbox_parse(&client->inbox);
    if (status == LAMINA_OK)
        status = parsed;
    if (status != LAMINA_OK)
        full->fault = lamina__http_outcome_fault(client, code);
    fill_answer(client, full);
    return status;
}

lamina_status lamina_http_send(lamina_http_client *client, const lamina_http_call *call,
                               lamina_http_answer *answer)
{
    lamina_http_answer full = {.size = sizeof full, .connections = client->connections};
    client->progress = (lamina__http_progress){0};
    client->fault[0] = '\0';
    lamina__http_inbox_reset(&client->inbox);

    lamina_status status = LAMINA_E_ARGUMENT;
    full.fault = lamina__http_request_fault(call);
    if (full.fault == NULL)
        status = perform(client, call, &full);
    lamina_hand_over(answer, &full, sizeof full);
    return status;
}

lamina_status lamina_http_connect(lamina_http_client *client, const char *url, uint32_t timeout_ms)
{
    lamina_http_call call = {
        .size = sizeof call, .timeout_ms = timeout_ms, .method = "HEAD", .url = url};
    lamina_http_answer answer = {.size = sizeof answer};
    return lamina_http_send(client, &call, &answer);
}
