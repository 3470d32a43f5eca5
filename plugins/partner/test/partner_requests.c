/* The module for one test: see partner_requests.h. */
#include "partner_requests.h"

#include <criterion/criterion.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/dynamodb.h"
#include "domain/models/audit_entry.h"
#include "domain/models/partner.h"
#include "domain/models/partner_contact.h"
#include "lamina/text.h"
#include "model_table.h"
#include "secret_model.h"

lamina_test *api;

static lamina_arena *lasting;

void partner_requests_begin(void)
{
    static const mapper_model *const models[] = {&audit_entry_model, &partner_model,
                                                 &partner_contact_model, NULL};
    lasting = lamina_arena_new(8 << 20);
    const lamina_test_options options = {
        .size = sizeof options, .plugin = &lamina_plugin_entry, .seed = (uint64_t)getpid()};
    api = lamina_test_new(&options);
    lamina_test_use_system_clock(api);
    model_table_use_each(lamina_test_context(api), models);
    secret_keys_use(lamina_test_context(api), SECRET_KEY_LINES);
    partner_requests_be_staff();
}

void partner_requests_end(void)
{
    secret_keys_clear();
    dynamodb_client_free(dynamodb_client_shared(lamina_test_context(api)));
    dynamodb_client_use(NULL);
    lamina_test_free(api);
    lamina_arena_free(lasting);
}

const char *partner_requests_text(const char *format, ...)
{
    enum { TEXT_CAP = 2048 };
    char *text = lamina_arena_alloc(lasting, TEXT_CAP);
    cr_assert_not_null(text);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, TEXT_CAP, format, arguments);
    va_end(arguments);
    cr_assert(len >= 0 && len < TEXT_CAP);
    return text;
}

void partner_requests_be_staff(void)
{
    lamina_test_as(api, "ada", NULL, "partner:read partner:write");
}

void partner_requests_be_bound(const char *partner_id)
{
    lamina_test_as(api, "eve", partner_id, "partner:read partner:write");
}

const char *partner_requests_create(const char *name, const char *email)
{
    lamina_test_send(
        api, "POST", "/partners",
        partner_requests_text("{\"legalName\":\"%s\",\"email\":\"%s\",\"country\":\"DE\"}", name,
                              email));
    cr_assert(lamina_test_status_is(api, 201));
    return partner_requests_text("/partners/%.*s", LAMINA_FMT(lamina_test_at(api, "/partnerId")));
}

const char *partner_requests_path(const char *path, const char *more)
{
    return partner_requests_text("%s%s", path, more);
}

const char *partner_requests_id(const char *path)
{
    return strrchr(path, '/') + 1;
}

size_t partner_requests_items(void)
{
    return lamina_json_count(lamina_json_member(lamina_test_json(api), "items"));
}
