/* SPDX-License-Identifier: BSD-3-Clause
 * bench_chunk.c RxT static|dynamic - what one empty chunk costs, beside OpenMP and beside MPI_Fetch_and_op.
 *
 * The body stores the chunk's number in a line of its thread: one store that no compiler may leave out.
 * Told is the time of one worker a chunk: time x workers / chunks. Prints rows of a Markdown table.
 */
#include "bench.h"

#include <omp.h>

enum { CHUNKS = 200000, RUNS = 15, LINE = 128 };

struct slot {
    _Alignas(LINE) volatile size_t seen;
    size_t n_seen;
};

struct chunk_bench {
    struct bench bench;
    struct slot *slots; /* one a thread */
    bool roams;
    const char *sched;
    struct rxt_loop *loop;
    MPI_Win window;
    double run_s;
};

static void store(void *context, const struct rxt_chunk *chunk)
{
    struct slot *slots = context;
    slots[chunk->worker].seen = chunk->index;
}

static void count(void *context, const struct rxt_chunk *chunk)
{
    struct slot *slots = context;
    slots[chunk->worker].n_seen++;
}

/* Opens the loop and proves that every chunk is run once. */
static enum rxt_err open_loop(void *context)
{
    struct chunk_bench *b = context;
    const struct rxt_loop_spec spec = {.n_items = CHUNKS, .grain = 1, .roams = b->roams};
    const enum rxt_err err = rxt_loop_open(&b->loop, b->bench.team, &spec);
    if (err != RXT_OK) {
        return err;
    }
    unsigned long n_seen = 0;
    rxt_map(b->loop, count, b->slots);
    for (int t = 0; t < b->bench.n_threads; t++) {
        n_seen += b->slots[t].n_seen;
        b->slots[t].n_seen = 0;
    }
    MPI_Allreduce(MPI_IN_PLACE, &n_seen, 1, MPI_UNSIGNED_LONG, MPI_SUM, MPI_COMM_WORLD);
    return n_seen == CHUNKS ? RXT_OK : rxt_fail(RXT_E_WRONG, "%lu of %d chunks were run", n_seen, CHUNKS);
}

static enum rxt_err run_loop(void *context)
{
    struct chunk_bench *b = context;
    const double start_s = bench_start_s();
    rxt_map(b->loop, store, b->slots);
    b->run_s = bench_stop_s(start_s);
    return RXT_OK;
}

static enum rxt_err time_team(struct chunk_bench *b)
{
    return rxt_team_run(b->bench.team, run_loop, b);
}

/* The region is entered before the clock starts, as the team's is. */
static enum rxt_err time_openmp(struct chunk_bench *b)
{
    double start_s = 0.0;
    const bool is_dynamic = strcmp(b->sched, "dynamic") == 0;
#pragma omp parallel num_threads(b->bench.n_threads)
    {
        struct slot *mine = &b->slots[omp_get_thread_num()];
#pragma omp barrier
#pragma omp master
        start_s = bench_start_s();
        if (is_dynamic) {
#pragma omp for schedule(dynamic, 1)
            for (size_t i = 0; i < CHUNKS; i++) {
                mine->seen = i;
            }
        } else {
#pragma omp for schedule(static)
            for (size_t i = 0; i < CHUNKS; i++) {
                mine->seen = i;
            }
        }
#pragma omp master
        b->run_s = bench_stop_s(start_s);
    }
    return RXT_OK;
}

static enum rxt_err time_mpi(struct chunk_bench *b)
{
    const long one = 1, zero = 0;
    long chunk = 0;
    if (b->bench.rank == 0) {
        MPI_Accumulate(&zero, 1, MPI_LONG, 0, 0, 1, MPI_LONG, MPI_REPLACE, b->window);
        MPI_Win_flush(0, b->window);
    }
    const double start_s = bench_start_s();
    for (;;) {
        MPI_Fetch_and_op(&one, &chunk, MPI_LONG, 0, 0, MPI_SUM, b->window);
        MPI_Win_flush(0, b->window);
        if (chunk >= CHUNKS) {
            break;
        }
        b->slots[0].seen = (size_t)chunk;
    }
    MPI_Barrier(MPI_COMM_WORLD); /* all ranks know that all chunks are done, as after rxt_map */
    b->run_s = bench_stop_s(start_s);
    return RXT_OK;
}

