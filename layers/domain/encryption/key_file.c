/*
 * Keys from a file: see domain_key_file_open(). A data key is wrapped by AES-256-GCM: nonce, ciphertext,
 * tag. Key id and key context are authenticated with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encryption/format.h"
#include "encryption/key_context.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define FILE_CAP (64u << 10)
#define KEY_CAP 64u
#define ID_CAP 64u
#define PURPOSE "lamina wrapped key 1"
#define WRAPPED_LEN (LAMINA_AEAD_NONCE_LEN + LAMINA_AEAD_KEY_LEN + LAMINA_AEAD_TAG_LEN)

typedef struct file_key {
    char id[ID_CAP + 1];
    uint8_t bytes[LAMINA_AEAD_KEY_LEN];
} file_key;

typedef struct key_file {
    file_key keys[KEY_CAP]; /* the first is current */
    size_t count;
    bool has_index;
    uint8_t index[LAMINA_AEAD_KEY_LEN];
} key_file;

/* ---- reading the file ---- */

static const char *fault_of(const struct stat *found)
{
    if (!S_ISREG(found->st_mode))
        return "is no regular file";
    if (found->st_uid != geteuid())
        return "belongs to another user";
    if ((found->st_mode & 077) != 0)
        return "may be read or written by others; chmod 600 it";
    if (found->st_size > (off_t)FILE_CAP)
        return "is longer than 64 KB";
    return NULL;
}

/* The file as it was opened is looked at, not what has its name by then. */
static const char *read_file(const char *path, char bytes[FILE_CAP], size_t *len)
{
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? "does not exist" : "cannot be opened";
    const char *fault = fstat(fd, &found) != 0 ? "cannot be looked at" : fault_of(&found);
    *len = 0;
    while (fault == NULL && *len < FILE_CAP) {
        ssize_t got = read(fd, bytes + *len, FILE_CAP - *len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fault = "cannot be read";
        if (got <= 0)
            break;
        *len += (size_t)got;
    }
    close(fd);
    return fault;
}

static bool read_key(lamina_arena *arena, lamina_str text, uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    lamina_str bytes = {NULL, 0};
    if (lamina_base64_decode(arena, text, &bytes) != LAMINA_OK)
        return false;
    bool fits = bytes.len == LAMINA_AEAD_KEY_LEN;
    if (fits)
        memcpy(key, bytes.ptr, bytes.len);
    lamina_crypto_wipe((char *)bytes.ptr, bytes.len); /* the arena is ours to write */
    return fits;
}

static bool is_id(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || (unsigned char)text.ptr[i] > '~')
            return false;
    return text.len > 0 && text.len <= ID_CAP;
}

static const file_key *key_named(const key_file *file, lamina_str id)
{
    for (size_t i = 0; i < file->count; i++)
        if (lamina_str_is(id, file->keys[i].id))
            return &file->keys[i];
    return NULL;
}

static const char *add_key(key_file *file, lamina_arena *arena, lamina_str rest)
{
    lamina_str id;
    lamina_str_cut(&rest, ' ', &id);
    if (!is_id(id))
        return "has no id of 1 to 64 printable characters";
    if (key_named(file, id) != NULL)
        return "has an id that another line has";
    if (file->count == KEY_CAP)
        return "is one key more than 64";
    file_key *key = &file->keys[file->count];
    if (!read_key(arena, lamina_str_trim(rest), key->bytes))
        return "does not end with 32 bytes in base64";
    memcpy(key->id, id.ptr, id.len);
    key->id[id.len] = '\0';
    file->count++;
    return NULL;
}

static const char *read_line(key_file *file, lamina_arena *arena, lamina_str line)
{
    lamina_str word;
    line = lamina_str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return NULL;
    lamina_str_cut(&line, ' ', &word);
    if (lamina_str_is(word, "key"))
        return add_key(file, arena, lamina_str_trim(line));
    if (!lamina_str_is(word, "index"))
        return "begins with neither \"key\" nor \"index\"";
    if (file->has_index)
        return "is a second index key";
    file->has_index = true;
    return read_key(arena, lamina_str_trim(line), file->index)
               ? NULL
               : "does not end with 32 bytes in base64";
}

static lamina_status read_lines(key_file *file, lamina_arena *arena, const char *path,
                                lamina_str text, lamina_str *reason)
{
    for (unsigned number = 1; text.len > 0; number++) {
        lamina_str line;
        lamina_str_cut(&text, '\n', &line);
        const char *fault = read_line(file, arena, line);
        if (fault == NULL)
            continue;
        *reason = lamina_arena_format(arena, "key file %.300s, line %u %s", path, number, fault);
        return LAMINA_E_CONFIG;
    }
    if (file->count > 0)
        return LAMINA_OK;
    *reason = lamina_arena_format(arena, "key file %.300s has no key", path);
    return LAMINA_E_CONFIG;
}

