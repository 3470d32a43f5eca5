/* snapshot.h - what an item was: see domain/mapper/snapshot.h. */
#ifndef MAPPER_SNAPSHOT_H
#define MAPPER_SNAPSHOT_H

#include "domain/mapper.h"
#include "mapper/expression.h"

const mapper_model *mapper__snapshot_model(const mapper_snapshot *snapshot);

/* All fields of the struct that differ from the snapshot's. LAMINA_E_ARGUMENT, with a cause, when the
   table's key does; LAMINA_E_LIMIT. */
lamina_status mapper__snapshot_compare(const mapper_snapshot *snapshot, lamina_context *context,
                                       const void *item, mapper__changes *changes);

#endif
