/* A request's body under construction. */
#include "mapper/request.h"

#include "lamina/problem.h"
#include "mapper/item.h"
#include "mapper/key_fill.h"
#include "mapper/key_template.h"
#include "mapper/model.h"

/* The service takes no more. */
#define BODY_CAP (16u << 20)
/* A larger buffer is given back after the request that needed it. */
#define BODY_KEPT (256u << 10)

/* Kept between requests, so that a warm invocation does not allocate for them. */
static _Thread_local lamina_text body_buffer;
static _Thread_local lamina_text expression_buffer;

static void open_buffer(lamina_text *buffer, size_t cap)
{
    if (buffer->cap == 0)
        lamina_text_init(buffer, cap);
    else if (buffer->room > BODY_KEPT)
        lamina_text_clear(buffer);
    else
        lamina_text_reset(buffer);
}

void mapper__request_begin(mapper__request *request, lamina_context *context, lamina_str table)
{
    open_buffer(&body_buffer, BODY_CAP);
    open_buffer(&expression_buffer, MAPPER__EXPRESSION_CAP);
    *request =
        (mapper__request){.context = context, .expression = &expression_buffer, .table = table};
    mapper__placeholders_init(&request->placeholders, context->arena);
    lamina_json_write_init(&request->json, &body_buffer);
    lamina_json_write_object(&request->json);
    if (table.len > 0)
        lamina_json_write_member_string(&request->json, "TableName", table);
}

void mapper__request_about(mapper__request *request, const mapper_model *model)
{
    if (request->model != NULL && request->model != model)
        request->is_about_several = true;
    request->model = model;
}

const char *mapper__request_model_name(const mapper__request *request)
{
    return request->model != NULL && !request->is_about_several ? request->model->name : "";
}

lamina_status mapper__request_expression(mapper__request *request, const char *member)
{
    lamina_status status = lamina_text_status(request->expression);
    if (status == LAMINA_OK)
        status = request->placeholders.status;
    if (status != LAMINA_OK)
        return status;
    if (request->expression->len > 0)
        lamina_json_write_member_string(&request->json, member,
                                        lamina_text_view(request->expression));
    lamina_text_reset(request->expression);
    return LAMINA_OK;
}

/* What a template makes of the struct, which may be a look-up's: it is not written to. */
static lamina_status write_made_key(mapper__request *request, const mapper_model *model,
                                    const mapper_key_template *template, const void *item)
{
    lamina_violations violations = {0};
    lamina_str text = {NULL, 0};
    lamina_status status =
        mapper__key_look_up(request->context->arena, model, template, item, &violations, &text);
    if (status == LAMINA_OK && text.ptr == NULL)
        return lamina_fail_violations(request->context, &violations);
    lamina_json_write_object(&request->json);
    lamina_json_write_member_string(&request->json, "S", text);
    lamina_json_write_object_end(&request->json);
    return status;
}

static lamina_status write_key_field(mapper__request *request, const mapper_model *model,
                                     uint32_t number, const void *item)
{
    if (number == MAPPER_NO_FIELD)
        return LAMINA_OK;
    const lamina_field *field = mapper__field(model, number);
    lamina_json_write_name(&request->json, lamina_str_from(field->name));
    const mapper_key_template *template = mapper__key_template_of(model, number);
    if (template != NULL)
        return write_made_key(request, model, template, item);
    return mapper__attribute_write(request->context->arena, field, item, &request->json);
}

lamina_status mapper__request_key(mapper__request *request, const mapper_model *model,
                                  const void *item)
{
    mapper__request_about(request, model);
    lamina_json_write_name(&request->json, LAMINA_STR("Key"));
    lamina_json_write_object(&request->json);
    lamina_status status = write_key_field(request, model, model->hash_field, item);
    if (status == LAMINA_OK)
        status = write_key_field(request, model, model->range_field, item);
    lamina_json_write_object_end(&request->json);
    return status;
}
