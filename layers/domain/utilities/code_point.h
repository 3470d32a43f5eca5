/*
 * code_point.h - walking UTF-8 text and telling what shows from what does not. Inside of the domain
 * library only.
 */
#ifndef DOMAIN_UTILITIES_CODE_POINT_H
#define DOMAIN_UTILITIES_CODE_POINT_H

#include "lamina/abi.h"

/* Takes one code point off the front of text. False at the end, and at bytes that are no UTF-8: the
   caller tells them apart by text->len. */
bool domain__code_point_next(lamina_str *text, uint32_t *code_point);

/* Controls, line breaks, and what turns the direction of the text around it. None of them belongs
   into a line of text: they forge log lines, break tables, and make one name look like another. */
bool domain__code_point_is_control(uint32_t code_point);

/* White space, or a character that leaves no mark at all. */
bool domain__code_point_is_blank(uint32_t code_point);

#endif
