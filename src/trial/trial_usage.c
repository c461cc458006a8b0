/* SPDX-License-Identifier: BSD-3-Clause
 * trial_usage.c - the accounts of a launch of a program: sums, balances, shares.
 */
#include "usage.h"

#include "crew.h"
#include "fields.h"
#include "json.h"
#include "machine.h"
#include "watch_account.h"
#include "watch_proof.h"
#include "watch_worker.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Mean over largest; NaN while there is none, or one is not known. */
struct balance {
    double sum, largest;
    int n;
};

static void weigh(struct balance *balance, double value)
{
    balance->sum += value;
    balance->largest = value > balance->largest ? value : balance->largest;
    balance->n++;
}

static double balance_of(const struct balance *balance)
{
    return balance->largest > 0.0 ? balance->sum / balance->n / balance->largest : (double)NAN;
}

static double least(double a, double b)
{
    return isnan(a) || b < a ? b : a;
}

static double most(double a, double b)
{
    return isnan(a) || b > a ? b : a;
}

/* Threads come with the busiest first. */
static double balance_threads(const struct rxt_watched *rank, int n_threads)
{
    struct balance balance = {0};
    for (size_t t = 0; t < rank->n_threads && balance.n < n_threads; t++) {
        weigh(&balance, rank->threads[t].cpu_s);
    }
    balance.n = n_threads; /* one that was never seen at work had nothing to do */
    return balance_of(&balance);
}

/* Share of a rank's wall time in MPI; NaN: not measured. */
static double mpi_share(const struct rxt_watched *rank)
{
    struct rxt_mpi_told mpi;
    const bool is_told = rank->mpi && rank->wall_s > 0.0 &&
                         rxt_mpi_told_from_json(rank->mpi, &mpi) == RXT_OK && mpi.is_loaded &&
                         mpi.n_worlds > 0;
    return is_told ? mpi.main_s / rank->wall_s : (double)NAN;
}

/* The plan's PU of a thread that was bound to one of its rank's; -1: it may be anywhere in its mask. */
static int planned_of(const struct rxt_watched *rank, const struct rxt_mask *mask)
{
    const int pu = rxt_mask_next(mask, -1);
    bool is_planned = false;
    for (size_t i = 0; i < rank->n_plan; i++) {
        is_planned |= rank->plan[i] == pu;
    }
    return is_planned && rxt_mask_count(mask) == 1 ? pu : -1;
}

static struct rxt_placed placed(const struct rxt_watched *rank, const struct rxt_watched_thread *thread,
                                int node)
{
    const char *cpus = thread->n_masks > 0 ? thread->masks[thread->n_masks - 1].cpus : "";
    struct rxt_mask mask;
    const bool is_known = rxt_mask_parse(cpus, &mask);
    struct rxt_placed row = {.node = node,
                             .planned_pu = is_known ? planned_of(rank, &mask) : -1,
                             .cpu_s = thread->cpu_s,
                             .run_delay_s = thread->wait_s,
                             .n_pus = is_known ? (int)rxt_mask_count(&mask) : 0};
    snprintf(row.mask, sizeof row.mask, "%.*s", (int)sizeof row.mask - 1, cpus);
    return row;
}

/* The first rank on the same host. */
static size_t node_of(const struct rxt_watched *ranks, size_t r)
{
    size_t first = 0;
    while (first < r &&
           strcmp(ranks[first].host ? ranks[first].host : "", ranks[r].host ? ranks[r].host : "")) {
        first++;
    }
    return first;
}

/* Of the threads that do the work; of threads that the kernel tells no waiting of, NaN. */
static double share_of(const struct rxt_watched *ranks, size_t n)
{
    size_t n_threads = 0, n_rows = 0;
    for (size_t r = 0; r < n; r++) {
        n_threads += ranks[r].n_threads;
    }
    struct rxt_placed *rows = calloc(n_threads + 1, sizeof *rows);
    for (size_t r = 0; rows && r < n; r++) {
        const double heavy_s = rxt_watch_least_s(&ranks[r], RXT_PART_HEAVY);
        for (size_t t = 0; t < ranks[r].n_threads; t++) {
            if (rxt_watch_has_used(&ranks[r], &ranks[r].threads[t], heavy_s)) {
                rows[n_rows++] = placed(&ranks[r], &ranks[r].threads[t], (int)node_of(ranks, r));
            }
        }
    }
    const double share = rows ? rxt_cpu_share(rows, n_rows, 0.0) : (double)NAN;
    free(rows);
    return share;
}

