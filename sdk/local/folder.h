/*
 * folder.h - folders for the stage's data.
 */
#ifndef LOCAL_FOLDER_H
#define LOCAL_FOLDER_H

#include "lamina/abi.h"

/* Makes path and the folders above it; one that exists is right. LAMINA_E_CONFIG with errno. */
lamina_status local__folder_make(const char *path);

#endif
