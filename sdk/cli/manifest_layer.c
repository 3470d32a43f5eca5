/*
 * manifest_layer.c - manifest.json of a layer.
 */
#include <string.h>

#include "fit.h"
#include "lamina/crypto.h"
#include "lamina/system_host.h"
#include "manifest.h"

const char *cli__lambda_architecture(const cli_layer *layer)
{
    return layer->bootstrap.machine == EM_AARCH64 ? "arm64" : "x86_64";
}

lamina_str cli__file_sha256(lamina_arena *arena, const cli_elf *object)
{
    uint8_t hash[LAMINA_SHA256_LEN];
    const lamina_str bytes = {.ptr = object->bytes, .len = (size_t)object->file_size};
    lamina_text hex;
    if (lamina_sha256(bytes, hash))
        return (lamina_str){0};
    lamina_text_init(&hex, 2 * sizeof(hash) + 1);
    lamina_text_add_hex(&hex, (lamina_str){.ptr = (const char *)hash, .len = sizeof(hash)});
    const lamina_str text = lamina_arena_copy(arena, lamina_text_view(&hex));
    lamina_text_clear(&hex);
    return text;
}

static void write_abi(lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("abi"));
    lamina_json_write_object(writer);
    lamina_json_write_member_int64(writer, "major", LAMINA_ABI_MAJOR);
    lamina_json_write_member_int64(writer, "oldestMinor", 0);
    lamina_json_write_member_int64(writer, "newestMinor", LAMINA_ABI_MINOR);
    lamina_json_write_object_end(writer);
    lamina_json_write_name(writer, LAMINA_STR("tables"));
    lamina_json_write_array(writer);
    for (size_t i = 0; lamina_system_host_table_id(i); i++)
        lamina_json_write_string(writer, lamina_str_from(lamina_system_host_table_id(i)));
    lamina_json_write_array_end(writer);
}

static void write_optional(lamina_json_writer *writer, const char *name, const char *text)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    if (text)
        lamina_json_write_string(writer, lamina_str_from(text));
    else
        lamina_json_write_null(writer);
}

static lamina_status write_file(const cli_manifest *manifest, const cli_elf *object,
                                lamina_json_writer *writer)
{
    const lamina_str hash = cli__file_sha256(manifest->arena, object);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(
        writer, "path", lamina_str_from(object->path + strlen(manifest->layer->folder) + 1));
    lamina_json_write_member_int64(writer, "size", (int64_t)object->file_size);
    lamina_json_write_member_string(writer, "sha256", hash);
    write_optional(writer, "buildId", object->build_id);
    write_optional(writer, "soname", object->soname);
    lamina_json_write_name(writer, LAMINA_STR("versions"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < object->defined_count; i++)
        lamina_json_write_string(writer, lamina_str_from(object->defined[i].name));
    lamina_json_write_array_end(writer);
    lamina_json_write_name(writer, LAMINA_STR("needed"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < object->needed_count; i++)
        lamina_json_write_string(writer, lamina_str_from(object->needed[i]));
    lamina_json_write_array_end(writer);
    lamina_json_write_object_end(writer);
    return hash.ptr ? LAMINA_OK : LAMINA_E_MEMORY;
}

static lamina_status write_files(const cli_manifest *manifest, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("files"));
    lamina_json_write_array(writer);
    lamina_status status = write_file(manifest, &manifest->layer->bootstrap, writer);
    for (size_t i = 0; i < manifest->layer->library_count && !status; i++)
        status = write_file(manifest, &manifest->layer->libraries[i], writer);
    lamina_json_write_array_end(writer);
    return status;
}

static void write_components(const cli_manifest *manifest, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("components"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < manifest->component_count; i++) {
        const cli_component *at = &manifest->components[i];
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "name", at->name);
        lamina_json_write_member_string(writer, "version", at->version);
        lamina_json_write_member_string(writer, "license", at->license);
        lamina_json_write_member_string(writer, "purl", at->purl);
        lamina_json_write_member_string(writer, "linkedInto", at->file);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

lamina_status cli__manifest_write(const cli_manifest *manifest, lamina_json_writer *writer)
{
    const lamina_str glibc =
        lamina_arena_format(manifest->arena, "%d.%d", CLI_GLIBC_MAJOR, CLI_GLIBC_MINOR);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "name", LAMINA_STR("lamina"));
    lamina_json_write_member_string(writer, "version", LAMINA_STR(LAMINA_VERSION));
    lamina_json_write_member_string(writer, "license", LAMINA_STR("Apache-2.0"));
    lamina_json_write_member_string(writer, "architecture",
                                    lamina_str_from(cli__lambda_architecture(manifest->layer)));
    lamina_json_write_member_string(writer, "runtime", LAMINA_STR("provided.al2023"));
    lamina_json_write_member_string(writer, "glibc", glibc);
    write_abi(writer);
    const lamina_status status = write_files(manifest, writer);
    write_components(manifest, writer);
    lamina_json_write_object_end(writer);
    return status;
}
