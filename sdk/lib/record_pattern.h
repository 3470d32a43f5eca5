/*
 * record_pattern.h - the patterns of fields, compiled once a process.
 */
#ifndef LAMINA_RECORD_PATTERN_H
#define LAMINA_RECORD_PATTERN_H

#include "lamina/text.h"

/* Longer texts match no pattern: the time of regexec() must not be in the hands of a client. */
#define LAMINA__PATTERN_SUBJECT_CAP 4096u

/*
 * Does the whole text match the POSIX extended regular expression? Bytes are matched, not
 * characters: the locale is "C", where '.' is one byte of a longer character. LAMINA_E_CONFIG when
 * the pattern does not compile, LAMINA_E_MEMORY. [any-thread]
 */
lamina_status lamina__pattern_match(const char *pattern, lamina_str text, bool *matches);

#endif
