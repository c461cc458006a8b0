/* SPDX-License-Identifier: BSD-3-Clause
 * kit_count.c - allocations as librxt-kit.so counts them, I/O and memory as the system does.
 */
#include "kit_count.h"

#include "kit_counts.h"
#include "machine_cgroup.h"
#include "trial_memory.h"

#include <dlfcn.h>
#include <stdio.h>

static double n_io_before;
static double resident_bytes;

static struct rxt_kit_counts *counts(void)
{
    static void *all; /* whatever is loaded */
    all = all ? all : dlopen(NULL, RTLD_NOW);
    return all ? dlsym(all, RXT_KIT_COUNTS) : NULL;
}

/* Calls of read and write of this process; NaN where the system does not tell. */
static double io_now(void)
{
    const char *const path = "/proc/self/io";
    return rxt_number_in(path, "syscr:") + rxt_number_in(path, "syscw:");
}

void kit_count_begin(void)
{
    struct rxt_kit_counts *c = counts();
    fflush(NULL);
    n_io_before = io_now();
    if (c) {
        c->n_allocations = 0;
        c->n_bytes = 0;
        c->is_on = 1;
    }
}

void kit_count_end(struct kit_seen *seen)
{
    struct rxt_kit_counts *c = counts();
    if (c) {
        c->is_on = 0;
        seen->n_allocations = (double)c->n_allocations;
        seen->n_allocated_bytes = (double)c->n_bytes;
    }
    fflush(NULL); /* what was printed into a buffer */
    /* Looking costs calls, too: as many each time as the time before. */
    const double after = io_now(), cost = io_now() - after;
    seen->knows_allocations = c != NULL;
    seen->n_io = after - n_io_before - cost;
    seen->knows_io = seen->n_io >= 0.0;
}

long kit_blocks_kept(void)
{
    struct rxt_kit_counts *c = counts();
    return c ? c->n_kept : 0;
}

long kit_blocks_taken(void)
{
    struct rxt_kit_counts *c = counts();
    return c ? c->n_taken : 0;
}

void kit_memory_mark(struct kit_seen *seen)
{
    seen->knows_memory = rxt_peak_forget();
    resident_bytes = 1024.0 * rxt_number_in("/proc/self/status", "VmRSS:");
}

void kit_memory_told(struct kit_seen *seen)
{
    seen->memory_bytes = rxt_peak_bytes() - resident_bytes;
    seen->knows_memory = seen->knows_memory && seen->memory_bytes >= 0.0;
}
