/*
 * record_pattern.c - POSIX extended regular expressions, anchored, in a cache of the process.
 */
#include "record_pattern.h"

#include <pthread.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_CAP ((size_t)256)

/* Tables are const data of loaded objects, so the pointer finds a pattern; its text is compared as
   well, in case an object was unloaded and another pattern stands there now. */
typedef struct cached {
    const char *pattern;
    char *text;
    regex_t compiled;
} cached;

static pthread_mutex_t cache_lock = PTHREAD_MUTEX_INITIALIZER;
static cached *cache[CACHE_CAP];

static size_t slot_of(const char *pattern)
{
    return (size_t)(((uintptr_t)pattern * UINT64_C(0x9E3779B97F4A7C15)) >> 32) % CACHE_CAP;
}

static void cached_free(cached *entry)
{
    if (entry == NULL)
        return;
    regfree(&entry->compiled);
    free(entry->text);
    free(entry);
}

static lamina_status cached_new(const char *pattern, cached **out)
{
    size_t len = strlen(pattern);
    size_t anchored_room = len + sizeof("^()$");
    char *anchored = malloc(anchored_room);
    cached *entry = calloc(1, sizeof(*entry));
    lamina_status status = LAMINA_E_MEMORY;
    if (anchored == NULL || entry == NULL)
        goto done;
    entry->text = strdup(pattern);
    if (entry->text == NULL)
        goto done;
    snprintf(anchored, anchored_room, "^(%s)$", pattern);
    entry->pattern = pattern;
    int result = regcomp(&entry->compiled, anchored, REG_EXTENDED | REG_NOSUB);
    if (result != 0) {
        status = result == REG_ESPACE ? LAMINA_E_MEMORY : LAMINA_E_CONFIG;
        goto done;
    }
    free(anchored);
    *out = entry;
    return LAMINA_OK;

done:
    free(anchored);
    if (entry != NULL)
        free(entry->text);
    free(entry);
    return status;
}

/* Under the lock. Open addressing with a short probe; what finds no place there takes the first. */
static lamina_status find(const char *pattern, cached **out)
{
    enum { PROBES = 8 };
    size_t first = slot_of(pattern);
    size_t place = first;
    for (size_t i = 0; i < PROBES; i++) {
        size_t slot = (first + i) % CACHE_CAP;
        cached *entry = cache[slot];
        if (entry == NULL || entry->pattern == pattern) {
            place = slot;
            break;
        }
    }
    cached *entry = cache[place];
    if (entry != NULL && entry->pattern == pattern && strcmp(entry->text, pattern) == 0) {
        *out = entry;
        return LAMINA_OK;
    }
    lamina_status status = cached_new(pattern, out);
    if (status != LAMINA_OK)
        return status;
    cached_free(entry);
    cache[place] = *out;
    return LAMINA_OK;
}

/* regexec() is told the length, because the text may hold a NUL; it still is given a copy that ends
   with one, because regexec() may only be trusted not to look behind what it calls a string. */
static bool match(const regex_t *compiled, lamina_str text)
{
    char subject[LAMINA__PATTERN_SUBJECT_CAP + 1];
    if (text.len > LAMINA__PATTERN_SUBJECT_CAP)
        return false;
    if (text.len > 0)
        memcpy(subject, text.ptr, text.len);
    subject[text.len] = '\0';
    regmatch_t all = {.rm_so = 0, .rm_eo = (regoff_t)text.len};
    return regexec(compiled, subject, 1, &all, REG_STARTEND) == 0;
}

lamina_status lamina__pattern_match(const char *pattern, lamina_str text, bool *matches)
{
    *matches = false;
    cached *entry;
    /* The lock is held during the match: another thread could replace the entry, and glibc's
       regexec() locks the expression anyway. */
    pthread_mutex_lock(&cache_lock);
    lamina_status status = find(pattern, &entry);
    if (status == LAMINA_OK)
        *matches = match(&entry->compiled, text);
    pthread_mutex_unlock(&cache_lock);
    return status;
}
