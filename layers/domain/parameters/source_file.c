/* Values out of a file, in the place of AWS: for the local stage and tests. See domain/parameters.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lamina/json.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "parameters/source.h"

#define VARIABLE "LAMINA_PARAMETERS_FILE"
#define FILE_CAP (1u << 20)

static const char *const members[PARAMETERS__KIND_COUNT] = {
    [PARAMETERS__PARAMETER] = "parameters",
    [PARAMETERS__SECRET] = "secrets",
};

static lamina_status refuse(lamina_context *context, const char *path, const char *reason)
{
    return lamina_cause(context, LAMINA_E_CONFIG, VARIABLE " is %s: %s", path, reason);
}

static lamina_status read_open(lamina_context *context, const char *path, FILE *file,
                               lamina_str *text)
{
    struct stat state;
    if (fstat(fileno(file), &state) != 0 || !S_ISREG(state.st_mode) || state.st_size > FILE_CAP)
        return refuse(context, path, "it is no file of at most 1 MiB");
    size_t size = (size_t)state.st_size;
    char *bytes = lamina_alloc(context, size + 1);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    *text = (lamina_str){bytes, fread(bytes, 1, size, file)};
    return ferror(file) != 0 ? refuse(context, path, "it cannot be read") : LAMINA_OK;
}

static lamina_status read_bytes(lamina_context *context, const char *path, lamina_str *text)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return refuse(context, path, strerror(errno));
    lamina_status status = read_open(context, path, file, text);
    fclose(file);
    return status;
}

lamina_status parameters__read_file(lamina_context *context, uint32_t kind, lamina_str name,
                                    lamina_str *value)
{
    const char *path = getenv(VARIABLE);
    if (path == NULL || path[0] == '\0')
        return LAMINA_E_UNSUPPORTED;
    lamina_str text = {NULL, 0};
    const lamina_json *all = NULL;
    lamina_status status = read_bytes(context, path, &text);
    if (status != LAMINA_OK)
        return status;
    status = lamina_json_read(context->arena, text, 0, &all, NULL);
    if (status != LAMINA_OK)
        return status == LAMINA_E_LIMIT ? status : refuse(context, path, "it is no JSON");
    const lamina_json *one = lamina_json_first(lamina_json_member(all, members[kind]));
    while (one != NULL && !lamina_str_equal(lamina_json_name(one), name))
        one = lamina_json_next(one);
    *value = lamina_json_string(one);
    if (value->ptr != NULL)
        return LAMINA_OK;
    return lamina_cause(context, LAMINA_E_CONFIG, VARIABLE " is %s: it has no text %.*s in \"%s\"",
                        path, LAMINA_FMT(name), members[kind]);
}
