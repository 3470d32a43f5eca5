/*
 * The administrator of the local stage: made once, found again, and given a new password when its file is
 * lost; never where the tables could be those of an account.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account_tables.h"
#include "domain/password.h"
#include "domain/repositories/user_repository.h"
#include "lamina/json.h"
#include "lamina/text.h"
#include "program.h"
#include "secret_model.h"

static test_context *test;
static lamina_context *context;
static char key_file[64], file[80];

static void begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
    snprintf(key_file, sizeof key_file, "/tmp/lamina-administrator-XXXXXX");
    int fd = mkstemp(key_file);
    cr_assert_eq(write(fd, SECRET_KEY_LINES, strlen(SECRET_KEY_LINES)),
                 (ssize_t)strlen(SECRET_KEY_LINES));
    close(fd);
    setenv("LAMINA_KEY_FILE", key_file, 1);
    snprintf(file, sizeof file, "%s.json", key_file);
}

static void end(void)
{
    unlink(key_file);
    unlink(file);
    account_tables_end(test);
}

TestSuite(domain_administrator, .init = begin, .fini = end);

/* Runs it; the output must have that text. */
static void run(int status, const char *text)
{
    const char *words[PROGRAM_WORDS_CAP] = {file, "http://api.example/v1"};
    char *program = program_built("bin/domain-administrator");
    program_result result = program_run(program, words);
    cr_assert_eq(result.status, status, "%s", result.errors);
    const char *said = status == 0 ? result.output : result.errors;
    cr_expect_not_null(strstr(said, text), "%s", said);
    program_forget(&result);
    free(program);
}

/* The password in the file, in the arena. */
static lamina_str password(void)
{
    char text[512] = {0};
    FILE *opened = fopen(file, "r");
    cr_assert_not_null(opened);
    cr_assert_gt(fread(text, 1, sizeof text - 1, opened), 0);
    fclose(opened);
    const lamina_json *value = NULL;
    lamina_str body = lamina_arena_copy(context->arena, lamina_str_from(text));
    cr_assert_eq(lamina_json_read(context->arena, body, 0, &value, NULL), LAMINA_OK);
    cr_expect(lamina_str_is(lamina_json_member_string(value, "grant_type"), "password"));
    return lamina_json_member_string(value, "password");
}

static bool is_right(lamina_str text)
{
    user *found;
    cr_assert_eq(user_repository_find(context, LAMINA_STR("admin@example.com"), &found), LAMINA_OK);
    return domain_password_verify(context, text, found->password, NULL) == LAMINA_OK;
}

Test(domain_administrator, is_made_once_and_found_again)
{
    struct stat status;
    run(0, "made the administrator");
    lamina_str first = password();
    cr_expect_eq(first.len, 43);
    cr_expect(is_right(first));
    cr_assert_eq(stat(file, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600);
    run(0, "the administrator is");
    cr_expect(lamina_str_equal(first, password()));
}

Test(domain_administrator, gets_another_password_when_the_file_is_lost)
{
    run(0, "made the administrator");
    lamina_str first = password();
    unlink(file);
    run(0, "made the administrator");
    lamina_str second = password();
    cr_expect_not(lamina_str_equal(first, second));
    cr_expect(is_right(second));
    cr_expect_not(is_right(first));
}

Test(domain_administrator, is_not_made_where_the_tables_could_be_an_accounts)
{
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    unsetenv("AWS_ENDPOINT_URL");
    run(1, "nothing is made without");
    cr_expect_neq(access(file, F_OK), 0);
}
