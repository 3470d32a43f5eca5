/*
 * The named formats, each with good and bad texts from its standard.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "domain/formats.h"
#include "lamina/text.h"

static void all_are(const lamina_format *format, bool expected, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        cr_expect_eq(format->check(lamina_str_from(*texts)), expected, "%s: [%s]", format->name,
                     *texts);
}

static void repeat(char *out, const char *part, size_t times)
{
    for (*out = '\0'; times > 0; times--) {
        memcpy(out, part, strlen(part) + 1);
        out += strlen(part);
    }
}

/* ---- e-mail ---- */

Test(formats, email_accepts_mailboxes)
{
    static const char *const good[] = {
        "ada@example.com",
        "a@b.co",
        "a@localhost", /* RFC 5321: Domain = sub-domain *("." sub-domain) */
        "first.last@example.com",
        "first+tag@example.com",
        "!#$%&'*+-/=?^_`{|}~@example.com", /* atext, RFC 5322 section 3.2.3 */
        "a@xn--bcher-kva.example",
        "a@1.example",
        "a@1-2.3com",
        "a@a-b.example",
        "\xC3\xA4\xC3\xB6@example.com", /* RFC 6531 */
        "a@b\xC3\xBC"
        "cher.example",
        "\xE4\xBD\xA0@\xE4\xBE\x8B.example",
        "ADA@EXAMPLE.COM",
        NULL};
    all_are(&domain_format_email, true, good);
}

Test(formats, email_refuses_everything_else)
{
    static const char *const bad[] = {"",
                                      "@",
                                      "ada",
                                      "ada@",
                                      "@example.com",
                                      "ada@@example.com",
                                      "ada@home@example.com",
                                      ".ada@example.com",
                                      "ada.@example.com",
                                      "a..b@example.com",
                                      "ada@.example.com",
                                      "ada@example.com.",
                                      "ada@example..com",
                                      "ada@-example.com",
                                      "ada@example-.com",
                                      "ada@exam_ple.com",
                                      "ada@exa mple.com",
                                      "a b@example.com",
                                      " ada@example.com",
                                      "ada@example.com ",
                                      "ada@example.com\n",
                                      "\"a b\"@example.com",
                                      "ada@[192.0.2.1]",
                                      "ada@192.0.2.1",
                                      "ada@example.123",
                                      "ada(home)@example.com",
                                      "Ada <ada@example.com>",
                                      "a,b@example.com",
                                      "a;b@example.com",
                                      "a:b@example.com",
                                      "a\\b@example.com",
                                      "a\x01@example.com",
                                      "a\x7F@example.com",
                                      "a\xC2\x85@example.com",     /* a control beyond ASCII */
                                      "a\xC2\xA0@example.com",     /* no-break space */
                                      "a\xE2\x80\x8B@example.com", /* zero width space */
                                      "a\xE2\x80\xAE@example.com", /* right-to-left override */
                                      "a\xEF\xBB\xBF@example.com", /* byte order mark */
                                      "a@exa\xE3\x80\x80mple.com", /* ideographic space */
                                      "a\xEF\xBF\xB0@example.com", /* default ignorable, U+FFF0 */
                                      "a\xF0\x9B\xB2\xA0@example.com", /* shorthand overlap */
                                      "a\xF0\x9D\x85\xB3@example.com", /* musical begin beam */
                                      "a\xC3@example.com",             /* no UTF-8 */
                                      "a\xC0\xAE@example.com",         /* overlong */
                                      "a\xED\xA0\x80@example.com",     /* surrogate */
                                      NULL};
    all_are(&domain_format_email, false, bad);
    cr_expect_not(domain_format_email.check((lamina_str){"a\0b@example.com", 15}), "a NUL");
}

Test(formats, email_keeps_the_lengths_of_rfc_5321)
{
    char local[80], label[80], domain[400], address[600];

    repeat(local, "a", 64);
    snprintf(address, sizeof address, "%s@example.com", local);
    cr_expect(domain_format_email.check(lamina_str_from(address)), "a local part of 64");
    snprintf(address, sizeof address, "%sa@example.com", local);
    cr_expect_not(domain_format_email.check(lamina_str_from(address)), "a local part of 65");

    repeat(label, "b", 63);
    snprintf(address, sizeof address, "a@%s.com", label);
    cr_expect(domain_format_email.check(lamina_str_from(address)), "a label of 63");
    snprintf(address, sizeof address, "a@%sb.com", label);
    cr_expect_not(domain_format_email.check(lamina_str_from(address)), "a label of 64");

    repeat(domain, "ab.", 82);
    snprintf(address, sizeof address, "aaa@%scom0", domain);
    cr_expect_eq(strlen(address), 254);
    cr_expect(domain_format_email.check(lamina_str_from(address)), "254 bytes");
    snprintf(address, sizeof address, "aaaa@%scom0", domain);
    cr_expect_not(domain_format_email.check(lamina_str_from(address)), "255 bytes");
}

