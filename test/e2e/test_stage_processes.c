/*
 * The processes of a stage: when they are started, what they are given, and that none is left.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acting_runtime.h"
#include "lamina/text.h"
#include "stage_process.h"

#define OVERLAP 3

static void *ask(void *arg)
{
    const stage_process *stage = arg;
    lamina_http_client *client = lamina_http_client_new(NULL);
    lamina_http_answer answer = stage_get(client, stage, "/request");
    long id = answer.status == 200 ? strtol(answer.body.ptr, NULL, 10) : -answer.status;
    lamina_http_client_free(client);
    return (void *)id;
}

/* The folder holds one empty file a process, named by its id. */
static void remove_folder(const char *folder, void *const ids[OVERLAP])
{
    for (size_t i = 0; i < OVERLAP; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%ld", folder, (long)ids[i]);
        unlink(path);
    }
    rmdir(folder);
}

Test(test_stage_processes, requests_that_overlap_get_processes_of_their_own_and_these_stay)
{
    char folder[] = "/tmp/lamina-meet-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    char arg[128];
    snprintf(arg, sizeof arg, "ARG=%d:%s", OVERLAP, folder);
    stage_process *stage = stage_start(&(stage_options){
        .plugins = {"echo"},
        .arguments = {"--bootstrap", acting_runtime_path(), "--env", "ACT=meet", "--env", arg}});
    pthread_t threads[OVERLAP];
    void *ids[OVERLAP];
    for (size_t i = 0; i < OVERLAP; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, ask, stage), 0);
    for (size_t i = 0; i < OVERLAP; i++)
        pthread_join(threads[i], &ids[i]);
    for (size_t i = 0; i < OVERLAP; i++) {
        cr_expect_gt((long)ids[i], 0);
        cr_expect_neq(ids[i], ids[(i + 1) % OVERLAP]);
    }
    cr_expect_eq(stage_children(stage, NULL, 0), OVERLAP);
    cr_expect_gt((long)ask(stage), 0);
    cr_expect_eq(stage_children(stage, NULL, 0), OVERLAP, "a warm one serves what comes later");
    cr_expect_eq(stage_stop(stage), 0);
    remove_folder(folder, ids);
}

/* Each module's process, ready to be watched. */
static size_t start_modules(stage_process *stage, pid_t *ids, size_t cap)
{
    lamina_http_client *client = lamina_http_client_new(NULL);
    cr_assert_eq(stage_get(client, stage, "/request").status, 200);
    lamina_http_client_free(client);
    return stage_children(stage, ids, cap);
}

Test(test_stage_processes, sigterm_ends_all_of_them)
{
    pid_t ids[4];
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    cr_assert_eq(start_modules(stage, ids, 4), 1);
    cr_expect_eq(stage_stop(stage), 0);
    stage_wait_for_end_of(ids[0]);
}

Test(test_stage_processes, one_that_was_told_to_stop_is_not_complained_of)
{
    pid_t ids[4];
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    cr_assert_eq(start_modules(stage, ids, 4), 1);
    kill(ids[0], SIGTERM);
    stage_wait_for_no_children(stage);
    cr_assert_eq(start_modules(stage, ids, 4), 1, "the next request gets a fresh one");
    char *errors = stage_errors(stage);
    cr_expect_null(strstr(errors, "lamina dev:"), "%s", errors);
    free(errors);
    cr_expect_eq(stage_stop(stage), 0);
}

/* As when somebody presses Ctrl-C: a terminal signals the whole group in its foreground. */
Test(test_stage_processes, sigint_from_the_terminal_ends_all_of_them_without_a_word)
{
    pid_t ids[4];
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    cr_assert_eq(start_modules(stage, ids, 4), 1);
    kill(-stage_pid(stage), SIGINT);
    stage_wait_for_output(stage, "Stopping.");
    stage_wait_for_end_of(ids[0]);
    char *errors = stage_errors(stage);
    cr_expect_null(strstr(errors, "lamina dev:"), "%s", errors);
    free(errors);
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_processes, one_that_ignores_sigterm_is_killed)
{
    pid_t ids[4];
    stage_process *stage = stage_start(
        &(stage_options){.plugins = {"echo"},
                         .arguments = {"--bootstrap", acting_runtime_path(), "--env", "ACT=deaf",
                                       "--env", "ARG={\"statusCode\":200}"}});
    cr_assert_eq(start_modules(stage, ids, 4), 1);
    cr_expect_eq(stage_stop(stage), 0);
    stage_wait_for_end_of(ids[0]);
}

static void *ask_in_vain(void *arg)
{
    char *answer = stage_raw(arg, LAMINA_STR("GET /v1/request HTTP/1.1\r\nHost: x\r\n\r\n"));
    free(answer);
    return NULL;
}

