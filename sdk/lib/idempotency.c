/* The header Idempotency-Key: see lamina/idempotency.h. */
#include "lamina/idempotency.h"

#include "lamina/http.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define KEY_HEADER "Idempotency-Key"

static bool is_visible(char c)
{
    return c > 0x20 && c < 0x7F;
}

/* What else has a meaning in a structured header, or joins two headers of one name. */
static bool is_bare(char c)
{
    return is_visible(c) && c != '"' && c != '\\' && c != ',' && c != ';';
}

static bool read_bare(lamina_str text, lamina_str *key)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_bare(text.ptr[i]))
            return false;
    *key = text;
    return true;
}

/* A string of RFC 8941 section 3.3.3, without its first quote, into out of text.len bytes. */
static bool read_quoted(lamina_str text, char *out, lamina_str *key)
{
    size_t len = 0, i = 0;
    for (; i < text.len && text.ptr[i] != '"'; i++) {
        if (text.ptr[i] == '\\' && (++i == text.len || (text.ptr[i] != '"' && text.ptr[i] != '\\')))
            return false;
        if (!is_visible(text.ptr[i]))
            return false;
        out[len++] = text.ptr[i];
    }
    *key = (lamina_str){out, len};
    return i + 1 == text.len;
}

static lamina_status refuse(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_SYNTAX, "invalid-idempotency-key",
                       KEY_HEADER " must be one key of 1 to %u visible ASCII characters, such as "
                                  "\"0b2bd5f0-0f0a-4f0c-8f0e-1d2c3b4a5968\"",
                       LAMINA_IDEMPOTENCY_KEY_MAX);
}

/* How many there are; the last one in *value. */
static size_t find(const lamina_request *request, lamina_str *value)
{
    size_t count = 0;
    for (size_t i = 0; i < request->header_count; i++) {
        if (!lamina_str_equal_nocase(request->headers[i].name, LAMINA_STR(KEY_HEADER)))
            continue;
        *value = request->headers[i].value;
        count++;
    }
    return count;
}

lamina_status lamina_request_idempotency_key(lamina_context *context, const lamina_request *request,
                                             lamina_str *key)
{
    lamina_str value = {.ptr = NULL, .len = 0};
    *key = value;
    size_t count = find(request, &value);
    if (count == 0)
        return lamina_fail(context, LAMINA_E_SYNTAX, "idempotency-key-missing",
                           "This operation needs the header " KEY_HEADER
                           ": a new key for a new request, the same key to send it again");
    value = lamina_str_trim(value);
    bool is_quoted = value.len > 0 && value.ptr[0] == '"';
    char *unquoted = is_quoted ? lamina_alloc(context, value.len) : NULL;
    if (is_quoted && unquoted == NULL)
        return LAMINA_E_LIMIT;
    bool is_good =
        count == 1 &&
        (is_quoted ? read_quoted((lamina_str){value.ptr + 1, value.len - 1}, unquoted, key)
                   : read_bare(value, key));
    if (is_good && key->len >= 1 && key->len <= LAMINA_IDEMPOTENCY_KEY_MAX)
        return LAMINA_OK;
    *key = (lamina_str){NULL, 0};
    return refuse(context);
}

lamina_status lamina_response_replayed(const lamina_context *context, lamina_response *response)
{
    return lamina_response_header(context, response, "Idempotency-Replayed", LAMINA_STR("true"));
}
