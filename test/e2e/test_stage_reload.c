/*
 * The local stage when a plugin's file changes under it, and when a source does.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina/text.h"
#include "program.h"
#include "stage_process.h"

static char folder[] = "/tmp/lamina-reload-XXXXXX";
static char *original; /* the plugin as it was built */
static char *plugin;   /* the one that is served */
static stage_process *stage;
static lamina_http_client *client;

static char *in_folder(const char *name)
{
    char *path = NULL;
    cr_assert_geq(asprintf(&path, "%s/%s", folder, name), 0);
    return path;
}

/* As a linker does it: a new file in the place of the old one. */
static void install(const char *from)
{
    char *beside = in_folder("new");
    program_result r = program_run("/bin/cp", (const char *const[PROGRAM_WORDS_CAP]){from, beside});
    cr_assert_eq(r.status, 0, "%s", r.errors);
    program_forget(&r);
    cr_assert_eq(rename(beside, plugin), 0);
    free(beside);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    cr_assert_eq(fclose(file), 0);
}

static void prepare(void)
{
    cr_assert_not_null(mkdtemp(folder));
    original = program_built("test/plugins/echo.so");
    plugin = in_folder("echo.so");
    install(original);
    client = lamina_http_client_new(NULL);
    cr_assert_not_null(client);
}

static void clean_up(void)
{
    lamina_http_client_free(client);
    if (stage != NULL)
        cr_expect_eq(stage_stop(stage), 0);
    program_result r =
        program_run("/bin/rm", (const char *const[PROGRAM_WORDS_CAP]){"-rf", folder});
    program_forget(&r);
    free(original);
    free(plugin);
}

TestSuite(test_stage_reload, .init = prepare, .fini = clean_up, .timeout = 100);

static pid_t only_child(void)
{
    pid_t ids[2];
    cr_assert_eq(stage_get(client, stage, "/request").status, 200);
    cr_assert_eq(stage_children(stage, ids, 2), 1);
    return ids[0];
}

Test(test_stage_reload, serves_a_changed_plugin_by_a_new_process)
{
    stage = stage_start(&(stage_options){.plugins = {plugin}});
    const pid_t before = only_child();
    install(original);
    stage_wait_for_output(stage, "echo.so has changed: the next request gets a new process.");
    stage_wait_for_end_of(before);
    cr_expect_neq(only_child(), before);
}

static void *ask(void *status)
{
    *(int32_t *)status = stage_get(client, stage, "/request").status;
    return NULL;
}

/* A request waits for a process that is still starting when the plugin changes: a new one serves it. */
Test(test_stage_reload, lets_a_request_wait_for_the_new_process)
{
    char *gate = in_folder("gate");
    char *starter = in_folder("starter");
    char *real = program_built("layer/bootstrap");
    char *script = NULL;
    cr_assert_geq(asprintf(&script, "#!/bin/sh\nread line < %s\nexec %s\n", gate, real), 0);
    write_file(starter, script);
    cr_assert_eq(chmod(starter, 0755), 0);
    cr_assert_eq(mkfifo(gate, 0600), 0);
    const int opener = open(gate, O_RDWR | O_CLOEXEC); /* what is written waits for its reader */
    cr_assert_geq(opener, 0);

    stage =
        stage_start(&(stage_options){.plugins = {plugin}, .arguments = {"--bootstrap", starter}});
    int32_t status = 0;
    pthread_t asker;
    pid_t ids[2];
    cr_assert_eq(pthread_create(&asker, NULL, ask, &status), 0);
    while (stage_children(stage, ids, 2) == 0)
        continue;
    install(original);
    stage_wait_for_output(stage, "has changed");
    cr_assert_eq(write(opener, "go\ngo\n", 6), 6);
    cr_assert_eq(pthread_join(asker, NULL), 0);
    cr_expect_eq(status, 200);
    close(opener);
    free(gate);
    free(starter);
    free(real);
    free(script);
}

/* What `make clean` and `make` do to the folder that plugins lie in. */
Test(test_stage_reload, finds_a_folder_again_that_was_removed_and_made_anew)
{
    stage = stage_start(&(stage_options){.plugins = {plugin}});
    const pid_t before = only_child();
    program_result r =
        program_run("/bin/rm", (const char *const[PROGRAM_WORDS_CAP]){"-rf", folder});
    program_forget(&r);
    cr_assert_eq(mkdir(folder, 0755), 0);
    install(original);
    stage_wait_for_output(stage, "has changed");
    stage_wait_for_end_of(before);
    const pid_t then = only_child();
    cr_expect_neq(then, before);
    install(original);
    stage_wait_for_end_of(then);
    cr_expect_neq(only_child(), then);
}

Test(test_stage_reload, lets_a_plugin_that_cannot_be_loaded_change_nothing)
{
    stage = stage_start(&(stage_options){.plugins = {plugin}});
    const pid_t before = only_child();
    char *garbage = in_folder("garbage");
    write_file(garbage, "no shared object at all");
    install(garbage);
    stage_wait_for_error(stage, "echo.so: the processes of before go on");
    stage_wait_for_error(stage, "Runtime.NotAPlugin");
    cr_expect_eq(only_child(), before);
    install(original);
    stage_wait_for_output(stage, "has changed");
    stage_wait_for_end_of(before);
    cr_expect_neq(only_child(), before);
    free(garbage);
}

Test(test_stage_reload, builds_when_a_source_is_saved)
{
    char *source = in_folder("echo.c");
    char *command = NULL;
    cr_assert_geq(asprintf(&command, "cp -f --remove-destination %s %s", original, plugin), 0);
    stage = stage_start(&(stage_options){.plugins = {plugin},
                                         .arguments = {"--watch", folder, "--build", command}});
    const pid_t before = only_child();
    write_file(source, "/* saved */");
    stage_wait_for_output(stage, "has changed");
    stage_wait_for_end_of(before);
    cr_expect_neq(only_child(), before);
    free(source);
    free(command);
}

Test(test_stage_reload, keeps_the_last_good_plugin_when_a_build_fails)
{
    char *source = in_folder("echo.c");
    stage = stage_start(&(stage_options){
        .plugins = {plugin}, .arguments = {"--watch", folder, "--build", "ls /no/such/file"}});
    const pid_t before = only_child();
    write_file(source, "/* saved */");
    stage_wait_for_error(stage, "build | ls:");
    stage_wait_for_error(stage, "the build failed; what was built before goes on");
    cr_expect_eq(only_child(), before);
    free(source);
}

Test(test_stage_reload, takes_watch_and_build_together)
{
    char *output = NULL;
    char *errors = NULL;
    const stage_options options = {.plugins = {plugin}, .arguments = {"--watch", folder}};
    cr_expect_eq(stage_run(&options, &output, &errors), 2);
    cr_expect_not_null(strstr(errors, "--watch and --build go together"), "%s", errors);
    free(output);
    free(errors);
    const stage_options nowhere = {.plugins = {plugin},
                                   .arguments = {"--watch", "/no/such/folder", "--build", "true"}};
    cr_expect_eq(stage_run(&nowhere, &output, &errors), 1);
    cr_expect_not_null(strstr(errors, "--watch /no/such/folder: No such file"), "%s", errors);
    free(output);
    free(errors);
}
