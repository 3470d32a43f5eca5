/*
 * options.c - the command line of the local stage: one table that both the parser and --help read.
 */
#include "options.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

typedef enum option_kind {
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_DB,
    OPTION_SWITCH,
    OPTION_WATCH,
    OPTION_LOOPBACK,
    OPTION_STAGE,
    OPTION_ENV,
    OPTION_SETUP,
    OPTION_FLAG,
    OPTION_HELP
} option_kind;

typedef struct option_row {
    const char *name;
    const char *value; /* how --help calls the value; NULL: the option has none */
    option_kind kind;
    size_t offset; /* of the member in local_options */
    int64_t minimum;
    int64_t maximum;
    const char *usual; /* the default as text, or NULL */
    const char *help;
} option_row;

#define AT(member) offsetof(local_options, member)

static const option_row option_table[] = {
    {"--port", "PORT", OPTION_NUMBER, AT(port), 0, 65535, "8080",
     "port of the API; 0 takes any free one"},
    {"--host", "ADDRESS", OPTION_LOOPBACK, AT(host), 0, 0, "127.0.0.1",
     "address of the API; only a loopback address is served"},
    {"--stage", "NAME", OPTION_STAGE, AT(stage), 0, 0, "v1", "first segment of every path"},
    {"--db", "KIND", OPTION_DB, AT(db), 0, 0, "disk",
     "disk keeps the data, memory forgets it, none starts no database"},
    {"--data", "FOLDER", OPTION_TEXT, AT(data), 0, 0, "build/local", "where the data is kept"},
    {"--layer", "FOLDER", OPTION_TEXT, AT(layer), 0, 0, "build/layer", "the layer, as under /opt"},
    {"--bootstrap", "FILE", OPTION_TEXT, AT(bootstrap), 0, 0, "LAYER/bootstrap",
     "the program that serves a plugin"},
    {"--dynamodb-local", "FOLDER", OPTION_TEXT, AT(dynamodb_local), 0, 0, "build/dynamodb-local",
     "where DynamoDBLocal.jar is"},
    {"--setup", "COMMAND", OPTION_SETUP, 0, 0, 0, "none",
     "run once when the database answers; split at spaces, no shell; may be repeated"},
    {"--max-children", "COUNT", OPTION_NUMBER, AT(max_children), 1, 100, "4",
     "processes of one module at a time"},
    {"--timeout", "SECONDS", OPTION_NUMBER, AT(timeout_s), 1, 900, "29",
     "time of one invocation, after which its process is killed"},
    {"--authorizer", "MODULE", OPTION_TEXT, AT(authorizer), 0, 0, "the module that has one",
     "whose authorizer is asked before routes that are not public; none asks nobody"},
    {"--authorizer-ttl", "SECONDS", OPTION_NUMBER, AT(authorizer_ttl_s), 0, 3600, "300",
     "how long its word on a token is kept; 0 asks it every time"},
    {"--as", "JSON", OPTION_TEXT, AT(as), 0, 0, NULL,
     "who every caller is: {\"principalId\":\"ada\",\"scope\":\"a b\"}; then nobody is asked"},
    {"--console", "on|off", OPTION_SWITCH, AT(console), 0, 0, "on",
     "the console in the browser, at /_lamina/"},
    {"--watch", "FOLDER", OPTION_WATCH, 0, 0, 0, NULL,
     "with --build: whose sources are built when one is saved; may be repeated"},
    {"--build", "COMMAND", OPTION_TEXT, AT(build), 0, 0, "none",
     "run when a source was saved; split at spaces, no shell"},
    {"--freeze", NULL, OPTION_FLAG, AT(freeze), 0, 0, NULL,
     "stop processes between events and close their connections to the database, as Lambda does"},
    {"--debug", NULL, OPTION_FLAG, AT(debug), 0, 0, NULL,
     "processes wait for gdb when they start, one a module; no time-out runs"},
    {"--asan", NULL, OPTION_FLAG, AT(asan), 0, 0, NULL,
     "for plugins built with -fsanitize=address: load the compiler's libasan first"},
    {"--env", "NAME=VALUE", OPTION_ENV, 0, 0, 0, NULL,
     "a variable for every module; may be repeated"},
    {"--only-database", NULL, OPTION_FLAG, AT(only_database), 0, 0, NULL,
     "serve nothing: run the words behind it as a program beside the database (lamina database)"},
    {"--help", NULL, OPTION_HELP, 0, 0, 0, NULL, "show this text"},
};
#define OPTION_COUNT (sizeof(option_table) / sizeof(option_table[0]))

