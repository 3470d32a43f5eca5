/* The transaction module: its routes, and the one symbol that the host looks for. */
#include "lamina/plugin.h"

#include "dtos.h"
#include "handlers.h"

#define READ "transaction:read"
#define WRITE "transaction:write"

static const char *const tags[] = {"Transactions", NULL};

static const lamina_route routes[] = {
    {.operation = "post_transaction",
     .method = "POST",
     .path = "/transactions",
     .handler = post_transaction,
     .request = &post_transaction_record,
     .response = &transaction_dto_record,
     .scope = WRITE,
     .summary = "Post a debit or a credit to a contract, once for an Idempotency-Key",
     .tags = tags},
    {.operation = "list_transactions",
     .method = "GET",
     .path = "/transactions",
     .handler = list_transactions,
     .query = &transaction_range_record,
     .response = &transaction_list_dto_record,
     .scope = READ,
     .summary = "List a contract's transactions in the order in which they were posted",
     .tags = tags},
    {.operation = "get_statement",
     .method = "GET",
     .path = "/transactions/statement",
     .handler = get_statement,
     .query = &transaction_range_record,
     .response = &statement_dto_record,
     .scope = READ,
     .summary = "A statement of a contract's account, with the balance before, along and after",
     .tags = tags},
    {.operation = "get_transaction",
     .method = "GET",
     .path = "/transactions/{transactionId}",
     .handler = get_transaction,
     .response = &transaction_dto_record,
     .scope = READ,
     .summary = "Read a transaction",
     .tags = tags},
    {.operation = "reverse_transaction",
     .method = "POST",
     .path = "/transactions/{transactionId}/reverse",
     .handler = reverse_transaction,
     .request = &reverse_transaction_record,
     .response = &transaction_dto_record,
     .scope = WRITE,
     .summary = "Undo a transaction by an opposite one, once for an Idempotency-Key",
     .tags = tags},
};

static const lamina_need needs[] = {
    {LAMINA_LOG_1, "1.0"},
    {LAMINA_CLOCK_1, "1.0"},
    {LAMINA_RANDOM_1, "1.0"},
};

const lamina_plugin lamina_plugin_entry = {
    .magic = LAMINA_PLUGIN_MAGIC,
    .size = sizeof(lamina_plugin),
    .abi_major = LAMINA_ABI_MAJOR,
    .abi_minor = LAMINA_ABI_MINOR,
    .name = "transaction",
    .version = "1.0.0",
    .summary = "Accounts of contracts: debits, credits, reversals, statements",
    .needs = needs,
    .need_count = sizeof needs / sizeof *needs,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .route_size = sizeof(lamina_route),
    .concurrency = LAMINA_SERIAL, /* as the domain's database client is */
};
