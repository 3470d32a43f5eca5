/*
 * proxy_answer.c - source of the shape: API Gateway Developer Guide, "Output format of a Lambda
 * function for proxy integration"; of the renamed headers: "Amazon API Gateway important notes".
 */
#include "proxy_answer.h"

#include "http_token.h"
#include "lamina/json.h"
#include "lamina/text.h"

/* Under way: the answer, and room for its headers. */
typedef struct reading {
    lamina_arena *arena;
    local_reply *reply;
    lamina_param *headers;
    size_t count;
    lamina_str *reason;
} reading;

typedef enum header_rule {
    HEADER_PASSES,
    HEADER_REMAPPED,
    HEADER_DROPPED,
    HEADER_CONTENT_TYPE
} header_rule;

static const struct {
    const char *name;
    header_rule rule;
} header_rules[] = {
    {"Content-Type", HEADER_CONTENT_TYPE}, {"Connection", HEADER_REMAPPED},
    {"Content-Length", HEADER_REMAPPED},   {"Date", HEADER_REMAPPED},
    {"Server", HEADER_REMAPPED},           {"WWW-Authenticate", HEADER_REMAPPED},
    {"Keep-Alive", HEADER_DROPPED},        {"Proxy-Authenticate", HEADER_DROPPED},
    {"Proxy-Connection", HEADER_DROPPED},  {"TE", HEADER_DROPPED},
    {"Trailer", HEADER_DROPPED},           {"Transfer-Encoding", HEADER_DROPPED},
    {"Upgrade", HEADER_DROPPED},
};

static header_rule rule_of(lamina_str name)
{
    for (size_t i = 0; i < sizeof(header_rules) / sizeof(header_rules[0]); i++)
        if (lamina_str_equal_nocase(name, lamina_str_from(header_rules[i].name)))
            return header_rules[i].rule;
    return HEADER_PASSES;
}

static lamina_status refuse(reading *in, const char *what)
{
    *in->reason = lamina_str_from(what);
    return LAMINA_E_INVALID;
}

static lamina_status refuse_name(reading *in, const char *what, lamina_str name)
{
    *in->reason = lamina_arena_format(in->arena, "%s \"%.*s\"", what, LAMINA_FMT(name));
    return LAMINA_E_INVALID;
}

/* No control characters but a tab: a line break in a value would begin a header of its own. */
static bool is_field_value(lamina_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool scalar_text(const lamina_json *value, lamina_str *text)
{
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_STRING: *text = lamina_json_string(value); return true;
    case LAMINA_JSON_NUMBER: *text = lamina_json_number(value); return true;
    case LAMINA_JSON_BOOLEAN:
        *text = lamina_json_true(value) ? LAMINA_STR("true") : LAMINA_STR("false");
        return true;
    default: return false;
    }
}

static lamina_status add_header(reading *in, lamina_str name, const lamina_json *value)
{
    lamina_str text;
    if (!scalar_text(value, &text))
        return refuse_name(in, "a header's value must be a string, a number or a boolean:", name);
    if (!local__is_token(name))
        return refuse_name(in, "this is no header name:", name);
    if (!is_field_value(text))
        return refuse_name(in, "control characters in the value of header", name);

    switch (rule_of(name)) {
    case HEADER_DROPPED: return LAMINA_OK;
    case HEADER_CONTENT_TYPE: in->reply->content_type = text; return LAMINA_OK;
    case HEADER_REMAPPED:
        name = lamina_arena_format(in->arena, "x-amzn-Remapped-%.*s", LAMINA_FMT(name));
        break;
    case HEADER_PASSES: break;
    }
    in->headers[in->count++] = (lamina_param){name, text};
    return LAMINA_OK;
}

static bool has_member_nocase(const lamina_json *object, lamina_str name)
{
    for (const lamina_json *at = lamina_json_first(object); at; at = lamina_json_next(at))
        if (lamina_str_equal_nocase(lamina_json_name(at), name))
            return true;
    return false;
}

static bool is_absent(const lamina_json *value)
{
    return lamina_json_type(value) == LAMINA_JSON_NONE ||
           lamina_json_type(value) == LAMINA_JSON_NULL;
}

