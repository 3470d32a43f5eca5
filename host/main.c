/*
 * main.c - bootstrap: loads one plugin and serves Lambda's invocations with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "crash.h"
#include "lamina/log.h"
#include "lamina/system_host.h"
#include "loop.h"
#include "plugin_loader.h"
#include "refusal.h"
#include "stop_signal.h"

/* Memory of the whole process's life: settings, routes, what a plugin's init() allocates. */
#define LASTING_CAP (16u * 1024u * 1024u)

static const char usage[] =
    "bootstrap is Lamina's host: Lambda starts it, it loads one plugin and serves its routes.\n"
    "It runs wherever a Lambda Runtime API does, and needs three variables:\n"
    "  AWS_LAMBDA_RUNTIME_API  host and port of the Runtime API, such as 127.0.0.1:9001\n"
    "  LAMBDA_TASK_ROOT        the folder that the plugin lies in\n"
    "  _HANDLER                the plugin's name (partner, for partner.so), or one operation of it\n"
    "                          (partner.get_partner)\n"
    "Optional: LAMINA_LOG_LEVEL=TRACE|DEBUG|INFO|WARN|ERROR|FATAL, LAMINA_ACCESS_LOG=on|off.\n"
    "`lamina dev` starts a Runtime API and this program on one machine.\n"
    "bootstrap --check PLUGIN.so tells in JSON whether it would serve that plugin.\n";

typedef struct host_process {
    host_settings settings;
    runtime_client runtime;
    host_service service;
    lamina_arena *lasting;
} host_process;

/* Everything up to the first event. */
static lamina_status start(host_process *process, lamina_refusal *refusal)
{
    host__refuse(refusal, "Runtime.OutOfMemory", LAMINA_STR("no memory to start with"));
    process->lasting = lamina_arena_new(LASTING_CAP);
    if (process->lasting == NULL || host__service_init(&process->service) != LAMINA_OK)
        return LAMINA_E_MEMORY;

    const lamina_status status = host__settings_read(process->lasting, &process->settings, refusal);
    lamina_log_configure(&(lamina_log_options){
        .size = sizeof(lamina_log_options),
        .fd = 2,
        .level = process->settings.log_level,
        .service = process->settings.plugin.len > 0 ? process->settings.plugin.ptr : "bootstrap"});
    if (process->settings.runtime_api.len > 0 &&
        host__runtime_open(&process->runtime, &process->settings, host__stop_flag()) != LAMINA_OK)
        return LAMINA_E_MEMORY;
    if (status != LAMINA_OK)
        return status;

    host__crash_install(process->settings.plugin);
    process->service.host = lamina_system_host();
    process->service.access_log = process->settings.access_log;
    process->service.cors_origin = process->settings.cors_origin;
    return host__plugin_load(&process->settings, process->lasting, &process->service, refusal);
}

/* To stderr in any case, to the Runtime API if there is one. */
static void report(host_process *process, const lamina_refusal *refusal)
{
    const lamina_log_field type = lamina_log_text("errorType", lamina_str_from(refusal->type));
    lamina_log_with(NULL, LAMINA_LOG_FATAL, refusal->message, &type, 1);
    if (process->runtime.authority.len > 0)
        (void)host__runtime_fail_init(&process->runtime, refusal);
}

static void end(host_process *process)
{
    host__runtime_close(&process->runtime);
    host__service_clear(&process->service);
    lamina_arena_free(process->lasting);
}

static int run(void)
{
    host_process process = {0};
    lamina_refusal refusal = {0};
    host__stop_install();
    if (start(&process, &refusal) != LAMINA_OK) {
        report(&process, &refusal);
        end(&process);
        return EXIT_FAILURE;
    }
    const runtime_outcome outcome = host__loop_run(&process.service, &process.runtime);
    host__plugin_shutdown(&process.service);
    end(&process);
    return outcome == RUNTIME_STOPPED ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0)
        return puts("bootstrap " LAMINA_VERSION " (Lamina)") < 0;
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) < 0;
    if (argc > 2 && strcmp(argv[1], "--check") == 0)
        host__check(argv[2]);
    if (getenv("AWS_LAMBDA_RUNTIME_API") == NULL) {
        (void)fputs(usage, stderr);
        return 2;
    }
    return run();
}
