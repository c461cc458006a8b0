/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_topology.c - a machine from a file of hwloc, which begins with '<', or from a synthetic text; and a plan on it.
 */
#include "fuzz.h"

#include "layout.h"

#include <stdlib.h>

static void plan(const struct rxt_topology *topology)
{
    static const struct rxt_layout layouts[] = {{1, 2, 3, RXT_BY_SPREAD}, {1, 3, 1, RXT_BY_L3}};
    const struct rxt_plan_options options = {.smt = true, .oversubscribe = true};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        struct rxt_plan *made = NULL;
        if (rxt_plan_make(&made, topology, &layouts[i], &options) == RXT_OK) {
            fuzz_claim(made->n_places == (size_t)layouts[i].ranks * (size_t)layouts[i].threads,
                       "every thread has its place");
        }
        rxt_plan_close(made);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rxt_topology *topology = NULL;
    char *source = n > 0 && data[0] == '<' ? fuzz_file("machine.xml", data, n) : fuzz_text(data, n);
    if (rxt_topology_open(&topology, source) == RXT_OK) {
        plan(topology);
    }
    rxt_topology_close(topology);
    free(source);
    return 0;
}
