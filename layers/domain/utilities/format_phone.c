/*
 * Telephone numbers as ITU-T E.164 section 6 numbers them internationally: country code and national
 * number, at most 15 digits. The recommendation names no minimum; ours is that of the shortest
 * national plans, such as Niue's (+683 4000).
 */
#include "domain/formats.h"
#include "utilities/ascii.h"

enum { DIGITS_MIN = 7, DIGITS_MAX = 15 };

static bool is_phone(lamina_str text)
{
    if (text.len < 1 + DIGITS_MIN || text.len > 1 + DIGITS_MAX)
        return false;
    if (text.ptr[0] != '+' || text.ptr[1] == '0')
        return false;
    return domain__are_digits((lamina_str){text.ptr + 1, text.len - 1});
}

const lamina_format domain_format_phone = {
    .size = sizeof(lamina_format),
    .name = "e164",
    .rule = "an international telephone number such as +4930123456 (E.164)",
    .check = is_phone,
};
