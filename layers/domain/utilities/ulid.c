/*
 * ULIDs: 48 bits of milliseconds, 80 random bits, in Crockford's base 32. Source: github.com/ulid/spec,
 * "Monotonicity" included: within one millisecond the next id is the last one plus one.
 */
#include <pthread.h>

#include "domain/ids.h"
#include "lamina/problem.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { TIME_BITS = 48, HIGH_RANDOM_BITS = 16 };

/* The 128 bits: time and the upper 16 random bits, then the lower 64. */
typedef struct ulid_bits {
    uint64_t high;
    uint64_t low;
} ulid_bits;

static pthread_mutex_t last_lock = PTHREAD_MUTEX_INITIALIZER;
static ulid_bits last;

/* The fresh bits, unless the clock has not moved on since the last id (or went back): then that one's
   successor. A carry out of the random bits goes into the time, so the order holds even then. */
static ulid_bits ascend(ulid_bits fresh)
{
    pthread_mutex_lock(&last_lock);
    if (fresh.high >> HIGH_RANDOM_BITS > last.high >> HIGH_RANDOM_BITS) {
        last = fresh;
    } else {
        last.low++;
        last.high += last.low == 0;
    }
    ulid_bits next = last;
    pthread_mutex_unlock(&last_lock);
    return next;
}

static void write_base32(ulid_bits bits, char out[DOMAIN_ULID_LEN])
{
    for (size_t i = DOMAIN_ULID_LEN; i > 0; i--) {
        out[i - 1] = alphabet[bits.low & 31];
        bits.low = bits.low >> 5 | bits.high << 59;
        bits.high >>= 5;
    }
}

lamina_status domain_new_ulid(lamina_context *context, lamina_str *ulid)
{
    int64_t now_ms = lamina_now_us(context) / 1000;
    if (now_ms < 0 || now_ms >> TIME_BITS != 0)
        return lamina_cause(context, LAMINA_E_INTERNAL, "the clock shows no time that fits a ULID");

    ulid_bits fresh = {0};
    lamina_status status = lamina_random(context, &fresh, sizeof fresh);
    if (status != LAMINA_OK)
        return status;
    fresh.high = (uint64_t)now_ms << HIGH_RANDOM_BITS | (fresh.high & UINT16_MAX);

    char *text = lamina_alloc(context, DOMAIN_ULID_LEN);
    if (text == NULL)
        return LAMINA_E_LIMIT;
    write_base32(ascend(fresh), text);
    *ulid = (lamina_str){text, DOMAIN_ULID_LEN};
    return LAMINA_OK;
}

static bool is_digit(char c)
{
    for (const char *known = alphabet; *known != '\0'; known++)
        if (*known == c)
            return true;
    return false;
}

bool domain_is_ulid(lamina_str text)
{
    /* 26 characters hold 130 bits: the first may use only three of its five. */
    if (text.len != DOMAIN_ULID_LEN || text.ptr[0] > '7')
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.ptr[i]))
            return false;
    return true;
}
