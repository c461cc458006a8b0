/* SPDX-License-Identifier: BSD-3-Clause
 * kit_count.c - allocations as librxt-kit.so counts them, I/O and memory as the system does.
 */
#include "kit_count.h"

#include "kit_counts.h"
#include "machine_cgroup.h"
#include "trial_memory.h"

#include <dlfcn.h>
#include <stdio.h>

/* Calls of read and write of this process, and their bytes. */
struct io {
    double n, n_bytes;
};

static struct io before;
static double resident_bytes;

static struct rxt_kit_counts *counts(void)
{
    static void *all; /* whatever is loaded */
    all = all ? all : dlopen(NULL, RTLD_NOW);
    return all ? dlsym(all, RXT_KIT_COUNTS) : NULL;
}

static struct io io_now(void)
{
    const char *const path = "/proc/self/io";
    return (struct io){rxt_number_in(path, "syscr:") + rxt_number_in(path, "syscw:"),
                       rxt_number_in(path, "rchar:") + rxt_number_in(path, "wchar:")};
}

/* Looking costs calls, too: as many each time as the time before. */
static struct io look_cost(void)
{
    const struct io first = io_now(), second = io_now();
    return (struct io){second.n - first.n, second.n_bytes - first.n_bytes};
}

void kit_count_begin(void)
{
    struct rxt_kit_counts *c = counts();
    fflush(NULL);
    before = io_now();
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
    const struct io after = io_now(), cost = look_cost();
    seen->knows_allocations = c != NULL;
    seen->knows_io = after.n - before.n >= cost.n; /* false of what is not told */
    seen->n_io = after.n - before.n - cost.n;
    seen->n_io_bytes = after.n_bytes - before.n_bytes - cost.n_bytes;
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
