/*
 * http_answer.h - one HTTP/1.1 answer, read strictly (RFC 9112) from bytes that come in pieces of any
 * size. It knows no socket.
 */
#ifndef HOST_HTTP_ANSWER_H
#define HOST_HTTP_ANSWER_H

#include "lamina/text.h"

/* Bytes of the longest status line and header section, interim answers among them. */
#define HTTP_HEAD_CAP (256u * 1024u)

/* What is read next. */
typedef enum http_answer_step {
    HTTP_HEAD,
    HTTP_CONTENT,     /* of a known length */
    HTTP_UNTIL_CLOSE, /* content that ends with the connection */
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK_DATA,
    HTTP_CHUNK_END,
    HTTP_TRAILER,
    HTTP_WHOLE,
} http_answer_step;

/* Zero until host__http_answer_init(). The buffer is kept from answer to answer. */
typedef struct http_answer {
    char *bytes; /* the head, behind it the content without its framing, then what is unread */
    size_t len;
    size_t room;
    size_t content_cap;
    int32_t status;
    bool closes;       /* the connection must not be used for another request */
    const char *fault; /* why reading failed */
    /* Where things are in bytes. */
    http_answer_step step;
    size_t unread;
    size_t head_at; /* the header lines, each with its CRLF */
    size_t head_len;
    size_t content_at;
    size_t content_len;
    size_t searched; /* the head does not end before */
    size_t left;     /* bytes of the content or of the chunk that have not come */
} http_answer;

/* No content over content_cap bytes will be accepted. */
void host__http_answer_init(http_answer *answer, size_t content_cap);
void host__http_answer_clear(http_answer *answer);

/* Makes it ready for another answer; a buffer over kept_cap bytes is given back. */
void host__http_answer_begin(http_answer *answer, size_t kept_cap);

/* Where the next bytes are to be put, and how many at most; NULL: LAMINA_E_MEMORY. */
char *host__http_answer_room(http_answer *answer, size_t *room);

/*
 * So many bytes were put there. LAMINA_OK, and step says whether the answer is whole now;
 * LAMINA_E_SYNTAX for what is no HTTP/1.1; LAMINA_E_LIMIT for content or a head over its cap, and then
 * the headers that came can be asked for.
 */
lamina_status host__http_answer_take(http_answer *answer, size_t len);

/* The peer has closed the connection: LAMINA_OK if that ends the answer, else LAMINA_E_UNAVAILABLE. */
lamina_status host__http_answer_close(http_answer *answer);

/* Borrowed, like the headers, until the next host__http_answer_begin(). */
lamina_str host__http_answer_content(const http_answer *answer);

/* The header at *at, which is 0 at first and moves on; false behind the last. Values are trimmed. */
bool host__http_answer_header(const http_answer *answer, size_t *at, lamina_param *header);

#endif
