/*
 * A deployed module whose models are shorter than today's (test/abi/plugins/older-model.c), through bootstrap,
 * today's libdomain and DynamoDB Local: nothing is cut off and nobody's memory is written over.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "domain/dynamodb.h"
#include "domain/repositories/partner_repository.h"
#include "host_session.h"
#include "lamina/text.h"
#include "model_table.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static host_session session;

static const char *variable(const char *name)
{
    return lamina_arena_format(context->arena, "%s=%s", name, getenv(name)).ptr;
}

static void begin(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    static const mapper_model *const models[] = {&partner_model, &audit_entry_model, NULL};
    model_table_use_each(context, models);
    host_session_open(&session,
                      &(runtime_api_child_options){
                          .handler = "older-model",
                          .env = {variable("AWS_ENDPOINT_URL_DYNAMODB"), variable("AWS_REGION"),
                                  variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"),
                                  variable("PARTNER_TABLE_NAME"), variable("AUDIT_TABLE_NAME")}});
}

static void end(void)
{
    host_session_close(&session);
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

TestSuite(older_model, .init = begin, .fini = end, .timeout = 60);

static const lamina_json *ask(const char *method, const char *path, const char *body)
{
    lamina_str members = lamina_arena_format(
        session.arena, ",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":%s", body);
    return host_session_ask(&session, host_session_rest(&session, method, path, members.ptr));
}

/* The region and the country of the address are what the module does not know of. */
static lamina_str create(const char *name, const char *city)
{
    lamina_str body = lamina_arena_format(
        session.arena,
        "\"{\\\"legalName\\\":\\\"%s\\\",\\\"email\\\":\\\"%s@example.com\\\","
        "\\\"country\\\":\\\"DE\\\",\\\"address\\\":{\\\"line1\\\":\\\"Ring 1\\\","
        "\\\"city\\\":\\\"%s\\\",\\\"region\\\":\\\"BE\\\",\\\"country\\\":\\\"DE\\\"}}\"",
        name, name, city);
    const lamina_json *answer = ask("POST", "/partners", body.ptr);
    cr_assert_eq(host_session_status(answer), 200, "%.*s",
                 LAMINA_FMT(lamina_json_member_string(answer, "body")));
    return lamina_json_member_string(host_session_body(&session, answer), "partnerId");
}

static const char *path_of(lamina_str id)
{
    return lamina_arena_format(session.arena, "/partners/%.*s", LAMINA_FMT(id)).ptr;
}

static void expect_whole_address(const lamina_json *shown)
{
    const lamina_json *address = lamina_json_member(shown, "address");
    cr_expect(lamina_str_is(lamina_json_member_string(address, "line1"), "Ring 1"));
    cr_expect(lamina_str_is(lamina_json_member_string(address, "region"), "BE"));
    cr_expect(lamina_str_is(lamina_json_member_string(address, "country"), "DE"));
}

Test(older_model, what_a_module_does_not_know_goes_through_it)
{
    const lamina_json *answer = ask("GET", path_of(create("Ada", "Berlin")), "null");
    cr_assert_eq(host_session_status(answer), 200);
    expect_whole_address(host_session_body(&session, answer));
}

Test(older_model, a_list_is_walked_whatever_the_length_of_the_struct)
{
    create("Ada", "Berlin");
    create("Eve", "Bonn");
    create("Bob", "Kiel");
    const lamina_json *answer = ask("GET", "/partners", "null");
    lamina_str body = lamina_json_member_string(answer, "body");
    cr_expect(lamina_str_is(body, "Ada in Berlin\nEve in Bonn\nBob in Kiel\n"), "%.*s",
              LAMINA_FMT(body));
}

Test(older_model, a_change_leaves_the_members_that_the_module_does_not_know)
{
    lamina_str id = create("Ada", "Berlin");
    const lamina_json *answer = ask("PATCH", path_of(id), "\"{\\\"legalName\\\":\\\"Eve\\\"}\"");
    cr_assert_eq(host_session_status(answer), 200);
    expect_whole_address(host_session_body(&session, answer));

    partner *stored;
    cr_assert_eq(partner_repository_get(context, id, &stored), LAMINA_OK);
    cr_expect(lamina_str_is(stored->legal_name, "Eve"));
    cr_expect(lamina_str_is(stored->address->region, "BE"));
    cr_expect_eq(stored->version, 2);
    cr_expect_gt(stored->updated_at, stored->created_at);
}
