/*
 * domain-tables: makes, lists, compares and removes the tables of the domain's models, for local use.
 * What is deployed comes from the shared template, never from here.
 *
 * Where the database is, the environment says, as for every AWS SDK.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/models.h"
#include "lamina/context.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define ARENA_CAP (16u << 20)
#define DEADLINE_MS 60000

/* Exit statuses. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

static const char usage[] =
    "Usage: domain-tables create|list|diff|remove|accesses\n"
    "\n"
    "  create    creates the tables that are missing, with their indexes\n"
    "  list      says of each table whether it exists\n"
    "  diff      says in what each table is another than its model asks for;\n"
    "            exit status 1 when one is\n"
    "  remove    removes the tables and all that is in them; only where\n"
    "            AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL says which database\n"
    "  accesses  lists the named ways to read each model; asks no database\n"
    "\n"
    "A table is called as the model's variable says (PARTNER_TABLE_NAME, ...), or like the\n"
    "model. Exit status: 0 done, 1 failed, 2 not understood.\n";

/* One command on one table: prints a line on success. */
typedef lamina_status (*command_run)(lamina_context *context, const mapper_model *model,
                                     const char *table);

typedef struct command {
    const char *name;
    command_run run;
    bool tells_all; /* also of the tables behind one that failed */
} command;

static lamina_status create(lamina_context *context, const mapper_model *model, const char *table)
{
    lamina_status status = mapper_table_create(context, model);
    if (status != LAMINA_OK && status != LAMINA_E_CONFLICT)
        return status;
    printf("%s %s\n", status == LAMINA_OK ? "created" : "exists ", table);
    return LAMINA_OK;
}

static lamina_status list(lamina_context *context, const mapper_model *model, const char *table)
{
    bool exists = false;
    lamina_status status = mapper_table_exists(context, model, &exists);
    if (status == LAMINA_OK)
        printf("%s %s\n", exists ? "exists " : "missing", table);
    return status;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

static lamina_status remove_table(lamina_context *context, const mapper_model *model,
                                  const char *table)
{
    if (!is_set("AWS_ENDPOINT_URL_DYNAMODB") && !is_set("AWS_ENDPOINT_URL"))
        return lamina_cause(context, LAMINA_E_CONFIG,
                            "nothing is removed without AWS_ENDPOINT_URL_DYNAMODB or "
                            "AWS_ENDPOINT_URL: these would be the tables of an account");
    lamina_status status = mapper_table_remove(context, model);
    if (status != LAMINA_OK && status != LAMINA_E_NOT_FOUND)
        return status;
    printf("%s %s\n", status == LAMINA_OK ? "removed" : "missing", table);
    return LAMINA_OK;
}

static lamina_status diff(lamina_context *context, const mapper_model *model, const char *table)
{
    mapper_table found = {.size = sizeof found};
    lamina_list differences = {NULL, 0};
    lamina_status status = mapper_table_describe(context, model, &found);
    if (status == LAMINA_E_NOT_FOUND)
        return lamina_cause(context, status, "there is no such table");
    if (status == LAMINA_OK)
        status = mapper_table_diff(context->arena, model, &found, &differences);
    if (status != LAMINA_OK)
        return status;
    const lamina_str *sentences = differences.items;
    for (size_t i = 0; i < differences.count; i++)
        printf("differs %s: %.*s\n", table, LAMINA_FMT(sentences[i]));
    if (differences.count > 0)
        return lamina_cause(context, LAMINA_E_CONFLICT, "it is another than its model asks for");
    printf("same    %s\n", table);
    return LAMINA_OK;
}

static const command commands[] = {{"create", create, false},
                                   {"list", list, false},
                                   {"diff", diff, true},
                                   {"remove", remove_table, false}};

static const command *command_named(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Models may share a table: the first one of each describes it. */
static bool has_its_turn(size_t number)
{
    lamina_str table = mapper_table_name(domain_models[number]);
    for (size_t i = 0; i < number; i++)
        if (lamina_str_equal(mapper_table_name(domain_models[i]), table))
            return false;
    return true;
}

static void tell(const lamina_context *context, const char *table, lamina_status status)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context->error, &problem);
    fprintf(stderr, "domain-tables: table %s: %s\n", table, lamina_status_name(status));
    if (problem.detail.len > 0)
        fprintf(stderr, "  %.*s\n", LAMINA_FMT(problem.detail));
    for (size_t i = 0; i < problem.cause_count; i++)
        fprintf(stderr, "  %.*s\n", LAMINA_FMT(problem.causes[i]));
}

static int run(const command *chosen, lamina_context *context)
{
    lamina_str reason = {NULL, 0};
    if (mapper_models_check(context->arena, domain_models, &reason) != LAMINA_OK) {
        fprintf(stderr, "domain-tables: %.*s\n", LAMINA_FMT(reason));
        return EXIT_FAILED;
    }
    int exit_status = EXIT_SUCCESS;
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        if (!has_its_turn(i))
            continue;
        const char *table = mapper_table_name(domain_models[i]).ptr;
        lamina_status status = chosen->run(context, domain_models[i], table);
        if (status != LAMINA_OK) {
            tell(context, table, status);
            exit_status = EXIT_FAILED;
        }
        if (status != LAMINA_OK && !chosen->tells_all)
            break;
        lamina_error_reset(context);
    }
    return fflush(stdout) == 0 ? exit_status : EXIT_FAILED;
}

/* All models, those that share a table among them. */
static int list_accesses(void)
{
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        const mapper_model *model = domain_models[i];
        const char *accesses = (const char *)(const void *)model->accesses;
        for (uint32_t j = 0; j < model->access_count; j++) {
            const mapper_access *access =
                (const mapper_access *)(const void *)(accesses + (size_t)j * model->access_size);
            printf("%s %s (%s%s) %s\n", model->name, access->name,
                   access->index == NULL ? "table" : access->index,
                   access->descending != 0 ? ", descending" : "",
                   access->summary == NULL ? "" : access->summary);
        }
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILED;
}

/* The system's clock and random numbers serve a context without a host. */
static int run_with_context(const command *chosen)
{
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    lamina_error *error = arena == NULL ? NULL : lamina_error_new(arena);
    if (error == NULL) {
        fprintf(stderr, "domain-tables: out of memory\n");
        lamina_arena_free(arena);
        return EXIT_FAILED;
    }
    lamina_context context = {.size = sizeof context, .arena = arena, .error = error};
    context.deadline_ms = lamina_now_us(&context) / 1000 + DEADLINE_MS;
    int exit_status = run(chosen, &context);
    lamina_arena_free(arena);
    return exit_status;
}

int main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    if (argc == 2 && strcmp(argv[1], "accesses") == 0)
        return list_accesses();
    const command *chosen = argc == 2 ? command_named(argv[1]) : NULL;
    if (chosen == NULL) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    return run_with_context(chosen);
}
