/* The checksum of answers, against published values. */
#include <criterion/criterion.h>

#include "aws/crc32.h"
#include "lamina/text.h"

Test(crc32, known_values)
{
    cr_assert_eq(aws__crc32(LAMINA_STR("")), 0u);
    cr_assert_eq(aws__crc32(LAMINA_STR("{}")), 2745614147u);
    cr_assert_eq(aws__crc32(LAMINA_STR("123456789")), 0xCBF43926u);
    cr_assert_eq(aws__crc32(LAMINA_STR("The quick brown fox jumps over the lazy dog")),
                 0x414FA339u);
}

/* Eight bytes a step must give what one byte a step gives, from every start and length. */
Test(crc32, every_length_and_alignment_agrees_with_the_definition)
{
    char bytes[80];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37 + 11);
    for (size_t start = 0; start < 9; start++) {
        for (size_t len = 0; len + start <= sizeof bytes; len++) {
            uint32_t expected = 0xffffffffu;
            for (size_t i = 0; i < len; i++) {
                expected ^= (unsigned char)bytes[start + i];
                for (int bit = 0; bit < 8; bit++)
                    expected = expected >> 1 ^ ((expected & 1u) != 0 ? 0xEDB88320u : 0u);
            }
            expected ^= 0xffffffffu;
            cr_assert_eq(aws__crc32((lamina_str){.ptr = bytes + start, .len = len}), expected);
        }
    }
}
