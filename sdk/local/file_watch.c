/*
 * file_watch.c - one inotify descriptor for all folders.
 */
#include "file_watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_CAP = 4096, DEPTH_CAP = 32, LOOK_AGAIN_MS = 200, GONE = -1 };

typedef struct watched {
    int id; /* GONE: the folder was removed */
    size_t tag;
    bool is_tree;
    bool is_named; /* by who uses this, and not found below such a one */
    char *folder;
} watched;

struct local_file_watch {
    int fd;
    struct event *readable;
    struct event *look_again; /* for folders that are gone */
    local_watch_fn on_change;
    void *arg;
    watched folders[FOLDER_CAP];
    size_t count;
};

#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM)

/* A folder may be watched for several reasons; the system has one id for it. */
static bool has(const local_file_watch *watch, int id, size_t tag)
{
    for (size_t i = 0; i < watch->count; i++)
        if (watch->folders[i].id == id && watch->folders[i].tag == tag)
            return true;
    return false;
}

static bool add(local_file_watch *watch, const char *folder, size_t tag, bool is_tree,
                bool is_named)
{
    if (watch->count == FOLDER_CAP) {
        errno = ENOSPC;
        return false;
    }
    const int id = inotify_add_watch(watch->fd, folder, CHANGES | IN_CREATE | IN_ONLYDIR);
    if (id < 0)
        return false;
    if (has(watch, id, tag))
        return true;
    char *copy = strdup(folder);
    if (!copy)
        return false;
    watch->folders[watch->count++] =
        (watched){.id = id, .tag = tag, .is_tree = is_tree, .is_named = is_named, .folder = copy};
    return true;
}

bool local__file_watch_add(local_file_watch *watch, const char *folder, size_t tag)
{
    return add(watch, folder, tag, false, true);
}

/* ---- trees ---- */

static bool is_left_out(const char *name)
{
    return name[0] == '.' || !strcmp(name, "build");
}

static bool add_tree(local_file_watch *watch, const char *folder, size_t tag, unsigned depth);

static void add_below(local_file_watch *watch, const char *folder, const char *name, size_t tag,
                      unsigned depth)
{
    char path[PATH_MAX];
    struct stat there;
    const int len = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (!is_left_out(name) && len > 0 && (size_t)len < sizeof(path) && !lstat(path, &there) &&
        S_ISDIR(there.st_mode))
        (void)add_tree(watch, path, tag, depth + 1);
}

static bool add_tree(local_file_watch *watch, const char *folder, size_t tag, unsigned depth)
{
    if (depth > DEPTH_CAP || !add(watch, folder, tag, true, depth == 0))
        return false;
    DIR *open = opendir(folder);
    if (!open)
        return false;
    for (const struct dirent *entry = readdir(open); entry; entry = readdir(open))
        add_below(watch, folder, entry->d_name, tag, depth);
    closedir(open);
    return true;
}

bool local__file_watch_add_tree(local_file_watch *watch, const char *folder, size_t tag)
{
    return add_tree(watch, folder, tag, 0);
}

/* ---- folders that are removed ---- */

static void wait_to_look_again(const local_file_watch *watch)
{
    evtimer_add(watch->look_again, &(struct timeval){.tv_usec = LOOK_AGAIN_MS * 1000});
}

static void drop(local_file_watch *watch, size_t i)
{
    free(watch->folders[i].folder);
    watch->folders[i] = watch->folders[--watch->count];
}

/* The system has forgotten the id. What was found below a tree is found again when it is made again. */
static void lose(local_file_watch *watch, int id)
{
    for (size_t i = watch->count; i-- > 0;) {
        watched *in = &watch->folders[i];
        if (in->id != id)
            continue;
        in->id = GONE;
        if (in->is_named)
            wait_to_look_again(watch);
        else
            drop(watch, i);
    }
}

/* In the place of the entry that is gone. */
static bool find_again(local_file_watch *watch, size_t i)
{
    const watched gone = watch->folders[i];
    if (!(gone.is_tree ? local__file_watch_add_tree(watch, gone.folder, gone.tag)
                       : local__file_watch_add(watch, gone.folder, gone.tag)))
        return false;
    drop(watch, i);
    watch->on_change(watch->arg, gone.tag, NULL);
    return true;
}

static void on_look_again(evutil_socket_t fd, short what, void *arg)
{
    local_file_watch *watch = arg;
    (void)fd;
    (void)what;
    for (size_t i = watch->count; i-- > 0;)
        if (watch->folders[i].id == GONE && !find_again(watch, i))
            wait_to_look_again(watch);
}

/* ---- what happens ---- */

static void pass_on(local_file_watch *watch, const struct inotify_event *change)
{
    const bool is_folder = (change->mask & IN_ISDIR) != 0;
    if ((change->mask & IN_IGNORED) != 0)
        lose(watch, change->wd);
    const size_t count = watch->count; /* folders that are added now are not asked */
    for (size_t i = 0; change->len > 0 && i < count; i++) {
        const watched *in = &watch->folders[i];
        if (in->id != change->wd)
            continue;
        if (is_folder && in->is_tree)
            add_below(watch, in->folder, change->name, in->tag, 0);
        else if (!is_folder && (change->mask & CHANGES) != 0)
            watch->on_change(watch->arg, in->tag, change->name);
    }
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    alignas(struct inotify_event) char bytes[16384];
    (void)what;
    for (;;) {
        const ssize_t len = read(fd, bytes, sizeof(bytes));
        if (len <= 0)
            return;
        for (const char *at = bytes; at < bytes + len;) {
            const struct inotify_event *change = (const void *)at;
            pass_on(arg, change);
            at += sizeof(*change) + change->len;
        }
    }
}

local_file_watch *local__file_watch_new(struct event_base *base, local_watch_fn on_change,
                                        void *arg)
{
    local_file_watch *watch = calloc(1, sizeof(*watch));
    if (!watch)
        return NULL;
    watch->on_change = on_change;
    watch->arg = arg;
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd >= 0)
        watch->readable = event_new(base, watch->fd, EV_READ | EV_PERSIST, on_readable, watch);
    watch->look_again = evtimer_new(base, on_look_again, watch);
    if (watch->readable && watch->look_again && !event_add(watch->readable, NULL))
        return watch;
    local__file_watch_free(watch);
    return NULL;
}

void local__file_watch_free(local_file_watch *watch)
{
    if (!watch)
        return;
    if (watch->readable)
        event_free(watch->readable);
    if (watch->look_again)
        event_free(watch->look_again);
    if (watch->fd >= 0)
        close(watch->fd);
    for (size_t i = 0; i < watch->count; i++)
        free(watch->folders[i].folder);
    free(watch);
}