static const char *const db_names[] = {
    [LOCAL_DB_DISK] = "disk", [LOCAL_DB_MEMORY] = "memory", [LOCAL_DB_NONE] = "none"};

/* What the Lambda service sets itself and lets nobody else set: AWS Lambda Developer Guide, "Defined
   runtime environment variables". */
static const char *const reserved_names[] = {"_HANDLER",
                                             "_X_AMZN_TRACE_ID",
                                             "AWS_DEFAULT_REGION",
                                             "AWS_REGION",
                                             "AWS_EXECUTION_ENV",
                                             "AWS_LAMBDA_FUNCTION_NAME",
                                             "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                             "AWS_LAMBDA_FUNCTION_VERSION",
                                             "AWS_LAMBDA_INITIALIZATION_TYPE",
                                             "AWS_LAMBDA_LOG_GROUP_NAME",
                                             "AWS_LAMBDA_LOG_STREAM_NAME",
                                             "AWS_ACCESS_KEY",
                                             "AWS_ACCESS_KEY_ID",
                                             "AWS_SECRET_ACCESS_KEY",
                                             "AWS_SESSION_TOKEN",
                                             "AWS_LAMBDA_RUNTIME_API",
                                             "LAMBDA_TASK_ROOT",
                                             "LAMBDA_RUNTIME_DIR",
                                             "AWS_LAMBDA_MAX_CONCURRENCY",
                                             "AWS_LAMBDA_METADATA_API",
                                             "AWS_LAMBDA_METADATA_TOKEN",
                                             NULL};

static const char **text_member(local_options *options, const option_row *row)
{
    return (const char **)(void *)((char *)options + row->offset);
}

static int64_t *number_member(local_options *options, const option_row *row)
{
    return (int64_t *)(void *)((char *)options + row->offset);
}

static bool *flag_member(local_options *options, const option_row *row)
{
    return (bool *)(void *)((char *)options + row->offset);
}

static const option_row *find_option(lamina_str name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (lamina_str_is(name, option_table[i].name))
            return &option_table[i];
    return NULL;
}

static lamina_status refuse_unknown(lamina_str name, lamina_text *fault)
{
    lamina_text_add_format(fault, "unknown option %.*s; the options are", LAMINA_FMT(name));
    for (size_t i = 0; i < OPTION_COUNT; i++)
        lamina_text_add_format(fault, " %s", option_table[i].name);
    return LAMINA_E_ARGUMENT;
}

static lamina_status read_number(const option_row *row, const char *value, local_options *options,
                                 lamina_text *fault)
{
    if (!lamina_parse_int64_between(lamina_str_from(value), row->minimum, row->maximum,
                                    number_member(options, row)))
        return LAMINA_OK;
    lamina_text_add_format(fault, "%s takes a number from %lld to %lld, not \"%s\"", row->name,
                           (long long)row->minimum, (long long)row->maximum, value);
    return LAMINA_E_ARGUMENT;
}

static lamina_status read_db(const char *value, local_options *options, lamina_text *fault)
{
    for (size_t i = 0; i < sizeof(db_names) / sizeof(db_names[0]); i++)
        if (!strcmp(value, db_names[i])) {
            options->db = (int64_t)i;
            return LAMINA_OK;
        }
    lamina_text_add_format(fault, "--db takes disk, memory or none, not \"%s\"", value);
    return LAMINA_E_ARGUMENT;
}

