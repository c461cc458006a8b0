/* SPDX-License-Identifier: BSD-3-Clause
 * team_cpu.c - did the threads of a sample have the cores that they were given?
 *
 * What threads that share a core had of it counts together: where one waits for another, it hands the core over.
 */
#include "crew.h"

#include <math.h>
#include <string.h>

static bool share_a_core(const struct rxt_placed *a, const struct rxt_placed *b)
{
    return a->node == b->node && a->planned_pu == b->planned_pu &&
           (a->planned_pu >= 0 || !strcmp(a->mask, b->mask));
}

static double wanted_s(const struct rxt_placed *row)
{
    return row->cpu_s + row->run_delay_s;
}

/* What the busy threads of one core, or of one mask that nobody planned in, had of the cores that they wanted. NaN if none
 * of them was busy, or the system does not tell. */
static double share_of(const struct rxt_placed *rows, size_t n, const struct rxt_placed *of, double busy_s)
{
    double had_s = 0.0, longest_s = 0.0;
    int n_busy = 0;
    for (size_t i = 0; i < n; i++) {
        if (share_a_core(&rows[i], of) && wanted_s(&rows[i]) >= busy_s) {
            had_s += rows[i].cpu_s;
            longest_s = fmax(longest_s, wanted_s(&rows[i]));
            n_busy++;
        }
    }
    const bool is_wide = of->n_pus < 1 || n_busy < of->n_pus; /* 0: the mask is not known */
    const int n_cores = of->planned_pu >= 0 ? 1 : is_wide ? n_busy : of->n_pus;
    return n_busy > 0 ? fmin(1.0, had_s / (n_cores * longest_s)) : NAN;
}

double rxt_cpu_share(const struct rxt_placed *rows, size_t n, double run_s)
{
    double least = NAN;
    for (size_t i = 0; i < n; i++) {
        if (isnan(wanted_s(&rows[i]))) {
            return NAN;
        }
        least = fmin(least, share_of(rows, n, &rows[i], 0.5 * run_s));
    }
    return least;
}
