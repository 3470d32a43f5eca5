/*
 * mapper-bench: CPU time of the mapper's operations next to a loop that sends the same bytes, prepared
 * and signed, over the same HTTP client and reads the answers unparsed. Needs a DynamoDB Local, named in
 * AWS_ENDPOINT_URL_DYNAMODB. ROUNDS=n and N=operations a round override.
 *
 * Rounds are interleaved; what is told is the median over them. Server time counts for nothing: it
 * is this process's CPU time alone, user and system.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_item.h"
#include "fatal.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/system_host.h"
#include "lamina/text.h"
#include "stages.h"

#define ARENA_CAP (64u << 20)
#define ROUND_CAP 64
#define PAGE_ITEMS 100
#define BATCH_ITEMS 25
#define WARM_UP 200

static lamina_context context = {.size = sizeof context};

static void check(lamina_status status, const char *what)
{
    if (status == LAMINA_OK)
        return;
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context.error, &problem);
    for (size_t i = 0; i < problem.cause_count; i++)
        fprintf(stderr, "%.*s\n", LAMINA_FMT(problem.causes[i]));
    bench_die("%s: %s", what, lamina_status_name(status));
}

/* As between two invocations. */
static void reset(void)
{
    lamina_arena_reset(context.arena);
    context.error = lamina_error_new(context.arena);
    context.notes = lamina_notes_new(context.arena);
}

/* ---- the operations ---- */

static void get(void)
{
    bench_item item = bench_item_of("page", 7);
    check(mapper_get(&context, &bench_model, &item, NULL, &item), "get");
}

static void put(void)
{
    bench_item item = bench_item_of("single", 7);
    check(mapper_put(&context, &bench_model, &item, NULL), "put");
}

static void query(void)
{
    mapper_query asked = {
        .size = sizeof asked, .hash = dynamodb_text(LAMINA_STR("page")), .limit = PAGE_ITEMS};
    mapper_page page = {.size = sizeof page};
    check(mapper_query_page(&context, &bench_model, &asked, &page), "query");
    if (page.count != PAGE_ITEMS)
        bench_die("a page of %zu items", page.count);
}

static void write_batch(void)
{
    bench_item items[BATCH_ITEMS];
    mapper_batch *batch = NULL;
    check(mapper_batch_begin(&context, NULL, &batch), "batch");
    for (int64_t i = 0; i < BATCH_ITEMS; i++) {
        items[i] = bench_item_of("batch", i);
        check(mapper_batch_put(batch, &bench_model, &items[i]), "batch put");
    }
    check(mapper_batch_commit(batch, NULL), "batch commit");
}

typedef struct operation {
    const char *name;
    void (*act)(void);
    int items;
    const char *ledger; /* LAMINA_LEDGER */
    int share;          /* of N */
} operation;

static const operation operations[] = {
    {"get", get, 1, "on", 1},
    {"get, LAMINA_LEDGER=off", get, 1, "off", 1},
    {"put", put, 1, "on", 1},
    {"put, LAMINA_LEDGER=off", put, 1, "off", 1},
    {"query, 100 items", query, PAGE_ITEMS, "on", 10},
    {"query, LAMINA_LEDGER=off", query, PAGE_ITEMS, "off", 10},
    {"batch write, 25 items", write_batch, BATCH_ITEMS, "on", 10},
};
#define OPERATION_COUNT (sizeof operations / sizeof operations[0])

/* ---- measuring ---- */

typedef struct figures {
    double mapper[ROUND_CAP];
    double floor[ROUND_CAP];
    double ratio[ROUND_CAP];
    stages stages; /* over all rounds */
    long stage_count;
} figures;

static double time_of(void (*act)(void), long count)
{
    double start = cpu_us();
    for (long i = 0; i < count; i++) {
        reset();
        act();
    }
    return (cpu_us() - start) / (double)count;
}

static void measure(const operation *one, figures *into, int round, long count)
{
    setenv("LAMINA_LEDGER", one->ledger, 1);
    stages_keep(true);
    reset();
    one->act(); /* what the floor sends */
    stages_keep(false);
    if (round % 2 == 0) {
        into->mapper[round] = time_of(one->act, count);
        into->floor[round] = time_of(stages_send_prepared, count);
    } else {
        into->floor[round] = time_of(stages_send_prepared, count);
        into->mapper[round] = time_of(one->act, count);
    }
    into->ratio[round] = into->mapper[round] / into->floor[round];
    for (long i = 0; i < count / 4; i++, into->stage_count++) {
        reset();
        stages_begin();
        one->act();
        stages_end(&into->stages);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int count)
{
    double sorted[ROUND_CAP];
    memcpy(sorted, values, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, by_value);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

static void print(const operation *one, const figures *of, int rounds)
{
    double n = (double)of->stage_count;
    double mapper = median(of->mapper, rounds);
    printf("%-26s %9.1f %9.1f %6.2fx %9.2f %8.1f %8.1f %8.1f %8.1f\n", one->name, mapper,
           median(of->floor, rounds), median(of->ratio, rounds), mapper / one->items,
           of->stages.encode / n, of->stages.sign / n, of->stages.http / n, of->stages.decode / n);
}

/* ---- the run ---- */

static long setting(const char *name, long otherwise, long most)
{
    const char *text = getenv(name);
    int64_t number = otherwise;
    if (text != NULL &&
        lamina_parse_int64_between(lamina_str_from(text), 1, most, &number) != LAMINA_OK)
        bench_die("%s is no number from 1 to %ld", name, most);
    return (long)number;
}

static void fill_table(void)
{
    lamina_status status = mapper_table_create(&context, &bench_model);
    if (status != LAMINA_E_CONFLICT)
        check(status, "create table");
    for (int64_t i = 0; i < PAGE_ITEMS; i++) {
        bench_item item = bench_item_of("page", i);
        reset();
        check(mapper_put(&context, &bench_model, &item, NULL), "fill");
    }
}

int main(void)
{
    static figures all[OPERATION_COUNT];
    int rounds = (int)setting("ROUNDS", 5, ROUND_CAP);
    long count = setting("N", 2000, 1000000);
    if (getenv("AWS_ENDPOINT_URL_DYNAMODB") == NULL)
        bench_die("AWS_ENDPOINT_URL_DYNAMODB names no DynamoDB Local");
    context.host = lamina_system_host();
    context.arena = lamina_arena_new(ARENA_CAP);
    if (context.arena == NULL)
        bench_die("out of memory");
    reset();
    stages_open(&context);
    fill_table();
    for (size_t i = 0; i < OPERATION_COUNT; i++)
        time_of(operations[i].act, WARM_UP);
    for (int round = 0; round < rounds; round++)
        for (size_t i = 0; i < OPERATION_COUNT; i++)
            measure(&operations[i], &all[i], round, count / operations[i].share + 1);
    printf("CPU time of one operation, us; %d rounds of %ld; medians. Goal: 3x\n", rounds, count);
    printf("%-26s %9s %9s %7s %9s %8s %8s %8s %8s\n", "", "mapper", "prepared", "ratio", "an item",
           "encode", "sign", "HTTP", "decode");
    for (size_t i = 0; i < OPERATION_COUNT; i++)
        print(&operations[i], &all[i], rounds);
    stages_close();
    lamina_arena_free(context.arena);
    return 0;
}
