/*
 * lamina/lamina.h - all that a module usually needs. json.h, http_client.h, crypto.h, check.h and openapi.h
 * are for those who ask for them by name.
 */
#ifndef LAMINA_LAMINA_H
#define LAMINA_LAMINA_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/context.h"
#include "lamina/etag.h"
#include "lamina/event.h"
#include "lamina/host.h"
#include "lamina/http.h"
#include "lamina/idempotency.h"
#include "lamina/log.h"
#include "lamina/metrics.h"
#include "lamina/plugin.h"
#include "lamina/problem.h"
#include "lamina/record.h"
#include "lamina/record_json.h"
#include "lamina/status.h"
#include "lamina/text.h"
#include "lamina/trace.h"

#endif
