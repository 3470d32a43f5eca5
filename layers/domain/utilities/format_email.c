/*
 * E-mail addresses: Mailbox of RFC 5321 section 4.1.2 in the forms that people have, a dot-string and
 * a domain name. Quoted local parts and address literals are left out on purpose. Letters beyond
 * ASCII are RFC 6531's; those that do not show are refused, for two addresses that look the same are
 * a way to deceive.
 */
#include <string.h>

#include "domain/formats.h"
#include "lamina/text.h"
#include "utilities/ascii.h"
#include "utilities/code_point.h"

/* RFC 5321 section 4.5.3.1; 254 is the path's 256 without its brackets (RFC 3696, erratum 1690). */
enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

/* ASCII letters and digits, and every byte of a code point beyond ASCII. */
static bool is_letter_or_digit(char c)
{
    return domain__is_digit(c) || domain__is_letter(c) || (c & 0x80) != 0;
}

/* atext, RFC 5322 section 3.2.3. */
static bool is_atom(lamina_str text)
{
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter_or_digit(text.ptr[i]) &&
            (text.ptr[i] == '\0' || strchr("!#$%&'*+-/=?^_`{|}~", text.ptr[i]) == NULL))
            return false;
    return true;
}

static bool is_label(lamina_str text)
{
    if (text.len == 0 || text.len > LABEL_MAX)
        return false;
    if (text.ptr[0] == '-' || text.ptr[text.len - 1] == '-')
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter_or_digit(text.ptr[i]) && text.ptr[i] != '-')
            return false;
    return true;
}

/* Do all parts between the dots obey? *last is the last of them. */
static bool is_dotted(lamina_str text, bool (*is_part)(lamina_str part), lamina_str *last)
{
    bool more = true;
    while (more) {
        more = lamina_str_cut(&text, '.', last);
        if (!is_part(*last))
            return false;
    }
    return true;
}

static bool shows_throughout(lamina_str text)
{
    uint32_t code_point;
    while (domain__code_point_next(&text, &code_point))
        if (domain__code_point_is_control(code_point) || domain__code_point_is_blank(code_point))
            return false;
    return text.len == 0;
}

static bool is_email(lamina_str text)
{
    if (text.len > ADDRESS_MAX || !shows_throughout(text))
        return false;

    lamina_str domain = text, local, last;
    if (!lamina_str_cut(&domain, '@', &local) || local.len > LOCAL_MAX)
        return false;
    return is_dotted(local, is_atom, &last) && is_dotted(domain, is_label, &last) &&
           !domain__are_digits(last);
}

const lamina_format domain_format_email = {
    .size = sizeof(lamina_format),
    .name = "email",
    .rule = "an e-mail address such as ada@example.com",
    .check = is_email,
};