Test(test_stage_processes, a_second_signal_does_not_wait_for_what_is_in_flight)
{
    pid_t id = 0;
    pthread_t thread;
    stage_process *stage = stage_start(
        &(stage_options){.plugins = {"echo"},
                         .arguments = {"--bootstrap", acting_runtime_path(), "--env", "ACT=hang"}});
    cr_assert_eq(pthread_create(&thread, NULL, ask_in_vain, stage), 0);
    stage_wait_for_error(stage, "echo | hanging");
    cr_assert_eq(stage_children(stage, &id, 1), 1);
    kill(stage_pid(stage), SIGTERM);
    stage_wait_for_output(stage, "Stopping.");
    cr_expect_eq(stage_stop(stage), 0, "its SIGTERM is the second");
    stage_wait_for_end_of(id);
    pthread_join(thread, NULL);
}

Test(test_stage_processes, they_die_with_a_stage_that_is_killed)
{
    pid_t ids[4];
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    cr_assert_eq(start_modules(stage, ids, 4), 1);
    kill(stage_pid(stage), SIGKILL);
    stage_wait_for_end_of(ids[0]);
    cr_expect_eq(stage_stop(stage), -1);
}

Test(test_stage_processes, a_port_in_use_ends_the_start_with_the_way_out)
{
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    char port[8];
    char text[128];
    snprintf(port, sizeof port, "%u", stage_port(stage));
    snprintf(text, sizeof text,
             "port %s is in use; stop what listens there or choose another: make run PORT=", port);
    char *output;
    char *errors;
    int status = stage_run(&(stage_options){.plugins = {"echo"}, .arguments = {"--port", port}},
                           &output, &errors);
    cr_expect_eq(status, 1);
    cr_expect_not_null(strstr(errors, text), "%s", errors);
    free(output);
    free(errors);
    cr_expect_eq(stage_stop(stage), 0);
}

static void expect_refusal(const stage_options *options, const char *text)
{
    char *output;
    char *errors;
    cr_expect_eq(stage_run(options, &output, &errors), 1);
    cr_expect_not_null(strstr(errors, text), "%s", errors);
    free(output);
    free(errors);
}

Test(test_stage_processes, a_plugin_that_the_host_would_refuse_ends_the_start)
{
    expect_refusal(&(stage_options){.plugins = {"echo", "newer-major"}}, "Runtime.PluginTooNew");
}

Test(test_stage_processes, two_modules_under_one_prefix_end_the_start)
{
    expect_refusal(&(stage_options){.plugins = {"good", "init-fails"}},
                   "both have routes under /hello");
}

Test(test_stage_processes, a_setup_that_fails_ends_the_start_and_is_heard)
{
    expect_refusal(
        &(stage_options){.plugins = {"echo"}, .arguments = {"--setup", "ls /no-such-folder"}},
        "the setup \"ls /no-such-folder\" ended with exit status 2");
    expect_refusal(
        &(stage_options){.plugins = {"echo"}, .arguments = {"--setup", "ls /no-such-folder"}},
        "setup | ");
}

Test(test_stage_processes, a_child_sees_lambda_s_environment_and_nothing_of_the_user_s)
{
    setenv("SECRET_OF_THE_USER", "hunter2", 1);
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"},
                                     .arguments = {"--bootstrap", acting_runtime_path(), "--env",
                                                   "ACT=environment", "--env", "TABLE=orders"}});
    lamina_http_client *client = lamina_http_client_new(NULL);
    lamina_http_answer answer = stage_get(client, stage, "/request");
    cr_assert_eq(answer.status, 200);
    char *names = strndup(answer.body.ptr, answer.body.len);
    static const char *const wanted[] = {"_HANDLER=echo\n",
                                         "AWS_LAMBDA_FUNCTION_NAME=echo\n",
                                         "AWS_LAMBDA_RUNTIME_API=127.0.0.1:",
                                         "LAMBDA_TASK_ROOT=/",
                                         "AWS_REGION=",
                                         "TZ=:UTC\n",
                                         "TABLE=orders\n",
                                         "LAMINA_CURSOR_KEY=",
                                         "LAMINA_KEY_FILE=/"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        cr_expect_not_null(strstr(names, wanted[i]), "%s is not in\n%s", wanted[i], names);
    cr_expect_null(strstr(names, "hunter2"));
    cr_expect_null(strstr(names, "AWS_ENDPOINT_URL_DYNAMODB"));
    free(names);
    lamina_http_client_free(client);
    cr_expect_eq(stage_stop(stage), 0);
}
