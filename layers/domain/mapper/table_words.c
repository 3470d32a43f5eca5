/* The service's words for projections and views of streams: see table.h. */
#include "lamina/text.h"
#include "mapper/table.h"

static const char *const projections[] = {[MAPPER_PROJECT_ALL] = "ALL",
                                          [MAPPER_PROJECT_KEYS] = "KEYS_ONLY",
                                          [MAPPER_PROJECT_INCLUDE] = "INCLUDE"};

static const char *const stream_views[] = {[MAPPER_STREAM_NONE] = NULL,
                                           [MAPPER_STREAM_KEYS_ONLY] = "KEYS_ONLY",
                                           [MAPPER_STREAM_NEW_IMAGE] = "NEW_IMAGE",
                                           [MAPPER_STREAM_OLD_IMAGE] = "OLD_IMAGE",
                                           [MAPPER_STREAM_NEW_AND_OLD_IMAGES] =
                                               "NEW_AND_OLD_IMAGES"};

#define COUNT(words) ((uint32_t)(sizeof(words) / sizeof((words)[0])))

static lamina_str word(const char *const *words, uint32_t count, uint32_t number)
{
    return lamina_str_from(number < count ? words[number] : NULL);
}

static uint32_t number_of(const char *const *words, uint32_t count, lamina_str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (words[i] != NULL && lamina_str_is(name, words[i]))
            return i;
    return MAPPER_TABLE_UNKNOWN;
}

lamina_str mapper__projection_name(uint32_t projection)
{
    return word(projections, COUNT(projections), projection);
}

uint32_t mapper__projection_of(lamina_str name)
{
    return number_of(projections, COUNT(projections), name);
}

lamina_str mapper__stream_view_name(uint32_t stream_view)
{
    return word(stream_views, COUNT(stream_views), stream_view);
}

uint32_t mapper__stream_view_of(lamina_str name)
{
    return number_of(stream_views, COUNT(stream_views), name);
}
