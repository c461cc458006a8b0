/* SPDX-License-Identifier: BSD-3-Clause
 * trial_describe.c - what a kernel says of itself, from one process to another.
 */
#include "trial_describe.h"

#include "json.h"
#include "trial_plugin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const types[] = {[RXT_INTEGER] = "integer", [RXT_REAL] = "real", [RXT_TEXT] = "text"};
static const char *const kinds[] = {[RXT_SPLIT] = "split", [RXT_WHOLE] = "whole"};
static const char *const sizes[RXT_SIZES] = {"small", "default", "large"};

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void set_number(json_t *object, const char *key, double value, enum rxt_type type)
{
    json_object_set_new(object, key,
                        type == RXT_TEXT      ? json_null()
                        : type == RXT_INTEGER ? rxt_json_count(value)
                                              : json_real(value));
}

static json_t *params_of(const struct rxt_kernel *kernel)
{
    json_t *list = json_array();
    for (const struct rxt_param *p = kernel->params; p && p->name; p++) {
        json_t *row = json_pack("{s:s, s:s, s:s, s:s}", "name", p->name, "unit", or_empty(p->unit), "type",
                                types[p->type], "what", or_empty(p->what));
        for (int size = 0; size < RXT_SIZES; size++) {
            json_object_set_new(row, sizes[size], json_string(p->preset[size]));
        }
        set_number(row, "min", p->min, p->type);
        set_number(row, "max", p->max, p->type);
        json_array_append_new(list, row);
    }
    return list;
}

/* The operations that a kernel need not have. */
static json_t *operations_of(const struct rxt_kernel *k)
{
    const struct {
        const char *name;
        bool has;
    } operations[] = {{"need", k->need != NULL},     {"reset", k->reset != NULL},
                      {"digest", k->digest != NULL}, {"answer", k->answer != NULL},
                      {"tell", k->tell != NULL},     {"work", k->work != NULL},
                      {"spoil", k->spoil != NULL},   {"output", k->output != NULL}};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (operations[i].has) {
            json_array_append_new(list, json_string(operations[i].name));
        }
    }
    return list;
}

json_t *rxt_kernel_describe(const struct rxt_kernel *k)
{
    return json_pack(
        "{s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:s, s:s?, s:b, s:f, s:b, s:b, s:f, s:s?, s:s?, s:s?, s:o, s:o}",
        "name", k->name, "what", k->what, "kind", kinds[k->kind], "uses_mpi", (int)k->uses_mpi, "category",
        or_empty(k->category), "stresses", or_empty(k->stresses), "formula", or_empty(k->formula), "source",
        or_empty(k->source), "lack", k->lack, "ceiling", k->ceiling != RXT_NO_CEILING, "growth",
        k->growth.power, "growth_log", (int)k->growth.has_log, "growth_varies", k->growth_of != NULL,
        "tolerance", k->tolerance, "size_param", k->size_param, "input_param", k->input_param, "output_param",
        k->output_param, "has", operations_of(k), "params", params_of(k));
}

static double number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static const char *text_at(const json_t *object, const char *key)
{
    return rxt_json_text_at(object, key, NULL);
}

/* The place of a name in a table; n, which is no value of its type, if it is not there. */
static size_t index_of(const char *const *names, size_t n, const char *name)
{
    size_t i = 0;
    while (i < n && !(name && !strcmp(names[i], name))) {
        i++;
    }
    return i;
}

static void read_param(const json_t *row, struct rxt_param *out)
{
    const size_t n_types = sizeof types / sizeof *types;
    *out = (struct rxt_param){.name = rxt_json_text_at(row, "name", ""),
                              .unit = rxt_json_text_at(row, "unit", ""),
                              .type = (enum rxt_type)index_of(types, n_types, text_at(row, "type")),
                              .min = number_at(row, "min"),
                              .max = number_at(row, "max"),
                              .what = rxt_json_text_at(row, "what", "")};
    for (int size = 0; size < RXT_SIZES; size++) {
        out->preset[size] = text_at(row, sizes[size]);
    }
}

static void read_kernel(const json_t *json, struct rxt_described *d)
{
    const size_t n_kinds = sizeof kinds / sizeof *kinds;
    d->growth_varies = json_is_true(json_object_get(json, "growth_varies"));
    d->kernel = (struct rxt_kernel){.name = text_at(json, "name"),
                                    .what = text_at(json, "what"),
                                    .kind = (enum rxt_kind)index_of(kinds, n_kinds, text_at(json, "kind")),
                                    .uses_mpi = json_is_true(json_object_get(json, "uses_mpi")),
                                    .category = rxt_json_text_at(json, "category", ""),
                                    .stresses = rxt_json_text_at(json, "stresses", ""),
                                    .formula = rxt_json_text_at(json, "formula", ""),
                                    .source = rxt_json_text_at(json, "source", ""),
                                    .lack = text_at(json, "lack"),
                                    .params = d->params,
                                    .size_param = text_at(json, "size_param"),
                                    .input_param = text_at(json, "input_param"),
                                    .output_param = text_at(json, "output_param"),
                                    .growth = {.power = number_at(json, "growth"),
                                               .has_log = json_is_true(json_object_get(json, "growth_log"))},
                                    .tolerance = number_at(json, "tolerance")};
}

enum rxt_err rxt_kernel_from_description(json_t *json, struct rxt_described **out)
{
    const json_t *rows = json_object_get(json, "params");
    struct rxt_described *d = calloc(1, sizeof *d);
    struct rxt_param *params = calloc(json_array_size(rows) + 1, sizeof *params);
    if (!d || !params) {
        free(d);
        free(params);
        return rxt_fail(RXT_E_MEMORY, "no room for a kernel");
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        read_param(json_array_get(rows, i), &params[i]);
    }
    d->params = params;
    d->json = json_incref(json);
    read_kernel(json, d);
    const enum rxt_err err = rxt_kernel_check_words(&d->kernel);
    if (err != RXT_OK) {
        rxt_described_free(d);
        return err;
    }
    *out = d;
    return RXT_OK;
}

void rxt_described_free(struct rxt_described *d)
{
    if (d) {
        json_decref(d->json);
        free(d->params);
        free(d);
    }
}
