/*
 * request.h - one request to the service: its body under construction, its placeholders, its sending.
 * Every operation of the mapper goes through mapper__request_send(), and through nothing else.
 */
#ifndef MAPPER_REQUEST_H
#define MAPPER_REQUEST_H

#include "domain/dynamodb.h"
#include "domain/mapper.h"
#include "mapper/expression.h"

typedef struct mapper__request {
    lamina_context *context;
    lamina_json_writer json; /* into a buffer that is kept between requests */
    lamina_text *expression; /* one expression at a time; kept too */
    mapper__placeholders placeholders;
    lamina_str table;          /* for messages */
    const mapper_model *model; /* see mapper__request_about() */
    bool is_about_several;
} mapper__request;

/* What came of it. */
typedef struct mapper__reply {
    const lamina_json *answer; /* NULL unless LAMINA_OK */
    dynamodb_error error;
} mapper__reply;

/* Opens the body with TableName; table is empty for requests that have none. One request at a time. */
void mapper__request_begin(mapper__request *request, lamina_context *context, lamina_str table);

/* The request is about items of that model: for the ledger and explanations. Said for each model. */
void mapper__request_about(mapper__request *request, const mapper_model *model);
/* "" when it is about several, or about none. */
const char *mapper__request_model_name(const mapper__request *request);

/* Writes what stands in request->expression under that name, if anything, and empties it.
   LAMINA_E_LIMIT when it is too long, or the failure of a placeholder. */
lamina_status mapper__request_expression(mapper__request *request, const char *member);

/* Key: the key fields of a struct. */
lamina_status mapper__request_key(mapper__request *request, const mapper_model *model,
                                  const void *item);

/*
 * Closes the body and sends it. Beyond dynamodb_send(), failures that are no fault of the API's client
 * get statuses that do not blame it: a missing table, permissions and credentials are LAMINA_E_CONFIG, a
 * request that the service calls invalid is LAMINA_E_INTERNAL.
 */
lamina_status mapper__request_send(mapper__request *request, const char *operation, uint32_t repeat,
                                   mapper__reply *reply);

#endif
