/*
 * key_file.c - the key that wraps data keys and the one of blind indexes, in libdomain's notation.
 */
#include "key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "lamina/crypto.h"
#include "terminal.h"

#define KEY_LEN 32
#define CONTENT_CAP 512

static void add_key(lamina_text *content, const char *what)
{
    uint8_t random[KEY_LEN];
    if (lamina_crypto_random(random, sizeof(random))) {
        content->status = LAMINA_E_INTERNAL;
        return;
    }
    lamina_text_add(content, lamina_str_from(what));
    lamina_text_add_base64(content, (lamina_str){(const char *)random, sizeof(random)});
    lamina_text_add_char(content, '\n');
    lamina_crypto_wipe(random, sizeof(random));
}

static lamina_status fill(int fd)
{
    lamina_text content;
    lamina_text_init(&content, CONTENT_CAP);
    lamina_text_reserve(&content, CONTENT_CAP);
    lamina_text_add(&content, LAMINA_STR("# Made by the local stage. Whoever has it reads all "
                                         "encrypted fields.\n"));
    add_key(&content, "key local ");
    add_key(&content, "index ");
    lamina_status status = lamina_text_status(&content);
    if (!status && write(fd, content.ptr, content.len) != (ssize_t)content.len)
        status = LAMINA_E_CONFIG;
    if (content.ptr)
        lamina_crypto_wipe(content.ptr, content.room);
    lamina_text_clear(&content);
    return status;
}

/* One that is there already is taken as it is: who reads it checks it. */
static lamina_status make_kept(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno == EEXIST ? LAMINA_OK : LAMINA_E_CONFIG;
    lamina_status status = fill(fd);
    if (close(fd) && !status)
        status = LAMINA_E_CONFIG;
    if (status)
        unlink(path);
    return status;
}

static lamina_status make_temporary(local_stage *stage)
{
    const char *folder = getenv("TMPDIR");
    lamina_text_add_format(&stage->key_file, "%s/lamina-keys-XXXXXX",
                           folder && *folder == '/' ? folder : "/tmp");
    if (lamina_text_status(&stage->key_file))
        return lamina_text_status(&stage->key_file);
    int fd = mkostemp(stage->key_file.ptr, O_CLOEXEC);
    if (fd < 0)
        return LAMINA_E_CONFIG;
    stage->key_file_is_temporary = true;
    lamina_status status = fill(fd);
    return close(fd) && !status ? LAMINA_E_CONFIG : status;
}

/* A module's process has another folder: the path must not begin at ours. */
static lamina_status make_beside_data(local_stage *stage)
{
    char folder[PATH_MAX];
    if (local__folder_make(stage->options->data) || !realpath(stage->options->data, folder))
        return LAMINA_E_CONFIG;
    lamina_text_add_format(&stage->key_file, "%s/encryption.keys", folder);
    lamina_status status = lamina_text_status(&stage->key_file);
    return status ? status : make_kept(stage->key_file.ptr);
}

lamina_status local__key_file_make(local_stage *stage)
{
    bool is_kept = stage->options->db == LOCAL_DB_DISK;
    lamina_status status = is_kept ? make_beside_data(stage) : make_temporary(stage);
    if (status)
        local__complain("the file of keys%s%s: %s", is_kept ? " in " : "",
                        is_kept ? stage->options->data : "", strerror(errno));
    return status;
}

void local__key_file_clear(local_stage *stage)
{
    if (stage->key_file_is_temporary)
        unlink(stage->key_file.ptr);
    lamina_text_clear(&stage->key_file);
}
