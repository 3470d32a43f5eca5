/* fake_dynamodb_unprocessed.h - what a batch left undone, in the request's own words. */
#ifndef FAKE_DYNAMODB_UNPROCESSED_H
#define FAKE_DYNAMODB_UNPROCESSED_H

#include "lamina/text.h"

/* The last count items of the request's RequestItems, as an object of the same shape. */
void fake_dynamodb__unprocessed_write(lamina_text *out, lamina_str request, size_t count);

#endif