static lamina_status read_switch(const option_row *row, const char *value, local_options *options,
                                 lamina_text *fault)
{
    const bool is_on = !strcmp(value, "on");
    if (!is_on && strcmp(value, "off") != 0) {
        lamina_text_add_format(fault, "%s takes on or off, not \"%s\"", row->name, value);
        return LAMINA_E_ARGUMENT;
    }
    *number_member(options, row) = is_on;
    return LAMINA_OK;
}

/* The stage has no TLS, and modules may be without authorizer: it is not for other machines to reach. */
static lamina_status read_loopback(const char *value, local_options *options, lamina_text *fault)
{
    if (!strcmp(value, "localhost"))
        value = "127.0.0.1";
    struct in_addr address;
    if (inet_pton(AF_INET, value, &address) != 1 || ntohl(address.s_addr) >> 24 != IN_LOOPBACKNET) {
        lamina_text_add_format(
            fault, "--host takes an IPv4 loopback address such as 127.0.0.1, not \"%s\"", value);
        return LAMINA_E_ARGUMENT;
    }
    options->host = value;
    return LAMINA_OK;
}

/* API Gateway Developer Guide: a stage name has letters, digits, hyphens and underscores. */
static lamina_status read_stage(const char *value, local_options *options, lamina_text *fault)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t len = strlen(value);
    if (len > 0 && len <= 128 && strspn(value, allowed) == len) {
        options->stage = value;
        return LAMINA_OK;
    }
    lamina_text_add_format(fault,
                           "--stage takes 1 to 128 letters, digits, hyphens and underscores, "
                           "not \"%s\"",
                           value);
    return LAMINA_E_ARGUMENT;
}

static lamina_status read_env(const char *value, local_options *options, lamina_text *fault)
{
    lamina_str rest = lamina_str_from(value);
    lamina_str name;
    if (!lamina_str_cut(&rest, '=', &name) || name.len == 0) {
        lamina_text_add_format(fault, "--env takes NAME=VALUE, not \"%s\"", value);
        return LAMINA_E_ARGUMENT;
    }
    for (size_t i = 0; reserved_names[i]; i++)
        if (lamina_str_is(name, reserved_names[i])) {
            lamina_text_add_format(fault, "--env cannot set %s: Lambda reserves that name",
                                   reserved_names[i]);
            return LAMINA_E_ARGUMENT;
        }
    options->env[options->env_count++] = value;
    return LAMINA_OK;
}

static lamina_status apply(const option_row *row, const char *value, local_options *options,
                           lamina_text *fault)
{
    switch (row->kind) {
    case OPTION_TEXT: *text_member(options, row) = value; return LAMINA_OK;
    case OPTION_NUMBER: return read_number(row, value, options, fault);
    case OPTION_DB: return read_db(value, options, fault);
    case OPTION_WATCH: options->watches[options->watch_count++] = value; return LAMINA_OK;
    case OPTION_SWITCH: return read_switch(row, value, options, fault);
    case OPTION_LOOPBACK: return read_loopback(value, options, fault);
    case OPTION_STAGE: return read_stage(value, options, fault);
    case OPTION_ENV: return read_env(value, options, fault);
    case OPTION_SETUP: options->setups[options->setup_count++] = value; return LAMINA_OK;
    case OPTION_FLAG: *flag_member(options, row) = true; return LAMINA_OK;
    case OPTION_HELP: options->help = true; return LAMINA_OK;
    }
    return LAMINA_E_INTERNAL;
}

