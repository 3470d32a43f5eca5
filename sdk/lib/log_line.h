/*
 * One log line under construction: a JSON object that never gets longer than its cap and is valid
 * wherever it had to be cut.
 */
#ifndef LAMINA_LIB_LOG_LINE_H
#define LAMINA_LIB_LOG_LINE_H

#include "lamina/host.h"
#include "lamina/json.h"
#include "lamina/text.h"

/* A line's bytes, its newline among them. CloudWatch cuts longer events apart itself. */
#define LAMINA__LOG_LINE_CAP ((size_t)256 * 1024)

typedef struct lamina__log_line {
    lamina_text *text; /* its cap is at least LAMINA__LOG_LINE_CAP */
    lamina_json_writer writer;
    bool is_cut; /* something did not fit: nothing more is added */
} lamina__log_line;

/* Begins the object in text, which is emptied first. */
void lamina__log_line_begin(lamina__log_line *line, lamina_text *text);
/* Each adds one member. A text is cut where the line is full; other members fit or are left out. */
void lamina__log_line_add_text(lamina__log_line *line, const char *name, lamina_str value);
void lamina__log_line_add_number(lamina__log_line *line, const char *name, int64_t value);
void lamina__log_line_add_true(lamina__log_line *line, const char *name);
void lamina__log_line_add_field(lamina__log_line *line, const lamina_log_field *field);
/* Closes the object, with "truncated":true when it was cut, and ends the line. */
void lamina__log_line_end(lamina__log_line *line);

#endif
