/*
 * Subsegments of X-Ray, one datagram each: see lamina/trace.h.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "lamina/trace.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lamina/json.h"
#include "lamina/text.h"

/* AWS X-Ray Developer Guide: a document has at most 64 KB. */
#define DOCUMENT_CAP (64u << 10)
#define HEADER "{\"format\":\"json\",\"version\":1}\n"
#define NAME_MAX_LEN 200u
#define ANNOTATION_MAX 50u
#define ANNOTATION_NAME_MAX 500u
#define ANNOTATION_VALUE_MAX 1000u
#define ID_BYTES 8u
#define US_PER_S 1000000

/* ---- the invocation's trace ---- */

/* A part of "Root=1-...;Parent=...;Sampled=1". */
static lamina_str field_of(lamina_str trace_id, const char *name)
{
    lamina_str part, key;
    for (bool more = true; more;) {
        more = lamina_str_cut(&trace_id, ';', &part);
        part = lamina_str_trim(part);
        if (lamina_str_cut(&part, '=', &key) && lamina_str_is(key, name))
            return part;
    }
    return (lamina_str){NULL, 0};
}

static bool is_sampled(const lamina_context *context)
{
    return context != NULL && lamina_str_is(field_of(context->trace_id, "Sampled"), "1") &&
           field_of(context->trace_id, "Root").len > 0 &&
           field_of(context->trace_id, "Parent").len > 0;
}

/* ---- the document ---- */

/* AWS X-Ray Developer Guide, "Segment documents": letters, digits, white space, and these. */
static bool is_name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr(" _.:/%&#=+\\-@", c) != NULL);
}

static void write_name(lamina_json_writer *writer, lamina_str name)
{
    char text[NAME_MAX_LEN];
    size_t len = name.len < sizeof text ? name.len : sizeof text;
    for (size_t i = 0; i < len; i++)
        text[i] = is_name_char(name.ptr[i]) ? name.ptr[i] : '_';
    lamina_json_write_member_string(writer, "name",
                                    len > 0 ? (lamina_str){text, len} : LAMINA_STR("_"));
}

/* Seconds with their fraction, whatever the locale. */
static void write_time(lamina_json_writer *writer, const char *name, int64_t us)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    char digits[40];
    int64_t seconds = us / US_PER_S, rest = us % US_PER_S;
    size_t len = 0;
    for (int64_t unit = INT64_C(1000000000000000000); unit > 0; unit /= 10)
        if (len > 0 || seconds / unit > 0 || unit == 1)
            digits[len++] = (char)('0' + seconds / unit % 10);
    digits[len++] = '.';
    for (int64_t unit = US_PER_S / 10; unit > 0; unit /= 10)
        digits[len++] = (char)('0' + rest / unit % 10);
    lamina_json_write_raw(writer, (lamina_str){digits, len});
}

static void write_flag(lamina_json_writer *writer, const char *name, bool is_set)
{
    if (!is_set)
        return;
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_boolean(writer, true);
}

static void write_aws(lamina_json_writer *writer, const lamina_subsegment *part)
{
    if (part->aws_operation.len == 0)
        return;
    const char *region = getenv("AWS_REGION");
    lamina_json_write_member_string(writer, "namespace", LAMINA_STR("aws"));
    lamina_json_write_name(writer, LAMINA_STR("aws"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "operation", part->aws_operation);
    if (region != NULL)
        lamina_json_write_member_string(writer, "region", lamina_str_from(region));
    if (part->aws_table.len > 0)
        lamina_json_write_member_string(writer, "table_name", part->aws_table);
    if (part->aws_request_id.len > 0)
        lamina_json_write_member_string(writer, "request_id", part->aws_request_id);
    lamina_json_write_member_int64(writer, "retries", part->retries);
    lamina_json_write_object_end(writer);
}

static void write_http(lamina_json_writer *writer, int32_t status)
{
    if (status == 0)
        return;
    lamina_json_write_name(writer, LAMINA_STR("http"));
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, LAMINA_STR("response"));
    lamina_json_write_object(writer);
    lamina_json_write_member_int64(writer, "status", status);
    lamina_json_write_object_end(writer);
    lamina_json_write_object_end(writer);
}

static bool is_annotation(const lamina_param *one)
{
    if (one->name.len == 0 || one->name.len > ANNOTATION_NAME_MAX ||
        one->value.len > ANNOTATION_VALUE_MAX || !lamina_str_is_utf8(one->value, NULL))
        return false;
    for (size_t i = 0; i < one->name.len; i++) {
        char c = one->name.ptr[i];
        if (c != '_' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
            !(c >= 'a' && c <= 'z'))
            return false;
    }
    return true;
}

static void write_annotations(lamina_json_writer *writer, const lamina_param *items, size_t count)
{
    size_t written = 0;
    for (size_t i = 0; i < count && written < ANNOTATION_MAX; i++) {
        if (!is_annotation(&items[i]))
            continue;
        if (written++ == 0) {
            lamina_json_write_name(writer, LAMINA_STR("annotations"));
            lamina_json_write_object(writer);
        }
        lamina_json_write_name(writer, items[i].name);
        lamina_json_write_string(writer, items[i].value);
    }
    if (written > 0)
        lamina_json_write_object_end(writer);
}

