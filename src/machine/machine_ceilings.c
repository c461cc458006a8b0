/* SPDX-License-Identifier: BSD-3-Clause
 * machine_ceilings.c - ask a record of ceilings: the rate of so many cores, where data lie, when memory is saturated.
 */
#include "machine_ceilings.h"

#include <math.h>

const char *rxt_data_place_key(enum rxt_data_place place)
{
    static const char *const keys[RXT_DATA_PLACES] = {"l1", "l2", "l3", "memory"};
    return keys[place];
}

const char *rxt_data_place_name(enum rxt_data_place place)
{
    static const char *const names[RXT_DATA_PLACES] = {"L1", "L2", "L3", "memory"};
    return names[place];
}

static double number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

enum rxt_data_place rxt_ceilings_place(const json_t *record, double n_bytes, double n_cores)
{
    const json_t *caches = json_object_get(record, "caches");
    const double room = 0.9; /* other data want to live there, too */
    const double l3s = number_at(caches, "l3s");
    const double per_core = n_bytes / n_cores;
    return per_core <= room * number_at(caches, "l1_B")   ? RXT_IN_L1
           : per_core <= room * number_at(caches, "l2_B") ? RXT_IN_L2
           : n_bytes <= room * number_at(caches, "l3_B") * fmin(n_cores, isnan(l3s) ? 1.0 : l3s)
               ? RXT_IN_L3
               : RXT_IN_MEMORY;
}

double rxt_ceilings_rate(const json_t *record, const char *key, double n_cores)
{
    const json_t *row;
    size_t i;
    double below = NAN, below_cores = 0.0;
    json_array_foreach(json_object_get(record, "rates"), i, row)
    {
        const double cores = number_at(row, "cores"), rate = number_at(row, key);
        if (isnan(rate) || !(cores > below_cores)) {
            continue;
        }
        if (cores >= n_cores) {
            return isnan(below) ? rate * n_cores / cores
                                : below + (rate - below) * (n_cores - below_cores) / (cores - below_cores);
        }
        below = rate;
        below_cores = cores;
    }
    return NAN;
}

int rxt_ceilings_saturation(const json_t *record)
{
    const json_t *row;
    size_t i;
    double most = 0.0, cores = 0.0;
    json_array_foreach(json_object_get(record, "rates"), i, row)
    {
        const double rate = number_at(row, "memory");
        most = rate > most ? rate : most;
    }
    json_array_foreach(json_object_get(record, "rates"), i, row)
    {
        if (!(cores > 0.0) && number_at(row, "memory") >= 0.95 * most) {
            cores = number_at(row, "cores");
        }
    }
    return cores > 0.0 && cores <= RXT_MAX_PUS ? (int)cores : 0;
}
