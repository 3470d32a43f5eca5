/* Contenders are processes: threads would share the test's context. See race.h. */
#include "race.h"

#include <criterion/criterion.h>

#include <sys/wait.h>
#include <unistd.h>

#include "domain/dynamodb.h"

/* Context, client and socket of the parent came along with fork() and must not be used by two. */
static lamina_status run_alone(test_context *inherited, race_fn *run, size_t index)
{
    test_context_free(inherited);
    test_context *own = test_context_new();
    test_context_use_system_clock(own);
    test_context_seed_random_anew(own);
    lamina_context *context = test_context_get(own);
    /* An invocation of its own: the service takes equal transactions of one for the same. */
    context->request_id = lamina_arena_format(context->arena, "contender-%zu-%d", index, getpid());

    dynamodb_client_options options = {.size = sizeof options};
    dynamodb_client *client = NULL;
    lamina_str reason;
    lamina_status status = dynamodb_client_new(&options, context->arena, &client, &reason);
    if (status == LAMINA_OK) {
        dynamodb_client_use(client);
        status = run(context, index);
        dynamodb_client_free(client);
    }
    test_context_free(own);
    return status;
}

/* In the child: waits until the parent closes its end, and tells the result by the exit status. */
static void contend(test_context *inherited, const int gun[2], race_fn *run, size_t index)
{
    char nothing;
    close(gun[1]);
    while (read(gun[0], &nothing, 1) > 0) {
    }
    _exit(-run_alone(inherited, run, index));
}

void race(test_context *test, size_t count, race_fn *run, lamina_status *results)
{
    int gun[2];
    pid_t pids[RACE_CAP];
    cr_assert_leq(count, RACE_CAP);
    cr_assert_eq(pipe(gun), 0);
    for (size_t i = 0; i < count; i++) {
        pids[i] = fork();
        cr_assert_neq(pids[i], -1);
        if (pids[i] == 0)
            contend(test, gun, run, i);
    }
    close(gun[0]);
    close(gun[1]);
    for (size_t i = 0; i < count; i++) {
        int how = 0;
        cr_assert_eq(waitpid(pids[i], &how, 0), pids[i]);
        cr_assert(WIFEXITED(how), "contender %zu ended by signal %d", i, WTERMSIG(how));
        results[i] = -WEXITSTATUS(how);
    }
}

size_t race_count(const lamina_status *results, size_t count, lamina_status wanted)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += results[i] == wanted;
    return found;
}
