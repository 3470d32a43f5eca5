/*
 * manifest_spdx.c - the bill of materials of a layer: one package for the layer, one for each component
 * that is linked into it.
 */
#include "manifest.h"

#define LAYER_ID "SPDXRef-Layer"

/* The same content has the same namespace, and no other content has: it is the hash of the files. */
static lamina_str namespace_of(const cli_manifest *manifest)
{
    const cli_layer *layer = manifest->layer;
    lamina_str all = cli__file_sha256(manifest->arena, &layer->bootstrap);
    for (size_t i = 0; i < layer->library_count; i++) {
        const lamina_str next = cli__file_sha256(manifest->arena, &layer->libraries[i]);
        all = lamina_arena_format(manifest->arena, "%.*s-%.*s", LAMINA_FMT(all), LAMINA_FMT(next));
    }
    return lamina_arena_format(manifest->arena, "urn:lamina:layer:%s:%s:%.*s", LAMINA_VERSION,
                               cli__lambda_architecture(layer), LAMINA_FMT(all));
}

static lamina_status write_creation(const cli_manifest *manifest, lamina_json_writer *writer)
{
    char timestamp[LAMINA_TIMESTAMP_LEN + 1] = "";
    const lamina_status status = lamina_format_timestamp(manifest->created_s * 1000000, timestamp);
    /* SPDX wants seconds and no fraction: "2026-01-31T12:00:00" and Z. */
    const lamina_str created = lamina_arena_format(manifest->arena, "%.19sZ", timestamp);
    lamina_json_write_name(writer, LAMINA_STR("creationInfo"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "created", created);
    lamina_json_write_name(writer, LAMINA_STR("creators"));
    lamina_json_write_array(writer);
    lamina_json_write_string(writer, LAMINA_STR("Tool: lamina-" LAMINA_VERSION));
    lamina_json_write_array_end(writer);
    lamina_json_write_object_end(writer);
    return status;
}

typedef struct package {
    lamina_str id;
    lamina_str name;
    lamina_str version;
    lamina_str license;
    lamina_str purl; /* empty: none */
} package;

static void write_purl(lamina_str purl, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("externalRefs"));
    lamina_json_write_array(writer);
    if (purl.len > 0) {
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "referenceCategory", LAMINA_STR("PACKAGE-MANAGER"));
        lamina_json_write_member_string(writer, "referenceType", LAMINA_STR("purl"));
        lamina_json_write_member_string(writer, "referenceLocator", purl);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_package(const package *of, lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "SPDXID", of->id);
    lamina_json_write_member_string(writer, "name", of->name);
    lamina_json_write_member_string(writer, "versionInfo", of->version);
    lamina_json_write_member_string(writer, "downloadLocation", LAMINA_STR("NOASSERTION"));
    lamina_json_write_name(writer, LAMINA_STR("filesAnalyzed"));
    lamina_json_write_boolean(writer, false);
    lamina_json_write_member_string(writer, "licenseConcluded", of->license);
    lamina_json_write_member_string(writer, "licenseDeclared", of->license);
    lamina_json_write_member_string(writer, "copyrightText", LAMINA_STR("NOASSERTION"));
    write_purl(of->purl, writer);
    lamina_json_write_object_end(writer);
}

static lamina_str component_id(const cli_manifest *manifest, size_t i)
{
    return lamina_arena_format(manifest->arena, "SPDXRef-%.*s",
                               LAMINA_FMT(manifest->components[i].name));
}

static void write_packages(const cli_manifest *manifest, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("packages"));
    lamina_json_write_array(writer);
    write_package(&(package){.id = LAMINA_STR(LAYER_ID),
                             .name = LAMINA_STR("lamina-layer"),
                             .version = LAMINA_STR(LAMINA_VERSION),
                             .license = LAMINA_STR("Apache-2.0")},
                  writer);
    for (size_t i = 0; i < manifest->component_count; i++) {
        const cli_component *at = &manifest->components[i];
        write_package(&(package){.id = component_id(manifest, i),
                                 .name = at->name,
                                 .version = at->version,
                                 .license = at->license,
                                 .purl = at->purl},
                      writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_relation(lamina_str from, const char *type, lamina_str to,
                           lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "spdxElementId", from);
    lamina_json_write_member_string(writer, "relationshipType", lamina_str_from(type));
    lamina_json_write_member_string(writer, "relatedSpdxElement", to);
    lamina_json_write_object_end(writer);
}

lamina_status cli__manifest_write_spdx(const cli_manifest *manifest, lamina_json_writer *writer)
{
    const lamina_str document = LAMINA_STR("SPDXRef-DOCUMENT");
    const lamina_str layer = LAMINA_STR(LAYER_ID);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "spdxVersion", LAMINA_STR("SPDX-2.3"));
    lamina_json_write_member_string(writer, "dataLicense", LAMINA_STR("CC0-1.0"));
    lamina_json_write_member_string(writer, "SPDXID", document);
    lamina_json_write_member_string(writer, "name",
                                    lamina_arena_format(manifest->arena, "lamina-layer-%s-%s",
                                                        LAMINA_VERSION,
                                                        cli__lambda_architecture(manifest->layer)));
    lamina_json_write_member_string(writer, "documentNamespace", namespace_of(manifest));
    const lamina_status status = write_creation(manifest, writer);
    write_packages(manifest, writer);
    lamina_json_write_name(writer, LAMINA_STR("relationships"));
    lamina_json_write_array(writer);
    write_relation(document, "DESCRIBES", layer, writer);
    for (size_t i = 0; i < manifest->component_count; i++)
        write_relation(layer, "STATIC_LINK", component_id(manifest, i), writer);
    lamina_json_write_array_end(writer);
    lamina_json_write_object_end(writer);
    return status;
}
