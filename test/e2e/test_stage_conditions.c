/*
 * What the stage puts its processes through when it is asked to: frozen between events, held for a debugger,
 * under the address sanitizer.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "acting_runtime.h"
#include "fake_server.h"
#include "lamina/text.h"
#include "program.h"
#include "stage_process.h"

#define LIMIT_MS 20000
#define ASK_EVERY_MS 5

TestSuite(test_stage_conditions, .timeout = 100);

/* 'T': stopped; 0: there is none. */
static char state_of(pid_t id)
{
    char path[64];
    char line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)id);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    const char *name_end = fgets(line, sizeof line, file) != NULL ? strrchr(line, ')') : NULL;
    fclose(file);
    return name_end != NULL && name_end[1] == ' ' ? name_end[2] : 0;
}

static void wait_until_stopped(pid_t id)
{
    for (int waited = 0; waited < LIMIT_MS; waited += ASK_EVERY_MS) {
        if (state_of(id) == 'T')
            return;
        nanosleep(&(struct timespec){.tv_nsec = ASK_EVERY_MS * 1000000L}, NULL);
    }
    cr_assert_fail("process %d is not stopped: %c", (int)id, state_of(id));
}

static pid_t only_child(const stage_process *stage)
{
    pid_t id = 0;
    cr_assert_eq(stage_children(stage, &id, 1), 1);
    return id;
}

static int32_t ask(const stage_process *stage)
{
    lamina_http_client *client = lamina_http_client_new(NULL);
    const int32_t status = stage_get(client, stage, "/request").status;
    lamina_http_client_free(client);
    return status;
}

/* ---- --freeze ---- */

Test(test_stage_conditions, freeze_stops_a_process_between_its_events)
{
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--freeze"}});
    cr_assert_eq(ask(stage), 200);
    const pid_t id = only_child(stage);
    for (int i = 0; i < 3; i++) {
        wait_until_stopped(id);
        cr_expect_eq(ask(stage), 200);
        cr_expect_eq(only_child(stage), id, "the same one serves on");
    }
    wait_until_stopped(id);
    cr_expect_eq(stage_stop(stage), 0);
    stage_wait_for_end_of(id);
}

Test(test_stage_conditions, freeze_gets_over_the_end_of_a_stopped_process)
{
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--freeze"}});
    cr_assert_eq(ask(stage), 200);
    const pid_t id = only_child(stage);
    wait_until_stopped(id);
    kill(id, SIGKILL);
    stage_wait_for_error(stage, "ended by itself with signal 9 (Killed): between two events");
    cr_expect_eq(ask(stage), 200, "the next request gets a fresh one");
    cr_expect_eq(stage_stop(stage), 0);
}

/* How many connections two requests to the database take. */
static size_t connections_of_two_events(const char *option)
{
    const fake_reply reply = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", false};
    fake_server *database = fake_server_start(&reply, 1);
    char *url = NULL;
    cr_assert_geq(asprintf(&url, "http://127.0.0.1:%u", fake_server_port(database)), 0);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", url, 1);
    stage_process *stage = stage_start(&(stage_options){
        .plugins = {"echo"},
        .arguments = {"--bootstrap", acting_runtime_path(), "--env", "ACT=database", option}});
    cr_expect_eq(ask(stage), 200);
    if (option != NULL)
        wait_until_stopped(only_child(stage));
    cr_expect_eq(ask(stage), 200);
    cr_expect_eq(fake_server_requests(database), 2);
    const size_t connections = fake_server_connections(database);
    cr_expect_eq(stage_stop(stage), 0);
    fake_server_stop(database);
    free(url);
    return connections;
}

Test(test_stage_conditions, freeze_closes_the_connections_to_the_database)
{
    cr_expect_eq(connections_of_two_events(NULL), 1, "it keeps the connection otherwise");
    cr_expect_eq(connections_of_two_events("--freeze"), 2);
}

Test(test_stage_conditions, freeze_says_whose_connections_it_cannot_close)
{
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com", 1);
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--freeze"}});
    stage_wait_for_output(stage, "connections to https://dynamodb.eu-central-1.amazonaws.com are "
                                 "not dropped, because it is not plain http on this machine");
    cr_expect_eq(stage_stop(stage), 0);
}

/* ---- --debug ---- */

static void *ask_in_thread(void *arg)
{
    return (void *)(long)ask(arg);
}

Test(test_stage_conditions, debug_holds_a_process_at_its_start_until_it_is_continued)
{
    stage_process *stage = stage_start(
        &(stage_options){.plugins = {"echo"}, .arguments = {"--debug", "--timeout", "1"}});
    pthread_t thread;
    void *status = NULL;
    char *told = NULL;
    char path[64];
    char program[4096] = "";
    cr_assert_eq(pthread_create(&thread, NULL, ask_in_thread, stage), 0);
    stage_wait_for_output(stage, "waits for a debugger: gdb -p ");
    const pid_t id = only_child(stage);
    cr_assert_geq(asprintf(&told, "gdb -p %d\n", (int)id), 0);
    stage_wait_for_output(stage, told);
    wait_until_stopped(id);
    snprintf(path, sizeof path, "/proc/%d/exe", (int)id);
    cr_assert_gt(readlink(path, program, sizeof program - 1), 0);
    cr_expect_not_null(strstr(program, "/bootstrap"), "it is the program already: %s", program);
    kill(id, SIGCONT);
    pthread_join(thread, &status);
    cr_expect_eq((long)status, 200);
    cr_expect_eq(stage_stop(stage), 0);
    free(told);
}

