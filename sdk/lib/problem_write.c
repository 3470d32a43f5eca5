/*
 * A problem as application/problem+json (RFC 9457): what a client may read, and nothing else.
 */
#include "lamina/problem.h"

typedef struct words {
    int32_t key;
    const char *text;
} words;

/* RFC 9110 section 15 and RFC 6585. */
static const words titles[] = {
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

/* What is ours to mend (memory, caps, contracts, configuration) has one code: a client can do
   nothing with the difference, and should not learn it. */
static const words codes[] = {
    {LAMINA_E_SYNTAX, "malformed-request"},
    {LAMINA_E_INVALID, "invalid-request"},
    {LAMINA_E_NOT_FOUND, "not-found"},
    {LAMINA_E_CONFLICT, "conflict"},
    {LAMINA_E_PRECONDITION, "precondition-failed"},
    {LAMINA_E_UNAUTHENTICATED, "unauthenticated"},
    {LAMINA_E_FORBIDDEN, "forbidden"},
    {LAMINA_E_TOO_LARGE, "content-too-large"},
    {LAMINA_E_MEDIA_TYPE, "unsupported-media-type"},
    {LAMINA_E_METHOD, "method-not-allowed"},
    {LAMINA_E_TIMEOUT, "timeout"},
    {LAMINA_E_THROTTLED, "throttled"},
    {LAMINA_E_UNAVAILABLE, "unavailable"},
    {LAMINA_E_UPSTREAM, "bad-upstream-answer"},
    {LAMINA_E_UNSUPPORTED, "not-implemented"},
    {LAMINA_E_AMBIGUOUS, "outcome-unknown"},
    {LAMINA_E_TOO_MANY, "too-many-requests"},
};

static const char *find(const words *table, size_t count, int32_t key, const char *fallback)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].key == key)
            return table[i].text;
    return fallback;
}

static const char *title_of(int32_t http_status)
{
    const char *family = http_status >= 500 ? "Internal Server Error" : "Bad Request";
    return find(titles, sizeof titles / sizeof *titles, http_status, family);
}

const char *lamina_status_code(lamina_status status)
{
    return find(codes, sizeof codes / sizeof *codes, status, "internal-error");
}

static void write_violation(lamina_json_writer *writer, const lamina_violation *violation)
{
    /* A pointer into a document is empty or begins with '/'; anything else is a query parameter. */
    const lamina_str place = violation->pointer;
    const bool is_parameter = place.len > 0 && place.ptr[0] != '/';
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, is_parameter ? "parameter" : "pointer", place);
    lamina_json_write_member_string(writer, "code", violation->code);
    lamina_json_write_member_string(writer, "detail", violation->message);
    lamina_json_write_object_end(writer);
}

static void write_violations(lamina_json_writer *writer, const lamina_problem *problem)
{
    lamina_json_write_name(writer, LAMINA_STR("errors"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < problem->violation_count; i++)
        write_violation(writer, &problem->violations[i]);
    lamina_json_write_array_end(writer);
}

/* A prefix and a text, written as one string without a buffer of a guessed size. */
static void write_urn(lamina_json_writer *writer, const char *name, const char *prefix,
                      lamina_str rest)
{
    lamina_text urn;
    lamina_text_init(&urn, 1024);
    lamina_text_add(&urn, lamina_str_from(prefix));
    lamina_text_add(&urn, rest);
    lamina_json_write_member_string(writer, name, lamina_text_view(&urn));
    lamina_text_clear(&urn);
}

void lamina_problem_write(lamina_text *out, lamina_status status, int32_t http_status,
                          const lamina_problem *problem, lamina_str request_id)
{
    static const lamina_problem none = {.size = sizeof none};
    bool is_told = problem != NULL && problem->status != LAMINA_OK && problem->status == status;
    const lamina_problem *words_of = is_told ? problem : &none;
    if (http_status == 0)
        http_status = lamina_status_http(status);
    lamina_str code = words_of->code;
    if (code.len == 0)
        code = lamina_str_from(lamina_status_code(status));

    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    lamina_json_write_object(&writer);
    write_urn(&writer, "type", LAMINA_PROBLEM_TYPE_PREFIX, code);
    lamina_json_write_member_string(&writer, "title", lamina_str_from(title_of(http_status)));
    lamina_json_write_member_int64(&writer, "status", http_status);
    if (words_of->detail.len > 0)
        lamina_json_write_member_string(&writer, "detail", words_of->detail);
    if (request_id.len > 0)
        write_urn(&writer, "instance", "urn:lamina:request:", request_id);
    if (words_of->violation_count > 0)
        write_violations(&writer, words_of);
    lamina_json_write_object_end(&writer);
}
