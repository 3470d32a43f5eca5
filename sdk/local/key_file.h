/*
 * key_file.h - the keys with which the domain library encrypts fields, in a file for its owner alone.
 */
#ifndef LOCAL_KEY_FILE_H
#define LOCAL_KEY_FILE_H

#include "stage.h"

/*
 * Fills stage->key_file with the file's path. With data on disk it lies beside it
 * (<data>/encryption.keys) and is kept, so that encrypted items can be read after a restart; otherwise
 * it is a new one, in a place for temporary files, that goes with the stage. The reason was printed
 * when it fails.
 */
lamina_status local__key_file_make(local_stage *stage);

/* Removes a file that goes with the stage. */
void local__key_file_clear(local_stage *stage);

#endif
