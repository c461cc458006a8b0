/* SPDX-License-Identifier: BSD-3-Clause
 * trial_request.c - kernels and parameters from words, and back.
 */
#include "trial.h"

#include "text.h"
#include "trial_plugin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARAMS = 32 };

static enum rxt_err set_value(const struct rxt_kernel *kernel, size_t i, const char *text,
                              union rxt_value *out)
{
    const struct rxt_param *param = &kernel->params[i];
    char what[128];
    long long integer = 0;
    enum rxt_err err = RXT_OK;
    snprintf(what, sizeof what, "%s: %s", kernel->name, param->name);
    switch (param->type) {
    case RXT_INTEGER:
        err = rxt_parse_integer(text, what, (long long)param->min, (long long)param->max, &integer);
        out->integer = integer;
        break;
    case RXT_REAL:
        err = rxt_parse_real(text, what, param->min, param->max, &out->real);
        break;
    case RXT_TEXT:
        out->text = text;
        break;
    }
    return err;
}

static size_t params_of(const struct rxt_kernel *kernel)
{
    size_t n = 0;
    while (kernel->params && kernel->params[n].name) {
        n++;
    }
    return n;
}

static enum rxt_err add_kernel(struct rxt_request *request, const struct rxt_kernel *kernel, const char *file,
                               enum rxt_size size)
{
    const size_t n_params = params_of(kernel);
    struct rxt_setting *settings = realloc(request->settings, (request->n_settings + 1) * sizeof *settings);
    if (settings) {
        request->settings = settings;
    }
    union rxt_value *values = calloc(n_params + 1, sizeof *values);
    if (!settings || !values) {
        free(values);
        return rxt_fail(RXT_E_MEMORY, "no room for kernel %s", kernel->name);
    }
    settings[request->n_settings++] = (struct rxt_setting){kernel, values, file};
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < n_params && err == RXT_OK; i++) {
        err = set_value(kernel, i, kernel->params[i].preset[size], &values[i]);
    }
    return err;
}

static bool is_listed(const struct rxt_kernel *kernel)
{
    size_t k = 0;
    while (rxt_kernels[k] && rxt_kernels[k] != kernel) {
        k++;
    }
    return rxt_kernels[k] != NULL;
}

static enum rxt_err set_param(struct rxt_setting *setting, const char *word, size_t n_name)
{
    const char *names[MAX_PARAMS];
    char name[64];
    size_t n = 0;
    snprintf(name, sizeof name, "%.*s", (int)n_name, word);
    for (; n < MAX_PARAMS && setting->kernel->params && setting->kernel->params[n].name; n++) {
        names[n] = setting->kernel->params[n].name;
        if (!strcmp(name, names[n])) {
            return set_value(setting->kernel, n, word + n_name + 1, &setting->values[n]);
        }
    }
    const char *near = rxt_nearest(name, names, n);
    const char *kernel = setting->kernel->name, *lists = setting->file ? setting->file : kernel;
    if (!setting->file && !is_listed(setting->kernel)) {
        return rxt_fail(RXT_E_USAGE, "kernel '%s' has no parameter '%s'%s%s%s", kernel, name,
                        near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    return rxt_fail(RXT_E_USAGE, "kernel '%s' has no parameter '%s'; %s%s%s'rxt kernels %s' lists them",
                    kernel, name, near ? "did you mean '" : "", near ? near : "", near ? "'? " : "", lists);
}

enum rxt_err rxt_request_add(struct rxt_request *request, char *const *words, size_t n, enum rxt_size size)
{
    const size_t n_before = request->n_settings;
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        const char *equals = rxt_is_param(words[i]) ? strchr(words[i], '=') : NULL;
        if (equals && request->n_settings == n_before) {
            err = rxt_fail(RXT_E_USAGE, "parameter '%s' stands before any kernel; write: pi %s", words[i],
                           words[i]);
        } else if (equals) {
            err =
                set_param(&request->settings[request->n_settings - 1], words[i], (size_t)(equals - words[i]));
        } else {
            const char *file;
            const struct rxt_kernel *kernel = rxt_kernel_find_file(words[i], &file, &err);
            err = kernel ? rxt_kernel_check_twin(request, kernel, words[i]) : err;
            err = err == RXT_OK ? add_kernel(request, kernel, file, size) : err;
        }
    }
    return err;
}

enum rxt_err rxt_request_add_own(struct rxt_request *request, const struct rxt_kernel *kernel,
                                 char *const *words, size_t n, enum rxt_size size)
{
    enum rxt_err err = rxt_kernel_check(kernel);
    if (err == RXT_OK) {
        err = rxt_kernel_check_lack(kernel);
    }
    if (!err) {
        err = add_kernel(request, kernel, NULL, size);
    }
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        const char *equals = strchr(words[i], '=');
        err = equals ? set_param(&request->settings[request->n_settings - 1], words[i],
                                 (size_t)(equals - words[i]))
                     : rxt_fail(RXT_E_USAGE, "'%s' is no parameter; write name=value", words[i]);
    }
    return err;
}

