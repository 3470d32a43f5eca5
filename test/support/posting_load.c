/* Clients that post at once: see posting_load.h. */
#include "posting_load.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"

enum { BUSY_CAP = 50, CONNECTION_CAP = 64 };

/* One client. */
typedef struct poster {
    const posting_stage *stage;
    lamina_http_client *client;
    lamina_arena *arena;
    pthread_t thread;
    int number;
    int turns; /* 0: until ends_at */
    time_t ends_at;
    uint64_t random;
    int64_t posted, sum;
    int64_t again; /* answers that were given before */
    char last_id[32];
    char failure[512]; /* what went wrong first; "" when nothing did */
} poster;

static int64_t below(poster *self, int64_t bound)
{
    self->random = self->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((self->random >> 33) % (uint64_t)bound);
}

static void fail(poster *self, const char *path, const lamina_http_answer *answer)
{
    if (self->failure[0] == '\0')
        snprintf(self->failure, sizeof self->failure, "%s: %d %.*s", path, (int)answer->status,
                 LAMINA_FMT(answer->body));
}

/* Others may be in the way for longer than the module waits: then the same is sent again. */
static lamina_http_answer send(poster *self, const char *path, const char *body, const char *key)
{
    lamina_http_answer answer = {0};
    for (int i = 0; i < BUSY_CAP; i++) {
        answer = posting_send(self->stage, self->client, "POST", path, body, key);
        if (answer.status != 409 || strstr(answer.body.ptr, "contract-busy") == NULL)
            break;
    }
    return answer;
}

/* Sends it, and enters what came of it; false when it is not 201. */
static bool post(poster *self, const char *path, const char *body, const char *key)
{
    int64_t change = 0;
    const lamina_json *json = NULL;
    lamina_http_answer answer = send(self, path, body, key);
    lamina_arena_reset(self->arena);
    if (answer.status != 201 ||
        lamina_json_read(self->arena, answer.body, 0, &json, NULL) != LAMINA_OK ||
        lamina_json_int64(lamina_json_member(json, "balanceChange"), &change) != LAMINA_OK) {
        fail(self, path, &answer);
        return false;
    }
    lamina_str id = lamina_json_member_string(json, "transactionId");
    snprintf(self->last_id, sizeof self->last_id, "%.*s", LAMINA_FMT(id));
    if (stage_header(&answer, "Idempotency-Replayed").len > 0) {
        self->again++;
        return true;
    }
    self->posted++;
    self->sum += change;
    return true;
}

static bool post_entry(poster *self, int64_t amount, const char *key)
{
    char body[256];
    snprintf(body, sizeof body,
             "{\"contractId\":\"%s\",\"kind\":\"%s\",\"amount\":%lld,\"currency\":\"EUR\"}",
             self->stage->contract_id, amount > 0 ? "debit" : "credit",
             (long long)(amount > 0 ? amount : -amount));
    return post(self, "/transactions", body, key);
}

/* A debit or a credit, now and then sent twice, or undone; and what all clients send under one key. */
static bool take_turn(poster *self, int turn)
{
    char key[64], path[96], first_id[32];
    snprintf(key, sizeof key, "%d-%d", self->number, turn);
    int64_t amount = (below(self, 1000) + 1) * (below(self, 2) == 0 ? 1 : -1);
    if (!post_entry(self, amount, key))
        return false;
    snprintf(first_id, sizeof first_id, "%s", self->last_id);
    if (turn % 8 == 1 && !post_entry(self, amount, key))
        return false;
    if (strcmp(first_id, self->last_id) != 0)
        return snprintf(self->failure, sizeof self->failure, "%s is two entries", key) < 0;
    snprintf(path, sizeof path, "/transactions/%s/reverse", first_id);
    snprintf(key, sizeof key, "undo-%d-%d", self->number, turn);
    if (turn % 8 == 3 && !post(self, path, "{}", key))
        return false;
    snprintf(key, sizeof key, "all-%d", turn);
    return turn % 8 != 5 || post_entry(self, 7, key);
}

static void *work(void *arg)
{
    poster *self = arg;
    self->client = lamina_http_client_new(NULL);
    self->arena = lamina_arena_new(1u << 20);
    bool goes_on = true;
    for (int turn = 0;
         goes_on && (self->turns > 0 ? turn < self->turns : time(NULL) < self->ends_at); turn++)
        goes_on = take_turn(self, turn);
    lamina_arena_free(self->arena);
    lamina_http_client_free(self->client);
    return NULL;
}

struct posting_load {
    int count;
    poster posters[CONNECTION_CAP];
};

posting_load *posting_load_start(const posting_stage *stage, int connections, int turns,
                                 time_t ends_at)
{
    posting_load *load = calloc(1, sizeof *load);
    cr_assert(load != NULL && connections <= CONNECTION_CAP);
    for (int i = 0; i < connections; i++) {
        poster *one = &load->posters[load->count++];
        *one = (poster){.stage = stage,
                        .number = i,
                        .turns = turns,
                        .ends_at = ends_at,
                        .random = (uint64_t)(i + 1)};
        cr_assert_eq(pthread_create(&one->thread, NULL, work, one), 0);
    }
    return load;
}

posting_result posting_load_finish(posting_load *load)
{
    posting_result all = {0};
    for (int i = 0; i < load->count; i++) {
        const poster *one = &load->posters[i];
        pthread_join(one->thread, NULL);
        cr_expect_str_empty(one->failure, "%s", one->failure);
        all.posted += one->posted;
        all.sum += one->sum;
        all.again += one->again;
    }
    posting_expect(load->posters[0].stage, all.posted, all.sum);
    free(load);
    return all;
}
