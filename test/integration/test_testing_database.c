/*
 * The test kit's database: a table of one's own, faults between client and database, and what it cost.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/dynamodb.h"
#include "domain/models/partner.h"
#include "domain/repositories/partner_repository.h"
#include "dynamodb_local.h"
#include "lamina/lamina.h"
#include "lamina/testing.h"
#include "program.h"

static lamina_status serve(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return LAMINA_OK;
}

static const lamina_route routes[] = {{.operation = "nothing",
                                       .method = "GET",
                                       .path = "/nothing",
                                       .handler = serve,
                                       .flags = LAMINA_ROUTE_PUBLIC}};

static const lamina_plugin plugin = {.magic = LAMINA_PLUGIN_MAGIC,
                                     .size = sizeof(lamina_plugin),
                                     .abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .name = "nothing",
                                     .version = "1.0.0",
                                     .routes = routes,
                                     .route_count = 1,
                                     .route_size = sizeof(lamina_route)};

static lamina_test *t;

static void set_up(void)
{
    char *setup = NULL;
    char *tables = program_built("bin/domain-tables");
    cr_assert_geq(asprintf(&setup, "%s create", tables), 0);
    setenv("LAMINA_TEST_DYNAMODB", dynamodb_local_url(), 1);
    t = lamina_test_new(
        &(lamina_test_options){.size = sizeof(lamina_test_options), .plugin = &plugin});
    lamina_test_database(t, setup);
    free(setup);
    free(tables);
}

static void tear_down(void)
{
    dynamodb_client_free(dynamodb_client_shared(lamina_test_context(t)));
    dynamodb_client_use(NULL);
    lamina_test_free(t);
}

TestSuite(testing_database, .init = set_up, .fini = tear_down, .timeout = 60);

/* Somebody whom no other test and no other run knows. */
static lamina_status create_partner(lamina_context *context)
{
    uint64_t random = 0;
    partner *item = partner_new(context);
    cr_assert_not_null(item);
    cr_assert_eq(lamina_random(context, &random, sizeof random), LAMINA_OK);
    item->legal_name = LAMINA_STR("ACME GmbH");
    item->email =
        lamina_arena_format(context->arena, "a%llx@example.com",
                            (unsigned long long)random ^ (uint64_t)lamina_now_us(context));
    item->country = LAMINA_STR("DE");
    item->status = LAMINA_STR("pending");
    lamina_mark(&item->has, PARTNER_STATUS);
    return partner_repository_create(context, item);
}

Test(testing_database, lends_tables_and_tells_the_ledger)
{
    cr_assert_eq(create_partner(lamina_test_context(t)), LAMINA_OK);
    const lamina_str ledger = lamina_test_note(t, "dynamodb");
    cr_assert_not_null(ledger.ptr);
    cr_expect(lamina_str_has_prefix(ledger, LAMINA_STR("{\"calls\":1,\"attempts\":1,")), "%.*s",
              LAMINA_FMT(ledger));
}

Test(testing_database, puts_faults_between_client_and_database)
{
    cr_assert_eq(create_partner(lamina_test_context(t)), LAMINA_OK);
    lamina_test_fault(t, "page-503", 1);
    cr_assert_eq(create_partner(lamina_test_context(t)), LAMINA_OK);
    const lamina_str ledger = lamina_test_note(t, "dynamodb");
    cr_expect(lamina_str_has_prefix(ledger, LAMINA_STR("{\"calls\":1,\"attempts\":2,")), "%.*s",
              LAMINA_FMT(ledger));
}

Test(testing_database, aborts_for_a_fault_that_it_does_not_know, .signal = SIGABRT)
{
    lamina_test_fault(t, "earthquake", 1);
}
