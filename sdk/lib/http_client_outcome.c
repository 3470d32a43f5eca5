/*
 * What a transfer of libcurl came to, in our words.
 */
#include <string.h>

#include "http_client_inside.h"

/* A connection that could not be made in time is no deadline missed, unless the call's time is up. */
static lamina_status timeout_status(lamina_http_client *client, const lamina_http_call *call)
{
    curl_off_t total_us = 0;
    curl_easy_getinfo(client->easy, CURLINFO_TOTAL_TIME_T, &total_us);
    if (client->progress.requests > 0)
        return LAMINA_E_TIMEOUT;
    bool is_up = call->timeout_ms > 0 && total_us / 1000 + 1 >= (curl_off_t)call->timeout_ms;
    return is_up ? LAMINA_E_TIMEOUT : LAMINA_E_UNAVAILABLE;
}

lamina_status lamina__http_outcome_status(lamina_http_client *client, const lamina_http_call *call,
                                          CURLcode code)
{
    if (code == CURLE_OK)
        return LAMINA_OK;
    if (lamina_text_status(&client->inbox.head) != LAMINA_OK)
        return lamina_text_status(&client->inbox.head);
    if (lamina_text_status(&client->inbox.body) != LAMINA_OK)
        return lamina_text_status(&client->inbox.body);
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return timeout_status(client, call);
    /* A user name in the URL is the one, anything else of it the other. */
    case CURLE_LOGIN_DENIED:
    case CURLE_URL_MALFORMAT: return LAMINA_E_ARGUMENT;
    /* Also of a header line that is longer than curl takes. */
    case CURLE_OUT_OF_MEMORY: return client->inbox.in_head ? LAMINA_E_LIMIT : LAMINA_E_MEMORY;
    default: return LAMINA_E_UNAVAILABLE;
    }
}

const char *lamina__http_outcome_fault(lamina_http_client *client, CURLcode code)
{
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return "it was given up, because the program is being stopped";
    if (client->progress.resend_refused)
        return "the kept connection was closed before an answer came";
    bool line_too_long = code == CURLE_OUT_OF_MEMORY && client->inbox.in_head;
    if (line_too_long || lamina_text_status(&client->inbox.head) == LAMINA_E_LIMIT)
        return "the answer's header section is over its cap";
    if (lamina_text_status(&client->inbox.body) == LAMINA_E_LIMIT)
        return "the answer's content is over its cap";
    return client->fault[0] != '\0' ? client->fault : curl_easy_strerror(code);
}

/* The times and counts that curl keeps of the transfer. */
void lamina__http_outcome_read(lamina_http_client *client, const lamina_http_call *call,
                               lamina_http_answer *answer)
{
    long status = 0;
    long connects = 0;
    curl_off_t connect_us = 0;
    curl_off_t total_us = 0;
    bool tls = strncmp(call->url, "https", 5) == 0;
    curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(client->easy, CURLINFO_NUM_CONNECTS, &connects);
    curl_easy_getinfo(client->easy, tls ? CURLINFO_APPCONNECT_TIME_T : CURLINFO_CONNECT_TIME_T,
                      &connect_us);
    curl_easy_getinfo(client->easy, CURLINFO_TOTAL_TIME_T, &total_us);

    /* curl counts an attempt, too, and the one that was refused on the way to a second request. */
    bool sent = client->progress.requests > 0;
    bool opened = sent && connects > 0 && !client->progress.resend_refused;
    client->connections += opened ? 1 : 0;
    answer->status = (int32_t)status;
    answer->reused = sent && !opened;
    answer->connect_us = opened ? connect_us : 0;
    answer->total_us = total_us;
}
