/*
 * asan_library.c - asks cc, once. A plugin that was built with -fsanitize=address needs the library loaded
 * before everything else, and bootstrap was not linked with it: GCC manual, "Program Instrumentation
 * Options".
 */
#include "asan_library.h"

#include <stdlib.h>
#include <unistd.h>

#include "child_environment.h"
#include "shutdown.h"
#include "startup.h"
#include "terminal.h"

static void on_output(void *arg, lamina_str line)
{
    local_stage *stage = arg;
    if (stage->asan.len == 0)
        lamina_text_add(&stage->asan, line);
}

static void on_error(void *arg, lamina_str line)
{
    (void)arg;
    local__write_line(STDERR_FILENO, "cc", line);
}

/* A compiler that has no such file prints the name as it was given. */
static void on_end(void *arg, int wait_status)
{
    local_stage *stage = arg;
    if (stage->stopping)
        return;
    const bool is_path = wait_status == 0 && stage->asan.len > 0 && stage->asan.ptr[0] == '/';
    if (is_path && !access(stage->asan.ptr, R_OK)) {
        local__startup_next(stage);
        return;
    }
    local__complain("--asan: `cc -print-file-name=libasan.so` names no library that can be read; "
                    "install gcc's address sanitizer (Debian: apt-get install gcc)");
    local__complain("the stage cannot start");
    local__shutdown_begin(stage, EXIT_FAILURE);
}

bool local__asan_library_find(local_stage *stage)
{
    if (!stage->options->asan) {
        local__startup_next(stage);
        return true;
    }
    const char *const argv[] = {"cc", "-print-file-name=libasan.so", NULL};
    local_program program = {.argv = argv,
                             .env = local__own_environment(),
                             .on_output = on_output,
                             .on_error = on_error,
                             .on_end = on_end,
                             .arg = stage};
    return local__process_start(stage->processes, &program) != NULL;
}
