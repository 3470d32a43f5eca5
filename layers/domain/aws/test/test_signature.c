/* Signature Version 4: vectors computed by other signers. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "aws/signature.h"

static aws__signer signer;

static void start(void)
{
    aws__signer_init(&signer);
}

static void stop(void)
{
    aws__signer_clear(&signer);
}

TestSuite(signature, .init = start, .fini = stop);

/* A view of a literal where only a constant may stand. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        .ptr = (literal), .len = sizeof(literal) - 1                                               \
    }

static const lamina_str body = {
    "{\"TableName\":\"Pets\",\"Key\":{\"AnimalType\":{\"S\":\"Dog\"},\"Name\":{\"S\":\"Fido\"}}}",
    73};

static const lamina_param plain_headers[] = {
    {TEXT("content-type"), TEXT("application/x-amz-json-1.0")},
    {TEXT("host"), TEXT("dynamodb.us-east-1.amazonaws.com")},
    {TEXT("x-amz-date"), TEXT("20150830T123600Z")},
    {TEXT("x-amz-target"), TEXT("DynamoDB_20120810.GetItem")},
};
static const lamina_param token_headers[] = {
    {TEXT("content-type"), TEXT("application/x-amz-json-1.0")},
    {TEXT("host"), TEXT("dynamodb.us-east-1.amazonaws.com")},
    {TEXT("x-amz-date"), TEXT("20150830T123600Z")},
    {TEXT("x-amz-security-token"), TEXT("TOKENEXAMPLE")},
    {TEXT("x-amz-target"), TEXT("DynamoDB_20120810.GetItem")},
};

static aws__signing signing_with(const lamina_param *headers, size_t count)
{
    return (aws__signing){.method = LAMINA_STR("POST"),
                          .path = LAMINA_STR("/"),
                          .headers = headers,
                          .header_count = count,
                          .body = body,
                          .access_key_id = LAMINA_STR("AKIDEXAMPLE"),
                          .secret_access_key =
                              LAMINA_STR("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                          .secret_generation = 1,
                          .region = LAMINA_STR("us-east-1"),
                          .service = LAMINA_STR("dynamodb"),
                          .amz_date = LAMINA_STR("20150830T123600Z")};
}

static void expect_hex(const uint8_t *bytes, const char *expected)
{
    lamina_text hex;
    lamina_text_init(&hex, 128);
    lamina_text_add_hex(&hex, (lamina_str){.ptr = (const char *)bytes, .len = 32});
    cr_assert_str_eq(hex.ptr, expected);
    lamina_text_clear(&hex);
}

static void expect_signature(const aws__signing *signing, const char *expected)
{
    lamina_str authorization;
    cr_assert_eq(aws__sign(&signer, signing, &authorization), LAMINA_OK);
    cr_assert_geq(authorization.len, 64);
    lamina_str last = {.ptr = authorization.ptr + authorization.len - 64, .len = 64};
    cr_assert(lamina_str_is(last, expected), "%.*s", LAMINA_FMT(authorization));
}

Test(signature, without_a_token)
{
    aws__signing signing = signing_with(plain_headers, 4);
    lamina_str authorization;
    cr_assert_eq(aws__sign(&signer, &signing, &authorization), LAMINA_OK);
    cr_assert_str_eq(
        authorization.ptr,
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=705a28e4b5e8175894c6a4521f03169f4713393c68962b19f55be28f1d50c2ad");
    expect_hex(signer.key.bytes,
               "44a00bf61392567a12c8a1af3f6227f121fdd3ffabe98527663649f33cbff4aa");
    /* The string to sign is what the buffer holds last; it ends with the canonical request's hash. */
    cr_assert_str_eq(
        signer.canonical.ptr,
        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/dynamodb/aws4_request\n"
        "30b0d19c3c0a25d702b358a87c9c40d4470506d2953527dbaacdb04232eae904");
    uint8_t hash[LAMINA_SHA256_LEN];
    cr_assert_eq(lamina_sha256(body, hash), LAMINA_OK);
    expect_hex(hash, "171bd6abf3d60e95f5690809010d3bc9e47e4fc585f87494e8ccda938e412a80");
}

Test(signature, with_a_token)
{
    aws__signing signing = signing_with(token_headers, 5);
    expect_signature(&signing, "c58689e014c9756389f78a528486d86749dc4f7eced5d06ac0a26e238a099244");
    cr_assert_not_null(strstr(signer.canonical.ptr,
                              "4bacdddc905ddb74513d8cca910b700c37a459835e11d565f0ac657236f629ef"));
}

