/*
 * Cryptography against published vectors: FIPS 180-4 examples, RFC 4231, and the GCM specification's
 * test cases (McGrew and Viega, cases 13 to 16).
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "hex_bytes.h"
#include "lamina/crypto.h"
#include "lamina/text.h"

/* ---- SHA-256 ---- */

Test(crypto, hashes_as_fips_180_4_does)
{
    static const struct {
        lamina_str text;
        const char *hash;
    } cases[] = {
        {{NULL, 0}, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {{"abc", 3}, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56},
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    uint8_t hash[LAMINA_SHA256_LEN];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_eq(lamina_sha256(cases[i].text, hash), LAMINA_OK);
        hex_expect(hash, cases[i].hash);
    }
}

Test(crypto, hashes_a_million_letters)
{
    enum { MILLION = 1000000 };
    char *text = malloc(MILLION);
    memset(text, 'a', MILLION);
    uint8_t hash[LAMINA_SHA256_LEN];
    cr_assert_eq(lamina_sha256((lamina_str){text, MILLION}, hash), LAMINA_OK);
    hex_expect(hash, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(text);
}

/* ---- HMAC ---- */

Test(crypto, authenticates_as_rfc_4231_does)
{
    static const struct {
        const char *key;
        const char *data;
        const char *mac;
    } cases[] = {
        {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
         "dddddd",
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t key[64];
        uint8_t data[64];
        uint8_t mac[LAMINA_SHA256_LEN];
        lamina_str key_view = hex_view(key, hex_bytes(cases[i].key, key));
        lamina_str data_view = hex_view(data, hex_bytes(cases[i].data, data));
        cr_assert_eq(lamina_hmac_sha256(key_view, data_view, mac), LAMINA_OK);
        hex_expect(mac, cases[i].mac);
    }
}

Test(crypto, hashes_a_key_that_is_longer_than_a_block)
{
    /* RFC 4231, test case 6. */
    uint8_t key[131];
    uint8_t mac[LAMINA_SHA256_LEN];
    memset(key, 0xaa, sizeof key);
    cr_assert_eq(lamina_hmac_sha256(hex_view(key, sizeof key),
                                    LAMINA_STR("Test Using Larger Than Block-Size Key - "
                                               "Hash Key First"),
                                    mac),
                 LAMINA_OK);
    hex_expect(mac, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

Test(crypto, takes_an_empty_key_and_an_empty_text)
{
    uint8_t mac[LAMINA_SHA256_LEN];
    cr_assert_eq(lamina_hmac_sha256((lamina_str){0}, (lamina_str){0}, mac), LAMINA_OK);
    hex_expect(mac, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    /* And not with the key of the call before. */
    cr_assert_eq(lamina_hmac_sha256(LAMINA_STR("key"), LAMINA_STR("text"), mac), LAMINA_OK);
    cr_assert_eq(lamina_hmac_sha256((lamina_str){0}, (lamina_str){0}, mac), LAMINA_OK);
    hex_expect(mac, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* ---- AES-256-GCM ---- */

#define GCM_KEY "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
#define GCM_PLAIN                                                                                  \
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"                             \
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define GCM_CIPHER                                                                                 \
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"                             \
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"

typedef struct gcm_case {
    const char *key;
    const char *nonce;
    const char *associated;
    const char *plain;
    const char *sealed;
} gcm_case;

static const gcm_case gcm_cases[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
     "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
     "", "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {GCM_KEY, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2", GCM_PLAIN,
     GCM_CIPHER "76fc6ece0f4e1768cddf8853bb2d551b"},
};

Test(crypto, seals_and_opens_as_the_gcm_specification_does)
{
    for (size_t i = 0; i < sizeof gcm_cases / sizeof *gcm_cases; i++) {
        uint8_t key[32];
        uint8_t nonce[12];
        uint8_t associated[32];
        uint8_t plain[64];
        uint8_t sealed[80] = {0};
        uint8_t opened[64] = {0};
        hex_bytes(gcm_cases[i].key, key);
        hex_bytes(gcm_cases[i].nonce, nonce);
        lamina_str extra = hex_view(associated, hex_bytes(gcm_cases[i].associated, associated));
        lamina_str text = hex_view(plain, hex_bytes(gcm_cases[i].plain, plain));
        cr_assert_eq(lamina_aead_seal(key, nonce, extra, text, sealed), LAMINA_OK);
        hex_expect(sealed, gcm_cases[i].sealed);
        cr_assert_eq(lamina_aead_open(key, nonce, extra,
                                      hex_view(sealed, text.len + LAMINA_AEAD_TAG_LEN), opened),
                     LAMINA_OK);
        cr_assert(text.len == 0 || memcmp(opened, plain, text.len) == 0);
    }
}

Test(crypto, opens_nothing_that_was_changed_anywhere)
{
    uint8_t key[32] = {1};
    uint8_t nonce[12] = {2};
    uint8_t sealed[5 + LAMINA_AEAD_TAG_LEN];
    uint8_t opened[5];
    lamina_str extra = LAMINA_STR("partner#1");
    cr_assert_eq(lamina_aead_seal(key, nonce, extra, LAMINA_STR("hello"), sealed), LAMINA_OK);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        memset(opened, 0x55, sizeof opened);
        cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, sizeof sealed), opened),
                     LAMINA_E_INVALID);
        cr_expect_arr_eq(opened, "\0\0\0\0", 5, "plain text was left behind");
        sealed[i] ^= 1;
    }
    cr_expect_eq(lamina_aead_open(key, nonce, LAMINA_STR("partner#2"),
                                  hex_view(sealed, sizeof sealed), opened),
                 LAMINA_E_INVALID);
    cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, sizeof sealed - 1), opened),
                 LAMINA_E_INVALID);
    cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, 15), opened),
                 LAMINA_E_INVALID);
    nonce[0] ^= 1;
    cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, sizeof sealed), opened),
                 LAMINA_E_INVALID);
    nonce[0] ^= 1;
    key[31] ^= 1;
    cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, sizeof sealed), opened),
                 LAMINA_E_INVALID);
    key[31] ^= 1;
    cr_expect_eq(lamina_aead_open(key, nonce, extra, hex_view(sealed, sizeof sealed), opened),
                 LAMINA_OK);
    cr_expect_arr_eq(opened, "hello", 5);
}

