/*
 * lamina/openapi.h - what a plugin's tables say, as OpenAPI 3.1 with JSON Schema 2020-12. For tools
 * and the local stage; plugins have no use for it.
 *
 *     lamina_text out;
 *     lamina_text_init(&out, (size_t)4 << 20);
 *     lamina_openapi_write(arena, &out, plugin, NULL);
 *
 * One plugin gives one document. Documents of several plugins that share an API are merged with
 * lamina_openapi_merge(). Operations are named as in _HANDLER ("partner.get_partner") and schemas by
 * module and record ("partner.CreatePartner"), so that no two modules' names collide.
 * Sources: OpenAPI Specification 3.1.0; JSON Schema 2020-12, "Validation".
 */
#ifndef LAMINA_OPENAPI_H
#define LAMINA_OPENAPI_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/plugin.h"
#include "lamina/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the tables do not say. Borrowed during the call; empty members have the default that stands
   behind them. Grows at the end. Since 1.0. */
typedef struct lamina_openapi_info {
    uint64_t size;      /* sizeof(lamina_openapi_info) */
    lamina_str title;   /* the plugin's summary, or its name; of a merged document: "API" */
    lamina_str version; /* the plugin's version; of a merged document: "1.0.0" */
    lamina_str server;  /* the URL below which the paths lie, "https://api.example.com/v1"; "/" */
} lamina_openapi_info;

/* A record has at most this many records in it, at any depth, to be written. Since 1.0. */
#define LAMINA_OPENAPI_RECORD_CAP 256u

/*
 * Writes the document of a plugin that lamina_plugin_check() found sound. info may be NULL.
 * LAMINA_E_LIMIT when the arena or out is full, or there are over LAMINA_OPENAPI_RECORD_CAP records.
 * [any-thread] Since 1.0.
 */
lamina_status lamina_openapi_write(lamina_arena *arena, lamina_text *out,
                                   const lamina_plugin *plugin, const lamina_openapi_info *info);

/*
 * Writes one document of several that lamina_openapi_write() wrote. info may be NULL.
 * LAMINA_E_SYNTAX when a document is not one of ours, LAMINA_E_CONFLICT when two have the same
 * path: *fault, in the arena, says which. LAMINA_E_LIMIT as above. [any-thread] Since 1.0.
 */
lamina_status lamina_openapi_merge(lamina_arena *arena, lamina_text *out,
                                   const lamina_str *documents, size_t count,
                                   const lamina_openapi_info *info, lamina_str *fault);

#ifdef __cplusplus
}
#endif
#endif
