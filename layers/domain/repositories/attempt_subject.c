/*
 * Whom attempts are counted for.
 */
#include <arpa/inet.h>
#include <string.h>

#include "domain/repositories/attempt_repository.h"
#include "lamina/crypto.h"
#include "lamina/text.h"
#include "models/claim.h"

/* Any longer text is no address of a network. */
enum { ADDRESS_CAP = 64, NETWORK_LEN = 8 };

lamina_status attempt_subject_of_email(lamina_context *context, lamina_str email,
                                       lamina_str *subject)
{
    uint8_t hash[LAMINA_SHA256_LEN];
    lamina_str key = domain__claim_key(context, LAMINA_STR("email#"), email);
    if (key.ptr == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = lamina_sha256(key, hash);
    if (status != LAMINA_OK)
        return status;
    lamina_text text;
    lamina_text_init(&text, 128);
    lamina_text_add(&text, LAMINA_STR("email#"));
    lamina_text_add_hex(&text, (lamina_str){(const char *)hash, sizeof hash});
    *subject = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return subject->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

/* "2001:db8:1:2::" of "2001:db8:1:2:3:4:5:6". False for any other text. */
static bool cut_to_network(const char *address, char out[INET6_ADDRSTRLEN])
{
    struct in6_addr bytes;
    if (inet_pton(AF_INET6, address, &bytes) != 1)
        return false;
    memset(bytes.s6_addr + NETWORK_LEN, 0, sizeof bytes.s6_addr - NETWORK_LEN);
    return inet_ntop(AF_INET6, &bytes, out, INET6_ADDRSTRLEN) != NULL;
}

lamina_status attempt_subject_of_source(lamina_context *context, lamina_str address,
                                        lamina_str *subject)
{
    char text[ADDRESS_CAP], network[INET6_ADDRSTRLEN];
    lamina_str known =
        address.len < sizeof text ? address : (lamina_str){address.ptr, sizeof text - 1};
    if (known.len > 0)
        memcpy(text, known.ptr, known.len);
    text[known.len] = '\0';
    if (cut_to_network(text, network))
        known = lamina_str_from(network);
    *subject = lamina_arena_format(context->arena, "source#%.*s", LAMINA_FMT(known));
    return subject->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}
