/* explain.h - requests that are shown instead of sent. */
#ifndef MAPPER_EXPLAIN_H
#define MAPPER_EXPLAIN_H

#include "mapper/request.h"

typedef struct mapper__explain mapper__explain;

/* NULL unless requests are explained in this invocation just now. */
mapper__explain *mapper__explain_of(const lamina_context *context);

/* Keeps the request, whose body is complete. LAMINA_E_UNSENT, or LAMINA_E_LIMIT. */
lamina_status mapper__explain_keep(mapper__explain *explain, const mapper__request *request,
                                   const char *operation, uint32_t repeat);

/* Fills in what the request's JSON tells: index and sizes. */
void mapper__explain_measure(lamina_arena *arena, mapper_explanation *explanation);

#endif
