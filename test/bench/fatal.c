#include "fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bench_die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fputs("rapi-bench: ", stderr);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

void *bench_realloc(void *block, size_t size)
{
    void *grown = realloc(block, size);
    if (!grown)
        bench_die("out of memory");
    return grown;
}