/* Of a header in both maps, multiValueHeaders' values are the ones that count. */
static lamina_status read_single(reading *in, const lamina_json *single, const lamina_json *multi)
{
    if (!is_absent(single) && lamina_json_type(single) != LAMINA_JSON_OBJECT)
        return refuse(in, "headers must be an object");
    for (const lamina_json *at = lamina_json_first(single); at; at = lamina_json_next(at)) {
        if (has_member_nocase(multi, lamina_json_name(at)))
            continue;
        lamina_status status = add_header(in, lamina_json_name(at), at);
        if (status)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status read_multi(reading *in, const lamina_json *multi)
{
    if (!is_absent(multi) && lamina_json_type(multi) != LAMINA_JSON_OBJECT)
        return refuse(in, "multiValueHeaders must be an object");
    for (const lamina_json *at = lamina_json_first(multi); at; at = lamina_json_next(at)) {
        if (lamina_json_type(at) != LAMINA_JSON_ARRAY)
            return refuse_name(in, "multiValueHeaders must hold arrays:", lamina_json_name(at));
        for (const lamina_json *v = lamina_json_first(at); v; v = lamina_json_next(v)) {
            lamina_status status = add_header(in, lamina_json_name(at), v);
            if (status)
                return status;
        }
    }
    return LAMINA_OK;
}

static lamina_status read_headers(reading *in, const lamina_json *answer)
{
    const lamina_json *single = lamina_json_member(answer, "headers");
    const lamina_json *multi = lamina_json_member(answer, "multiValueHeaders");
    size_t room = lamina_json_count(single);
    for (const lamina_json *at = lamina_json_first(multi); at; at = lamina_json_next(at))
        room += lamina_json_count(at);
    in->headers = lamina_arena_array(in->arena, room, sizeof(*in->headers));
    if (!in->headers)
        return refuse(in, "it has too many headers");
    lamina_status status = read_single(in, single, multi);
    if (!status)
        status = read_multi(in, multi);
    in->reply->headers = in->headers;
    in->reply->header_count = in->count;
    return status;
}

/* A number, or a string of digits as API Gateway takes it too. */
static lamina_status read_status(reading *in, const lamina_json *value)
{
    lamina_status status = lamina_json_type(value) == LAMINA_JSON_STRING
                               ? lamina_parse_int64(lamina_json_string(value), &in->reply->status)
                               : lamina_json_int64(value, &in->reply->status);
    if (is_absent(value))
        return refuse(in, "statusCode is missing");
    if (status || in->reply->status < 200 || in->reply->status > 599)
        return refuse(in, "statusCode must be an integer from 200 to 599");
    return LAMINA_OK;
}

static lamina_status read_body(reading *in, const lamina_json *body, const lamina_json *base64)
{
    if (!is_absent(body) && lamina_json_type(body) != LAMINA_JSON_STRING)
        return refuse(in, "body must be a string (JSON inside of it is escaped text)");
    if (!is_absent(base64) && lamina_json_type(base64) != LAMINA_JSON_BOOLEAN)
        return refuse(in, "isBase64Encoded must be a boolean");
    in->reply->body = lamina_json_string(body);
    if (!lamina_json_true(base64))
        return LAMINA_OK;
    if (lamina_base64_decode(in->arena, in->reply->body, &in->reply->body))
        return refuse(in, "isBase64Encoded is true, but body is no base64");
    return LAMINA_OK;
}

static lamina_status refuse_unknown_members(reading *in, const lamina_json *answer)
{
    static const char *const known[] = {"statusCode", "headers", "multiValueHeaders", "body",
                                        "isBase64Encoded"};
    for (const lamina_json *at = lamina_json_first(answer); at; at = lamina_json_next(at)) {
        bool found = false;
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !found; i++)
            found = lamina_str_is(lamina_json_name(at), known[i]);
        if (!found)
            return refuse_name(in, "a REST API's answer has no member", lamina_json_name(at));
    }
    return LAMINA_OK;
}

lamina_status local__proxy_answer_read(lamina_arena *arena, lamina_str json, local_reply *reply,
                                       lamina_str *reason)
{
    *reply = (local_reply){0};
    reading in = {.arena = arena, .reply = reply, .reason = reason};
    const lamina_json *answer = NULL;
    lamina_json_fault fault = {0};
    if (lamina_json_read(arena, json, 0, &answer, &fault)) {
        *reason = lamina_arena_format(arena, "it is no JSON: %s at byte %zu",
                                      fault.reason ? fault.reason : "too large", fault.offset);
        return LAMINA_E_INVALID;
    }
    if (lamina_json_type(answer) != LAMINA_JSON_OBJECT)
        return refuse(&in, "it is no JSON object");
    lamina_status status = refuse_unknown_members(&in, answer);
    if (!status)
        status = read_status(&in, lamina_json_member(answer, "statusCode"));
    if (!status)
        status = read_headers(&in, answer);
    if (!status)
        status = read_body(&in, lamina_json_member(answer, "body"),
                           lamina_json_member(answer, "isBase64Encoded"));
    return status;
}
