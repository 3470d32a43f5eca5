/*
 * fit_entry.c - the entry, opened by the layer's own bootstrap in a process of its own: a plugin's
 * constructors run then, and may do anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "fit.h"
#include "lamina/plugin.h"

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OWN_MACHINE EM_AARCH64
#else
#define OWN_MACHINE EM_NONE
#endif

/* ---- by the file alone: the preamble is plain numbers, and holds for every major ---- */

static void read_preamble(cli_fit *fit, cli_finding *finding)
{
    uint32_t preamble[4] = {0};
    for (size_t i = 0; i < fit->object.symbol_count; i++) {
        const cli_elf_symbol *symbol = &fit->object.symbols[i];
        if (symbol->is_defined && !strcmp(symbol->name, LAMINA_PLUGIN_SYMBOL))
            (void)cli__elf_copy(&fit->object, symbol->address, preamble, sizeof(preamble));
    }
    const char *machine = cli__elf_machine_name(fit->arena, fit->object.machine);
    if (preamble[0] != LAMINA_PLUGIN_MAGIC) {
        cli__fit_refuse(fit, finding, "Runtime.NotAPlugin",
                        "its " LAMINA_PLUGIN_SYMBOL
                        " begins with 0x%08x, where a plugin has 0x%08x. Set .magic = "
                        "LAMINA_PLUGIN_MAGIC.",
                        preamble[0], LAMINA_PLUGIN_MAGIC);
        return;
    }
    if (preamble[2] != LAMINA_ABI_MAJOR) {
        cli__fit_refuse(
            fit, finding,
            preamble[2] > LAMINA_ABI_MAJOR ? "Runtime.PluginTooNew" : "Runtime.PluginTooOld",
            "built for ABI %u.%u; this SDK and its layers speak ABI %u. Build the plugin with an SDK "
            "of major %u, or check it with the SDK of its own major.",
            preamble[2], preamble[3], LAMINA_ABI_MAJOR, LAMINA_ABI_MAJOR);
        return;
    }
    finding->result = CLI_FIT_SKIPPED;
    finding->text = lamina_arena_format(
        fit->arena,
        "built for ABI %u.%u; not opened, because it is for %s and this machine is not. %s",
        preamble[2], preamble[3], machine,
        "Give --emulator, or check its routes on such a machine");
}

/* ---- by bootstrap ---- */

static void run_bootstrap(const void *subject, int out)
{
    const cli_fit *fit = subject;
    const cli_elf *bootstrap = &fit->layer->bootstrap;
    const int folder_len = (int)(fit->object.file - fit->object.path);
    char libraries[8192];
    /* As Lambda has it: the package, lib/ in it, the layer. */
    const int len = snprintf(libraries, sizeof(libraries), "%.*s.:%.*slib:%s/lib", folder_len,
                             fit->object.path, folder_len, fit->object.path, fit->layer->folder);
    if (len < 0 || (size_t)len >= sizeof(libraries) || dup2(out, STDOUT_FILENO) < 0 ||
        setenv("LD_LIBRARY_PATH", libraries, 1))
        return;
    if (fit->emulator)
        execlp(fit->emulator, fit->emulator, bootstrap->path, "--check", fit->path, (char *)NULL);
    else
        execl(bootstrap->path, bootstrap->path, "--check", fit->path, (char *)NULL);
    perror(fit->emulator ? fit->emulator : bootstrap->path);
}

static void refuse_as_told(cli_fit *fit, cli_finding *finding, const lamina_json *refusal)
{
    const lamina_str type =
        lamina_arena_copy(fit->arena, lamina_json_member_string(refusal, "type"));
    finding->result = CLI_FIT_REFUSED;
    finding->type = type.ptr ? type.ptr : "Runtime.PluginNotLoadable";
    finding->text = lamina_json_member_string(refusal, "message");
}

static void read_report(cli_fit *fit, cli_finding *finding, const cli_child_end *end)
{
    /* A copy, for what is kept of the report points into it. */
    const lamina_str text = lamina_arena_copy(fit->arena, lamina_text_view(&end->output));
    const lamina_json *report = NULL;
    const bool is_report = !lamina_json_read(fit->arena, text, 0, &report, NULL);
    const lamina_json *refusal = lamina_json_member(report, "refusal");
    fit->entry = lamina_json_member(report, "plugin");
    fit->host = lamina_json_member(report, "host");
    if (is_report && refusal) {
        refuse_as_told(fit, finding, refusal);
        return;
    }
    if (is_report && fit->entry && end->wait_status == 0) {
        finding->text = lamina_arena_format(
            fit->arena, "%.*s %.*s", LAMINA_FMT(lamina_json_member_string(fit->entry, "name")),
            LAMINA_FMT(lamina_json_member_string(fit->entry, "version")));
        return;
    }
    const lamina_str how = cli__child_end_text(fit->arena, end);
    fit->entry = NULL;
    cli__fit_refuse(
        fit, finding, "Check.OpeningFailed",
        "bootstrap opened it and %.*s before it could say anything (limit: %d ms). "
        "Constructors run when a shared object is opened: move what they do into the "
        "plugin's init(). If it has none, then its entry, or a table of it, points to where "
        "nothing is.",
        LAMINA_FMT(how), fit->limit_ms);
}

void cli__fit_entry(cli_fit *fit, cli_finding *finding)
{
    if (fit->object.machine != OWN_MACHINE && !fit->emulator) {
        read_preamble(fit, finding);
        return;
    }
    cli_child_end end;
    if (cli__child_run(run_bootstrap, fit, fit->limit_ms, &end))
        cli__fit_refuse(fit, finding, "Check.OpeningFailed",
                        "the system has no process to spare for opening it");
    else
        read_report(fit, finding, &end);
    lamina_text_clear(&end.output);
}
