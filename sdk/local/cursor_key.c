/*
 * cursor_key.c - 32 random bytes in base64, in memory or in a file.
 */
#include "cursor_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "lamina/crypto.h"
#include "terminal.h"

#define KEY_LEN 32
#define KEY_TEXT_LEN 44 /* base64 of it */

static lamina_status make(lamina_text *key)
{
    uint8_t random[KEY_LEN];
    lamina_status status = lamina_crypto_random(random, sizeof(random));
    if (!status)
        lamina_text_add_base64(key, (lamina_str){(const char *)random, sizeof(random)});
    lamina_crypto_wipe(random, sizeof(random));
    return status ? status : lamina_text_status(key);
}

/* LAMINA_E_NOT_FOUND when there is no file; LAMINA_E_SYNTAX when it holds something else. */
static lamina_status read_file(lamina_arena *arena, const char *path, lamina_text *key)
{
    char bytes[KEY_TEXT_LEN + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? LAMINA_E_NOT_FOUND : LAMINA_E_CONFIG;
    ssize_t len = read(fd, bytes, sizeof(bytes));
    close(fd);
    lamina_str text = {bytes, KEY_TEXT_LEN};
    lamina_str decoded;
    lamina_arena_reset(arena);
    if (len != KEY_TEXT_LEN || lamina_base64_decode(arena, text, &decoded) ||
        decoded.len != KEY_LEN)
        return LAMINA_E_SYNTAX;
    lamina_text_add(key, text);
    return lamina_text_status(key);
}

static lamina_status write_file(const char *path, const lamina_text *key)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return LAMINA_E_CONFIG;
    ssize_t written = write(fd, key->ptr, key->len);
    return close(fd) || written != (ssize_t)key->len ? LAMINA_E_CONFIG : LAMINA_OK;
}

static lamina_status keep(local_stage *stage, const char *path)
{
    lamina_status status = local__folder_make(stage->options->data);
    if (!status)
        status = read_file(stage->scratch, path, &stage->cursor_key);
    if (status != LAMINA_E_NOT_FOUND)
        return status;
    status = make(&stage->cursor_key);
    return status ? status : write_file(path, &stage->cursor_key);
}

lamina_status local__cursor_key_make(local_stage *stage)
{
    if (stage->options->db != LOCAL_DB_DISK)
        return make(&stage->cursor_key);
    lamina_text path;
    lamina_text_init(&path, 4096);
    lamina_text_add_format(&path, "%s/cursor.key", stage->options->data);
    lamina_status status = lamina_text_status(&path);
    if (!status)
        status = keep(stage, path.ptr);
    if (status)
        local__complain("%s/cursor.key: %s", stage->options->data,
                        status == LAMINA_E_SYNTAX ? "this is no key; remove the file"
                                                  : strerror(errno));
    lamina_text_clear(&path);
    return status;
}
