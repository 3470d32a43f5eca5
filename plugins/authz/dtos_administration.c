/*
 * The rules of what administrators see and send.
 */
#include "domain/formats.h"
#include "domain/models/notification.h"
#include "domain/models/role.h"
#include "domain/models/service_client.h"
#include "domain/models/user.h"
#include "domain/page.h"

#include "dtos.h"

#define OPTIONAL 0u
#define REQUIRED LAMINA_FIELD_REQUIRED
#define BY_SERVER (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY)

#define ID(dto, member, json)                                                                      \
    LAMINA_FIELD(dto, member, json, STRING, .flags = BY_SERVER, .format = &domain_format_ulid)
#define CREATED_AT(dto) LAMINA_FIELD(dto, created_at, "createdAt", TIMESTAMP, .flags = BY_SERVER)
#define UPDATED_AT(dto) LAMINA_FIELD(dto, updated_at, "updatedAt", TIMESTAMP, .flags = BY_SERVER)
#define VERSION(dto)                                                                               \
    LAMINA_FIELD(dto, version, "version", INT64, .flags = BY_SERVER,                               \
                 .summary = "One more with each change; the ETag's content")
#define SCOPES(dto, have)                                                                          \
    LAMINA_FIELD(dto, scopes, "scopes", STRING_SET, .flags = (have), .min_length = 1,              \
                 .max_length = ROLE_SCOPE_COUNT_MAX, .item_max_length = ROLE_SCOPE_MAX,            \
                 .pattern = ROLE_SCOPE_PATTERN, .summary = "Such as partner:read")

/* ---- users ---- */

/* What an administrator may set; pending is what a registration sets. */
static const char *const settable_statuses[] = {USER_STATUS_ACTIVE, USER_STATUS_DISABLED, NULL};

#define GRANTS(dto)                                                                                \
    LAMINA_FIELD(dto, grants, "grants", LIST, .item_type = LAMINA_TYPE_RECORD, .max_length = 50,   \
                 .record = &role_grant_record, .summary = "Replaced as a whole")

static const lamina_field user_patch_fields[] = {
    [USER_PATCH_STATUS] =
        LAMINA_FIELD(user_patch, status, "status", STRING, .values = settable_statuses),
    [USER_PATCH_GRANTS] = GRANTS(user_patch),
};

const lamina_record user_patch_record = {
    LAMINA_RECORD("PatchUser", user_patch, user_patch_fields),
    .min_present = 1,
};

static const lamina_field user_dto_fields[] = {
    ID(user_dto, user_id, "userId"),
    LAMINA_FIELD(user_dto, email, "email", STRING, .flags = REQUIRED),
    LAMINA_FIELD(user_dto, status, "status", STRING, .flags = REQUIRED, .values = user_statuses),
    GRANTS(user_dto),
    CREATED_AT(user_dto),
    UPDATED_AT(user_dto),
    VERSION(user_dto),
};

const lamina_record user_dto_record = {LAMINA_RECORD("User", user_dto, user_dto_fields)};

/* ---- roles ---- */

#define ROLE_ID_FIELD(dto)                                                                         \
    LAMINA_FIELD(dto, role_id, "roleId", STRING, .flags = REQUIRED, .max_length = ROLE_ID_MAX,     \
                 .pattern = ROLE_ID_PATTERN, .summary = "Such as stock-keeper")
#define SUMMARY(dto)                                                                               \
    LAMINA_FIELD(dto, summary, "summary", STRING, .max_length = 200, .format = &domain_format_line)

static const lamina_field create_role_fields[] = {
    ROLE_ID_FIELD(role_input),
    SUMMARY(role_input),
    SCOPES(role_input, REQUIRED),
};

const lamina_record create_role_record = {
    LAMINA_RECORD("CreateRole", role_input, create_role_fields),
};

static const lamina_field replace_role_fields[] = {
    SUMMARY(role_input),
    SCOPES(role_input, REQUIRED),
};

const lamina_record replace_role_record = {
    LAMINA_RECORD("ReplaceRole", role_input, replace_role_fields),
};

static const lamina_field role_dto_fields[] = {
    ROLE_ID_FIELD(role_dto),
    SUMMARY(role_dto),
    SCOPES(role_dto, REQUIRED),
    LAMINA_FIELD(role_dto, version, "version", INT64, .flags = BY_SERVER,
                 .summary = "0: the role comes with the system and stays as it is"),
};

const lamina_record role_dto_record = {LAMINA_RECORD("Role", role_dto, role_dto_fields)};

/* ---- clients ---- */

