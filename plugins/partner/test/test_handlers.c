/*
 * What the handlers make of headers and results, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include "domain/page.h"
#include "dtos.h"
#include "handlers.h"
#include "lamina/lamina.h"
#include "partner_module.h"

TestSuite(handlers, .init = partner_module_begin, .fini = partner_module_end);

static lamina_response response;
static lamina_param id_param, header;

/* A request for that partner, with one header or none. */
static lamina_request request_for(lamina_str id, const char *name, const char *value)
{
    response = (lamina_response){.size = sizeof response};
    id_param = (lamina_param){LAMINA_STR("partnerId"), id};
    header = (lamina_param){lamina_str_from(name), lamina_str_from(value)};
    return (lamina_request){.size = sizeof(lamina_request),
                            .path_params = &id_param,
                            .path_param_count = 1,
                            .headers = &header,
                            .header_count = name != NULL};
}

static lamina_str answered(const char *name)
{
    for (size_t i = 0; i < response.header_count; i++)
        if (lamina_str_is(response.headers[i].name, name))
            return response.headers[i].value;
    return (lamina_str){0};
}

static lamina_str create(void)
{
    partner_input input = partner_module_input("ada@example.com");
    lamina_request request = request_for((lamina_str){0}, NULL, NULL);
    request.body = &input;
    cr_assert_eq(create_partner(context, &request, &response), LAMINA_OK);
    return ((const partner_dto *)response.body)->partner_id;
}

Test(handlers, create_answers_201_with_location_and_tag)
{
    lamina_str id = create();
    cr_assert_eq(response.status, 201);
    cr_assert(lamina_str_is(answered("ETag"), "\"1\""));
    lamina_str location = lamina_arena_format(context->arena, "partners/%.*s", LAMINA_FMT(id));
    cr_assert(lamina_str_equal(answered("Location"), location));
}

Test(handlers, get_answers_the_partner_unless_the_client_has_it)
{
    lamina_str id = create();
    lamina_request request = request_for(id, NULL, NULL);
    cr_assert_eq(get_partner(context, &request, &response), LAMINA_OK);
    cr_assert_not_null(response.body);
    cr_assert(lamina_str_is(answered("ETag"), "\"1\""));

    request = request_for(id, "If-None-Match", "W/\"1\"");
    cr_assert_eq(get_partner(context, &request, &response), LAMINA_OK);
    cr_assert_eq(response.status, 304);
    cr_assert_null(response.body);
    cr_assert(lamina_str_is(answered("ETag"), "\"1\""));
}

Test(handlers, patch_answers_the_partner_at_its_new_version)
{
    lamina_str id = create();
    partner_input input = {.phone = LAMINA_STR("+4930123456")};
    lamina_mark(&input.has, PARTNER_INPUT_PHONE);
    lamina_request request = request_for(id, "If-Match", "\"1\"");
    request.body = &input;
    cr_assert_eq(patch_partner(context, &request, &response), LAMINA_OK);
    cr_assert(lamina_str_is(answered("ETag"), "\"2\""));
    cr_assert(lamina_str_is(((const partner_dto *)response.body)->phone, "+4930123456"));

    request = request_for(id, "If-Match", "\"1\"");
    request.body = &input;
    lamina_status status = patch_partner(context, &request, &response);
    cr_assert(partner_module_failed(status, LAMINA_E_PRECONDITION, "partner-version-conflict"));
}

Test(handlers, both_conditions_hold_for_every_method)
{
    lamina_str id = create();
    partner_input input = {.phone = LAMINA_STR("+4930123456")};
    lamina_mark(&input.has, PARTNER_INPUT_PHONE);
    static const char *const unmet[][2] = {
        {"If-Match", "\"2\""}, {"If-None-Match", "*"}, {"If-None-Match", "\"2\", W/\"1\""}};
    for (size_t i = 0; i < sizeof unmet / sizeof *unmet; i++) {
        lamina_request request = request_for(id, unmet[i][0], unmet[i][1]);
        request.body = &input;
        cr_assert_eq(patch_partner(context, &request, &response), LAMINA_E_PRECONDITION);
        cr_assert_eq(delete_partner(context, &request, &response), LAMINA_E_PRECONDITION);
    }
    lamina_request request = request_for(id, "If-Match", "\"2\"");
    cr_assert_eq(get_partner(context, &request, &response), LAMINA_E_PRECONDITION);
    cr_assert_null(response.body);
    request = request_for(id, "If-None-Match", "\"2\"");
    cr_assert_eq(delete_partner(context, &request, &response), LAMINA_OK);
}

Test(handlers, delete_answers_204_without_a_body)
{
    lamina_str id = create();
    lamina_request request = request_for(id, "If-Match", "\"1\"");
    cr_assert_eq(delete_partner(context, &request, &response), LAMINA_OK);
    cr_assert_eq(response.status, 204);
    cr_assert_null(response.body);
}

Test(handlers, list_answers_a_page)
{
    create();
    list_partners_query query = {.limit = 1};
    lamina_request request = request_for((lamina_str){0}, NULL, NULL);
    request.query = &query;
    cr_assert_eq(list_partners(context, &request, &response), LAMINA_OK);
    cr_assert_eq(((const domain_page_answer *)response.body)->items.count, 1);
}

Test(handlers, a_header_that_is_no_list_of_tags_is_refused_before_anything_is_done)
{
    lamina_str id = create();
    lamina_request request = request_for(id, "If-Match", "1");
    cr_assert(partner_module_failed(delete_partner(context, &request, &response), LAMINA_E_SYNTAX,
                                    "invalid-precondition"));
    cr_assert(partner_module_failed(patch_partner(context, &request, &response), LAMINA_E_SYNTAX,
                                    "invalid-precondition"));
    request = request_for(id, "If-None-Match", "1");
    cr_assert(partner_module_failed(get_partner(context, &request, &response), LAMINA_E_SYNTAX,
                                    "invalid-precondition"));
}
