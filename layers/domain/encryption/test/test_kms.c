/*
 * Keys of KMS, over real connections to a server that plays a script: what is asked, how it is signed, and
 * what each failure means.
 */
#define _GNU_SOURCE /* memmem, strcasestr */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/encryption.h"
#include "fake_server.h"
#include "lamina/text.h"
#include "test_context.h"

#define ARN "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
#define PLAINTEXT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define WRAPPED "d3JhcHBlZA=="

static test_context *test;
static lamina_context *context;
static fake_server *server;
static domain_encryption *encryption;
static char url[64];

static void start(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    setenv("AWS_REGION", "eu-west-1", 1);
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_MAX_ATTEMPTS");
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("LAMINA_INDEX_KEY");
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
}

static void stop(void)
{
    domain_encryption_free(encryption);
    fake_server_stop(server);
    test_context_free(test);
}

TestSuite(kms, .init = start, .fini = stop, .timeout = 60);

static void serve(const fake_reply *replies, size_t count)
{
    server = fake_server_start(replies, count);
    snprintf(url, sizeof url, "http://127.0.0.1:%u", fake_server_port(server));
    setenv("AWS_ENDPOINT_URL_KMS", url, 1);
}

static void open_kms(const char *key_id, const domain_encryption_options *options)
{
    const domain_kms_options kms = {
        .size = sizeof kms, .key_id = key_id, .request_timeout_ms = 300};
    domain_key_provider provider;
    lamina_str reason = {NULL, 0};
    cr_assert_eq(domain_kms_open(&kms, context->arena, &provider, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
    cr_assert_eq(domain_encryption_new(&provider, options, &encryption), LAMINA_OK);
}

#define SERVE(...)                                                                                 \
    static const fake_reply replies[] = {__VA_ARGS__};                                             \
    serve(replies, sizeof replies / sizeof *replies)

#define GENERATED                                                                                  \
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 181\r\n\r\n"   \
    "{\"CiphertextBlob\":\"" WRAPPED "\",\"KeyId\":\"" ARN "\",\"Plaintext\":\"" PLAINTEXT "\"}"
#define DECRYPTED "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{\"Plaintext\":\"" PLAINTEXT "\"}"
#define FAILED(status, type, length)                                                               \
    "HTTP/1.1 " status " X\r\nContent-Length: " length "\r\n\r\n{\"__type\":\"" type "\"}"

static const lamina_param pairs[] = {{{"table", 5}, {"partner", 7}}};
static const domain_sealing here = {
    .size = sizeof here, .key_context = pairs, .key_context_count = 1};

static lamina_status seal(lamina_str *sealed)
{
    return domain_seal(encryption, context, &here, LAMINA_STR("secret"), sealed);
}

static void expect_body(size_t request, const char *body)
{
    const char *got = strstr(fake_server_request(server, request), "\r\n\r\n");
    cr_assert_not_null(got);
    cr_assert_str_eq(got + 4, body);
}

/* ---- the signature, computed here once more from the request's bytes ---- */

static lamina_str header_of(const char *request, const char *name)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
    const char *found = strcasestr(request, wanted);
    cr_assert_not_null(found, "%s", name);
    found += strlen(wanted);
    return (lamina_str){found, strcspn(found, "\r")};
}

static lamina_str hmac(lamina_str key, const char *text, uint8_t out[LAMINA_SHA256_LEN])
{
    cr_assert_eq(lamina_hmac_sha256(key, lamina_str_from(text), out), LAMINA_OK);
    return (lamina_str){(const char *)out, LAMINA_SHA256_LEN};
}

static void expect_signed(size_t index, const char *region)
{
    const char *request = fake_server_request(server, index);
    const char *body = strstr(request, "\r\n\r\n") + 4;
    lamina_str date = header_of(request, "x-amz-date");
    lamina_text canonical, to_sign, expected;
    uint8_t hash[LAMINA_SHA256_LEN], keys[5][LAMINA_SHA256_LEN];
    lamina_text_init(&canonical, 4096);
    lamina_text_init(&to_sign, 4096);
    lamina_text_init(&expected, 4096);
    lamina_sha256(lamina_str_from(body), hash);
    lamina_text_add_format(&canonical,
                           "POST\n/\n\ncontent-type:%.*s\nhost:%.*s\nx-amz-date:%.*s\n"
                           "x-amz-target:%.*s\n\ncontent-type;host;x-amz-date;x-amz-target\n",
                           LAMINA_FMT(header_of(request, "content-type")),
                           LAMINA_FMT(header_of(request, "host")), LAMINA_FMT(date),
                           LAMINA_FMT(header_of(request, "x-amz-target")));
    lamina_text_add_hex(&canonical, (lamina_str){(const char *)hash, sizeof hash});
    lamina_sha256(lamina_text_view(&canonical), hash);
    lamina_text_add_format(&to_sign, "AWS4-HMAC-SHA256\n%.*s\n%.8s/%s/kms/aws4_request\n",
                           LAMINA_FMT(date), date.ptr, region);
    lamina_text_add_hex(&to_sign, (lamina_str){(const char *)hash, sizeof hash});
    char day[9];
    snprintf(day, sizeof day, "%.8s", date.ptr);
    lamina_str key = hmac(LAMINA_STR("AWS4SECRET"), day, keys[0]);
    key = hmac(key, region, keys[1]);
    key = hmac(key, "kms", keys[2]);
    key = hmac(key, "aws4_request", keys[3]);
    hmac(key, to_sign.ptr, keys[4]);
    lamina_text_add_format(&expected,
                           "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/%.8s/%s/kms/aws4_request, "
                           "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=",
                           date.ptr, region);
    lamina_text_add_hex(&expected, (lamina_str){(const char *)keys[4], LAMINA_SHA256_LEN});
    lamina_str got = header_of(request, "authorization");
    cr_assert(lamina_str_equal(got, lamina_text_view(&expected)), "%.*s\nis not\n%s",
              LAMINA_FMT(got), expected.ptr);
    lamina_text_clear(&canonical);
    lamina_text_clear(&to_sign);
    lamina_text_clear(&expected);
}

/* ---- what is asked ---- */

Test(kms, a_data_key_is_generated_under_the_key_context)
{
    lamina_str sealed, plain;
    SERVE({.answer = GENERATED});
    open_kms("alias/app", NULL);
    context->tenant_id = LAMINA_STR("t1");
    cr_assert_eq(seal(&sealed), LAMINA_OK, "%s", test_context_causes(test).ptr);
    cr_assert_eq(seal(&sealed), LAMINA_OK);
    cr_assert_eq(fake_server_requests(server), 1);
    const char *request = fake_server_request(server, 0);
    cr_assert(lamina_str_is(header_of(request, "x-amz-target"), "TrentService.GenerateDataKey"));
    cr_assert(lamina_str_is(header_of(request, "content-type"), "application/x-amz-json-1.1"));
    expect_body(0, "{\"KeyId\":\"alias/app\",\"KeySpec\":\"AES_256\","
                   "\"EncryptionContext\":{\"table\":\"partner\",\"tenant\":\"t1\"}}");
    expect_signed(0, "eu-west-1");
    cr_assert_not_null(memmem(sealed.ptr, sealed.len, ARN, strlen(ARN)), "the key's own name");
    cr_assert_not_null(memmem(sealed.ptr, sealed.len, "wrapped", 7));
    cr_assert_eq(domain_open(encryption, context, &here, sealed, &plain), LAMINA_OK);
    cr_assert(lamina_str_is(plain, "secret"));
    cr_assert_eq(fake_server_requests(server), 1);
}

Test(kms, a_data_key_is_unwrapped_under_the_same_context)
{
    lamina_str sealed, plain;
    SERVE({.answer = GENERATED}, {.answer = DECRYPTED});
    open_kms(ARN, NULL);
    cr_assert_eq(seal(&sealed), LAMINA_OK);
    expect_signed(0, "eu-central-1"); /* the key's region, not the function's */
    domain_encryption_free(encryption);
    open_kms(ARN, NULL);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(domain_open(encryption, context, &here, sealed, &plain), LAMINA_OK);
    cr_assert(lamina_str_is(plain, "secret"));
    cr_assert_eq(fake_server_requests(server), 2);
    cr_assert(lamina_str_is(header_of(fake_server_request(server, 1), "x-amz-target"),
                            "TrentService.Decrypt"));
    expect_body(1, "{\"KeyId\":\"" ARN "\",\"CiphertextBlob\":\"" WRAPPED "\","
                   "\"EncryptionContext\":{\"table\":\"partner\"}}");
    expect_signed(1, "eu-central-1");
}

Test(kms, the_index_key_is_unwrapped_once)
{
    lamina_str one, other;
    SERVE({.answer = DECRYPTED});
    setenv("LAMINA_INDEX_KEY", WRAPPED, 1);
    open_kms("alias/app", NULL);
    cr_assert_eq(
        domain_blind_index(encryption, context, LAMINA_STR("l"), LAMINA_STR("x"), 16, &one),
        LAMINA_OK);
    cr_assert_eq(
        domain_blind_index(encryption, context, LAMINA_STR("l"), LAMINA_STR("x"), 16, &other),
        LAMINA_OK);
    cr_assert(lamina_str_equal(one, other));
    cr_assert_eq(fake_server_requests(server), 1);
    expect_body(0, "{\"CiphertextBlob\":\"" WRAPPED "\","
                   "\"EncryptionContext\":{\"purpose\":\"blind-index\"}}");
}

Test(kms, the_current_key_is_known_once_it_was_used)
{
    lamina_str sealed;
    SERVE({.answer = GENERATED});
    open_kms("alias/app", NULL);
    cr_assert_eq(seal(&sealed), LAMINA_OK);
    cr_assert(domain_encryption_is_current(encryption, sealed));
    domain_encryption_free(encryption);
    open_kms("arn:aws:kms:eu-central-1:111122223333:key/another", NULL);
    cr_assert_not(domain_encryption_is_current(encryption, sealed));
}

/* ---- failures ---- */

static void expect_unavailable(lamina_status expected)
{
    lamina_str sealed;
    lamina_status status = seal(&sealed);
    cr_assert_eq(status, expected, "%s", lamina_status_name(status));
    cr_assert(lamina_str_is(test_context_problem(test).code, "encryption-key-unavailable"));
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "KMS GenerateDataKey"));
    cr_assert_null(strstr(test_context_causes(test).ptr, PLAINTEXT));
}