#define NAME(dto, have)                                                                            \
    LAMINA_FIELD(dto, name, "name", STRING, .flags = (have), .min_length = 1, .max_length = 100,   \
                 .format = &domain_format_line)
#define TENANT_ID(dto)                                                                             \
    LAMINA_FIELD(dto, tenant_id, "tenantId", STRING, .format = &domain_format_ulid,                \
                 .summary = "The partner whose data alone it may reach; absent: all")
#define CLIENT_STATUS(dto, have)                                                                   \
    LAMINA_FIELD(dto, status, "status", STRING, .flags = (have), .values = service_client_statuses)

static const lamina_field create_client_fields[] = {
    NAME(client_input, REQUIRED),
    SCOPES(client_input, REQUIRED),
    TENANT_ID(client_input),
};

const lamina_record create_client_record = {
    LAMINA_RECORD("CreateClient", client_input, create_client_fields),
};

static const lamina_field patch_client_fields[] = {
    NAME(client_input, OPTIONAL),
    SCOPES(client_input, OPTIONAL),
    CLIENT_STATUS(client_input, OPTIONAL),
};

const lamina_record patch_client_record = {
    LAMINA_RECORD("PatchClient", client_input, patch_client_fields),
    .min_present = 1,
};

static const lamina_field client_dto_fields[] = {
    [CLIENT_DTO_ID] = ID(client_dto, client_id, "clientId"),
    [CLIENT_DTO_NAME] = NAME(client_dto, REQUIRED),
    [CLIENT_DTO_SCOPES] = SCOPES(client_dto, REQUIRED),
    [CLIENT_DTO_TENANT_ID] = TENANT_ID(client_dto),
    [CLIENT_DTO_STATUS] = CLIENT_STATUS(client_dto, REQUIRED),
    [CLIENT_DTO_CREATED_AT] = CREATED_AT(client_dto),
    [CLIENT_DTO_UPDATED_AT] = UPDATED_AT(client_dto),
    [CLIENT_DTO_VERSION] = VERSION(client_dto),
    [CLIENT_DTO_SECRET] =
        LAMINA_FIELD(client_dto, client_secret, "clientSecret", STRING,
                     .flags = LAMINA_FIELD_SECRET, .summary = "Told once, when the client is made"),
};

const lamina_record client_dto_record = {LAMINA_RECORD("Client", client_dto, client_dto_fields)};

/* ---- notifications, signing keys ---- */

static const lamina_field notification_dto_fields[] = {
    ID(notification_dto, notification_id, "notificationId"),
    LAMINA_FIELD(notification_dto, kind, "kind", STRING, .flags = REQUIRED,
                 .values = notification_kinds),
    ID(notification_dto, user_id, "userId"),
    LAMINA_FIELD(notification_dto, recipient, "recipient", STRING, .flags = REQUIRED),
    LAMINA_FIELD(notification_dto, code, "code", STRING, .flags = LAMINA_FIELD_SECRET,
                 .summary = "What the recipient is to send back"),
    CREATED_AT(notification_dto),
    LAMINA_FIELD(notification_dto, expires_at, "expiresAt", EPOCH, .flags = REQUIRED),
};

const lamina_record notification_dto_record = {
    LAMINA_RECORD("Notification", notification_dto, notification_dto_fields),
    .summary = "To be told by e-mail",
};

static const lamina_field signing_key_dto_fields[] = {
    ID(signing_key_dto, kid, "kid"),
    LAMINA_FIELD(signing_key_dto, algorithm, "algorithm", STRING, .flags = REQUIRED),
    LAMINA_FIELD(signing_key_dto, state, "state", STRING, .flags = REQUIRED,
                 .summary = "next, current, retired"),
    CREATED_AT(signing_key_dto),
    LAMINA_FIELD(signing_key_dto, expires_at, "expiresAt", EPOCH,
                 .summary = "Of a retired key: until when it is published"),
};

const lamina_record signing_key_dto_record = {
    LAMINA_RECORD("SigningKey", signing_key_dto, signing_key_dto_fields),
};

/* ---- pages ---- */

#define PAGE(name, json, item)                                                                     \
    static const lamina_field name##_fields[] = DOMAIN_PAGE_ANSWER_FIELDS(&(item));                \
    const lamina_record name##_record = {LAMINA_RECORD(json, domain_page_answer, name##_fields)}

PAGE(user_page, "UserList", user_dto_record);
PAGE(role_page, "RoleList", role_dto_record);
PAGE(client_page, "ClientList", client_dto_record);
PAGE(notification_page, "NotificationList", notification_dto_record);
PAGE(signing_key_page, "SigningKeyList", signing_key_dto_record);
