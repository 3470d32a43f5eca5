/*
 * crash_frames.h - where a crashed process was: addresses as offsets in files that build ids name, which
 * `lamina symbolize` turns into functions and lines.
 */
#ifndef HOST_CRASH_FRAMES_H
#define HOST_CRASH_FRAMES_H

#include <stddef.h>

#define CRASH_FRAME_CAP 24
#define CRASH_FRAMES_LEN 4096

/* Notes which files are loaded now, and where: what is loaded later has no frames. [init] */
void host__crash_know_files(void);

/*
 * Writes "partner.so+0x12a4@<build id>" for each frame, as the elements of a JSON array, into out, and
 * returns the length; 0 when nothing is known. context is a signal handler's third argument. The first is
 * where it crashed, each further one the call that led there; plugins that were compiled without frame
 * pointers cut the list short. Async-signal-safe.
 */
size_t host__crash_write_frames(const void *context, char out[CRASH_FRAMES_LEN]);

#endif