/* ---- telephone numbers ---- */

Test(formats, phone_accepts_e164)
{
    static const char *const good[] = {
        "+14155552671",     "+442071838750",  "+4930123456", "+6834000",
        "+123456789012345", "+8816123456789", NULL};
    all_are(&domain_format_phone, true, good);
}

Test(formats, phone_refuses_everything_else)
{
    static const char *const bad[] = {"",
                                      "+",
                                      "14155552671",
                                      "0014155552671",
                                      "+04155552671",
                                      "+123456",
                                      "+1234567890123456",
                                      "+1 415 555 2671",
                                      "+1-415-555-2671",
                                      "+1(415)5552671",
                                      "+1415555267a",
                                      "++1415555267",
                                      "+14155552671\n",
                                      "+1415555\xD9\xA0\xD9\xA1", /* Arabic-Indic digits */
                                      NULL};
    all_are(&domain_format_phone, false, bad);
    cr_expect_not(domain_format_phone.check((lamina_str){"+1415\0"
                                                         "55267",
                                                         11}),
                  "a NUL");
}

/* ---- countries ---- */

Test(formats, country_accepts_exactly_the_249_assigned_codes)
{
    size_t count = 0;
    for (char a = 0; a < 127; a++)
        for (char b = 0; b < 127; b++)
            count += domain_format_country.check((lamina_str){(char[]){a, b}, 2});
    cr_expect_eq(count, 249);
}

Test(formats, country_tells_assigned_codes_from_others)
{
    static const char *const good[] = {"AD", "AX", "BQ", "DE", "GB", "SS", "TW", "US", "ZW", NULL};
    static const char *const bad[] = {
        "",   "D",        "DEU", "de", "De",
        "  ", "D ",       "EU",  "UK", "SU", /* exceptionally or transitionally reserved */
        "AN", "CS",       "YU",              /* withdrawn */
        "XK", "AA",       "ZZ",  "QM", "XA", /* for private use */
        "D1", "\xC3\x84", NULL};
    all_are(&domain_format_country, true, good);
    all_are(&domain_format_country, false, bad);
}

/* ---- days ---- */

Test(formats, date_knows_the_calendar)
{
    static const char *const good[] = {"2026-01-31", "2024-02-29", "2000-02-29",
                                       "0001-01-01", "9999-12-31", NULL};
    static const char *const bad[] = {"",           "2026",       "2026-1-31",   "2026-01-32",
                                      "2026-00-10", "2026-13-01", "2026-04-31",  "2027-02-29",
                                      "1900-02-29", "0000-01-01", "26-01-31",    "2026/01/31",
                                      "31-01-2026", "20260131",   "2026-01-31Z", "2026-01-31T",
                                      " 2026-01-3", "2026-01-3 ", "+026-01-31",  NULL};
    all_are(&domain_format_date, true, good);
    all_are(&domain_format_date, false, bad);
}

/* ---- BICs ---- */

Test(formats, bic_accepts_iso_9362)
{
    static const char *const good[] = {"DEUTDEFF",    "DEUTDEFF500", "NEDSZAJJXXX", "BOFAUS3N",
                                       "NCBVXKPRXXX", "CHASGB2L",    NULL};
    static const char *const bad[] = {"",
                                      "DEUT",
                                      "DEUTDEF",
                                      "DEUTDEFF5",
                                      "DEUTDEFF50",
                                      "DEUTDEFF5000",
                                      "deutdeff",
                                      "DEUTdeFF",
                                      "DEUT DEFF",
                                      "DEUT-DEFF",
                                      "DEUTZZFF",
                                      "DEUTUKFF",
                                      "DEUTD1FF",
                                      "DEUTDEF\xC3\x84",
                                      "DEUTDEFF5 0",
                                      " DEUTDEF",
                                      NULL};
    all_are(&domain_format_bic, true, good);
    all_are(&domain_format_bic, false, bad);
    cr_expect(domain_format_bic.check(LAMINA_STR("1234DE56")),
              "parties may have digits since 2014");
}