Test(kms, what_time_does_not_mend_is_told_at_once)
{
    static const char *const answers[] = {
        FAILED("400", "AccessDeniedException", "34"), FAILED("400", "NotFoundException", "30"),
        FAILED("400", "DisabledException", "30"), FAILED("400", "KMSInvalidStateException", "37")};
    for (size_t i = 0; i < 4; i++) {
        const fake_reply reply = {.answer = answers[i]};
        serve(&reply, 1);
        open_kms("alias/app", NULL);
        lamina_error_reset(context);
        expect_unavailable(LAMINA_E_CONFIG);
        cr_assert_eq(fake_server_requests(server), 1);
        domain_encryption_free(encryption);
        encryption = NULL;
        fake_server_stop(server);
        server = NULL;
    }
}

Test(kms, what_may_pass_is_tried_again)
{
    lamina_str sealed;
    SERVE({.answer = FAILED("500", "KMSInternalException", "33")},
          {.answer = FAILED("500", "KeyUnavailableException", "36")}, {.answer = GENERATED});
    open_kms("alias/app", NULL);
    cr_assert_eq(seal(&sealed), LAMINA_OK);
    cr_assert_eq(fake_server_requests(server), 3);
}

Test(kms, an_outage_ends_within_the_deadline)
{
    setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:1", 1);
    open_kms("alias/app", NULL);
    test_context_set_remaining_ms(test, 500);
    expect_unavailable(LAMINA_E_UNAVAILABLE);
    cr_assert_gt(lamina_remaining_ms(context), 0);
}