/* ---- random, equal, wipe ---- */

Test(crypto, gives_random_bytes_that_differ)
{
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    cr_assert_eq(lamina_crypto_random(a, sizeof a), LAMINA_OK);
    cr_assert_eq(lamina_crypto_random(b, sizeof b), LAMINA_OK);
    cr_assert_neq(memcmp(a, b, sizeof a), 0);
    cr_assert_eq(lamina_crypto_random(a, 0), LAMINA_OK);
}

Test(crypto, compares_and_wipes)
{
    char a[] = "secret";
    cr_assert(lamina_crypto_equal(a, "secret", 6));
    cr_assert_not(lamina_crypto_equal(a, "secreT", 6));
    cr_assert(lamina_crypto_equal(NULL, NULL, 0));
    lamina_crypto_wipe(a, 6);
    cr_assert_arr_eq(a, "\0\0\0\0\0\0", 6);
    lamina_crypto_wipe(NULL, 0);
}

/* ---- threads ---- */

static void *hash_often(void *failed)
{
    uint8_t hash[LAMINA_SHA256_LEN];
    uint8_t expected[LAMINA_SHA256_LEN];
    hex_bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", expected);
    for (int i = 0; i < 2000; i++) {
        if (lamina_sha256(LAMINA_STR("abc"), hash) != LAMINA_OK ||
            memcmp(hash, expected, sizeof hash) != 0)
            *(bool *)failed = true;
    }
    return NULL;
}

Test(crypto, serves_each_thread_from_contexts_of_its_own)
{
    pthread_t threads[4];
    bool failed[4] = {false};
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, hash_often, &failed[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        cr_assert_not(failed[i]);
    }
}
