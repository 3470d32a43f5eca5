/*
 * URIs: the examples of RFC 3986 and what its grammar (appendix A) has no place for.
 */
#include <criterion/criterion.h>

#include "domain/formats.h"
#include "lamina/text.h"

Test(format_uri, accepts_uris)
{
    static const char *const good[] = {
        /* RFC 3986 section 1.1.2 */
        "ftp://ftp.is.co.za/rfc/rfc1808.txt", "http://www.ietf.org/rfc/rfc2396.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com",
        "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212", "telnet://192.0.2.16:80/",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
        /* section 3 */
        "foo://example.com:8042/over/there?name=ferret#nose", "urn:example:animal:ferret:nose",
        /* sections 5.4 and 6.2 */
        "http://a/b/c/d;p?q", "eXAMPLE://a/./b/../b/%63/%7bfoo%7d", "http://example.com",
        "http://example.com:/", "http://example.com:80/",
        /* what the grammar allows at its edges */
        "a:", "a:b", "a:/", "a://", "file:///etc/hosts", "a+b-c.1:x", "http://", "http://@/",
        "http://user:pass@host/", "http://a?", "http://a#", "http://a?b?c/d#e?f/g", "http://%41/",
        "http://[::]/", "http://[::1]:8080/", "http://[1:2:3:4:5:6:7:8]/", "http://[1::8]/",
        "http://[1:2:3:4:5:6:7::]/", "http://[::2:3:4:5:6:7:8]/", "http://[::ffff:192.0.2.1]/",
        "http://[1:2:3:4:5:6:192.0.2.1]/", "http://[v1.fe80::a+en1]/", "http://999.1.1.1/",
        "http://a_b/", "http://a..b/", NULL};
    for (size_t i = 0; good[i] != NULL; i++)
        cr_expect(domain_format_uri.check(lamina_str_from(good[i])), "[%s]", good[i]);
}

Test(format_uri, refuses_everything_else)
{
    static const char *const bad[] = {"",
                                      ":",
                                      "a",
                                      "/a/b",
                                      "//example.com/",
                                      "example.com",
                                      "?a",
                                      "#a",
                                      "1http://a",
                                      "+a:b",
                                      "h_t:b",
                                      ":b",
                                      " http://a",
                                      "http://a ",
                                      "http://a b",
                                      "http://a/\n",
                                      "http://a/\x7f",
                                      "http://a/<b>",
                                      "http://a/\"",
                                      "http://a/{b}",
                                      "http://a/b|c",
                                      "http://a/b\\c",
                                      "http://a/b^c",
                                      "http://a/b`c",
                                      "http://a/%",
                                      "http://a/%4",
                                      "http://a/%4g",
                                      "http://a/%zz",
                                      "http://a/b#c#d",
                                      "http://a/[b]",
                                      "http://a?[b]",
                                      "http://a:80a/",
                                      "http://a:-1/",
                                      "http://a:80:80/",
                                      "http://u@v@w/",
                                      "http://[/",
                                      "http://]/",
                                      "http://[]/",
                                      "http://[1:2:3:4:5:6:7]/",
                                      "http://[1:2:3:4:5:6:7:8:9]/",
                                      "http://[1::2::3]/",
                                      "http://[:::]/",
                                      "http://[1:2:3:4:5:6:7:8::]/",
                                      "http://[12345::]/",
                                      "http://[g::]/",
                                      "http://[192.0.2.1]/",
                                      "http://[::192.0.2]/",
                                      "http://[::192.0.2.256]/",
                                      "http://[::01.2.3.4]/",
                                      "http://[192.0.2.1::]/",
                                      "http://[::1]x/",
                                      "http://[v.a]/",
                                      "http://[v1.]/",
                                      "http://[vg.a]/",
                                      "http://[v1a]/",
                                      "http://b\xC3\xBC"
                                      "cher.example/",
                                      "http://a/\xE2\x80\xAE",
                                      NULL};
    for (size_t i = 0; bad[i] != NULL; i++)
        cr_expect_not(domain_format_uri.check(lamina_str_from(bad[i])), "[%s]", bad[i]);
    cr_expect_not(domain_format_uri.check((lamina_str){"http://a\0b", 10}), "a NUL");
    cr_expect_not(domain_format_uri.check((lamina_str){"http://a/%4", 10}), "cut in an escape");
}
