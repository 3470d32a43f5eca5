/* Why transactions were cancelled: see cancellation.h. */
#include "mapper/cancellation.h"

#include "lamina/text.h"

/* The client tries a few times within 100 ms; each round after that waits longer for the others. */
#define ROUND_CAP 4u
#define FIRST_CEILING_MS 100u

static const struct cancellation {
    const char *code;
    lamina_status status;
} cancellations[] = {
    {"TransactionConflict", LAMINA_E_CONFLICT},
    {"ProvisionedThroughputExceeded", LAMINA_E_THROTTLED},
    {"ThrottlingError", LAMINA_E_THROTTLED},
    {"ItemCollectionSizeLimitExceeded", LAMINA_E_LIMIT},
    {"ValidationError", LAMINA_E_INTERNAL},
    {"AccessDenied", LAMINA_E_CONFIG},
};

const lamina_json *mapper__cancellation_reasons(const dynamodb_error *error)
{
    return error->kind == DYNAMODB_ERROR_TRANSACTION_CANCELED
               ? lamina_json_member(error->body, "CancellationReasons")
               : NULL;
}

lamina_status mapper__cancellation_status(lamina_str code)
{
    for (size_t i = 0; i < sizeof cancellations / sizeof *cancellations; i++)
        if (lamina_str_is(code, cancellations[i].code))
            return cancellations[i].status;
    return LAMINA_E_CONFLICT;
}

static bool is_contention(const lamina_json *reasons)
{
    bool is_conflict = false;
    const lamina_json *reason = lamina_json_first(reasons);
    for (; reason != NULL; reason = lamina_json_next(reason)) {
        lamina_str code = lamina_json_member_string(reason, "Code");
        if (lamina_str_is(code, "TransactionConflict"))
            is_conflict = true;
        else if (!lamina_str_is(code, "None"))
            return false;
    }
    return is_conflict;
}

bool mapper__cancellation_wait(lamina_context *context, const dynamodb_error *error,
                               uint32_t *round)
{
    dynamodb_client *client = dynamodb_client_shared(context);
    if (++*round == ROUND_CAP || client == NULL ||
        !is_contention(mapper__cancellation_reasons(error)))
        return false;
    return dynamodb_pause(client, context, FIRST_CEILING_MS << (*round - 1));
}
