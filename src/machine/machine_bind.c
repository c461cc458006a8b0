/* SPDX-License-Identifier: BSD-3-Clause
 * machine_bind.c - the masks of this process and of its threads, read and set through hwloc.
 */
#include "machine.h"

#include "machine_start.h"

#include <hwloc.h>

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <threads.h>

/* hwloc binds through a topology, of which it needs next to nothing: one is loaded, at the first call,
 * and kept for the life of the process. */
static hwloc_topology_t binder;
static once_flag binder_once = ONCE_FLAG_INIT;

static void open_binder(void)
{
    hwloc_topology_t topology;
    rxt_hwloc_begin();
    if (hwloc_topology_init(&topology) != 0) {
        return;
    }
    if (hwloc_topology_set_all_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE) == 0 &&
        hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED |
                                               HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM) == 0 &&
        hwloc_topology_load(topology) == 0) {
        binder = topology;
    } else {
        hwloc_topology_destroy(topology);
    }
}

/* The binder, and an empty set to work with. */
static enum rxt_err begin(hwloc_bitmap_t *set)
{
    call_once(&binder_once, open_binder);
    *set = binder ? hwloc_bitmap_alloc() : NULL;
    return *set ? RXT_OK
                : rxt_fail(RXT_E_ABSENT, "hwloc cannot read this machine, so nothing can be bound here");
}

enum rxt_err rxt_mask_of_thread(struct rxt_mask *out)
{
    hwloc_bitmap_t set;
    enum rxt_err err = begin(&set);
    if (err == RXT_OK && hwloc_get_cpubind(binder, set, HWLOC_CPUBIND_THREAD) != 0) {
        err = rxt_fail(RXT_E_ABSENT, "the affinity mask cannot be read: %s", strerror(errno));
    }
    if (err == RXT_OK) {
        *out = (struct rxt_mask){{0}};
        for (int pu = hwloc_bitmap_first(set); pu >= 0 && pu < RXT_MAX_PUS; pu = hwloc_bitmap_next(set, pu)) {
            rxt_mask_add(out, pu);
        }
    }
    hwloc_bitmap_free(set);
    return err;
}

/* Rxt itself, a thread of this process: then its masks are what rxt made them. */
static atomic_bool has_bound;

enum rxt_err rxt_mask_of_process(struct rxt_mask *out)
{
    const struct rxt_mask *start = atomic_load(&has_bound) ? NULL : rxt_start_mask();
    if (start) {
        *out = *start;
        return RXT_OK;
    }
    return rxt_mask_of_thread(out);
}

enum rxt_err rxt_bind_thread(const struct rxt_mask *mask)
{
    char text[64];
    hwloc_bitmap_t set;
    enum rxt_err err = begin(&set);
    for (int pu = 0; err == RXT_OK && pu < RXT_MAX_PUS; pu++) {
        if (rxt_mask_has(mask, pu) && hwloc_bitmap_set(set, (unsigned)pu) != 0) {
            err = rxt_fail(RXT_E_MEMORY, "no room for a set of PUs");
        }
    }
    if (err == RXT_OK && hwloc_set_cpubind(binder, set, HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT) != 0) {
        err = rxt_fail(
            RXT_E_ABSENT,
            "this thread cannot be bound to PU %s: %s; where a sandbox forbids it use layouts that bind "
            "nothing, such as --layouts 1x2@none,2x1@none",
            rxt_mask_text(mask, text, sizeof text), strerror(errno));
    }
    if (err == RXT_OK) {
        atomic_store(&has_bound, true);
    }
    hwloc_bitmap_free(set);
    return err;
}

int rxt_pu_now(void)
{
    hwloc_bitmap_t set;
    int pu = -1;
    if (begin(&set) == RXT_OK && hwloc_get_last_cpu_location(binder, set, HWLOC_CPUBIND_THREAD) == 0) {
        pu = hwloc_bitmap_first(set);
    }
    hwloc_bitmap_free(set);
    return pu;
}