Test(test_stage_conditions, debug_lets_the_stage_end_while_a_process_is_held)
{
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--debug"}});
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, ask_in_thread, stage), 0);
    stage_wait_for_output(stage, "waits for a debugger: gdb -p ");
    const pid_t id = only_child(stage);
    kill(stage_pid(stage), SIGTERM);
    stage_wait_for_output(stage, "Stopping.");
    pthread_join(thread, NULL);
    stage_wait_for_end_of(id);
    cr_expect_eq(stage_stop(stage), 0);
}

/* ---- --asan ---- */

/* Reads one byte behind a block of the heap when it is asked. */
static const char source[] =
    "#include <stdlib.h>\n"
    "#include \"lamina/lamina.h\"\n"
    "static lamina_status peek(lamina_context *context, const lamina_request *request,\n"
    "                          lamina_response *response)\n"
    "{\n"
    "    (void)context;\n"
    "    volatile char *block = calloc(8, 1);\n"
    "    const size_t at = request->query_param_count > 0 ? 8 : 0;\n"
    "    response->raw_body = block[at] != 0 ? LAMINA_STR(\"{1}\") : LAMINA_STR(\"{}\");\n"
    "    free((void *)block);\n"
    "    return LAMINA_OK;\n"
    "}\n"
    "static const lamina_route routes[] = {{.operation = \"peek\", .method = \"GET\",\n"
    "    .path = \"/peek\", .handler = peek, .flags = LAMINA_ROUTE_PUBLIC}};\n"
    "const lamina_plugin lamina_plugin_entry __attribute__((visibility(\"default\"))) = {\n"
    "    .magic = LAMINA_PLUGIN_MAGIC, .size = sizeof(lamina_plugin),\n"
    "    .abi_major = LAMINA_ABI_MAJOR, .abi_minor = LAMINA_ABI_MINOR, .name = \"peek\",\n"
    "    .version = \"1.0.0\", .routes = routes, .route_count = 1,\n"
    "    .route_size = sizeof(lamina_route)};\n";

static char folder[] = "/tmp/lamina-conditions-XXXXXX";

static char *text_from(const char *format, const char *a)
{
    char *text = NULL;
    cr_assert_geq(asprintf(&text, format, a), 0);
    return text;
}

/* The plugin, built as a module's author would for --asan. The caller frees its path. */
static char *build_plugin(void)
{
    const char *root = getenv("LAMINA_ROOT");
    cr_assert_not_null(mkdtemp(folder));
    char *plugin = text_from("%s/peek.so", folder);
    char *include = text_from("-I%s/sdk/include", root != NULL ? root : ".");
    char *libraries = program_built("lib");
    char *library_folder = text_from("-L%s", libraries);
    program_result r = program_run_with("/usr/bin/cc",
                                        (const char *const[PROGRAM_WORDS_CAP]){
                                            "-fsanitize=address", "-O0", "-g", "-fPIC", "-shared",
                                            "-fvisibility=hidden", include, library_folder, "-x",
                                            "c", "-", "-o", plugin, "-llamina"},
                                        source);
    cr_assert_eq(r.status, 0, "%s", r.errors);
    program_forget(&r);
    free(include);
    free(libraries);
    free(library_folder);
    return plugin;
}

static void remove_plugin(char *plugin)
{
    unlink(plugin);
    rmdir(folder);
    free(plugin);
}

static int32_t peek(const stage_process *stage, const char *path)
{
    lamina_http_client *client = lamina_http_client_new(NULL);
    const int32_t status = stage_get(client, stage, path).status;
    lamina_http_client_free(client);
    return status;
}

Test(test_stage_conditions, asan_shows_what_a_plugin_does_to_memory_that_is_not_its_own)
{
    char *plugin = build_plugin();
    unsetenv("ASAN_OPTIONS"); /* the runner's would send the finding to a file */
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {plugin}, .arguments = {"--asan"}});
    stage_wait_for_output(stage, "Address sanitizer: /");
    cr_expect_eq(peek(stage, "/peek"), 200);
    cr_expect_eq(peek(stage, "/peek?far=1"), 502);
    stage_wait_for_error(stage, "ERROR: AddressSanitizer: heap-buffer-overflow");
    cr_expect_eq(peek(stage, "/peek"), 200, "the next request gets a fresh process");
    cr_expect_eq(stage_stop(stage), 0);
    remove_plugin(plugin);
}

Test(test_stage_conditions, asan_without_a_library_ends_the_start)
{
    /* A compiler that has none prints the bare name. */
    cr_assert_not_null(mkdtemp(folder));
    char *compiler = text_from("%s/cc", folder);
    char *path = text_from("%s:/usr/bin:/bin", folder);
    char *output = NULL;
    char *errors = NULL;
    FILE *file = fopen(compiler, "we");
    cr_assert_not_null(file);
    fputs("#!/bin/sh\necho libasan.so\n", file);
    cr_assert_eq(fclose(file), 0);
    cr_assert_eq(chmod(compiler, 0700), 0);
    setenv("PATH", path, 1);
    const int status =
        stage_run(&(stage_options){.plugins = {"echo"}, .arguments = {"--asan"}}, &output, &errors);
    cr_expect_eq(status, 1);
    cr_expect_not_null(strstr(errors, "names no library that can be read"), "%s", errors);
    free(output);
    free(errors);
    free(path);
    remove_plugin(compiler);
}
