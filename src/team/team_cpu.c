/* SPDX-License-Identifier: BSD-3-Clause
 * team_cpu.c - did the threads of a sample have the cores that they were given?
 *
 * Threads that share a core by the plan wait for each other: what one of them ran is not taken from the others.
 */
#include "crew.h"

#include <math.h>
#include <string.h>

static const double busy_part = 0.5, undisturbed = 0.95;

static bool share_a_core(const struct rxt_placed *a, const struct rxt_placed *b)
{
    return a->node == b->node && a->planned_pu == b->planned_pu &&
           (a->planned_pu >= 0 || !strcmp(a->mask, b->mask));
}

static double wanted_s(const struct rxt_placed *row)
{
    return row->cpu_s + row->run_delay_s;
}

/* What a thread had of what it wanted. What others of its core, or of its mask if those are more than its PUs, ran while it
 * waited is theirs by the plan: nobody took it from them all. NaN if the system does not tell. */
static double share_of(const struct rxt_placed *rows, size_t n, const struct rxt_placed *of, double busy_s)
{
    double others_s = 0.0;
    int n_sharing = 0;
    for (size_t i = 0; i < n; i++) {
        if (share_a_core(&rows[i], of) && (of->planned_pu >= 0 || wanted_s(&rows[i]) >= busy_s)) {
            others_s += &rows[i] != of ? rows[i].cpu_s : 0.0;
            n_sharing++;
        }
    }
    const int n_pus = of->planned_pu >= 0 ? 1 : of->n_pus; /* 0: the mask is not known */
    const double theirs_s = n_pus > 0 && n_sharing > n_pus ? others_s / n_pus : 0.0;
    return (of->cpu_s + fmin(of->run_delay_s, theirs_s)) / wanted_s(of);
}

double rxt_cpu_share(const struct rxt_placed *rows, size_t n, double run_s)
{
    const double busy_s = busy_part * run_s;
    double least = NAN;
    for (size_t i = 0; i < n; i++) {
        if (isnan(wanted_s(&rows[i]))) {
            return NAN;
        }
        if (wanted_s(&rows[i]) >= busy_s && wanted_s(&rows[i]) > 0.0) {
            least = fmin(least, share_of(rows, n, &rows[i], busy_s));
        }
    }
    return least;
}

bool rxt_cpu_share_is_disturbed(double share)
{
    return share < undisturbed; /* no for NaN */
}
