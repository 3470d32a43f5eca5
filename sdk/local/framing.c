/*
 * framing.c - RFC 9112 sections 5 and 6, where libevent does not insist on them.
 */
#include "framing.h"

#include <event2/keyvalq_struct.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include "http_token.h"
#include "lamina/text.h"

static bool is_digits(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && strspn(text, "0123456789") == len;
}

static bool reads_content(enum evhttp_cmd_type method)
{
    return method == EVHTTP_REQ_GET || method == EVHTTP_REQ_POST || method == EVHTTP_REQ_PUT ||
           method == EVHTTP_REQ_PATCH || method == EVHTTP_REQ_DELETE ||
           method == EVHTTP_REQ_OPTIONS;
}

bool local__framing_is_bad(struct evhttp_request *request, local_gateway_answer *answer)
{
    const char *length = NULL;
    const char *coding = NULL;
    struct evkeyval *header;
    *answer = LOCAL_BAD_REQUEST;
    TAILQ_FOREACH(header, evhttp_request_get_input_headers(request), next)
    {
        if (!local__is_token(lamina_str_from(header->key)))
            return true;
        const char **seen = !strcasecmp(header->key, "Content-Length")      ? &length
                            : !strcasecmp(header->key, "Transfer-Encoding") ? &coding
                                                                            : NULL;
        if (seen && *seen)
            return true;
        if (seen)
            *seen = header->value;
    }
    if ((length && coding) || (length && !is_digits(length)))
        return true;
    if (coding && strcasecmp(coding, "chunked") != 0) {
        *answer = LOCAL_NOT_EMULATED_CODING;
        return true;
    }
    bool content = coding || (length && strspn(length, "0") != strlen(length));
    return content && !reads_content(evhttp_request_get_command(request));
}
