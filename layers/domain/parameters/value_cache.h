/* value_cache.h - values that are kept, bounded in number. What leaves is wiped. */
#ifndef PARAMETERS_VALUE_CACHE_H
#define PARAMETERS_VALUE_CACHE_H

#include "lamina/abi.h"

typedef struct parameters__value {
    bool is_used;
    uint32_t kind;
    char *name; /* owned, as the next */
    char *bytes;
    size_t name_len;
    size_t len;
    int64_t asked_us; /* when it was asked for, by the monotonic clock */
    int64_t retry_us; /* not to be asked for again before; 0: when it is too old */
    uint64_t last_use;
} parameters__value;

/* NULL: there is none. */
parameters__value *parameters__value_find(uint32_t kind, lamina_str name);
/* Keeps a copy, in the place of an older one of that name, or of the one that was not used for longest. Nothing is
   kept when there is no memory. */
void parameters__value_keep(uint32_t kind, lamina_str name, lamina_str value, int64_t now_us);
void parameters__values_forget(void);

#endif