/* ---- times ---- */

Test(formats, timestamp_accepts_rfc_3339)
{
    /* Section 5.8, and the bounds of what a TIMESTAMP holds. */
    static const char *const good[] = {"1985-04-12T23:20:50.52Z",
                                       "1996-12-19T16:39:57-08:00",
                                       "1990-12-31T23:59:60Z",
                                       "1990-12-31T15:59:60-08:00",
                                       "1937-01-01T12:00:27.87+00:20",
                                       "2026-01-31t12:00:00z",
                                       "2026-01-31T12:00:00.123456Z",
                                       "2024-02-29T00:00:00Z",
                                       "0001-01-01T00:00:00Z",
                                       "9999-12-31T23:59:59Z",
                                       NULL};
    static const char *const bad[] = {"",
                                      "2026-01-31",
                                      "12:00:00Z",
                                      "2026-01-31T12:00:00",
                                      "2026-01-31 12:00",
                                      "2026-01-31T12:00Z",
                                      "2026-1-31T12:00:00Z",
                                      "2026-13-31T12:00:00Z",
                                      "2026-02-29T12:00:00Z",
                                      "2026-01-32T12:00:00Z",
                                      "2026-01-31T24:00:00Z",
                                      "2026-01-31T12:60:00Z",
                                      "2026-01-31T12:00:61Z",
                                      "2026-01-31T12:00:00.Z",
                                      "2026-01-31T12:00:00,5Z",
                                      "2026-01-31T12:00:00+0100",
                                      "2026-01-31T12:00:00+25:00",
                                      "2026-01-31T12:00:00ZZ",
                                      " 2026-01-31T12:00:00Z",
                                      "20260131T120000Z",
                                      "2026-W05-6T12:00:00Z",
                                      "0000-12-31T23:59:59Z",
                                      "10000-01-01T00:00:00Z",
                                      "2026-01-31T12:00:00.1234567Z",
                                      NULL};
    all_are(&domain_format_timestamp, true, good);
    all_are(&domain_format_timestamp, false, bad);
}

/* ---- lines of text ---- */

Test(formats, line_accepts_text_that_shows)
{
    static const char *const good[] = {"a",
                                       "ACME GmbH & Co. KG",
                                       " padded ",
                                       "O'Neil \"quoted\" <b>",
                                       "\xC3\x84rzte",
                                       "\xE6\xA0\xAA\xE5\xBC\x8F\xE4\xBC\x9A\xE7\xA4\xBE",
                                       "\xF0\x9F\x8F\xA2",
                                       "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7",
                                       NULL};
    all_are(&domain_format_line, true, good);
}

Test(formats, line_refuses_blanks_and_controls)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "   ",
                                      "\xC2\xA0",       /* no-break space */
                                      "\xE2\x80\x8B",   /* zero width space */
                                      " \xE3\x80\x80 ", /* ideographic space */
                                      "\xEF\xBB\xBF",   /* byte order mark */
                                      "\xE3\x85\xA4",   /* Hangul filler */
                                      "a\tb",
                                      "a\nb",
                                      "a\r\nb",
                                      "a\x1B[31m",
                                      "a\x7F",
                                      "a\xC2\x9B", /* C1: control sequence introducer */
                                      "a\xE2\x80\xA8"
                                      "b", /* line separator */
                                      "a\xE2\x80\xAE"
                                      "b", /* right-to-left override */
                                      "a\xE2\x81\xA6"
                                      "b",     /* isolate */
                                      "a\xFF", /* no UTF-8 */
                                      "a\xC3",
                                      "a\xE2\x82",
                                      "a\xF5\x80\x80\x80",
                                      NULL};
    all_are(&domain_format_line, false, bad);
    cr_expect_not(domain_format_line.check((lamina_str){"a\0b", 3}), "a NUL");
}

/* ---- what all have ---- */

Test(formats, say_what_they_are)
{
    const lamina_format *all[] = {&domain_format_ulid,    &domain_format_line,
                                  &domain_format_email,   &domain_format_phone,
                                  &domain_format_country, &domain_format_date};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cr_expect_eq(all[i]->size, sizeof(lamina_format));
        cr_expect_gt(strlen(all[i]->name), 0);
        cr_expect_gt(strlen(all[i]->rule), 0);
        cr_expect_not(all[i]->check((lamina_str){0}), "%s takes nothing at all", all[i]->name);
    }
}
