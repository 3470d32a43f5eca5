/*
 * UUIDs of version 7: 48 bits of milliseconds and 74 random bits. Source: RFC 9562, sections 4, 5.7 and
 * 6.2 ("Monotonic Random", method 2): within one millisecond the next id is the last one plus a random
 * number, so that it ascends and yet cannot be guessed.
 */
#include <pthread.h>

#include "domain/ids.h"
#include "lamina/problem.h"

#define VERSION_BITS (UINT64_C(7) << 12)
#define VARIANT_BITS (UINT64_C(2) << 62)
#define LOW_MASK (UINT64_MAX >> 2)

enum { TIME_BITS = 48, HIGH_RANDOM_BITS = 12 };

/* The 122 bits that are free: time and rand_a, then rand_b. */
typedef struct uuid_bits {
    uint64_t high;
    uint64_t low;
} uuid_bits;

typedef struct uuid_random {
    uuid_bits bits;
    uint32_t step;
    uint32_t reserved;
} uuid_random;

static pthread_mutex_t last_lock = PTHREAD_MUTEX_INITIALIZER;
static uuid_bits last;

/* The fresh bits, unless the clock has not moved on since the last id (or went back). A carry out of
   the random bits goes into the time, so the order holds even then. */
static uuid_bits ascend(uuid_bits fresh, uint32_t step)
{
    pthread_mutex_lock(&last_lock);
    if (fresh.high >> HIGH_RANDOM_BITS > last.high >> HIGH_RANDOM_BITS) {
        last = fresh;
    } else {
        last.low += UINT64_C(1) + step;
        last.high += last.low > LOW_MASK;
        last.low &= LOW_MASK;
    }
    uuid_bits next = last;
    pthread_mutex_unlock(&last_lock);
    return next;
}

static void write_hex(uint64_t bits, size_t digits, char *out)
{
    for (size_t i = digits; i > 0; i--) {
        out[i - 1] = "0123456789abcdef"[bits & 15];
        bits >>= 4;
    }
}

/* unix_ts_ms (48), 7 (4), rand_a (12); 2 (2), rand_b (62). */
static void write_uuid(uuid_bits bits, char out[DOMAIN_UUID_LEN])
{
    uint64_t high_random = bits.high & ((1u << HIGH_RANDOM_BITS) - 1);
    uint64_t low = VARIANT_BITS | bits.low;
    write_hex(bits.high >> HIGH_RANDOM_BITS >> 16, 8, out);
    out[8] = '-';
    write_hex(bits.high >> HIGH_RANDOM_BITS, 4, out + 9);
    out[13] = '-';
    write_hex(VERSION_BITS | high_random, 4, out + 14);
    out[18] = '-';
    write_hex(low >> 48, 4, out + 19);
    out[23] = '-';
    write_hex(low, 12, out + 24);
}

lamina_status domain_new_uuid7(lamina_context *context, lamina_str *uuid)
{
    int64_t now_ms = lamina_now_us(context) / 1000;
    if (now_ms < 0 || now_ms >> TIME_BITS != 0)
        return lamina_cause(context, LAMINA_E_INTERNAL, "the clock shows no time that fits a UUID");

    uuid_random random = {.step = 0};
    lamina_status status = lamina_random(context, &random, sizeof random);
    if (status != LAMINA_OK)
        return status;
    uuid_bits fresh = {.high = (uint64_t)now_ms << HIGH_RANDOM_BITS |
                               (random.bits.high & ((1u << HIGH_RANDOM_BITS) - 1)),
                       .low = random.bits.low & LOW_MASK};

    char *text = lamina_alloc(context, DOMAIN_UUID_LEN);
    if (text == NULL)
        return LAMINA_E_LIMIT;
    write_uuid(ascend(fresh, random.step), text);
    *uuid = (lamina_str){text, DOMAIN_UUID_LEN};
    return LAMINA_OK;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool domain_is_uuid(lamina_str text)
{
    if (text.len != DOMAIN_UUID_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text.ptr[i] != '-' : !is_hex(text.ptr[i]))
            return false;
    }
    char version = text.ptr[14], variant = text.ptr[19];
    return version >= '1' && version <= '8' &&
           (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}
