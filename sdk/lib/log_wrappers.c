/*
 * lamina_log() and its kin: through the table of the context's host.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lamina/log.h"
#include "log_line.h"

/* Outside of an invocation there is no host to ask; liblamina's own writer is the same one. */
static const lamina_log_1 *table_of(const lamina_context *context)
{
    if (context == NULL || context->host == NULL)
        return lamina_log_table();
    return context->host->table(context->host, LAMINA_LOG_1);
}

void lamina_log_with(const lamina_context *context, int32_t level, lamina_str message,
                     const lamina_log_field *fields, size_t field_count)
{
    const lamina_log_1 *log = table_of(context);
    if (log != NULL)
        log->write(context, level, message, fields, field_count);
}

/* A message that is longer than the stack's buffer is made on the heap, up to the cap of a line. */
static void write_long(const lamina_log_1 *log, const lamina_context *context, int32_t level,
                       size_t len, const char *format, va_list args)
{
    size_t room = len < LAMINA__LOG_LINE_CAP ? len + 1 : LAMINA__LOG_LINE_CAP;
    char *text = malloc(room);
    if (text == NULL)
        return;
    vsnprintf(text, room, format, args);
    log->write(context, level, (lamina_str){.ptr = text, .len = room - 1}, NULL, 0);
    free(text);
}

void lamina_log(const lamina_context *context, int32_t level, const char *format, ...)
{
    const lamina_log_1 *log = table_of(context);
    if (log == NULL || !log->enabled(level))
        return;

    char text[1024];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0)
        return;
    if ((size_t)len < sizeof text) {
        log->write(context, level, (lamina_str){.ptr = text, .len = (size_t)len}, NULL, 0);
        return;
    }
    va_start(args, format);
    write_long(log, context, level, (size_t)len, format, args);
    va_end(args);
}

lamina_log_field lamina_log_text(const char *name, lamina_str text)
{
    return (lamina_log_field){.name = name, .text = text, .kind = LAMINA_LOG_TEXT};
}

lamina_log_field lamina_log_number(const char *name, int64_t number)
{
    return (lamina_log_field){.name = name, .number = number, .kind = LAMINA_LOG_NUMBER};
}
