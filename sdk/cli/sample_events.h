/*
 * sample_events.h - one event of every kind that the host serves, as AWS sends it.
 */
#ifndef CLI_SAMPLE_EVENTS_H
#define CLI_SAMPLE_EVENTS_H

#include "lamina/arena.h"

typedef struct cli_sample {
    const char *name;    /* of the file share/lamina/events/<name>.json */
    const char *summary; /* one line for people */
} cli_sample;

/* All of them; the number in *count. Static. */
const cli_sample *cli__samples(size_t *count);
/* The JSON text in the arena; {NULL, 0} when there is no sample of that name, or its file is not installed. */
lamina_str cli__sample_read(lamina_arena *arena, const char *name);

#endif
