/*
 * domain/mapper.h - the data mapper: C structs to DynamoDB items and back, by their records.
 *
 * A model says which record is stored in which table under which key. Repositories call the mapper;
 * modules call repositories. Attribute names and values never become expression text: each gets a
 * placeholder.
 *
 *     partner *p = partner_new(context);
 *     p->partner_id = id;
 *     lamina_status status = mapper_get(context, &partner_model, p, NULL, p);
 *
 *     mapper_write write = {.size = sizeof write,
 *                           .condition = mapper_equals(context, "status", dynamodb_text(...))};
 *     status = mapper_put(context, &partner_model, p, &write);
 */
#ifndef DOMAIN_MAPPER_H
#define DOMAIN_MAPPER_H

#include "domain/mapper/batch.h"
#include "domain/mapper/condition.h"
#include "domain/mapper/conflict.h"
#include "domain/mapper/encryption.h"
#include "domain/mapper/explain.h"
#include "domain/mapper/item.h"
#include "domain/mapper/key.h"
#include "domain/mapper/ledger.h"
#include "domain/mapper/model.h"
#include "domain/mapper/query.h"
#include "domain/mapper/snapshot.h"
#include "domain/mapper/table.h"
#include "domain/mapper/transaction.h"
#include "domain/mapper/update.h"

#endif
