/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_topo.c - rxt topo: the cores that are allowed here, and what they share.
 */
#include "cli.h"

#include "layout.h"
#include "machine_show.h"
#include "text.h"

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_topology *topology = NULL;
    struct rxt_text text = {0};
    enum rxt_err err = rxt_topology_open(&topology, args->topology);
    if (err == RXT_OK && args->json) {
        json_t *list = rxt_topology_json(topology);
        err = rxt_print_json(list);
        json_decref(list);
    } else if (err == RXT_OK) {
        rxt_topology_show(topology, &text);
        err = rxt_print(rxt_text_of(&text));
    }
    rxt_text_free(&text);
    rxt_topology_close(topology);
    return err;
}

const struct rxt_cmd rxt_cmd_topo = {
    .name = "topo",
    .words = "",
    .most_words = 0,
    .is_alone = true,
    .options = "topology json",
    .what = "show the cores that are allowed here, and the caches, NUMA nodes, packages that they share",
    .more =
        "Allowed is what the cgroup AND the affinity mask of this process allow. The limits of its cgroups "
        "(version 1 or 2,\n"
        "all above, too) on CPU time and memory are told; one that cannot be seen is unknown.\n\n"
        "Examples:\n"
        "  rxt topo\n"
        "  rxt topo --topology node17.xml\n"
        "  rxt topo --topology \"pack:2 numa:2 l3:2 core:4 pu:2\"\n",
    .run = run,
};
