/*
 * email_key.h - the key of the item that claims an e-mail address, so that all ways to write an address
 * make one. Inside of the domain library only.
 */
#ifndef DOMAIN_MODELS_EMAIL_KEY_H
#define DOMAIN_MODELS_EMAIL_KEY_H

#include "lamina/context.h"

/* "email#" and the address with its ASCII letters in lower case, in the arena; {NULL, 0} when that is
   full. Letters beyond ASCII stay: folding them depends on language, and a mail server may well tell
   them apart. */
lamina_str domain__email_key(lamina_context *context, lamina_str address);

#endif