enum rxt_err rxt_request_add_all(struct rxt_request *request, bool ceilings, enum rxt_size size)
{
    enum rxt_err err = RXT_OK;
    for (size_t k = 0; rxt_kernels[k] && err == RXT_OK; k++) {
        const enum rxt_ceiling kind = rxt_kernels[k]->ceiling;
        const bool is_wanted =
            ceilings ? kind == RXT_CEILING_FLOP || kind == RXT_CEILING_BYTES : kind == RXT_NO_CEILING;
        if (!rxt_kernels[k]->lack && is_wanted) {
            err = add_kernel(request, rxt_kernels[k], NULL, size);
        }
    }
    return err;
}

void rxt_request_free(struct rxt_request *request)
{
    for (size_t i = 0; i < request->n_settings; i++) {
        free(request->settings[i].values);
    }
    free(request->settings);
    request->settings = NULL;
    request->n_settings = 0;
}

json_t *rxt_setting_json(const struct rxt_setting *setting)
{
    json_t *object = json_object();
    for (size_t i = 0; i < rxt_setting_params(setting); i++) {
        const struct rxt_param *param = &setting->kernel->params[i];
        const union rxt_value *value = &setting->values[i];
        json_object_set_new(object, param->name,
                            param->type == RXT_INTEGER ? json_integer(value->integer)
                            : param->type == RXT_REAL  ? json_real(value->real)
                                                       : json_string(value->text));
    }
    return object;
}

const char *rxt_setting_word(const struct rxt_setting *setting, size_t i, char *out, size_t n_bytes)
{
    const struct rxt_param *param = &setting->kernel->params[i];
    const union rxt_value *value = &setting->values[i];
    switch (param->type) {
    case RXT_INTEGER:
        snprintf(out, n_bytes, "%s=%lld", param->name, (long long)value->integer);
        break;
    case RXT_REAL:
        snprintf(out, n_bytes, "%s=%.17g", param->name, value->real);
        break;
    case RXT_TEXT:
        snprintf(out, n_bytes, "%s=%s", param->name, value->text);
        break;
    }
    return out;
}

size_t rxt_setting_params(const struct rxt_setting *setting)
{
    return params_of(setting->kernel);
}

/* The n of factor times the work of n0: at once for a power, and by steps that shrink fast with a logarithm. */
static double grown(struct rxt_growth growth, double n0, double factor)
{
    if (!growth.has_log) {
        return n0 * pow(factor, 1.0 / growth.power);
    }
    double n = n0;
    for (int step = 0; step < 40; step++) {
        n *= pow(factor / rxt_growth_load(growth, n, n0), 1.0 / growth.power);
    }
    return n;
}

const union rxt_value *rxt_setting_value(const struct rxt_setting *setting, const char *name)
{
    const struct rxt_param *param = setting->kernel->params;
    while (name && param && param->name && strcmp(param->name, name) != 0) {
        param++;
    }
    return name && param && param->name ? &setting->values[param - setting->kernel->params] : NULL;
}

enum rxt_err rxt_setting_grow(const struct rxt_setting *setting, double factor, union rxt_value *values)
{
    const struct rxt_kernel *kernel = setting->kernel;
    const struct rxt_growth growth = rxt_setting_growth(setting);
    const union rxt_value *size = rxt_setting_value(setting, kernel->size_param);
    const union rxt_value *input = rxt_setting_value(setting, kernel->input_param);
    if (!size || !(growth.power > 0.0)) {
        return rxt_fail(RXT_E_USAGE, "kernel '%s' has no rule to grow by: leave it out of weak scaling",
                        kernel->name);
    }
    if (input && input->text[0]) {
        return rxt_fail(
            RXT_E_USAGE,
            "kernel '%s' reads '%s', and a file does not grow: weak scaling needs generated input",
            kernel->name, input->text);
    }
    const struct rxt_param *param = &kernel->params[size - setting->values];
    const double n = round(grown(growth, (double)size->integer, factor));
    memcpy(values, setting->values, params_of(kernel) * sizeof *values);
    values[size - setting->values].integer = (int64_t)fmin(n, param->max);
    return n <= param->max ? RXT_OK
                           : rxt_fail(RXT_E_RANGE, "%s: for %g times the work %s would be %.0f: at most %.0f",
                                      kernel->name, factor, param->name, n, param->max);
}
