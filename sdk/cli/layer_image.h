/*
 * layer_image.h - a layer as it lies under /opt: bootstrap, and the libraries in lib/.
 */
#ifndef CLI_LAYER_IMAGE_H
#define CLI_LAYER_IMAGE_H

#include "elf_object.h"

typedef struct cli_layer {
    const char *folder;
    cli_elf bootstrap;
    cli_elf *libraries;
    size_t library_count;
} cli_layer;

/* Reads the layer in folder into the arena. LAMINA_OK, or LAMINA_E_CONFIG and why it is none. The caller
   ends it with cli__layer_close() in both cases. */
lamina_status cli__layer_open(lamina_arena *arena, const char *folder, cli_layer *layer,
                              lamina_str *why);
void cli__layer_close(cli_layer *layer);

/* The library of that SONAME, or NULL. */
const cli_elf *cli__layer_library(const cli_layer *layer, const char *soname);

/* Is it a library of glibc, which Lambda's system brings? */
bool cli__is_glibc(const char *soname);

#endif
