/*
 * data_lock.c - flock(2) on a file in the folder: the system gives it up with the process, however that ends.
 */
#include "data_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "folder.h"
#include "terminal.h"

lamina_status local__data_lock(const local_stage *stage)
{
    const char *folder = stage->options->data;
    if (stage->options->db != LOCAL_DB_DISK)
        return LAMINA_OK;
    lamina_arena_reset(stage->scratch);
    const char *path = lamina_arena_format(stage->scratch, "%s/stage.lock", folder).ptr;
    const int fd = path && !local__folder_make(folder)
                       ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
                       : -1;
    if (fd < 0) {
        local__complain("%s cannot be used for the data: %s", folder, strerror(errno));
        return LAMINA_E_CONFIG;
    }
    if (!flock(fd, LOCK_EX | LOCK_NB))
        return LAMINA_OK; /* and it stays open */
    local__complain(
        "another stage keeps its data in %s; stop it, choose another folder with --data, "
        "or keep none: make run DB=memory",
        folder);
    close(fd);
    return LAMINA_E_CONFLICT;
}
