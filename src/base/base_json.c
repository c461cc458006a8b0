/* SPDX-License-Identifier: BSD-3-Clause
 * base_json.c - values as JSON, where null is what is not known.
 */
#include "json.h"

#include <math.h>
#include <string.h>

json_t *rxt_json_count(double value)
{
    const double most = 9007199254740992.0; /* 2^53: every whole number up to it is itself as a double */
    if (!isfinite(value)) {
        return json_null();
    }
    return value == trunc(value) && fabs(value) <= most ? json_integer((json_int_t)value) : json_real(value);
}

json_t *rxt_json_real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *rxt_json_index(int value)
{
    return value >= 0 ? json_integer(value) : json_null();
}

json_t *rxt_json_text(const char *text)
{
    json_t *value = text ? json_string(text) : json_null();
    const size_t n = text ? strlen(text) : 0;
    for (size_t cut = 1; !value && cut <= 3 && cut < n; cut++) {
        value = json_stringn(text, n - cut);
    }
    return value ? value : json_null();
}

const char *rxt_json_text_at(const json_t *object, const char *key, const char *absent)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : absent;
}

json_t *rxt_json_fields(const json_t *object, const char *const *keys)
{
    json_t *part = json_object();
    for (; *keys; keys++) {
        json_t *value = json_object_get(object, *keys);
        if (value && json_object_set(part, *keys, value) != 0) {
            json_decref(part);
            return NULL;
        }
    }
    return part;
}
