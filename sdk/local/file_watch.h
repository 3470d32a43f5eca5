/*
 * file_watch.h - tells when files were written or moved into place, by inotify(7).
 */
#ifndef LOCAL_FILE_WATCH_H
#define LOCAL_FILE_WATCH_H

#include <event2/event.h>

#include "lamina/abi.h"

typedef struct local_file_watch local_file_watch;

/* A file of that name, in a folder that was added with that tag, has a new content, or is gone. NULL: any file
   may have; the folder was removed, and is there again. */
typedef void (*local_watch_fn)(void *arg, size_t tag, const char *name);

/* NULL when the system refuses. */
local_file_watch *local__file_watch_new(struct event_base *base, local_watch_fn on_change,
                                        void *arg);
/* NULL is ignored. */
void local__file_watch_free(local_file_watch *watch);

/* Watches a folder, and one that is made in its place when it was removed; false, with errno set, when that
   is not possible. */
bool local__file_watch_add(local_file_watch *watch, const char *folder, size_t tag);
/* And the folders below it, those that are made later too; but none called "build", and none that is
   hidden. */
bool local__file_watch_add_tree(local_file_watch *watch, const char *folder, size_t tag);

#endif