/* One option: "--name value" or "--name=value"; moves *at to the last word that it used. */
static lamina_status read_option(int argc, char **argv, int *at, local_options *options,
                                 lamina_text *fault)
{
    const char *equals = strchr(argv[*at], '=');
    lamina_str name = {argv[*at], equals ? (size_t)(equals - argv[*at]) : strlen(argv[*at])};
    const option_row *row = find_option(name);
    if (!row)
        return refuse_unknown(name, fault);
    if (!row->value && equals) {
        lamina_text_add_format(fault, "%s takes no value", row->name);
        return LAMINA_E_ARGUMENT;
    }
    const char *value = "";
    if (row->value && equals)
        value = equals + 1;
    else if (row->value && *at + 1 < argc)
        value = argv[++*at];
    if (row->value && !*value) {
        lamina_text_add_format(fault, "%s needs a value: %s %s", row->name, row->name, row->value);
        return LAMINA_E_ARGUMENT;
    }
    return apply(row, value, options, fault);
}

/* What each word does not say alone. */
static lamina_status check_together(local_options *options, lamina_text *fault)
{
    const char *reason = NULL;
    if ((options->watch_count > 0) != (options->build != NULL))
        reason = "--watch and --build go together";
    else if (options->debug && options->freeze)
        reason = "choose one of --debug and --freeze: what is stopped for a debugger cannot be "
                 "stopped between events as well";
    else if (options->plugin_count == 0)
        reason = options->only_database
                     ? "name the program to run beside the database"
                     : "name at least one plugin, such as build/plugins/partner.so";
    if (options->debug)
        options->max_children = 1;
    if (!reason)
        return LAMINA_OK;
    lamina_text_add(fault, lamina_str_from(reason));
    return LAMINA_E_ARGUMENT;
}

lamina_status local__options_read(int argc, char **argv, local_options *options, lamina_text *fault)
{
    *options = (local_options){.port = 8080,
                               .host = "127.0.0.1",
                               .stage = "v1",
                               .db = LOCAL_DB_DISK,
                               .data = "build/local",
                               .layer = "build/layer",
                               .dynamodb_local = "build/dynamodb-local",
                               .max_children = 4,
                               .timeout_s = 29,
                               .authorizer_ttl_s = 300,
                               .console = 1};
    options->env = calloc((size_t)argc, sizeof(*options->env));
    options->setups = calloc((size_t)argc, sizeof(*options->setups));
    options->watches = calloc((size_t)argc, sizeof(*options->watches));
    options->plugins = calloc((size_t)argc, sizeof(*options->plugins));
    if (!options->env || !options->setups || !options->watches || !options->plugins)
        return LAMINA_E_MEMORY;

    bool only_plugins = false;
    for (int at = 1; at < argc; at++) {
        if (only_plugins || argv[at][0] != '-') {
            options->plugins[options->plugin_count++] = argv[at];
            continue;
        }
        only_plugins = !strcmp(argv[at], "--");
        lamina_status status =
            only_plugins ? LAMINA_OK : read_option(argc, argv, &at, options, fault);
        if (status || options->help)
            return status;
    }
    return check_together(options, fault);
}

void local__options_clear(local_options *options)
{
    free(options->env);
    free(options->setups);
    free(options->watches);
    free(options->plugins);
    *options = (local_options){0};
}

void local__options_help(lamina_text *out)
{
    lamina_text_add(
        out, LAMINA_STR(
                 "Usage: lamina dev [OPTION]... PLUGIN.so...\n"
                 "Serves plugins on this machine as the REST API, Lambda and DynamoDB would.\n\n"));
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option_row *row = &option_table[i];
        int used = (int)(strlen(row->name) + 1 + (row->value ? strlen(row->value) : 0));
        lamina_text_add_format(out, "  %s %s%*s %s", row->name, row->value ? row->value : "",
                               used < 25 ? 25 - used : 0, "", row->help);
        if (row->usual)
            lamina_text_add_format(out, " (default: %s)", row->usual);
        lamina_text_add_char(out, '\n');
    }
    lamina_text_add(
        out,
        LAMINA_STR(
            "\nWith AWS_ENDPOINT_URL_DYNAMODB set, that database is used and none is started.\n"
            "AWS_REGION and AWS credentials are handed on when set; otherwise the region is\n"
            "eu-central-1 and the credentials are good for DynamoDB Local only.\n"));
}
