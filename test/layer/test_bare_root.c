/*
 * The layer's zip, unpacked where there is nothing but glibc, serves an event there: it brings all that
 * it needs. Beside it lie libraries of the names that Lambda's system has, and of our own, where the
 * loader is told to look first: none of them is taken.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina/json.h"
#include "program.h"
#include "runtime_api_child.h"
#include "runtime_api_server.h"

/* Lambda Developer Guide, "Defined runtime environment variables". */
#define LAMBDA_LIBRARY_PATH                                                                        \
    "LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:"     \
    "/var/task/lib:/opt/lib"

static char root[] = "/tmp/lamina-root-XXXXXX";
static lamina_arena *arena;

static void run(const char *program, const char *const words[PROGRAM_WORDS_CAP])
{
    program_result result = program_run(program, words);
    cr_assert_eq(result.status, 0, "%s: status %d: %s", program, result.status, result.errors);
    program_forget(&result);
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

static const char *inside(const char *path)
{
    return lamina_arena_format(arena, "%s/%s", root, path).ptr;
}

static const char *shipped(const char *path)
{
    char *whole = program_shipped(path);
    const char *kept = lamina_arena_copy(arena, lamina_str_from(whole)).ptr;
    free(whole);
    return kept;
}

/* Where this process has the library: glibc's files lie in different places on different systems. */
static const char *loaded_path(const char *name)
{
    char *line = NULL;
    size_t room = 0;
    const char *found = NULL;
    FILE *maps = fopen("/proc/self/maps", "re");
    cr_assert_not_null(maps);
    while (found == NULL && getline(&line, &room, maps) > 0) {
        char *path = strchr(line, '/');
        const char *at = path != NULL ? strstr(path, name) : NULL;
        if (at != NULL && strcmp(at + strlen(name), "\n") == 0)
            found =
                lamina_arena_copy(arena, (lamina_str){.ptr = path, .len = strlen(path) - 1}).ptr;
    }
    free(line);
    (void)fclose(maps);
    cr_assert_not_null(found, "this process has no %s", name);
    return found;
}

#if defined(__aarch64__)
#define LOADER "ld-linux-aarch64.so.1"
#define LOADER_FOLDER "lib" /* as programs name it */
#else
#define LOADER "ld-linux-x86-64.so.2"
#define LOADER_FOLDER "lib64"
#endif

static void make_root(void)
{
    static const char *const decoys[] = {"libssl.so.3",   "libcrypto.so.3", "libcurl.so.4",
                                         "libcjson.so.1", "liblamina.so.1", "libdomain.so.1"};
    arena = lamina_arena_new((size_t)1 << 20);
    cr_assert_not_null(mkdtemp(root));
    cr_assert_eq(chmod(root, 0755), 0);
    run("/bin/mkdir", WORDS("-p", inside("lib"), inside("lib64"), inside("usr/lib64"),
                            inside("opt"), inside("var/task")));
    /* All of /proc that the loader reads: where the program lies, for $ORIGIN in its DT_RPATH. */
    run("/bin/mkdir", WORDS("-p", inside("proc/self")));
    cr_assert_eq(symlink("/opt/bootstrap", inside("proc/self/exe")), 0);
    run("/bin/cp", WORDS("-L", loaded_path(LOADER), inside(LOADER_FOLDER)));
    run("/bin/cp", WORDS("-L", loaded_path("libc.so.6"), inside("lib64")));
    run("/usr/bin/unzip", WORDS("-q", program_layer_zip(), "-d", inside("opt")));
    run("/bin/cp",
        WORDS(shipped("test/plugins/echo.so"), shipped("plugins/partner.so"), inside("var/task")));
    /* A whole library, but without a symbol that anybody asks for. */
    for (size_t i = 0; i < sizeof decoys / sizeof *decoys; i++)
        run("/bin/cp", WORDS(shipped("test/plugins/lib/libpackaged.so"),
                             lamina_arena_format(arena, "%s/usr/lib64/%s", root, decoys[i]).ptr));
}

static void remove_root(void)
{
    run("/bin/rm", WORDS("-rf", root));
    lamina_arena_free(arena);
}

TestSuite(test_bare_root, .init = make_root, .fini = remove_root);

/* ---- serving ---- */

typedef struct session {
    runtime_api_server *server;
    runtime_api_child child;
} session;

static session start(const char *handler)
{
    session started = {.server = runtime_api_start()};
    started.child = runtime_api_child_start(
        &(runtime_api_child_options){.api = runtime_api_address(started.server),
                                     .handler = handler,
                                     .task_root = "/var/task",
                                     .root = root,
                                     .env = {LAMBDA_LIBRARY_PATH}});
    return started;
}

static void stop(session *started)
{
    cr_expect_eq(runtime_api_child_stop(&started->child), 0);
    runtime_api_child_clear(&started->child);
    runtime_api_stop(started->server);
}

/* The status that the first event is answered with. */
static int64_t serve(const session *started, const char *method, const char *path, const char *body)
{
    const lamina_str event = lamina_arena_format(
        arena,
        "{\"resource\":\"%s\",\"path\":\"%s\",\"httpMethod\":\"%s\",\"headers\":{\"Content-Type\":"
        "\"application/json\"},\"queryStringParameters\":null,\"requestContext\":{\"requestId\":"
        "\"r1\",\"stage\":\"v1\"},\"body\":%s,\"isBase64Encoded\":false}",
        path, path, method, body);
    const lamina_json *answer = NULL;
    int64_t status = 0;
    runtime_api_push_json(started->server, event.ptr);
    const runtime_api_post *post = runtime_api_wait_post(started->server, 0);
    cr_assert_not_null(strstr(post->path, "/response"), "%s: %s", post->path, post->body);
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(post->body), 0, &answer, NULL), LAMINA_OK);
    cr_assert_eq(lamina_json_int64(lamina_json_member(answer, "statusCode"), &status), LAMINA_OK);
    return status;
}

