/*
 * Signatures against RFC 8032 section 7.1 (Ed25519) and RFC 7515 appendix A.3 (ES256), and what does
 * not verify.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "hex_bytes.h"
#include "lamina/crypto.h"
#include "lamina/text.h"

static const uint32_t algorithms[] = {LAMINA_SIGN_EDDSA, LAMINA_SIGN_ES256};

/* ---- Ed25519 ---- */

static const struct {
    const char *private_key, *public_key, *message, *signature;
} eddsa_vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"},
};

Test(crypto_sign, eddsa_signs_as_rfc_8032_does)
{
    for (size_t i = 0; i < sizeof eddsa_vectors / sizeof *eddsa_vectors; i++) {
        uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
        uint8_t text[8], signature[LAMINA_SIGNATURE_LEN];
        hex_bytes(eddsa_vectors[i].private_key, private_key);
        lamina_str message = hex_view(text, hex_bytes(eddsa_vectors[i].message, text));
        cr_assert_eq(lamina_sign_public(LAMINA_SIGN_EDDSA, private_key, public_key), LAMINA_OK);
        hex_expect(public_key, eddsa_vectors[i].public_key);
        cr_assert_eq(lamina_sign(LAMINA_SIGN_EDDSA, private_key, message, signature), LAMINA_OK);
        hex_expect(signature, eddsa_vectors[i].signature);
        cr_expect_eq(lamina_verify(LAMINA_SIGN_EDDSA, public_key, message, signature), LAMINA_OK);
    }
}

