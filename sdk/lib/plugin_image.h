/*
 * A look at the file before the loader sees it: is it a whole shared object of this machine?
 */
#ifndef LAMINA_LIB_PLUGIN_IMAGE_H
#define LAMINA_LIB_PLUGIN_IMAGE_H

#include "lamina/check.h"

/* LAMINA_OK, or LAMINA_E_CONFIG with *refusal. file is the path without its folder, for messages. */
lamina_status lamina__plugin_image_check(lamina_arena *arena, const char *path, const char *file,
                                         lamina_refusal *refusal);

#endif
