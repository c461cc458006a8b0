/* SPDX-License-Identifier: BSD-3-Clause
 * base_fields.c - the numbers of a record that comes from outside, each within its range.
 */
#include "fields.h"

#include <math.h>
#include <stdlib.h>

static void out_of_range(struct rxt_fields *in, const char *key, const json_t *value, const char *kind,
                         double min, double max)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    if (in->err == RXT_OK) {
        in->err = rxt_fail(RXT_E_INPUT, "field '%s' of %s is %.40s: it must be %s from %.10g to %.10g", key,
                           in->what, text ? text : "unreadable", kind, min, max);
    }
    free(text);
}

static int whole(struct rxt_fields *in, const char *key, const json_t *value, int min, int max)
{
    const json_int_t number = json_integer_value(value);
    if (json_is_integer(value) && number >= min && number <= max) {
        return (int)number;
    }
    out_of_range(in, key, value, "a whole number", min, max);
    return -1;
}

int rxt_fields_int(struct rxt_fields *in, const json_t *object, const char *key, int min, int max)
{
    const json_t *value = json_object_get(object, key);
    return !value || json_is_null(value) ? -1 : whole(in, key, value, min, max);
}

int rxt_fields_int_at(struct rxt_fields *in, const json_t *array, size_t i, const char *name, int min,
                      int max)
{
    return whole(in, name, json_array_get(array, i), min, max);
}

static double real(struct rxt_fields *in, const char *key, const json_t *value, double min, double max)
{
    const double number = json_number_value(value);
    if (!value || json_is_null(value)) {
        return NAN;
    }
    if (json_is_number(value) && number >= min && number <= max) {
        return number;
    }
    out_of_range(in, key, value, "a number", min, max);
    return NAN;
}

double rxt_fields_real(struct rxt_fields *in, const json_t *object, const char *key, double min, double max)
{
    return real(in, key, json_object_get(object, key), min, max);
}

double rxt_fields_real_at(struct rxt_fields *in, const json_t *array, size_t i, const char *name, double min,
                          double max)
{
    return real(in, name, json_array_get(array, i), min, max);
}

void rxt_fields_wrong(struct rxt_fields *in, const char *key)
{
    if (in->err == RXT_OK) {
        in->err =
            rxt_fail(RXT_E_INPUT, "field '%s' of %s is missing or not what it should be", key, in->what);
    }
}
