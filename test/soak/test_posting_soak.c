/*
 * `make soak`: for SOAK_SECONDS clients post to one contract at the local stage. Then sums and sequences must be exact,
 * and the processes that served must not have grown.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lamina/text.h"
#include "posting_load.h"

enum { CONNECTIONS = 16, CHILD_CAP = 64, GROWTH_CAP_KB = 2048 };

/* Kilobytes that a process has in memory; 0 when it is gone. /proc/<id>/statm: pages in all, pages in memory. */
static long resident_kb(pid_t id)
{
    char path[64], text[128] = "";
    snprintf(path, sizeof path, "/proc/%d/statm", (int)id);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    const char *resident = fgets(text, sizeof text, file) == NULL ? NULL : strchr(text, ' ');
    fclose(file);
    return resident == NULL ? 0 : strtol(resident, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024);
}

/* The largest of the processes that serve. */
static long largest_kb(const posting_stage *stage)
{
    pid_t ids[CHILD_CAP];
    size_t count = stage_children(stage->stage, ids, CHILD_CAP);
    long largest = 0;
    for (size_t i = 0; i < count && i < CHILD_CAP; i++)
        if (resident_kb(ids[i]) > largest)
            largest = resident_kb(ids[i]);
    return largest;
}

static int64_t soak_seconds(void)
{
    int64_t seconds = 0;
    const char *told = getenv("SOAK_SECONDS");
    cr_assert(told != NULL, "run it by `make soak`");
    cr_assert_eq(lamina_parse_int64(lamina_str_from(told), &seconds), LAMINA_OK, "%s", told);
    cr_assert(seconds >= 8 && seconds <= 86400, "SOAK_SECONDS is %s, not 8 to 86400", told);
    return seconds;
}

static void sleep_until(time_t moment)
{
    for (time_t left; (left = moment - time(NULL)) > 0;)
        sleep((unsigned)left);
}

Test(posting_soak, accounts_stay_exact_and_processes_do_not_grow)
{
    posting_stage stage;
    int64_t seconds = soak_seconds();
    posting_stage_begin(&stage);
    time_t begins_at = time(NULL), ends_at = begins_at + (time_t)seconds;
    posting_load *load = posting_load_start(&stage, CONNECTIONS, 0, ends_at);
    sleep_until(begins_at + (time_t)seconds / 4); /* buffers have their sizes by then */
    long early = largest_kb(&stage);
    sleep_until(ends_at - 1);
    long late = largest_kb(&stage);
    posting_result all = posting_load_finish(load);
    printf(
        "%lld s: %lld entries, %lld answers told again, balance %lld\n"
        "the largest process: %ld KB after a quarter of the time, %ld KB at the end; the stage: %ld KB\n",
        (long long)seconds, (long long)all.posted, (long long)all.again, (long long)all.sum, early,
        late, resident_kb(stage_pid(stage.stage)));
    cr_assert_gt(early, 0);
    cr_assert_leq(late, early + GROWTH_CAP_KB, "%ld KB, then %ld KB", early, late);
    posting_stage_end(&stage);
}
