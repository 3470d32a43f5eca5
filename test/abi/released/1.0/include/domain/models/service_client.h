/*
 * domain/models/service_client.h - a program that gets tokens by its own credentials, as stored.
 */
#ifndef DOMAIN_MODELS_SERVICE_CLIENT_H
#define DOMAIN_MODELS_SERVICE_CLIENT_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of service_client_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    SERVICE_CLIENT_ID,
    SERVICE_CLIENT_NAME,
    SERVICE_CLIENT_SECRET_HASH,
    SERVICE_CLIENT_SCOPES,
    SERVICE_CLIENT_TENANT_ID,
    SERVICE_CLIENT_STATUS,
    SERVICE_CLIENT_CREATED_AT,
    SERVICE_CLIENT_UPDATED_AT,
    SERVICE_CLIENT_VERSION,
    SERVICE_CLIENT_COLLECTION
};

/* Grows at the end, with the libdomain that runs: service_client_new() makes one. Since 1.0. */
typedef struct service_client {
    lamina_presence has;
    lamina_str client_id;   /* ULID; required */
    lamina_str name;        /* required; for people */
    lamina_str secret_hash; /* SHA-256 of a secret of 32 random bytes; required */
    lamina_list scopes;     /* required; lamina_str, a set */
    lamina_str tenant_id;   /* the partner whose data alone it may reach */
    lamina_str status;      /* required; one of service_client_statuses */
    int64_t created_at;     /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;       /* from 1 */
    lamina_str collection; /* constant: the hash key of the index that lists all */
} service_client;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
service_client *service_client_new(lamina_context *context);

/* What status holds. Since 1.0. */
#define SERVICE_CLIENT_STATUS_ACTIVE "active"
#define SERVICE_CLIENT_STATUS_DISABLED "disabled"
/* Closed by NULL. Since 1.0. */
extern const char *const service_client_statuses[];

/* What collection holds, and the index that lists by it. Since 1.0. */
#define SERVICE_CLIENT_COLLECTION_ALL "clients"
#define SERVICE_CLIENT_INDEX_ALL "by-collection"

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record service_client_record;
/* Hash key clientId; table variable SERVICE_CLIENT_TABLE_NAME. Since 1.0. */
extern const struct mapper_model service_client_model;

#ifdef __cplusplus
}
#endif
#endif
