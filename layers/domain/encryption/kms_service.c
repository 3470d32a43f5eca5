/*
 * KMS as one of AWS's JSON services: its names and its own error types.
 * Source: AWS KMS API Reference, GenerateDataKey and Decrypt, "Errors".
 */
#include "encryption/kms_service.h"

#define NEVER AWS__RETRY_NEVER
#define TRANSIENT AWS__RETRY_TRANSIENT
#define OTHER AWS__KIND_OTHER

static const aws__error_type types[] = {
    /* The wrapped key is not one of that key's, or not for that context. */
    {"InvalidCiphertextException", OTHER, LAMINA_E_INVALID, NEVER, false},
    {"IncorrectKeyException", OTHER, LAMINA_E_INVALID, NEVER, false},
    {"InvalidArnException", OTHER, LAMINA_E_INVALID, NEVER, false},
    {"NotFoundException", OTHER, LAMINA_E_NOT_FOUND, NEVER, false},

    /* The key cannot be used, and time alone does not change that. */
    {"DisabledException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"KMSInvalidStateException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InvalidKeyUsageException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"InvalidGrantTokenException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"UnsupportedOperationException", OTHER, LAMINA_E_CONFIG, NEVER, false},
    {"LimitExceededException", OTHER, LAMINA_E_LIMIT, NEVER, false},

    {"KeyUnavailableException", OTHER, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
    {"DependencyTimeoutException", OTHER, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
    {"KMSInternalException", OTHER, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
};

/* A data key that was made and lost leaves nothing behind. */
static bool is_read(const char *operation)
{
    (void)operation;
    return true;
}

const aws__service encryption__kms_service = {
    .name = "kms",
    .title = "KMS",
    .target_prefix = "TrentService.",
    .content_type = "application/x-amz-json-1.1",
    .endpoint_variable = "AWS_ENDPOINT_URL_KMS",
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .is_read = is_read,
};