static enum rxt_err print_row(const struct chunk_bench *b, const char *what, const double *run_s)
{
    double cost_ns[RUNS];
    char layout[RXT_LAYOUT_BYTES];
    struct rxt_stat stat;
    for (int i = 0; i < RUNS; i++) {
        cost_ns[i] = 1e9 * run_s[i] * b->bench.n_ranks * b->bench.n_threads / CHUNKS;
    }
    const enum rxt_err err = rxt_stat_of(cost_ns, RUNS, &stat);
    if (err == RXT_OK && b->bench.rank == 0) {
        printf("| %s | %s | %.1f | %.1f to %.1f | %d |\n", what,
               rxt_layout_text(&b->bench.layout, layout, sizeof layout), stat.median, stat.low, stat.high,
               RUNS);
    }
    return err;
}

struct side {
    const char *what;
    enum rxt_err (*time)(struct chunk_bench *);
};

/* Both sides in turn, one untimed run of each first. */
static enum rxt_err compare(struct chunk_bench *b, const struct side *ours, const struct side *rival)
{
    double run_s[2][RUNS];
    const struct side *const side[] = {ours, rival};
    enum rxt_err err = rxt_team_run(b->bench.team, open_loop, b);
    for (int i = -1; i < RUNS && err == RXT_OK; i++) {
        for (int k = 0; k < 2 && err == RXT_OK; k++) {
            err = side[k]->time(b);
            run_s[k][i < 0 ? 0 : i] = b->run_s;
        }
    }
    for (int k = 0; k < 2 && err == RXT_OK; k++) {
        err = print_row(b, side[k]->what, run_s[k]);
    }
    rxt_loop_close(b->loop);
    b->loop = NULL;
    return err;
}

static enum rxt_err compare_all(struct chunk_bench *b)
{
    const bool is_dynamic = strcmp(b->sched, "dynamic") == 0;
    const struct side home = {is_dynamic ? "rxt dynamic, in a rank" : "rxt static", time_team};
    const struct side roaming = {is_dynamic ? "rxt dynamic, roaming over ranks" : "rxt static, roaming",
                                 time_team};
    const struct side openmp = {is_dynamic ? "OpenMP schedule(dynamic,1)" : "OpenMP schedule(static)",
                                time_openmp};
    const struct side mpi = {"MPI_Fetch_and_op, MPI_Win_flush", time_mpi};
    enum rxt_err err = RXT_OK;
    if (b->bench.n_ranks == 1) {
        err = compare(b, &home, &openmp);
    }
    b->roams = true;
    if (err == RXT_OK && is_dynamic && b->bench.n_threads == 1) {
        err = compare(b, &roaming, &mpi);
    }
    return err;
}

static enum rxt_err open_window(struct chunk_bench *b)
{
    long *counter = NULL;
    const MPI_Aint n_bytes = b->bench.rank == 0 ? (MPI_Aint)sizeof *counter : 0;
    MPI_Win_allocate(n_bytes, sizeof *counter, MPI_INFO_NULL, MPI_COMM_WORLD, &counter, &b->window);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, b->window);
    b->slots = aligned_alloc(LINE, (size_t)b->bench.n_threads * sizeof *b->slots);
    if (b->slots) {
        memset(b->slots, 0, (size_t)b->bench.n_threads * sizeof *b->slots);
    }
    return rxt_team_agree(b->bench.team, b->slots ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for slots"));
}

int main(int argc, char **argv)
{
    struct chunk_bench b = {.sched = argc > 2 ? argv[2] : "dynamic"};
    enum rxt_err err = bench_open(&b.bench, argc > 1 ? argv[1] : "1x1", b.sched);
    if (err == RXT_OK) {
        err = open_window(&b);
        if (!err) {
            err = compare_all(&b);
        }
        MPI_Win_unlock_all(b.window);
        MPI_Win_free(&b.window);
    }
    free(b.slots);
    return bench_close(&b.bench, err);
}
