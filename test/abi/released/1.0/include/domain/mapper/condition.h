/*
 * domain/mapper/condition.h - what must hold of a stored item, as a tree.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_CONDITION_H
#define DOMAIN_MAPPER_CONDITION_H

#include "domain/dynamodb.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A condition, built in the invocation's arena; values and prefixes are borrowed until the operation
 * that it is given to returns. path names an attribute of the item, dots and brackets lead into
 * documents: "address.city", "tags[0]"; every name becomes a placeholder.
 *
 * The functions never return NULL, so that a condition which could not be built is not mistaken for
 * none: the operation that gets it, or one that contains it, sends nothing and answers
 * LAMINA_E_ARGUMENT (NULL as an argument, a path that is none, a value without a type, no values or
 * more than 100 for mapper_in(), what has no order compared by order: only S, N and B have one, bounds
 * of two types or the wrong way round, a negative size) or LAMINA_E_LIMIT (the arena is full, more than
 * 300 operators, or an expression longer than 4 KB; Developer Guide, "Constraints"). Since 1.0.
 *
 *     const mapper_condition *open = mapper_and(
 *         context, mapper_equals(context, "status", dynamodb_text(LAMINA_STR("open"))),
 *         mapper_size_less(context, "lines", 20));
 */
typedef struct mapper_condition mapper_condition;

/* Comparisons of the attribute at the path with a value, "between" with both bounds included. Since 1.0. */
const mapper_condition *mapper_equals(lamina_context *context, const char *path,
                                      dynamodb_value value);
const mapper_condition *mapper_not_equals(lamina_context *context, const char *path,
                                          dynamodb_value value);
const mapper_condition *mapper_less(lamina_context *context, const char *path,
                                    dynamodb_value value);
const mapper_condition *mapper_at_most(lamina_context *context, const char *path,
                                       dynamodb_value value);
const mapper_condition *mapper_greater(lamina_context *context, const char *path,
                                       dynamodb_value value);
const mapper_condition *mapper_at_least(lamina_context *context, const char *path,
                                        dynamodb_value value);
const mapper_condition *mapper_between(lamina_context *context, const char *path,
                                       dynamodb_value low, dynamodb_value high);
/* 1 to 100 values. */
const mapper_condition *mapper_in(lamina_context *context, const char *path,
                                  const dynamodb_value *values, size_t count);
const mapper_condition *mapper_exists(lamina_context *context, const char *path);
const mapper_condition *mapper_not_exists(lamina_context *context, const char *path);
/* Is the attribute of that type, DYNAMODB_S, ..., DYNAMODB_BS? */
const mapper_condition *mapper_has_type(lamina_context *context, const char *path, uint32_t type);
const mapper_condition *mapper_begins_with(lamina_context *context, const char *path,
                                           lamina_str prefix);
const mapper_condition *mapper_contains(lamina_context *context, const char *path,
                                        dynamodb_value value);
/* The size of what is there: bytes of UTF-8 of a text, bytes of binary, elements of a set or list, members of
   a map. Of a number, a boolean, null or nothing the service knows none: the comparison does not hold. */
const mapper_condition *mapper_size_equals(lamina_context *context, const char *path, int64_t size);
const mapper_condition *mapper_size_not_equals(lamina_context *context, const char *path,
                                               int64_t size);
const mapper_condition *mapper_size_less(lamina_context *context, const char *path, int64_t size);
const mapper_condition *mapper_size_at_most(lamina_context *context, const char *path,
                                            int64_t size);
const mapper_condition *mapper_size_greater(lamina_context *context, const char *path,
                                            int64_t size);
const mapper_condition *mapper_size_at_least(lamina_context *context, const char *path,
                                             int64_t size);
const mapper_condition *mapper_size_between(lamina_context *context, const char *path, int64_t low,
                                            int64_t high);
const mapper_condition *mapper_and(lamina_context *context, const mapper_condition *a,
                                   const mapper_condition *b);
const mapper_condition *mapper_or(lamina_context *context, const mapper_condition *a,
                                  const mapper_condition *b);
const mapper_condition *mapper_not(lamina_context *context, const mapper_condition *a);

#ifdef __cplusplus
}
#endif
#endif