static void add(const struct rxt_watched *rank, int n_threads, struct rxt_usage *out)
{
    const int used = rxt_watch_used(rank, n_threads);
    out->used = used > out->used ? used : out->used;
    out->wall_s = most(out->wall_s, rank->wall_s);
    out->cpu_s += rank->cpu_s;
    out->wait_s += rank->wait_s;
    out->peak_bytes += rank->peak_bytes;
    out->private_bytes += rank->private_bytes;
    out->minor_faults += rank->minor_faults;
    out->major_faults += rank->major_faults;
    out->switches += rank->switches;
    out->forced_switches += rank->forced_switches;
    out->read_bytes += rank->read_bytes;
    out->written_bytes += rank->written_bytes;
    out->watch_s += rank->cost_s;
}

void rxt_usage_of(const struct rxt_watched *ranks, size_t n, int n_threads, struct rxt_usage *out)
{
    struct balance by_cpu = {0}, by_mpi = {0};
    size_t n_told = 0;
    *out = (struct rxt_usage){.n_ranks = (int)n,
                              .n_threads = n_threads,
                              .wall_s = (double)NAN,
                              .cpu_share = share_of(ranks, n),
                              .thread_balance = (double)NAN,
                              .mpi_low = (double)NAN,
                              .mpi_high = (double)NAN};
    for (size_t r = 0; r < n; r++) {
        const double share = mpi_share(&ranks[r]);
        add(&ranks[r], n_threads, out);
        out->thread_balance = least(out->thread_balance, balance_threads(&ranks[r], n_threads));
        weigh(&by_cpu, ranks[r].cpu_s);
        if (!isnan(share)) {
            weigh(&by_mpi, ranks[r].wall_s * (1.0 - share));
            out->mpi_low = least(out->mpi_low, share);
            out->mpi_high = most(out->mpi_high, share);
            n_told++;
        }
    }
    if (n_told < n) { /* of some ranks is of none */
        out->mpi_low = out->mpi_high = (double)NAN;
    }
    out->rank_balance = balance_of(n_told == n ? &by_mpi : &by_cpu);
}

/* The real numbers by their names in a record, each with the most that it may be. */
#define REALS(X)                                                                                             \
    X(wall_s, 1e10)                                                                                          \
    X(cpu_s, 1e15)                                                                                           \
    X(wait_s, 1e15)                                                                                          \
    X(cpu_share, 1.0)                                                                                        \
    X(thread_balance, 1.001)                                                                                 \
    X(rank_balance, 1.001)                                                                                   \
    X(mpi_low, 1e3)                                                                                          \
    X(mpi_high, 1e3)                                                                                         \
    X(watch_s, 1e15)
#define COUNTS(X)                                                                                            \
    X(peak_bytes, "peak_B")                                                                                  \
    X(private_bytes, "private_B")                                                                            \
    X(minor_faults, "minor_faults")                                                                          \
    X(major_faults, "major_faults")                                                                          \
    X(switches, "switches")                                                                                  \
    X(forced_switches, "forced_switches")                                                                    \
    X(read_bytes, "read_B")                                                                                  \
    X(written_bytes, "written_B")

json_t *rxt_usage_to_json(const struct rxt_usage *usage)
{
    if (!usage) {
        return json_null();
    }
    json_t *json = json_pack("{s:i, s:i, s:i}", "ranks", usage->n_ranks, "threads", usage->n_threads, "used",
                             usage->used);
#define WRITE(name, limit)     json_object_set_new(json, #name, rxt_json_real(usage->name));
#define WRITE_COUNT(name, key) json_object_set_new(json, key, rxt_json_count(usage->name));
    REALS(WRITE)
    COUNTS(WRITE_COUNT)
#undef WRITE
#undef WRITE_COUNT
    return json;
}

enum rxt_err rxt_usage_from_json(const json_t *json, struct rxt_usage *out)
{
    struct rxt_fields in = {.what = "an account of a program"};
    *out = (struct rxt_usage){.n_ranks = rxt_fields_int(&in, json, "ranks", 1, INT_MAX),
                              .n_threads = rxt_fields_int(&in, json, "threads", 1, INT_MAX),
                              .used = rxt_fields_int(&in, json, "used", 0, INT_MAX)};
#define READ(name, limit)     out->name = rxt_fields_real(&in, json, #name, 0.0, limit);
#define READ_COUNT(name, key) out->name = rxt_fields_real(&in, json, key, 0.0, 1e300);
    REALS(READ)
    COUNTS(READ_COUNT)
#undef READ
#undef READ_COUNT
    return in.err;
}
