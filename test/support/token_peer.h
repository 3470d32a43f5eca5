/*
 * token_peer.h - an independent implementation of JSON Web Tokens (token_peer.py: PyJWT), as a program.
 */
#ifndef TOKEN_PEER_H
#define TOKEN_PEER_H

#include "lamina/abi.h"
#include "program.h"

/* Runs token_peer.py with these words, closed by NULL. A test fails loudly where PyJWT is missing: the
   errors say what to install. program_forget() afterwards. */
program_result token_peer_run(const char *const words[PROGRAM_WORDS_CAP]);

#endif
