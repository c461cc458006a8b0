/* SPDX-License-Identifier: BSD-3-Clause
 * layout_quota.c - which layouts have more threads than a CPU quota lets run at once?
 */
#include "layout.h"

#include "text.h"

bool rxt_quota_say(const struct rxt_topology *topology, const struct rxt_layout *layouts, size_t n,
                   struct rxt_text *out)
{
    struct rxt_text names = {0};
    char name[RXT_LAYOUT_BYTES];
    size_t n_over = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t workers = rxt_layout_node_workers(&layouts[i]);
        if (rxt_quota_workers(topology, workers) < workers) {
            rxt_text_add(&names, "%s%s", n_over++ > 0 ? ", " : "",
                         rxt_layout_text(&layouts[i], name, sizeof name));
        }
    }
    if (n_over > 0) {
        rxt_text_add(
            out,
            "layout%s %s ha%s more threads a node than the CPU quota lets run at once (cgroup: the time of "
            "%.4g CPU%s): its times tell of the quota as much as of the layout",
            n_over == 1 ? "" : "s", rxt_text_of(&names), n_over == 1 ? "s" : "ve", topology->quota_cpus,
            topology->quota_cpus == 1.0 ? "" : "s");
    }
    rxt_text_free(&names);
    return n_over > 0;
}
