/*
 * test_identity.c - what the kinds of authorizers say.
 */
#include "fixture.h"
#include "identity.h"

static lamina_arena *arena;

static void make_arena(void)
{
    arena = lamina_arena_new(65536);
}

static void free_arena(void)
{
    lamina_arena_free(arena);
}

static host_identity read_identity(const char *text)
{
    const lamina_json *authorizer = NULL;
    host_identity identity;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(text), 0, &authorizer, NULL), LAMINA_OK);
    cr_assert_eq(host__identity_read(arena, authorizer, &identity), LAMINA_OK);
    return identity;
}

TestSuite(identity, .init = make_arena, .fini = free_arena);

Test(identity, reads_every_kind_of_authorizer)
{
    static const struct {
        const char *text;
        const char *principal;
        const char *scopes;
    } cases[] = {
        {"{\"principalId\":\"ada\",\"scope\":\"a b\"}", "ada", "a b"},
        {"{\"principalId\":\"ada\",\"scopes\":\"a b\"}", "ada", "a b"},
        {"{\"claims\":{\"sub\":\"ada\",\"scope\":\"a b\"}}", "ada", "a b"},
        {"{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scope\":\"a b\"},\"scopes\":null}}", "ada",
         "a b"},
        {"{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scp\":\"a\"},\"scopes\":[\"a\"]}}", "ada", "a"},
        {"{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scp\":\"[a b]\"},\"scopes\":[\"a\"]}}", "ada",
         "a b"},
        {"{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scope\":\"[\"}}}", "ada", "["},
        {"{\"jwt\":{\"claims\":{\"sub\":\"ada\"},\"scopes\":[\"a\",\"\",\"b\"]}}", "ada", "a b"},
        {"{\"lambda\":{\"principalId\":\"ada\",\"scope\":\"a b\"}}", "ada", "a b"},
        {"{\"lambda\":{\"scopes\":[\"a\",\"b\"]}}", "", "a b"},
        {"{\"iam\":{\"userArn\":\"arn:x\"}}", "arn:x", ""},
        {"{\"principalId\":17,\"scope\":{}}", "", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const host_identity identity = read_identity(cases[i].text);
        cr_expect(identity.known);
        fixture_expect(identity.principal_id, cases[i].principal);
        fixture_expect(identity.scopes, cases[i].scopes);
    }
}

Test(identity, reads_the_tenant_where_an_authorizer_names_one)
{
    static const char *const texts[] = {
        "{\"principalId\":\"ada\",\"tenant\":\"t1\"}",
        "{\"claims\":{\"sub\":\"ada\",\"tenant\":\"t1\"}}",
        "{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"tenant\":\"t1\"},\"scopes\":null}}",
        "{\"lambda\":{\"principalId\":\"ada\",\"tenant\":\"t1\"}}",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        fixture_expect(read_identity(texts[i]).tenant, "t1");
    fixture_expect(read_identity("{\"principalId\":\"ada\"}").tenant, "");
    fixture_expect(read_identity("{\"iam\":{\"userArn\":\"arn:x\",\"tenant\":{}}}").tenant, "");
}

Test(identity, knows_nobody_without_an_authorizer)
{
    host_identity identity;
    cr_assert_eq(host__identity_read(arena, NULL, &identity), LAMINA_OK);
    cr_expect_not(identity.known);
    cr_expect_not(read_identity("{}").known);
}

Test(identity, compares_scopes_whole)
{
    cr_expect(host__identity_has_scope(LAMINA_STR("a:read a:write"), "a:write"));
    cr_expect(host__identity_has_scope(LAMINA_STR("  a:read  "), "a:read"));
    cr_expect_not(host__identity_has_scope(LAMINA_STR("a:readonly"), "a:read"));
    cr_expect_not(host__identity_has_scope(LAMINA_STR("xa:read"), "a:read"));
    cr_expect_not(host__identity_has_scope(LAMINA_STR("A:READ"), "a:read"));
    cr_expect_not(host__identity_has_scope(LAMINA_STR(""), "a:read"));
    cr_expect_not(host__identity_has_scope(LAMINA_STR("a:read,a:write"), "a:read"));
}
