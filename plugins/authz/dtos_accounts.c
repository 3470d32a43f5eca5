/*
 * The rules of what users send about themselves, and of what operators send.
 */
#include "domain/formats.h"
#include "domain/password.h"

#include "dtos.h"

#define REQUIRED LAMINA_FIELD_REQUIRED
#define SECRET (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET)

#define EMAIL(dto)                                                                                 \
    LAMINA_FIELD(dto, email, "email", STRING, .flags = REQUIRED, .max_length = 254,                \
                 .format = &domain_format_email)

#define NEW_PASSWORD(dto, member, json)                                                            \
    LAMINA_FIELD(dto, member, json, STRING, .flags = SECRET, .min_length = DOMAIN_PASSWORD_MIN,    \
                 .max_length = DOMAIN_PASSWORD_MAX, .format = &domain_format_password,             \
                 .summary = "Any characters but controls")

#define CODE(dto)                                                                                  \
    LAMINA_FIELD(dto, code, "code", STRING, .flags = SECRET, .min_length = 1,                      \
                 .max_length = AUTHZ_CODE_MAX, .summary = "As it came by e-mail")

static const lamina_field registration_fields[] = {
    EMAIL(registration),
    NEW_PASSWORD(registration, password, "password"),
};

const lamina_record registration_record = {
    LAMINA_RECORD("Registration", registration, registration_fields),
    .summary = "A new user",
};

static const lamina_field reset_request_fields[] = {EMAIL(registration)};

const lamina_record reset_request_record = {
    LAMINA_RECORD("PasswordResetRequest", registration, reset_request_fields),
    .summary = "Whose password was forgotten",
};

static const lamina_field verification_fields[] = {[CODE_INPUT_CODE] = CODE(code_input)};

const lamina_record verification_record = {
    LAMINA_RECORD("Verification", code_input, verification_fields),
    .summary = "Proof that an e-mail address is one's own",
};

static const lamina_field password_reset_fields[] = {
    [CODE_INPUT_CODE] = CODE(code_input),
    [CODE_INPUT_PASSWORD] = NEW_PASSWORD(code_input, password, "password"),
};

const lamina_record password_reset_record = {
    LAMINA_RECORD("PasswordReset", code_input, password_reset_fields),
    .summary = "A new password, by a code",
};

static const lamina_field password_change_fields[] = {
    LAMINA_FIELD(password_change, current_password, "currentPassword", STRING, .flags = SECRET,
                 .max_length = DOMAIN_PASSWORD_MAX),
    NEW_PASSWORD(password_change, new_password, "newPassword"),
};

const lamina_record password_change_record = {
    LAMINA_RECORD("PasswordChange", password_change, password_change_fields),
    .summary = "A new password, by the old one",
};

static const lamina_field administrator_input_fields[] = {EMAIL(administrator_input)};

const lamina_record administrator_input_record = {
    LAMINA_RECORD("CreateAdministrator", administrator_input, administrator_input_fields),
};

static const lamina_field administrator_dto_fields[] = {
    LAMINA_FIELD(administrator_dto, user_id, "userId", STRING, .flags = REQUIRED,
                 .format = &domain_format_ulid),
    EMAIL(administrator_dto),
    LAMINA_FIELD(administrator_dto, password, "password", STRING, .flags = SECRET,
                 .summary = "Random; told this once"),
};

const lamina_record administrator_dto_record = {
    LAMINA_RECORD("Administrator", administrator_dto, administrator_dto_fields),
};
