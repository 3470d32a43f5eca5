/*
 * Which options of libcurl's handle one call needs. Only those that differ from the call before are
 * set: the warm path of the host is two calls an invocation.
 */
#include <string.h>
#include <unistd.h>

#include "crypto_thread.h"
#include "http_client_inside.h"

static void find_ca_file(lamina_http_client *client)
{
    static const char *const bundles[] = {
        "/etc/pki/tls/certs/ca-bundle.crt",   /* Amazon Linux */
        "/etc/ssl/certs/ca-certificates.crt", /* Debian */
    };
    for (size_t i = 0; client->ca_file.len == 0 && i < sizeof bundles / sizeof *bundles; i++)
        if (access(bundles[i], R_OK) == 0)
            lamina_text_add(&client->ca_file, lamina_str_from(bundles[i]));
}

/* Without a bundle curl's own default stays; the peer is verified in any case. */
static CURLcode set_tls(lamina_http_client *client)
{
    if (client->tls_ready)
        return CURLE_OK;
    lamina__crypto_start();
    find_ca_file(client);
    client->tls_ready = true;
    if (client->ca_file.len == 0)
        return CURLE_OK;
    return curl_easy_setopt(client->easy, CURLOPT_CAINFO, client->ca_file.ptr);
}

/* curl copies and forgets: worth it only when the URL is another one. */
static CURLcode set_url(lamina_http_client *client, const char *url)
{
    if (client->url.len > 0 && lamina_str_is(lamina_text_view(&client->url), url))
        return CURLE_OK;
    lamina_text_reset(&client->url);
    lamina_text_add(&client->url, lamina_str_from(url));
    if (lamina_text_status(&client->url) != LAMINA_OK)
        return CURLE_OUT_OF_MEMORY;
    CURLcode code = curl_easy_setopt(client->easy, CURLOPT_URL, url);
    if (code == CURLE_OK && strncmp(url, "https", 5) == 0)
        code = set_tls(client);
    if (code != CURLE_OK)
        lamina_text_reset(&client->url);
    return code;
}

/* GET and HEAD without content have options of their own in curl; the rest is a POST by another name. */
static CURLcode set_method(CURL *easy, const lamina_http_call *call)
{
    bool is_head = strcmp(call->method, "HEAD") == 0;
    bool is_get = strcmp(call->method, "GET") == 0;
    if (is_head)
        return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK
                   ? curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL)
                   : CURLE_OUT_OF_MEMORY;
    if (is_get && call->body.len == 0) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL);
    }
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call->body.len > 0 ? call->body.ptr : "");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
    bool is_post = strcmp(call->method, "POST") == 0;
    return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, is_post ? NULL : call->method);
}

static CURLcode set_stop(lamina_http_client *client, const lamina_http_call *call)
{
    const volatile int *stop = LAMINA_HAS(call, stop) ? call->stop : NULL;
    bool asked = stop != NULL;
    bool was_asked = client->stop != NULL;
    client->stop = stop;
    if (asked == was_asked)
        return CURLE_OK;
    return curl_easy_setopt(client->easy, CURLOPT_NOPROGRESS, asked ? 0L : 1L);
}

CURLcode lamina__http_call_set(lamina_http_client *client, const lamina_http_call *call)
{
    CURLcode code = set_url(client, call->url);
    if (code == CURLE_OK)
        code = set_stop(client, call);
    if (code == CURLE_OK)
        code = set_method(client->easy, call);
    if (code == CURLE_OK && call->timeout_ms != client->timeout_ms) {
        code = curl_easy_setopt(client->easy, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
        client->timeout_ms = call->timeout_ms;
    }
    bool fresh = (call->flags & LAMINA_HTTP_FRESH) != 0;
    if (code == CURLE_OK && fresh != client->fresh) {
        code = curl_easy_setopt(client->easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
        client->fresh = fresh;
    }
    return code;
}
