/*
 * check_report.c - findings as text and as JSON.
 */
#include "check_report.h"

#include <stdio.h>
#include <string.h>

/* ---- text ---- */

/* Names come out of files that nobody vouches for: none of them gets to talk to a terminal. */
static void print_text(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        putchar((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 127 ? '?' : text.ptr[i]);
}

/* A type has a page of its name. One that bootstrap told is as hostile as the rest. */
static void print_finding(const cli_finding *finding)
{
    printf("  %-8s %-10s ", finding->type ? "REFUSED" : finding->result, finding->rule);
    if (finding->type) {
        print_text(lamina_str_from(finding->type));
        printf(": ");
    }
    print_text(finding->text);
    const char *page = finding->type ? strchr(finding->type, '.') : NULL;
    if (page) {
        printf(" (docs/errors/");
        print_text(lamina_str_from(page + 1));
        printf(".md)");
    }
    putchar('\n');
}

static void print_needs(const lamina_json *entry)
{
    const lamina_json *needs = lamina_json_member(entry, "needs");
    for (const lamina_json *at = lamina_json_first(needs); at; at = lamina_json_next(at))
        printf("  need     %.*s, since %.*s\n", LAMINA_FMT(lamina_json_member_string(at, "id")),
               LAMINA_FMT(lamina_json_member_string(at, "since")));
}

static void print_routes(const lamina_json *entry)
{
    const lamina_json *routes = lamina_json_member(entry, "routes");
    for (const lamina_json *at = lamina_json_first(routes); at; at = lamina_json_next(at)) {
        lamina_str scope = lamina_json_member_string(at, "scope");
        if (!scope.ptr)
            scope = LAMINA_STR("public");
        printf("  route    %-7.*s %-40.*s %.*s (%.*s)\n",
               LAMINA_FMT(lamina_json_member_string(at, "method")),
               LAMINA_FMT(lamina_json_member_string(at, "path")),
               LAMINA_FMT(lamina_json_member_string(at, "operation")), LAMINA_FMT(scope));
    }
}

static void print_events(const lamina_json *entry)
{
    const lamina_json *events = lamina_json_member(entry, "events");
    for (const lamina_json *at = lamina_json_first(events); at; at = lamina_json_next(at))
        printf("  event    %-48.*s %.*s\n", LAMINA_FMT(lamina_json_member_string(at, "kind")),
               LAMINA_FMT(lamina_json_member_string(at, "operation")));
}

void cli__check_print(const cli_fit *fit, bool fits)
{
    const lamina_str host = lamina_json_member_string(fit->host, "version");
    printf("%s: %s %s%s%.*s\n", fit->path, fits ? "fits" : "does not fit", fit->layer->folder,
           host.len > 0 ? ", host " : "", LAMINA_FMT(host));
    for (size_t i = 0; i < fit->finding_count; i++)
        print_finding(&fit->findings[i]);
    print_needs(fit->entry);
    print_routes(fit->entry);
    print_events(fit->entry);
}

/* ---- JSON ---- */

static void write_finding(const cli_finding *finding, lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "rule", lamina_str_from(finding->rule));
    lamina_json_write_member_string(writer, "result", lamina_str_from(finding->result));
    if (finding->type)
        lamina_json_write_member_string(writer, "type", lamina_str_from(finding->type));
    lamina_json_write_member_string(writer, "text", finding->text);
    lamina_json_write_object_end(writer);
}

static void write_told(const char *name, const lamina_json *told, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    if (told)
        lamina_json_write_value(writer, told);
    else
        lamina_json_write_null(writer);
}

void cli__check_write(const cli_fit *fit, bool fits, lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "file", lamina_str_from(fit->path));
    lamina_json_write_member_string(writer, "layer", lamina_str_from(fit->layer->folder));
    lamina_json_write_name(writer, LAMINA_STR("fits"));
    lamina_json_write_boolean(writer, fits);
    lamina_json_write_name(writer, LAMINA_STR("findings"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < fit->finding_count; i++)
        write_finding(&fit->findings[i], writer);
    lamina_json_write_array_end(writer);
    write_told("host", fit->host, writer);
    write_told("plugin", fit->entry, writer);
    lamina_json_write_object_end(writer);
}
