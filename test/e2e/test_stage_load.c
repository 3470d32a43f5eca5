/*
 * Many requests over many connections: each is answered, and by its own answer.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "lamina/text.h"
#include "stage_process.h"

#define CONNECTIONS 16
#define REQUESTS 2000

typedef struct load {
    const stage_process *stage;
    pthread_t thread;
    int number;
    int right;
    uint32_t connections;
} load;

static void *work(void *arg)
{
    load *mine = arg;
    lamina_http_client *client = lamina_http_client_new(NULL);
    for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
        char path[64];
        snprintf(path, sizeof path, "/files/%d-%d", mine->number, i);
        lamina_http_answer answer = stage_get(client, mine->stage, path);
        mine->right += answer.status == 200 && lamina_str_is(answer.body, path + strlen("/files/"));
        mine->connections = answer.connections;
    }
    lamina_http_client_free(client);
    return NULL;
}

Test(test_stage_load, none_of_2000_requests_over_16_connections_is_lost)
{
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    load loads[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
        loads[i] = (load){.stage = stage, .number = i};
        cr_assert_eq(pthread_create(&loads[i].thread, NULL, work, &loads[i]), 0);
    }
    for (int i = 0; i < CONNECTIONS; i++) {
        pthread_join(loads[i].thread, NULL);
        cr_expect_eq(loads[i].right, REQUESTS / CONNECTIONS);
        cr_expect_eq(loads[i].connections, 1, "the connection is kept");
    }
    pid_t ids[8];
    size_t count = stage_children(stage, ids, 8);
    cr_expect_leq(count, 4);
    cr_expect_eq(stage_stop(stage), 0);
    for (size_t i = 0; i < count; i++)
        stage_wait_for_end_of(ids[i]);
}
