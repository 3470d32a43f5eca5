/*
 * openapi_parts.c - head, problem and security of OpenAPI documents.
 */
#include "openapi_parts.h"

#include "lamina/abi.h"

static const lamina_openapi_info nothing = {.size = sizeof nothing};

void lamina__openapi_write_head(lamina_json_writer *writer, const lamina_openapi_info *info,
                                const lamina_openapi_info *fallback)
{
    const lamina_openapi_info *told = info != NULL ? info : &nothing;
    const lamina_str server = told->server.len > 0 ? told->server : LAMINA_STR("/");
    lamina_json_write_member_string(writer, "openapi", LAMINA_STR("3.1.0"));
    lamina_json_write_name(writer, LAMINA_STR("info"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "title",
                                    told->title.len > 0 ? told->title : fallback->title);
    lamina_json_write_member_string(writer, "version",
                                    told->version.len > 0 ? told->version : fallback->version);
    lamina_json_write_object_end(writer);
    lamina_json_write_name(writer, LAMINA_STR("servers"));
    lamina_json_write_array(writer);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "url", server);
    lamina_json_write_object_end(writer);
    lamina_json_write_array_end(writer);
}

/* The same in every document, so it stands here as the text that it is. */
static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"A problem (RFC 9457)\",\"required\":[\"type\",\"title\","
    "\"status\"],\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri\",\"description\":\"Which problem: "
    "urn:lamina:problem: and its code\",\"examples\":[\"urn:lamina:problem:invalid-request\"]},"
    "\"title\":{\"type\":\"string\",\"description\":\"The status in words\"},"
    "\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
    "\"detail\":{\"type\":\"string\",\"description\":\"What is wrong with this request\"},"
    "\"instance\":{\"type\":\"string\",\"format\":\"uri\",\"description\":\"The request, as the log "
    "names it\"},"
    "\"errors\":{\"type\":\"array\",\"description\":\"One entry for each broken rule\",\"items\":{"
    "\"type\":\"object\",\"required\":[\"code\",\"detail\"],\"properties\":{"
    "\"pointer\":{\"type\":\"string\",\"format\":\"json-pointer\",\"description\":\"Where in the "
    "body (RFC 6901)\"},"
    "\"parameter\":{\"type\":\"string\",\"description\":\"Which query parameter\"},"
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}}}}";

void lamina__openapi_write_problem_schema(lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR(OPENAPI_PROBLEM));
    lamina_json_write_raw(writer, (lamina_str){problem_schema, sizeof problem_schema - 1});
}

void lamina__openapi_write_shared_components(lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("responses"));
    lamina_json_write_raw(
        writer, LAMINA_STR("{\"" OPENAPI_PROBLEM "\":{\"description\":\"What went wrong\","
                           "\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":"
                           "\"#/components/schemas/" OPENAPI_PROBLEM "\"}}}}}"));
    lamina_json_write_name(writer, LAMINA_STR("securitySchemes"));
    lamina_json_write_raw(
        writer, LAMINA_STR("{\"" OPENAPI_BEARER "\":{\"type\":\"http\",\"scheme\":\"bearer\"}}"));
}
