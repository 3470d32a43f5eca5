/* Times as stored items have them: see stored_time.h. */
#include "mapper/stored_time.h"

#include <string.h>

#include "lamina/text.h"

/* RFC 3339 wants a colon in an offset, so clients never get to send this one. */
#define FOREIGN_UTC LAMINA_STR("+0000")
#define LEN_WITHOUT_ZONE (LAMINA_TIMESTAMP_LEN - 1)

static bool is_foreign(lamina_str text)
{
    lamina_str zone = FOREIGN_UTC;
    return text.len == LEN_WITHOUT_ZONE + zone.len &&
           memcmp(text.ptr + LEN_WITHOUT_ZONE, zone.ptr, zone.len) == 0;
}

lamina_status mapper__stored_time_read(lamina_str text, int64_t *us)
{
    char own[LAMINA_TIMESTAMP_LEN];
    if (is_foreign(text)) {
        memcpy(own, text.ptr, LEN_WITHOUT_ZONE);
        own[LEN_WITHOUT_ZONE] = 'Z';
        text = (lamina_str){own, sizeof own};
    }
    return lamina_parse_timestamp(text, us) == LAMINA_OK ? LAMINA_OK : LAMINA_E_INVALID;
}

bool mapper__stored_time_is_own(lamina_str text, int64_t us)
{
    char own[LAMINA_TIMESTAMP_LEN + 1];
    return lamina_format_timestamp(us, own) == LAMINA_OK && lamina_str_is(text, own);
}
