/*
 * scrypt against RFC 7914 section 12, and what it refuses.
 */
#include <criterion/criterion.h>

#include "hex_bytes.h"
#include "lamina/crypto.h"

static const struct {
    lamina_str password, salt;
    lamina_scrypt_cost cost;
    const char *key;
} vectors[] = {
    {{"", 0},
     {"", 0},
     {.n_log2 = 4, .r = 1, .p = 1},
     "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
     "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"},
    {{"password", 8},
     {"NaCl", 4},
     {.n_log2 = 10, .r = 8, .p = 16},
     "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
     "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"},
    {{"pleaseletmein", 13},
     {"SodiumChloride", 14},
     {.n_log2 = 14, .r = 8, .p = 1},
     "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
     "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"},
};

Test(crypto_scrypt, derives_as_rfc_7914_does)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        uint8_t key[64];
        cr_assert_eq(
            lamina_scrypt(vectors[i].password, vectors[i].salt, &vectors[i].cost, key, sizeof key),
            LAMINA_OK);
        hex_expect(key, vectors[i].key);
    }
}

Test(crypto_scrypt, takes_no_text_at_all_for_an_empty_one)
{
    uint8_t key[64];
    cr_assert_eq(lamina_scrypt((lamina_str){0}, (lamina_str){0}, &vectors[0].cost, key, sizeof key),
                 LAMINA_OK);
    hex_expect(key, vectors[0].key);
}

Test(crypto_scrypt, refuses_a_cost_that_is_out_of_bounds)
{
    static const lamina_scrypt_cost refused[] = {
        {.n_log2 = 0, .r = 8, .p = 1},   {.n_log2 = 21, .r = 1, .p = 1},
        {.n_log2 = 4, .r = 0, .p = 1},   {.n_log2 = 4, .r = 33, .p = 1},
        {.n_log2 = 4, .r = 8, .p = 0},   {.n_log2 = 4, .r = 8, .p = 17},
        {.n_log2 = 18, .r = 16, .p = 1}, /* 512 MiB */
    };
    uint8_t key[32];
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        cr_expect_eq(lamina_scrypt(LAMINA_STR("a"), LAMINA_STR("b"), &refused[i], key, sizeof key),
                     LAMINA_E_ARGUMENT, "cost %zu", i);
    cr_expect_eq(lamina_scrypt(LAMINA_STR("a"), LAMINA_STR("b"), &vectors[0].cost, key, 0),
                 LAMINA_E_ARGUMENT);
    cr_expect_eq(lamina_scrypt(LAMINA_STR("a"), LAMINA_STR("b"), &vectors[0].cost, key, 129),
                 LAMINA_E_ARGUMENT);
}

Test(crypto_scrypt, takes_more_memory_than_the_library_would_by_itself)
{
    /* OpenSSL's own limit is 32 MiB; this takes 64. */
    const lamina_scrypt_cost cost = {.n_log2 = 16, .r = 8, .p = 1};
    uint8_t key[32];
    cr_assert_eq(lamina_scrypt(LAMINA_STR("a"), LAMINA_STR("b"), &cost, key, sizeof key),
                 LAMINA_OK);
}
