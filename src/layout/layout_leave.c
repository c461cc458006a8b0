/* SPDX-License-Identifier: BSD-3-Clause
 * layout_leave.c - layouts that leave cores free: for the system, or because fewer use the bandwidth as well.
 */
#include "layout.h"

#include <string.h>

static const char *const names[] = {[RXT_LEAVE_ONE] = "1", [RXT_LEAVE_L3] = "l3", [RXT_LEAVE_HALF] = "half"};
enum { LEAVES = sizeof names / sizeof *names };

enum rxt_err rxt_leave_parse(const char *text, size_t n_bytes, enum rxt_leave *out)
{
    for (int i = 0; i < LEAVES; i++) {
        if (strlen(names[i]) == n_bytes && !memcmp(names[i], text, n_bytes)) {
            *out = (enum rxt_leave)i;
            return RXT_OK;
        }
    }
    return rxt_fail(
        RXT_E_USAGE,
        "--leave '%.*s' must be 1 (one core of a node), l3 (one core of each L3) or half (of the cores)",
        (int)n_bytes, text);
}

/* How many workers stay; 0: it makes no difference here. */
static size_t workers_left(const struct rxt_topology *topology, enum rxt_leave leave)
{
    const size_t n = rxt_quota_workers(topology, topology->n_cores), n_l3 = topology->n_domains[RXT_L3];
    if (n < topology->n_cores) { /* the quota leaves some free as it is */
        return 0;
    }
    switch (leave) {
    case RXT_LEAVE_ONE:
        return n > 2 ? n - 1 : 0;
    case RXT_LEAVE_L3:
        return topology->has[RXT_L3] && n_l3 > 1 && n % n_l3 == 0 && n / n_l3 > 1 ? n - n_l3 : 0;
    default:
        return n > 2 && n % 2 == 0 ? n / 2 : 0;
    }
}

enum rxt_err rxt_layout_candidates_leave(const struct rxt_topology *topology, enum rxt_leave leave,
                                         int n_nodes, struct rxt_layout **list, size_t *n)
{
    const size_t n_workers = workers_left(topology, leave), before = *n;
    const enum rxt_err err = n_workers > 0 ? rxt_layout_candidates_of(n_nodes, n_workers, list, n) : RXT_OK;
    const size_t n_added = *n;
    if (err != RXT_OK || leave != RXT_LEAVE_L3) {
        return err;
    }
    *n = before;
    for (size_t i = before; i < n_added; i++) { /* as many ranks in each L3 */
        if ((size_t)(*list)[i].ranks % topology->n_domains[RXT_L3] == 0) {
            (*list)[(*n)++] = (*list)[i];
        }
    }
    return RXT_OK;
}
