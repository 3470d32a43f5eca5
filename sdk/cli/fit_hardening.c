/*
 * fit_hardening.c - is what is mapped protected as `make plugin` has it?
 */
#include "fit.h"

static const struct {
    unsigned trait;
    bool must_be;
    const char *what;
    const char *cure;
} wanted[] = {
    {CLI_ELF_RELRO, true, "its tables stay writable (no RELRO)", "-Wl,-z,relro"},
    {CLI_ELF_BIND_NOW, true, "symbols are bound at their first use", "-Wl,-z,now"},
    {CLI_ELF_PLAIN_STACK, true, "it wants an executable stack", "-Wl,-z,noexecstack"},
    {CLI_ELF_TEXT_RELOCATIONS, false, "its code must be written to when it is loaded", "-fPIC"},
    {CLI_ELF_WRITABLE_CODE, false, "it has memory that is both writable and executable",
     "without -Wl,-N and -Wl,--omagic"},
};

void cli__fit_hardening(cli_fit *fit, cli_finding *finding)
{
    cli_names faults;
    cli_names cures;
    cli__names_init(&faults);
    cli__names_init(&cures);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const bool is = (fit->object.traits & wanted[i].trait) != 0;
        if (is == wanted[i].must_be)
            continue;
        cli__names_add(&faults, "%s", wanted[i].what);
        cli__names_add(&cures, "%s", wanted[i].cure);
    }
    const size_t count = faults.count;
    const lamina_str fault_list = cli__names_take(&faults, fit->arena);
    const lamina_str cure_list = cli__names_take(&cures, fit->arena);
    if (count > 0)
        cli__fit_refuse(fit, finding, "Check.NotHardened",
                        "%.*s. Compile and link with %.*s, as `make plugin` does.",
                        LAMINA_FMT(fault_list), LAMINA_FMT(cure_list));
    else
        finding->text =
            LAMINA_STR("RELRO, bound at load, no executable stack, no relocations in code");
}