/* Adds the group's order to the second half: the same number to a verifier that does not look. */
static void add_order(uint8_t *half)
{
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                      0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) {
        carry += (unsigned)half[i] + order[i];
        half[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

Test(crypto_sign, eddsa_knows_one_form_of_a_signature)
{
    uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP], signature[LAMINA_SIGNATURE_LEN];
    hex_bytes(eddsa_vectors[0].public_key, public_key);
    hex_bytes(eddsa_vectors[0].signature, signature);
    add_order(signature + 32);
    cr_expect_eq(lamina_verify(LAMINA_SIGN_EDDSA, public_key, (lamina_str){0}, signature),
                 LAMINA_E_INVALID);
}

/* ---- ES256 ---- */

#define ES256_MESSAGE                                                                              \
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmN" \
    "vbS9pc19yb290Ijp0cnVlfQ"

static void from_base64url(const char *text, uint8_t *out)
{
    lamina_arena *arena = lamina_arena_new(64 << 10);
    lamina_str bytes;
    cr_assert_eq(lamina_base64url_decode(arena, lamina_str_from(text), &bytes), LAMINA_OK);
    memcpy(out, bytes.ptr, bytes.len);
    lamina_arena_free(arena);
}

Test(crypto_sign, es256_is_that_of_rfc_7515)
{
    uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
    uint8_t derived[LAMINA_SIGN_PUBLIC_CAP], signature[LAMINA_SIGNATURE_LEN];
    from_base64url("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI", private_key);
    from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", public_key);
    from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", public_key + 32);
    from_base64url("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
                   "Kg6NU1Q",
                   signature);
    cr_assert_eq(lamina_sign_public(LAMINA_SIGN_ES256, private_key, derived), LAMINA_OK);
    cr_assert_arr_eq(derived, public_key, sizeof derived);
    cr_expect_eq(lamina_verify(LAMINA_SIGN_ES256, public_key, LAMINA_STR(ES256_MESSAGE), signature),
                 LAMINA_OK);
}

/* The order of the group, its neighbours and zero. */
Test(crypto_sign, es256_refuses_numbers_that_are_no_private_keys)
{
    static const struct {
        const char *number;
        lamina_status status;
    } cases[] = {
        {"0000000000000000000000000000000000000000000000000000000000000000", LAMINA_E_INVALID},
        {"0000000000000000000000000000000000000000000000000000000000000001", LAMINA_OK},
        {"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", LAMINA_OK},
        {"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", LAMINA_E_INVALID},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", LAMINA_E_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
        uint8_t signature[LAMINA_SIGNATURE_LEN];
        hex_bytes(cases[i].number, private_key);
        cr_expect_eq(lamina_sign_public(LAMINA_SIGN_ES256, private_key, public_key),
                     cases[i].status);
        cr_expect_eq(lamina_sign(LAMINA_SIGN_ES256, private_key, LAMINA_STR("m"), signature),
                     cases[i].status);
    }
}

Test(crypto_sign, es256_refuses_a_public_key_that_is_not_on_the_curve)
{
    uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
    uint8_t signature[LAMINA_SIGNATURE_LEN];
    cr_assert_eq(lamina_sign_new(LAMINA_SIGN_ES256, private_key, public_key), LAMINA_OK);
    cr_assert_eq(lamina_sign(LAMINA_SIGN_ES256, private_key, LAMINA_STR("m"), signature),
                 LAMINA_OK);
    public_key[63] ^= 1;
    cr_expect_eq(lamina_verify(LAMINA_SIGN_ES256, public_key, LAMINA_STR("m"), signature),
                 LAMINA_E_INVALID);
    memset(public_key, 0, sizeof public_key);
    cr_expect_eq(lamina_verify(LAMINA_SIGN_ES256, public_key, LAMINA_STR("m"), signature),
                 LAMINA_E_INVALID);
}

/* ---- both ---- */

Test(crypto_sign, a_new_pair_signs_and_verifies_and_no_two_are_alike)
{
    for (size_t i = 0; i < 2; i++) {
        uint32_t algorithm = algorithms[i];
        uint8_t a[LAMINA_SIGN_PRIVATE_LEN], b[LAMINA_SIGN_PRIVATE_LEN];
        uint8_t a_public[LAMINA_SIGN_PUBLIC_CAP], b_public[LAMINA_SIGN_PUBLIC_CAP];
        uint8_t signature[LAMINA_SIGNATURE_LEN];
        cr_assert_eq(lamina_sign_new(algorithm, a, a_public), LAMINA_OK);
        cr_assert_eq(lamina_sign_new(algorithm, b, b_public), LAMINA_OK);
        cr_assert_neq(memcmp(a, b, sizeof a), 0);
        cr_assert_eq(lamina_sign(algorithm, a, LAMINA_STR("text"), signature), LAMINA_OK);
        cr_expect_eq(lamina_verify(algorithm, a_public, LAMINA_STR("text"), signature), LAMINA_OK);
        cr_expect_eq(lamina_verify(algorithm, b_public, LAMINA_STR("text"), signature),
                     LAMINA_E_INVALID);
        cr_expect_eq(lamina_verify(algorithm, a_public, LAMINA_STR("texT"), signature),
                     LAMINA_E_INVALID);
        cr_expect_eq(lamina_verify(algorithm, a_public, (lamina_str){0}, signature),
                     LAMINA_E_INVALID);
    }
}

Test(crypto_sign, every_changed_bit_of_a_signature_is_found_out)
{
    for (size_t i = 0; i < 2; i++) {
        uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN], public_key[LAMINA_SIGN_PUBLIC_CAP];
        uint8_t signature[LAMINA_SIGNATURE_LEN];
        cr_assert_eq(lamina_sign_new(algorithms[i], private_key, public_key), LAMINA_OK);
        cr_assert_eq(lamina_sign(algorithms[i], private_key, LAMINA_STR("m"), signature),
                     LAMINA_OK);
        for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
            signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
            cr_expect_eq(lamina_verify(algorithms[i], public_key, LAMINA_STR("m"), signature),
                         LAMINA_E_INVALID, "algorithm %u, bit %zu", algorithms[i], bit);
            signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        memset(signature, 0, sizeof signature);
        cr_expect_eq(lamina_verify(algorithms[i], public_key, LAMINA_STR("m"), signature),
                     LAMINA_E_INVALID);
    }
}

Test(crypto_sign, an_unknown_algorithm_is_refused)
{
    static const uint32_t unknown[] = {0, 3, UINT32_MAX};
    uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN] = {1}, public_key[LAMINA_SIGN_PUBLIC_CAP] = {1};
    uint8_t signature[LAMINA_SIGNATURE_LEN] = {1};
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(lamina_sign_public_len(unknown[i]), 0);
        cr_expect_eq(lamina_sign_new(unknown[i], private_key, public_key), LAMINA_E_ARGUMENT);
        cr_expect_eq(lamina_sign_public(unknown[i], private_key, public_key), LAMINA_E_ARGUMENT);
        cr_expect_eq(lamina_sign(unknown[i], private_key, LAMINA_STR("m"), signature),
                     LAMINA_E_ARGUMENT);
        cr_expect_eq(lamina_verify(unknown[i], public_key, LAMINA_STR("m"), signature),
                     LAMINA_E_ARGUMENT);
    }
    cr_expect_eq(lamina_sign_public_len(LAMINA_SIGN_EDDSA), 32);
    cr_expect_eq(lamina_sign_public_len(LAMINA_SIGN_ES256), 64);
}