Test(signature, white_space_in_values_is_trimmed_and_collapsed)
{
    lamina_param headers[4];
    memcpy(headers, plain_headers, sizeof headers);
    headers[0].value = LAMINA_STR("  application/x-amz-json-1.0\t ");
    aws__signing signing = signing_with(headers, 4);
    expect_signature(&signing, "705a28e4b5e8175894c6a4521f03169f4713393c68962b19f55be28f1d50c2ad");

    static const char *const spellings[] = {"a b c", "  a   b c ", "a \t b\tc", "\ta  b  \t c\t"};
    char first[128] = "";
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        lamina_str authorization;
        headers[0].value = lamina_str_from(spellings[i]);
        signing = signing_with(headers, 4);
        cr_assert_eq(aws__sign(&signer, &signing, &authorization), LAMINA_OK);
        const char *signature = strstr(authorization.ptr, "Signature=");
        if (i == 0)
            snprintf(first, sizeof first, "%s", signature);
        cr_assert_str_eq(signature, first, "%s", spellings[i]);
    }
}

Test(signature, an_empty_value_and_an_empty_body_can_be_signed)
{
    lamina_param headers[4];
    memcpy(headers, plain_headers, sizeof headers);
    headers[0].value = (lamina_str){.ptr = NULL, .len = 0};
    aws__signing signing = signing_with(headers, 4);
    signing.body = (lamina_str){.ptr = NULL, .len = 0};
    expect_signature(&signing, "a84c03ad59936dd0bfc9bb70f9b64af3f9aa509464522a2a7ddc96adece75e48");
}

Test(signature, host_with_a_port_and_another_region)
{
    lamina_param headers[4];
    memcpy(headers, plain_headers, sizeof headers);
    headers[1].value = LAMINA_STR("127.0.0.1:8000");
    aws__signing signing = signing_with(headers, 4);
    signing.region = LAMINA_STR("cn-north-1");
    expect_signature(&signing, "d2207a6a95b02fda096cec854aa82d44799861a1b7b2c0afaddc0f9378ba3217");
}

Test(signature, the_key_is_derived_again_when_secret_day_or_region_change)
{
    aws__signing signing = signing_with(plain_headers, 4);
    expect_signature(&signing, "705a28e4b5e8175894c6a4521f03169f4713393c68962b19f55be28f1d50c2ad");

    signing.secret_access_key = LAMINA_STR("another");
    signing.secret_generation = 2;
    expect_signature(&signing, "877a6c2b567d7b95c4d28486b64cd1a94a30115dcd50cd76cff0000b8b9dc1ec");

    lamina_param headers[4];
    memcpy(headers, plain_headers, sizeof headers);
    headers[2].value = LAMINA_STR("20150831T000000Z");
    signing = signing_with(headers, 4);
    signing.amz_date = LAMINA_STR("20150831T000000Z");
    signing.secret_generation = 3;
    expect_signature(&signing, "c9815e85f09686af82e74997069905078e10eb4b50ebfde7f03bdde770218e4c");

    signing = signing_with(plain_headers, 4);
    signing.secret_generation = 3;
    expect_signature(&signing, "705a28e4b5e8175894c6a4521f03169f4713393c68962b19f55be28f1d50c2ad");
    signing.service = LAMINA_STR("service");
    expect_signature(&signing, "53704bd28813d55af3c30e8633915a87dfc20a949d37e6bd735f3fe54d29f307");
}

Test(signature, what_cannot_be_signed_is_refused)
{
    char secret[300];
    memset(secret, 's', sizeof secret);
    lamina_str authorization;
    aws__signing signing = signing_with(plain_headers, 4);
    signing.amz_date = LAMINA_STR("2015-08-30");
    cr_assert_eq(aws__sign(&signer, &signing, &authorization), LAMINA_E_INVALID);
    signing = signing_with(plain_headers, 4);
    signing.secret_access_key = (lamina_str){.ptr = secret, .len = sizeof secret};
    cr_assert_eq(aws__sign(&signer, &signing, &authorization), LAMINA_E_INVALID);
    signing = signing_with(plain_headers, 4);
    signing.secret_generation = 0;
    cr_assert_eq(aws__sign(&signer, &signing, &authorization), LAMINA_E_INVALID);
}

Test(signature, the_date_is_the_basic_form_of_iso_8601)
{
    char date[AWS__AMZ_DATE_LEN + 1];
    cr_assert_eq(aws__amz_date(INT64_C(1440938160000000), date), LAMINA_OK);
    cr_assert_str_eq(date, "20150830T123600Z");
    cr_assert_eq(aws__amz_date(INT64_C(1440938160999999), date), LAMINA_OK);
    cr_assert_str_eq(date, "20150830T123600Z");
    cr_assert_neq(aws__amz_date(INT64_MAX, date), LAMINA_OK);
}
