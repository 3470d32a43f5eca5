/*
 * The stage and its database: started, waited for, watched, or left to the user.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acting_runtime.h"
#include "lamina/text.h"
#include "program.h"
#include "stage_process.h"

Test(test_stage_database, is_up_before_the_setup_runs_and_ends_with_the_stage)
{
    pid_t id = 0;
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    stage_process *stage = stage_start(
        &(stage_options){.plugins = {"echo"}, .db = "memory", .arguments = {"--setup", "env"}});
    stage_wait_for_output(stage, "setup | AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:");
    stage_wait_for_output(stage, "Data: in memory");
    cr_assert_eq(stage_children(stage, &id, 1), 1);
    cr_expect_eq(stage_stop(stage), 0);
    stage_wait_for_end_of(id);
}

Test(test_stage_database, leaves_nothing_in_the_folder_that_the_stage_is_started_in)
{
    char folder[] = "/tmp/lamina-start-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .db = "memory", .folder = folder});
    cr_expect_eq(stage_stop(stage), 0);
    cr_expect_eq(rmdir(folder), 0, "%s is not empty", folder);
}

Test(test_stage_database, takes_the_stage_with_it_when_it_ends)
{
    pid_t id = 0;
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}, .db = "memory"});
    cr_assert_eq(stage_children(stage, &id, 1), 1);
    kill(id, SIGKILL);
    stage_wait_for_error(stage, "DynamoDB Local ended with signal 9 (Killed); the stage stops");
    cr_expect_eq(stage_stop(stage), 1);
}

Test(test_stage_database, that_is_not_there_ends_the_start)
{
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    char *output;
    char *errors;
    int status = stage_run(&(stage_options){.plugins = {"echo"},
                                            .db = "memory",
                                            .arguments = {"--dynamodb-local", "/no/such/folder"}},
                           &output, &errors);
    cr_expect_eq(status, 1);
    cr_expect_not_null(strstr(errors, "/no/such/folder/DynamoDBLocal.jar"), "%s", errors);
    free(output);
    free(errors);
}

/* A variable of the child that the stage starts, and whether the stage started a database. */
static char *variable_of_child(const stage_options *options, const char *name)
{
    stage_process *stage = stage_start(options);
    lamina_http_client *client = lamina_http_client_new(NULL);
    lamina_http_answer answer = stage_get(client, stage, "/request");
    cr_assert_eq(answer.status, 200);
    cr_expect_eq(stage_children(stage, NULL, 0), 1, "a module's process and no other");
    const char *found = memmem(answer.body.ptr, answer.body.len, name, strlen(name));
    cr_assert_not_null(found, "%.*s", LAMINA_FMT(answer.body));
    char *line = strndup(found, strcspn(found, "\n"));
    lamina_http_client_free(client);
    cr_expect_eq(stage_stop(stage), 0);
    return line;
}

/* The keys of encrypted fields that a child was given, read where its variable says they are. */
static void read_keys(const stage_options *options, const char *path, char *content, size_t room)
{
    char wanted[160];
    snprintf(wanted, sizeof wanted, "LAMINA_KEY_FILE=%s", path);
    char *variable = variable_of_child(options, "LAMINA_KEY_FILE=");
    cr_expect_str_eq(variable, wanted);
    free(variable);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    content[fread(content, 1, room - 1, file)] = '\0';
    fclose(file);
}

/* For their owner alone, and the same after a restart. */
static void expect_keys_kept(const stage_options *options, const char *folder)
{
    char path[96], first[512], second[512];
    struct stat status;
    snprintf(path, sizeof path, "%s/encryption.keys", folder);
    read_keys(options, path, first, sizeof first);
    read_keys(options, path, second, sizeof second);
    cr_expect_str_eq(first, second);
    cr_expect_not_null(strstr(first, "\nkey local "));
    cr_expect_not_null(strstr(first, "\nindex "));
    cr_assert_eq(stat(path, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600);
    unlink(path);
}

Test(test_stage_database, of_the_user_s_own_is_used_and_none_is_started)
{
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9", 1);
    char folder[] = "/tmp/lamina-data-XXXXXX";
    char key_file[64];
    cr_assert_not_null(mkdtemp(folder));
    snprintf(key_file, sizeof key_file, "%s/cursor.key", folder);
    const stage_options options = {.plugins = {"echo"},
                                   .db = "disk",
                                   .arguments = {"--bootstrap", acting_runtime_path(), "--env",
                                                 "ACT=environment", "--data", folder}};
    char *endpoint = variable_of_child(&options, "AWS_ENDPOINT_URL_DYNAMODB=");
    cr_expect_str_eq(endpoint, "AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:9");
    free(endpoint);

    char *first = variable_of_child(&options, "LAMINA_CURSOR_KEY=");
    char *second = variable_of_child(&options, "LAMINA_CURSOR_KEY=");
    cr_expect_str_eq(first, second, "cursors outlive a restart");
    cr_expect_eq(strlen(first), strlen("LAMINA_CURSOR_KEY=") + 44);
    struct stat status;
    cr_assert_eq(stat(key_file, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600);
    expect_keys_kept(&options, folder);
    free(first);
    free(second);
    unlink(key_file);
    rmdir(folder);
}

Test(test_stage_database, on_disk_belongs_to_one_stage_at_a_time)
{
    char folder[] = "/tmp/lamina-data-XXXXXX";
    char *output;
    char *errors;
    cr_assert_not_null(mkdtemp(folder));
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    const stage_options options = {
        .plugins = {"echo"}, .db = "disk", .arguments = {"--data", folder}};
    stage_process *stage = stage_start(&options);
    cr_expect_eq(stage_run(&options, &output, &errors), 1);
    cr_expect_not_null(strstr(errors, "another stage keeps its data in"), "%s", errors);
    cr_expect_eq(stage_stop(stage), 0);
    free(output);
    free(errors);
    /* And to the next one when that has ended. */
    stage = stage_start(&options);
    cr_expect_eq(stage_stop(stage), 0);
    program_result r =
        program_run("/bin/rm", (const char *const[PROGRAM_WORDS_CAP]){"-rf", folder});
    program_forget(&r);
}
