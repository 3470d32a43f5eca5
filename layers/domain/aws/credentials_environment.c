/*
 * Credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as Lambda sets them.
 * Source: AWS SDKs and Tools Reference Guide, "AWS access keys".
 */
#include "aws/credentials.h"

#include <stdlib.h>

lamina_status aws__credentials_environment(aws__found *found, lamina_str *reason)
{
    lamina_str id = lamina_str_from(getenv("AWS_ACCESS_KEY_ID"));
    lamina_str secret = lamina_str_from(getenv("AWS_SECRET_ACCESS_KEY"));
    if (id.len == 0 && secret.len == 0)
        return LAMINA_E_NOT_FOUND;
    if (id.len == 0 || secret.len == 0) {
        *reason = id.len == 0
                      ? LAMINA_STR("AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not")
                      : LAMINA_STR("AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not");
        return LAMINA_E_CONFIG;
    }
    *found = (aws__found){.access_key_id = id,
                          .secret_access_key = secret,
                          .session_token = lamina_str_from(getenv("AWS_SESSION_TOKEN")),
                          .expires_us = AWS__NEVER};
    return LAMINA_OK;
}
