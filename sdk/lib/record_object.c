/*
 * record_object.c - which members an object may, must and must not have.
 */
#include "record_object.h"

#include <inttypes.h>

uint32_t lamina__field_find(const lamina_record *record, lamina_str name, uint32_t *next)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        uint32_t candidate = *next + i;
        if (candidate >= record->field_count)
            candidate -= record->field_count;
        if (!lamina_str_is(name, lamina_record_field(record, candidate)->name))
            continue;
        *next = candidate + 1 < record->field_count ? candidate + 1 : 0;
        return candidate;
    }
    return record->field_count;
}

void lamina__object_require(lamina__walk *walk, const lamina_record *record,
                            const lamina__path *path, uint64_t seen)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        bool is_missed = (field->flags & LAMINA_FIELD_REQUIRED) != 0 &&
                         (field->flags & LAMINA_FIELD_READ_ONLY) == 0;
        if (!is_missed || (seen >> i & 1u) != 0)
            continue;
        lamina__path step = {.parent = path, .name = lamina_str_from(field->name)};
        lamina__walk_violate(walk, &step, "required", "is required");
    }
}

void lamina__object_check_count(lamina__walk *walk, const lamina_record *record,
                                const lamina__path *path, uint64_t members)
{
    if ((uint32_t)__builtin_popcountll(members) < record->min_present)
        lamina__walk_violate(walk, path, "min-present", "must carry at least %" PRIu32 " member%s",
                             record->min_present, record->min_present == 1 ? "" : "s");
}

bool lamina__object_check_depth(lamina__walk *walk, const lamina__path *path, uint32_t depth)
{
    if (depth <= LAMINA_RECORD_DEPTH_CAP)
        return true;
    lamina__walk_violate(walk, path, "depth", "must not nest deeper than %u objects",
                         LAMINA_RECORD_DEPTH_CAP);
    return false;
}