/* ---- the provider ---- */

static lamina_str current_key_id(void *self)
{
    const key_file *file = self;
    return lamina_str_from(file->keys[0].id);
}

static lamina_status bind(lamina_context *context, const domain_key_context *bound,
                          lamina_str key_id, lamina_str *associated)
{
    lamina_str encoded = {NULL, 0};
    lamina_status status = encryption__key_context_encode(context, bound, &encoded);
    if (status != LAMINA_OK)
        return status;
    const lamina_str purpose = LAMINA_STR(PURPOSE);
    size_t len = 4 + purpose.len + key_id.len + encoded.len;
    uint8_t *bytes = lamina_alloc(context, len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    uint8_t *rest = encryption__text_write(encryption__text_write(bytes, purpose), key_id);
    memcpy(rest, encoded.ptr, encoded.len);
    *associated = (lamina_str){(const char *)bytes, len};
    return LAMINA_OK;
}

static lamina_status generate(void *self, lamina_context *context, const domain_key_context *bound,
                              domain_data_key *key)
{
    const key_file *file = self;
    uint8_t *wrapped = lamina_alloc(context, WRAPPED_LEN);
    if (wrapped == NULL)
        return LAMINA_E_LIMIT;
    key->key_id = current_key_id(self);
    key->wrapped = (lamina_str){(const char *)wrapped, WRAPPED_LEN};
    lamina_str associated = {NULL, 0};
    lamina_status status = bind(context, bound, key->key_id, &associated);
    if (status == LAMINA_OK)
        status = lamina_random(context, key->plain, sizeof key->plain);
    if (status == LAMINA_OK)
        status = lamina_random(context, wrapped, LAMINA_AEAD_NONCE_LEN);
    if (status != LAMINA_OK)
        return status;
    return lamina_aead_seal(file->keys[0].bytes, wrapped, associated,
                            (lamina_str){(const char *)key->plain, sizeof key->plain},
                            wrapped + LAMINA_AEAD_NONCE_LEN);
}

static lamina_status unwrap(void *self, lamina_context *context, const domain_key_context *bound,
                            lamina_str key_id, lamina_str wrapped, uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    const file_key *wrapping = key_named(self, key_id);
    if (wrapping == NULL)
        return lamina_cause(context, LAMINA_E_INVALID,
                            "the key file has no key \"%.*s\": it was taken out, or the value's "
                            "header was changed",
                            is_id(key_id) ? (int)key_id.len : 0, key_id.ptr);
    if (wrapped.len != WRAPPED_LEN)
        return LAMINA_E_INVALID;
    lamina_str associated = {NULL, 0};
    lamina_status status = bind(context, bound, key_id, &associated);
    if (status != LAMINA_OK)
        return status;
    lamina_str sealed = {wrapped.ptr + LAMINA_AEAD_NONCE_LEN, wrapped.len - LAMINA_AEAD_NONCE_LEN};
    return lamina_aead_open(wrapping->bytes, (const uint8_t *)wrapped.ptr, associated, sealed, key);
}

static lamina_status index_key(void *self, lamina_context *context,
                               uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    const key_file *file = self;
    if (!file->has_index)
        return lamina_cause(context, LAMINA_E_CONFIG,
                            "the key file has no index key, which blind indexes need");
    memcpy(key, file->index, sizeof file->index);
    return LAMINA_OK;
}

static void free_keys(void *self)
{
    lamina_crypto_wipe(self, sizeof(key_file));
    free(self);
}

lamina_status domain_key_file_open(const char *path, lamina_arena *arena,
                                   domain_key_provider *provider, lamina_str *reason)
{
    char bytes[FILE_CAP];
    size_t len = 0;
    key_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        *reason = LAMINA_STR("out of memory for the keys");
        return LAMINA_E_MEMORY;
    }
    lamina_status status = LAMINA_E_CONFIG;
    const char *fault = read_file(path, bytes, &len);
    if (fault != NULL)
        *reason = lamina_arena_format(arena, "key file %.300s %s", path, fault);
    else
        status = read_lines(file, arena, path, (lamina_str){bytes, len}, reason);
    lamina_crypto_wipe(bytes, sizeof bytes);
    if (status != LAMINA_OK) {
        free_keys(file);
        return status;
    }
    *provider = (domain_key_provider){.size = sizeof *provider,
                                      .self = file,
                                      .current_key_id = current_key_id,
                                      .generate = generate,
                                      .unwrap = unwrap,
                                      .index_key = index_key,
                                      .free = free_keys};
    return LAMINA_OK;
}
