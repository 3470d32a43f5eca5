/*
 * Many clients at once: no request is lost, an address goes to one of those who race for it, and no
 * process stays behind.
 */
#include <criterion/criterion.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "lamina/text.h"
#include "partner_api.h"

enum { CONNECTIONS = 32, REQUESTS = 10000, REQUESTS_SANITIZED = 1000, RACERS = 8, ROUNDS = 5 };

static partner_api api;

static void begin(void)
{
    partner_api_begin(&api, NULL);
}

static void end(void)
{
    partner_api_end(&api);
}

TestSuite(load, .init = begin, .fini = end);

/* ---- one client: a thread with a connection of its own ---- */

typedef struct load_client {
    pthread_t thread;
    lamina_http_client *http;
    const char *path; /* of a partner that exists */
    size_t number, requests;
    size_t created, conflicts;
    size_t wrong;
    char fault[256]; /* of the first request that went wrong */
} load_client;

/* The status that was answered; 0 when none was. */
static int32_t send_request(load_client *client, const char *method, const char *path,
                            const char *body)
{
    char url[512];
    snprintf(url, sizeof url, "%s%s", stage_url(api.stage), path);
    const lamina_param headers[] = {{LAMINA_STR("Authorization"), LAMINA_STR(PARTNER_API_TOKEN)},
                                    {LAMINA_STR("Content-Type"), LAMINA_STR("application/json")}};
    lamina_http_call call = {.size = sizeof call,
                             .timeout_ms = 60000,
                             .method = method,
                             .url = url,
                             .headers = headers,
                             .header_count = body != NULL ? 2 : 1,
                             .body = lamina_str_from(body)};
    lamina_http_answer answer = {.size = sizeof answer};
    lamina_status status = lamina_http_send(client->http, &call, &answer);
    if (status == LAMINA_OK && answer.status < 500)
        return answer.status;
    if (client->fault[0] == '\0')
        snprintf(client->fault, sizeof client->fault, "%s %s: %s %s: %d %.*s", method, path,
                 lamina_status_name(status), answer.fault != NULL ? answer.fault : "",
                 (int)answer.status, (int)(answer.body.len < 120 ? answer.body.len : 120),
                 answer.body.ptr);
    return 0;
}

static int32_t create(load_client *client, const char *email)
{
    char body[256];
    snprintf(body, sizeof body, "{\"legalName\":\"ACME\",\"country\":\"DE\",\"email\":\"%s\"}",
             email);
    return send_request(client, "POST", "/partners", body);
}

static void start_all(load_client *clients, size_t count, void *(*run)(void *client))
{
    for (size_t i = 0; i < count; i++) {
        clients[i].number = i;
        clients[i].http = lamina_http_client_new(NULL);
        cr_assert_not_null(clients[i].http);
        cr_assert_eq(pthread_create(&clients[i].thread, NULL, run, &clients[i]), 0);
    }
}

static void wait_for_all(load_client *clients, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pthread_join(clients[i].thread, NULL);
        lamina_http_client_free(clients[i].http);
    }
}

/* ---- ten thousand requests ---- */

/* Of ten requests one creates, one lists, eight read. */
static void *send_mix(void *arg)
{
    load_client *client = arg;
    for (size_t i = 0; i < client->requests; i++) {
        char email[64];
        bool good;
        if (i % 10 == 0) {
            snprintf(email, sizeof email, "c%zu-%zu@example.com", client->number, i);
            good = create(client, email) == 201;
            client->created += good;
        } else if (i % 10 == 5) {
            good = send_request(client, "GET", "/partners?limit=5", NULL) == 200;
        } else {
            good = send_request(client, "GET", client->path, NULL) == 200;
        }
        client->wrong += !good;
    }
    return NULL;
}

static size_t count_listed(void)
{
    size_t count = 0;
    lamina_str cursor = LAMINA_STR("");
    do {
        lamina_str path =
            lamina_arena_format(api.arena, "/partners?limit=100&cursor=%.*s", LAMINA_FMT(cursor));
        partner_answer page = partner_api_send(&api, "GET", path.ptr, NULL, NULL, NULL);
        cr_assert_eq(page.status, 200);
        count += lamina_json_count(lamina_json_member(page.body, "items"));
        cursor = partner_answer_text(&page, "cursor");
    } while (cursor.len > 0);
    return count;
}

Test(load, no_request_over_many_connections_is_lost)
{
    const char *sanitized = getenv("SANITIZED");
    size_t requests = sanitized != NULL && sanitized[0] == '1' ? REQUESTS_SANITIZED : REQUESTS;
    load_client clients[CONNECTIONS] = {0};
    const char *path = partner_api_path(&api, partner_api_create(&api, "first@example.com"));
    for (size_t i = 0; i < CONNECTIONS; i++) {
        clients[i].path = path;
        clients[i].requests = requests / CONNECTIONS + (i < requests % CONNECTIONS);
    }
    start_all(clients, CONNECTIONS, send_mix);
    wait_for_all(clients, CONNECTIONS);

    size_t created = 1;
    for (size_t i = 0; i < CONNECTIONS; i++) {
        cr_expect_eq(clients[i].wrong, 0, "connection %zu: %zu of %zu: %s", i, clients[i].wrong,
                     clients[i].requests, clients[i].fault);
        created += clients[i].created;
    }
    cr_expect_eq(count_listed(), created, "what was answered with 201 is there");
}

/* ---- one address ---- */

static void *race_for_addresses(void *arg)
{
    load_client *client = arg;
    for (size_t round = 0; round < ROUNDS; round++) {
        char email[64];
        snprintf(email, sizeof email, "%s%zu@example.com", client->number % 2 ? "Race" : "race",
                 round);
        int32_t status = create(client, email);
        client->created += status == 201;
        client->conflicts += status == 409;
    }
    return NULL;
}

Test(load, of_those_who_race_for_an_address_one_gets_it)
{
    load_client clients[RACERS] = {0};
    start_all(clients, RACERS, race_for_addresses);
    wait_for_all(clients, RACERS);
    size_t created = 0, conflicts = 0;
    for (size_t i = 0; i < RACERS; i++) {
        cr_expect_str_eq(clients[i].fault, "");
        created += clients[i].created;
        conflicts += clients[i].conflicts;
    }
    cr_expect_eq(created, ROUNDS);
    cr_expect_eq(conflicts, ROUNDS * (RACERS - 1));
    cr_expect_eq(count_listed(), ROUNDS);
}
