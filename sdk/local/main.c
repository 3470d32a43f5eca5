/*
 * main.c - lamina-local: the REST API, Lambda and DynamoDB of a Lamina system on one machine.
 */
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "shutdown.h"
#include "stage.h"
#include "terminal.h"

#define EXIT_USAGE 2

/* The three standard descriptors exist, so that no socket takes their place; what else the parent
   left open stays out of the stage's children. */
static void settle_descriptors(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

/* A thousand waiting requests need as many sockets: the usual soft limit of 1024 is too near. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static int show_help(void)
{
    lamina_text help;
    lamina_text_init(&help, 1 << 16);
    local__options_help(&help);
    local__print("%s", help.ptr ? help.ptr : "");
    lamina_text_clear(&help);
    return EXIT_SUCCESS;
}

static int serve(const local_options *options)
{
    local_stage stage;
    int exit_status = EXIT_FAILURE;
    if (!local__stage_init(&stage, options)) {
        event_base_dispatch(stage.base);
        exit_status = local__shutdown_status(stage.shutdown);
    }
    local__stage_clear(&stage);
    libevent_global_shutdown();
    return exit_status;
}

int main(int argc, char **argv)
{
    settle_descriptors();
    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN);
    local_options options;
    lamina_text fault;
    lamina_text_init(&fault, 4096);
    int exit_status = EXIT_USAGE;
    if (local__options_read(argc, argv, &options, &fault))
        local__complain("%s\nTry: lamina dev --help",
                        fault.len > 0 ? fault.ptr : "the command line cannot be read");
    else
        exit_status = options.help ? show_help() : serve(&options);
    lamina_text_clear(&fault);
    local__options_clear(&options);
    return exit_status;
}