/* Every file that the child has mapped lies where it should. */
static void expect_mapped_only(const session *started, const char *const allowed[])
{
    char path[64];
    char *line = NULL;
    size_t room = 0;
    size_t files = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)started->child.pid);
    FILE *maps = fopen(path, "re");
    cr_assert_not_null(maps);
    while (getline(&line, &room, maps) > 0) {
        const char *file = strchr(line, '/');
        bool is_allowed = file == NULL;
        for (size_t i = 0; !is_allowed && allowed[i] != NULL; i++)
            is_allowed = strstr(file, allowed[i]) != NULL;
        cr_expect(is_allowed, "it has mapped %s", line);
        files += file != NULL;
    }
    cr_expect_gt(files, 4);
    free(line);
    (void)fclose(maps);
}

static bool may_have_root(void)
{
    if (runtime_api_child_may_have_root())
        return true;
    cr_skip_test("needs root, or user namespaces");
    return false;
}

Test(test_bare_root, serves_an_event_with_glibc_and_the_layer_alone)
{
    if (!may_have_root())
        return;
    session started = start("echo");
    cr_expect_eq(serve(&started, "GET", "/echo/latest", "null"), 200);
    static const char *const allowed[] = {
        "/opt/bootstrap\n",   "/opt/lib/liblamina.so.1\n", "/" LOADER_FOLDER "/" LOADER "\n",
        "/lib64/libc.so.6\n", "/var/task/echo.so\n",       NULL};
    expect_mapped_only(&started, allowed);
    stop(&started);
}

/* A module that uses the domain. It is asked for what needs no table. */
Test(test_bare_root, serves_a_module_of_the_domain)
{
    if (!may_have_root())
        return;
    session started = start("partner");
    cr_expect_eq(serve(&started, "GET", "/no-such-route", "null"), 404);
    static const char *const allowed[] = {"/opt/bootstrap\n",
                                          "/opt/lib/liblamina.so.1\n",
                                          "/opt/lib/libdomain.so.1\n",
                                          "/" LOADER_FOLDER "/" LOADER "\n",
                                          "/lib64/libc.so.6\n",
                                          "/var/task/partner.so\n",
                                          NULL};
    expect_mapped_only(&started, allowed);
    stop(&started);
}
