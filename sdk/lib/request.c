/*
 * Reading a request: the first header, query parameter or path parameter of a name.
 */
#include "lamina/http.h"
#include "lamina/text.h"

typedef bool equal_fn(lamina_str a, lamina_str b);

static bool find(const lamina_param *params, size_t count, const char *name, equal_fn *equal,
                 lamina_str *value)
{
    *value = (lamina_str){0};
    lamina_str wanted = lamina_str_from(name);
    for (size_t i = 0; i < count; i++) {
        if (equal(params[i].name, wanted)) {
            *value = params[i].value;
            return true;
        }
    }
    return false;
}

bool lamina_request_header(const lamina_request *request, const char *name, lamina_str *value)
{
    return find(request->headers, request->header_count, name, lamina_str_equal_nocase, value);
}

bool lamina_request_query(const lamina_request *request, const char *name, lamina_str *value)
{
    return find(request->query_params, request->query_param_count, name, lamina_str_equal, value);
}

bool lamina_request_path(const lamina_request *request, const char *name, lamina_str *value)
{
    return find(request->path_params, request->path_param_count, name, lamina_str_equal, value);
}
