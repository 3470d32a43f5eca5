/*
 * manifest.h - what a layer is made of, as JSON: for the layer itself, and for whoever audits it.
 */
#ifndef CLI_MANIFEST_H
#define CLI_MANIFEST_H

#include "lamina/json.h"
#include "layer_image.h"

#define CLI_COMPONENT_CAP 32u

/* Third-party code that is linked into the layer. */
typedef struct cli_component {
    lamina_str name;
    lamina_str version; /* of the source package */
    lamina_str license; /* SPDX identifier */
    lamina_str purl;    /* package URL (https://github.com/package-url/purl-spec) */
    lamina_str file;    /* of the layer, that it was linked into */
} cli_component;

typedef struct cli_manifest {
    lamina_arena *arena;
    const cli_layer *layer;
    cli_component components[CLI_COMPONENT_CAP];
    size_t component_count;
    int64_t created_s; /* seconds since 1970; what the SBOM calls its creation */
} cli_manifest;

/* Versions, ABI, tables, files with SONAMEs, build ids and hashes, components. */
lamina_status cli__manifest_write(const cli_manifest *manifest, lamina_json_writer *writer);
/* SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/). */
lamina_status cli__manifest_write_spdx(const cli_manifest *manifest, lamina_json_writer *writer);

/* "x86_64" or "arm64": as Lambda calls the layer's architecture. */
const char *cli__lambda_architecture(const cli_layer *layer);
/* SHA-256 of an object's file, in hexadecimal. */
lamina_str cli__file_sha256(lamina_arena *arena, const cli_elf *object);

#endif
