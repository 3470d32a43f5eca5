/*
 * data_lock.h - data on disk belongs to one stage at a time: two DynamoDB Locals on one folder spoil it.
 */
#ifndef LOCAL_DATA_LOCK_H
#define LOCAL_DATA_LOCK_H

#include "stage.h"

/* Takes the folder of the data for this process, for as long as it lives. LAMINA_E_CONFLICT when another
   stage has it, LAMINA_E_CONFIG when it cannot be made; the reason was printed. Does nothing where no data
   is kept. */
lamina_status local__data_lock(const local_stage *stage);

#endif
