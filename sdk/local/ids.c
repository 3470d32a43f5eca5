/*
 * ids.c - random ids in the shapes that AWS uses.
 */
#include "ids.h"

#include <stdio.h>
#include <string.h>

#include "lamina/crypto.h"
#include "lamina/text.h"

/* RFC 9562 section 5.4. */
static void write_uuid(char out[37], const uint8_t random[16])
{
    uint8_t b[16];
    memcpy(b, random, sizeof(b));
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    snprintf(out, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
             b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
}

static void write_hex(char *out, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* 11 bytes make 15 characters and one '=', as API Gateway's do. */
static lamina_status write_extended(char out[17], const uint8_t random[11])
{
    lamina_text text;
    lamina_text_init(&text, 64);
    lamina_text_add_base64(&text, (lamina_str){(const char *)random, 11});
    lamina_status status = lamina_text_status(&text);
    if (!status)
        snprintf(out, 17, "%.*s", LAMINA_FMT(lamina_text_view(&text)));
    lamina_text_clear(&text);
    return status;
}

lamina_status local__ids_make(local_ids *ids, int64_t now_ms)
{
    struct {
        uint8_t request[16], invocation[16], extended[11], trace[12], parent[8];
    } random;
    lamina_status status = lamina_crypto_random(&random, sizeof(random));
    if (status)
        return status;
    write_uuid(ids->request, random.request);
    write_uuid(ids->invocation, random.invocation);

    char trace[25];
    char parent[17];
    write_hex(trace, random.trace, sizeof(random.trace));
    write_hex(parent, random.parent, sizeof(random.parent));
    snprintf(ids->trace, sizeof(ids->trace), "Root=1-%08x-%.24s;Parent=%.16s;Sampled=0",
             (unsigned)(now_ms / 1000), trace, parent);
    return write_extended(ids->extended, random.extended);
}

lamina_status local__ids_renew_invocation(local_ids *ids)
{
    uint8_t random[16];
    const lamina_status status = lamina_crypto_random(random, sizeof(random));
    if (!status)
        write_uuid(ids->invocation, random);
    return status;
}
