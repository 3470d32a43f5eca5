/*
 * service.c - what is kept between invocations, and emptied before each.
 */
#include "service.h"

#include "runtime_client.h"

lamina_status host__service_init(host_service *service)
{
    *service = (host_service){.access_log = true};
    lamina_text_init(&service->content, RUNTIME_PAYLOAD_CAP);
    lamina_text_init(&service->answer, RUNTIME_PAYLOAD_CAP);
    lamina_text_init(&service->authorizer, RUNTIME_PAYLOAD_CAP);
    service->arena = lamina_arena_new(SERVICE_ARENA_CAP);
    return service->arena == NULL ? LAMINA_E_MEMORY : LAMINA_OK;
}

void host__service_clear(host_service *service)
{
    lamina_text_clear(&service->content);
    lamina_text_clear(&service->answer);
    lamina_text_clear(&service->authorizer);
    lamina_arena_free(service->arena);
    lamina_arena_free(service->record_arena);
    service->arena = NULL;
    service->record_arena = NULL;
}

lamina_status host__service_need_record_arena(host_service *service)
{
    if (service->record_arena == NULL)
        service->record_arena = lamina_arena_new(SERVICE_ARENA_CAP);
    return service->record_arena == NULL ? LAMINA_E_MEMORY : LAMINA_OK;
}

static void empty(lamina_text *text)
{
    if (text->room > SERVICE_KEPT_CAP)
        lamina_text_clear(text);
    else
        lamina_text_reset(text);
}

void host__service_reset(host_service *service)
{
    lamina_arena_reset(service->arena);
    if (service->record_arena != NULL)
        lamina_arena_reset(service->record_arena);
    empty(&service->content);
    empty(&service->answer);
    empty(&service->authorizer);
}
