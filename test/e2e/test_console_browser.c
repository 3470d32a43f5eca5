/*
 * The console in a real browser: console_browser.mjs drives it, step by step.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "stage_process.h"

Test(test_console_browser, is_used_as_a_person_uses_it, .timeout = 200)
{
    stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
    const char *root = getenv("LAMINA_ROOT");
    char *script = NULL;
    char *url = NULL;
    char *driver = NULL;
    cr_assert_geq(asprintf(&script, "%s/test/e2e/console_browser.mjs", root != NULL ? root : "."),
                  0);
    cr_assert_geq(asprintf(&url, "http://127.0.0.1:%u", stage_port(stage)), 0);
    cr_assert_geq(asprintf(&driver, "%s/build/browser-driver", root != NULL ? root : "."), 0);
    setenv("LAMINA_BROWSER_DRIVER", driver, 1);
    program_result r =
        program_run("/usr/bin/env", (const char *const[PROGRAM_WORDS_CAP]){"node", script, url});
    cr_expect_eq(r.status, 0, "status %d\n%s%s", r.status, r.output, r.errors);
    program_forget(&r);
    cr_expect_eq(stage_stop(stage), 0);
    free(script);
    free(url);
    free(driver);
}
