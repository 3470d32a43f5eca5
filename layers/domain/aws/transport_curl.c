/* The transport that talks to the network: liblamina's HTTP client and a sleep. */
#include "aws/transport_curl.h"

#include <errno.h>
#include <time.h>

#define HEADER_CAP (64u << 10)

static lamina_status send_call(void *self, const lamina_http_call *call, lamina_http_answer *answer)
{
    return lamina_http_send(self, call, answer);
}

static void wait_ms(void *self, uint32_t milliseconds)
{
    (void)self;
    struct timespec left = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        /* what a signal left of the pause */
    }
}

lamina_status aws__transport_curl_open(uint32_t connect_timeout_ms, size_t body_cap,
                                       aws_transport *transport)
{
    lamina_http_client_options options = {.size = sizeof options,
                                          .connect_timeout_ms = connect_timeout_ms,
                                          .body_cap = body_cap,
                                          .header_cap = HEADER_CAP};
    lamina_http_client *client = lamina_http_client_new(&options);
    if (client == NULL)
        return LAMINA_E_MEMORY;
    *transport = (aws_transport){.send = send_call, .wait_ms = wait_ms, .self = client};
    return LAMINA_OK;
}

void aws__transport_curl_close(aws_transport *transport)
{
    lamina_http_client_free(transport->self);
    *transport = (aws_transport){.send = NULL, .wait_ms = NULL, .self = NULL};
}
