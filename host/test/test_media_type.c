/*
 * test_media_type.c - Content-Types that are JSON, that are text, and that are neither.
 */
#include "fixture.h"
#include "media_type.h"

static const struct {
    const char *type;
    bool is_json;
    bool is_text;
} cases[] = {
    {"application/json", true, true},
    {"Application/JSON", true, true},
    {" application/json ; charset=utf-8", true, true},
    {"application/json;charset=\"UTF-8\"", true, true},
    {"application/json; version=1; charset=utf-8", true, true},
    {"application/merge-patch+json", true, true},
    {"application/json; charset=iso-8859-1", false, true},
    {"application/json; charset=", false, true},
    {"application/jsonx", false, false},
    {"application/+json", false, true},
    {"application/json, text/plain", false, false},
    {"text/json", false, true},
    {"text/plain", false, true},
    {"text/html; charset=utf-8", false, true},
    {"text/", false, false},
    {"image/svg+xml", false, true},
    {"application/xml", false, true},
    {"application/x-www-form-urlencoded", false, true},
    {"application/octet-stream", false, false},
    {"image/png", false, false},
    {"", false, false},
    {";", false, false},
};

Test(media_type, knows_json)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        cr_expect_eq(host__media_type_is_json(lamina_str_from(cases[i].type)), cases[i].is_json,
                     "\"%s\"", cases[i].type);
}

Test(media_type, knows_text)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        cr_expect_eq(host__media_type_is_text(lamina_str_from(cases[i].type)), cases[i].is_text,
                     "\"%s\"", cases[i].type);
}