Test(kms, silence_ends_within_the_deadline)
{
    SERVE({.answer = NULL});
    open_kms("alias/app", NULL);
    test_context_set_remaining_ms(test, 250);
    expect_unavailable(LAMINA_E_TIMEOUT);
    cr_assert_gt(lamina_remaining_ms(context), 0);
}

Test(kms, an_answer_without_a_key_is_refused)
{
    SERVE({.answer = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Plaintext\":\"AAEC\"}"});
    open_kms("alias/app", NULL);
    lamina_str sealed;
    cr_assert_eq(seal(&sealed), LAMINA_E_UNAVAILABLE);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "no key of 32 bytes"));
}

Test(kms, a_wrapped_key_that_is_none_is_a_damaged_value)
{
    static const char *const answers[] = {FAILED("400", "InvalidCiphertextException", "39"),
                                          FAILED("400", "IncorrectKeyException", "34"),
                                          FAILED("400", "NotFoundException", "30"),
                                          FAILED("400", "ValidationException", "32")};
    for (size_t i = 0; i < 4; i++) {
        const fake_reply steps[] = {{.answer = GENERATED}, {.answer = answers[i]}};
        lamina_str sealed, plain;
        serve(steps, 2);
        open_kms("alias/app", NULL);
        cr_assert_eq(seal(&sealed), LAMINA_OK);
        domain_encryption_free(encryption);
        open_kms("alias/app", NULL);
        lamina_error_reset(context);
        cr_assert_eq(domain_open(encryption, context, &here, sealed, &plain), LAMINA_E_UPSTREAM);
        cr_assert(lamina_str_is(test_context_problem(test).code, "encrypted-value-damaged"));
        domain_encryption_free(encryption);
        encryption = NULL;
        fake_server_stop(server);
        server = NULL;
    }
}

Test(kms, what_cannot_be_a_key_id_is_refused)
{
    domain_key_provider provider;
    lamina_str reason;
    static const char *const wrong[] = {"", "with space", "line\nbreak"};
    for (size_t i = 0; i < 3; i++) {
        const domain_kms_options kms = {.size = sizeof kms, .key_id = wrong[i]};
        cr_assert_eq(domain_kms_open(&kms, context->arena, &provider, &reason), LAMINA_E_CONFIG);
        cr_assert_not_null(strstr(reason.ptr, "LAMINA_KMS_KEY_ID"));
    }
}
