/*
 * sample_events.c - the samples' names, and their texts from what is installed beside the command.
 */
#include "sample_events.h"

#include <string.h>

#include "file_text.h"
#include "share.h"

static const cli_sample samples[] = {
    {"alb", "a request of an Application Load Balancer"},
    {"authorizer_request", "an API's Lambda authorizer, type REQUEST"},
    {"authorizer_token", "an API's Lambda authorizer, type TOKEN"},
    {"direct", "an operation that is invoked by its name"},
    {"dynamodb", "three changes of a table's stream"},
    {"eventbridge", "an event of a bus"},
    {"function_url", "a request of a function URL"},
    {"http_v2", "a request of an HTTP API"},
    {"rest", "a request of a REST API"},
    {"s3", "an object that was put into a bucket"},
    {"schedule", "a scheduled rule"},
    {"sns", "a notification of a topic"},
    {"sqs", "two messages of a queue"},
    {"sqs_fifo", "three messages of a FIFO queue"},
};

const cli_sample *cli__samples(size_t *count)
{
    *count = sizeof(samples) / sizeof(samples[0]);
    return samples;
}

lamina_str cli__sample_read(lamina_arena *arena, const char *name)
{
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        if (strcmp(name, samples[i].name) != 0)
            continue;
        const lamina_str below = lamina_arena_format(arena, "events/%s.json", name);
        const lamina_str path = below.ptr ? cli__share_path(arena, below.ptr) : below;
        lamina_str text = {0};
        if (path.ptr && cli__file_read(arena, path.ptr, &text) == LAMINA_OK)
            return text;
    }
    return (lamina_str){0};
}
