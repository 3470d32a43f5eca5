/*
 * events.c - `lamina events [NAME]`: sample events of every kind that the host serves.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lamina/json.h"
#include "sample_events.h"
#include "usage.h"

#define ARENA_CAP ((size_t)4 << 20)
enum { NAME_CAP = 64 };

static int show_help(void)
{
    printf(
        "Usage: lamina events [--json] [NAME]\n\n"
        "Prints the sample event of that name, as AWS sends it, for `lamina invoke --event` or to\n"
        "edit. Without NAME: every sample there is.\n\n"
        "  --json  the list as an array of objects\n"
        "  --help  show this text\n");
    return CLI_DONE;
}

static int list_all(bool as_json)
{
    size_t count;
    const cli_sample *samples = cli__samples(&count);
    for (size_t i = 0; !as_json && i < count; i++)
        printf("%-19s %s\n", samples[i].name, samples[i].summary);
    if (!as_json)
        return CLI_DONE;
    lamina_text text;
    lamina_json_writer json;
    lamina_text_init(&text, ARENA_CAP);
    lamina_json_write_init(&json, &text);
    lamina_json_write_array(&json);
    for (size_t i = 0; i < count; i++) {
        lamina_json_write_object(&json);
        lamina_json_write_member_string(&json, "name", lamina_str_from(samples[i].name));
        lamina_json_write_member_string(&json, "summary", lamina_str_from(samples[i].summary));
        lamina_json_write_object_end(&json);
    }
    lamina_json_write_array_end(&json);
    const bool whole = lamina_text_status(&text) == LAMINA_OK && printf("%s\n", text.ptr) > 0;
    lamina_text_clear(&text);
    return whole ? CLI_DONE : CLI_FAILED;
}

static int refuse_name(const char *name)
{
    size_t count;
    const cli_sample *samples = cli__samples(&count);
    const char *known[NAME_CAP + 1] = {0};
    for (size_t i = 0; i < count && i < NAME_CAP; i++) {
        known[i] = samples[i].name;
        if (!strcmp(name, known[i])) {
            fprintf(stderr, "lamina events: the sample %s is not installed beside this command\n",
                    name);
            return CLI_FAILED;
        }
    }
    return cli__refuse_word("lamina events", "sample", name, known);
}

static int print(const char *name)
{
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    const lamina_str text = arena ? cli__sample_read(arena, name) : (lamina_str){0};
    const int status = text.ptr ? CLI_DONE : refuse_name(name);
    if (text.ptr)
        printf("%.*s", LAMINA_FMT(text));
    lamina_arena_free(arena);
    return status;
}

int cli__events(int argc, char **argv)
{
    static const char *const options[] = {"--json", "--help", NULL};
    bool as_json = false;
    const char *name = NULL;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help"))
            return show_help();
        if (!strcmp(argv[i], "--json"))
            as_json = true;
        else if (argv[i][0] == '-')
            return cli__refuse_word("lamina events", "option", argv[i], options);
        else if (name != NULL)
            return cli__refuse("lamina events", "one sample at a time");
        else
            name = argv[i];
    }
    return name != NULL ? print(name) : list_all(as_json);
}
