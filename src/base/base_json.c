/* SPDX-License-Identifier: BSD-3-Clause
 * base_json.c - numbers as JSON; null is what is not known.
 */
#include "json.h"

#include <math.h>

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
