/* Key files and encryptions for tests: see keys.h. */
#include "keys.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina/text.h"

static char path[64];

const char *keys_file(const char *content, unsigned mode)
{
    keys_clear();
    snprintf(path, sizeof path, "/tmp/lamina-keys-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    cr_assert_eq(fchmod(fd, mode), 0);
    close(fd);
    return path;
}

void keys_clear(void)
{
    if (path[0] != '\0')
        unlink(path);
    path[0] = '\0';
}

domain_encryption *keys_open(lamina_context *context, const char *content,
                             const domain_encryption_options *options)
{
    domain_key_provider provider;
    domain_encryption *encryption = NULL;
    lamina_str reason = {NULL, 0};
    lamina_status status =
        domain_key_file_open(keys_file(content, 0600), context->arena, &provider, &reason);
    cr_assert_eq(status, LAMINA_OK, "%.*s", LAMINA_FMT(reason));
    keys_clear();
    cr_assert_eq(domain_encryption_new(&provider, options, &encryption), LAMINA_OK);
    return encryption;
}

static lamina_str current_key_id(void *self)
{
    (void)self;
    return LAMINA_STR("counting");
}

static lamina_status generate(void *self, lamina_context *context, const domain_key_context *bound,
                              domain_data_key *key)
{
    keys_counting *counting = self;
    (void)bound;
    if (counting->status != LAMINA_OK)
        return counting->status;
    counting->generated++;
    memset(key->plain, (int)counting->generated, sizeof key->plain);
    key->key_id = LAMINA_STR("counting");
    key->wrapped = lamina_arena_format(context->arena, "wrapped %zu", counting->generated);
    return LAMINA_OK;
}

static lamina_status unwrap(void *self, lamina_context *context, const domain_key_context *bound,
                            lamina_str key_id, lamina_str wrapped, uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    keys_counting *counting = self;
    int64_t number = 0;
    (void)context, (void)bound, (void)key_id;
    if (counting->status != LAMINA_OK)
        return counting->status;
    counting->unwrapped++;
    if (lamina_parse_int64((lamina_str){wrapped.ptr + 8, wrapped.len - 8}, &number) != LAMINA_OK)
        return LAMINA_E_INVALID;
    memset(key, (int)number, LAMINA_AEAD_KEY_LEN);
    return LAMINA_OK;
}

static lamina_status index_key(void *self, lamina_context *context,
                               uint8_t key[LAMINA_AEAD_KEY_LEN])
{
    keys_counting *counting = self;
    (void)context;
    memset(key, 7, LAMINA_AEAD_KEY_LEN);
    return counting->status;
}

static void free_nothing(void *self)
{
    (void)self;
}

domain_key_provider keys_counting_provider(keys_counting *counting)
{
    return (domain_key_provider){.size = sizeof(domain_key_provider),
                                 .self = counting,
                                 .current_key_id = current_key_id,
                                 .generate = generate,
                                 .unwrap = unwrap,
                                 .index_key = index_key,
                                 .free = free_nothing};
}
