/*
 * ascii.h - the characters that codes and identifiers are made of, whatever the locale. Inside of the domain
 * library only.
 */
#ifndef DOMAIN_UTILITIES_ASCII_H
#define DOMAIN_UTILITIES_ASCII_H

#include "lamina/abi.h"

static inline bool domain__is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool domain__is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool domain__is_letter(char c)
{
    return domain__is_capital(c) || (c >= 'a' && c <= 'z');
}

/* Is every byte a digit? True of an empty text. */
static inline bool domain__are_digits(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!domain__is_digit(text.ptr[i]))
            return false;
    return true;
}

#endif