static void write_id(lamina_json_writer *writer, const uint8_t id[ID_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * ID_BYTES];
    for (size_t i = 0; i < ID_BYTES; i++) {
        text[2 * i] = digits[id[i] >> 4];
        text[2 * i + 1] = digits[id[i] & 15];
    }
    lamina_json_write_member_string(writer, "id", (lamina_str){text, sizeof text});
}

static void write_document(lamina_json_writer *writer, const lamina_context *context,
                           const uint8_t id[ID_BYTES], const lamina_subsegment *part)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "type", LAMINA_STR("subsegment"));
    write_id(writer, id);
    lamina_json_write_member_string(writer, "trace_id", field_of(context->trace_id, "Root"));
    lamina_json_write_member_string(writer, "parent_id", field_of(context->trace_id, "Parent"));
    write_name(writer, part->name);
    write_time(writer, "start_time", part->start_us);
    write_time(writer, "end_time", part->end_us < part->start_us ? part->start_us : part->end_us);
    write_aws(writer, part);
    write_http(writer, part->http_status);
    write_flag(writer, "error", (part->flags & (LAMINA_TRACE_ERROR | LAMINA_TRACE_THROTTLE)) != 0);
    write_flag(writer, "throttle", (part->flags & LAMINA_TRACE_THROTTLE) != 0);
    write_flag(writer, "fault", (part->flags & LAMINA_TRACE_FAULT) != 0);
    write_annotations(writer, part->annotations, part->annotation_count);
    lamina_json_write_object_end(writer);
}

/* ---- sending ---- */

/* "169.254.100.1:2000": a number, never a name that would have to be looked up. */
static bool daemon_address(struct sockaddr_in *address)
{
    const char *text = getenv("AWS_XRAY_DAEMON_ADDRESS");
    lamina_str host, port = lamina_str_from(text == NULL ? "" : text);
    char digits[INET_ADDRSTRLEN];
    int64_t number = 0;
    if (!lamina_str_cut(&port, ':', &host) || host.len == 0 || host.len >= sizeof digits ||
        lamina_parse_int64(port, &number) != LAMINA_OK || number < 1 || number > UINT16_MAX)
        return false;
    memcpy(digits, host.ptr, host.len);
    digits[host.len] = '\0';
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    return inet_pton(AF_INET, digits, &address->sin_addr) == 1;
}

/* Kept for the process; a datagram that cannot go now does not go. */
static void send_datagram(const struct sockaddr_in *address, lamina_str bytes)
{
    static _Thread_local int socket_id = -1;
    if (socket_id < 0)
        socket_id = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_id >= 0)
        (void)!sendto(socket_id, bytes.ptr, bytes.len, MSG_DONTWAIT | MSG_NOSIGNAL,
                      (const struct sockaddr *)(const void *)address, sizeof *address);
}

static void write_part(const lamina_context *context, const lamina_subsegment *part)
{
    struct sockaddr_in address;
    uint8_t id[ID_BYTES];
    if (part == NULL || part->size < sizeof *part || !is_sampled(context) ||
        !daemon_address(&address) || lamina_random(context, id, sizeof id) != LAMINA_OK)
        return;
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, DOCUMENT_CAP + sizeof HEADER);
    lamina_text_add(&text, LAMINA_STR(HEADER));
    lamina_json_write_init(&writer, &text);
    write_document(&writer, context, id, part);
    if (lamina_text_status(&text) == LAMINA_OK)
        send_datagram(&address, lamina_text_view(&text));
    lamina_text_clear(&text);
}

/* ---- the table, and its wrappers ---- */

const lamina_trace_1 *lamina_trace_table(void)
{
    static const lamina_trace_1 table = {.is_sampled = is_sampled, .write = write_part};
    return &table;
}

static const lamina_trace_1 *table_of(const lamina_context *context)
{
    return context == NULL || context->host == NULL
               ? NULL
               : context->host->table(context->host, LAMINA_TRACE_1);
}

bool lamina_trace_is_on(const lamina_context *context)
{
    const lamina_trace_1 *table = table_of(context);
    return table != NULL && table->is_sampled(context);
}

void lamina_trace_write(const lamina_context *context, const lamina_subsegment *part)
{
    const lamina_trace_1 *table = table_of(context);
    if (table != NULL)
        table->write(context, part);
}

lamina_span lamina_span_begin(const lamina_context *context, const char *name)
{
    return (lamina_span){.name = name,
                         .start_us = lamina_trace_is_on(context) ? lamina_now_us(context) : 0};
}

uint32_t lamina_trace_flags(lamina_status status)
{
    enum { CLIENT_ERROR = 400, SERVER_ERROR = 500 };
    if (status == LAMINA_E_THROTTLED || status == LAMINA_E_TOO_MANY)
        return LAMINA_TRACE_THROTTLE;
    int32_t http = lamina_status_http(status);
    if (http >= SERVER_ERROR)
        return LAMINA_TRACE_FAULT;
    return http >= CLIENT_ERROR ? LAMINA_TRACE_ERROR : 0;
}

void lamina_span_end(const lamina_context *context, const lamina_span *span, lamina_status status)
{
    if (!lamina_trace_is_on(context))
        return;
    const lamina_subsegment part = {.size = sizeof part,
                                    .flags = lamina_trace_flags(status),
                                    .name = lamina_str_from(span->name),
                                    .start_us = span->start_us,
                                    .end_us = lamina_now_us(context)};
    lamina_trace_write(context, &part);
}
