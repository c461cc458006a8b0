/* SPDX-License-Identifier: BSD-3-Clause
 * bench_team.c - what the team costs: kernels beside versions by hand, and the price of an empty chunk.
 *
 * Started as one rank of a layout. Versions alternate in one run, in the same bound threads; the ratio is the
 * median over pairs, with its 95 % interval. Nothing is asserted.
 */
#include "comm.h"
#include "hand.h"
#include "stat.h"
#include "trial.h"

#include "clock.h"

#include <mpi.h>
#include <omp.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS = 25, CHUNKS = 100000, REPEATS = 15 };

struct bench {
    struct rxt_team *team;
    struct rxt_team_spec spec;
    const struct rxt_ask *ask;
    void *state;
    double run_s;
    struct rxt_efficiency efficiency;
    struct rxt_loop *loop;
    bool roams;
};

static enum rxt_err open_kernel(void *context)
{
    struct bench *b = context;
    return b->ask->kernel->open(&b->state, b->team, b->ask->values);
}

static enum rxt_err run_kernel(void *context)
{
    struct bench *b = context;
    if (b->ask->kernel->reset) {
        b->ask->kernel->reset(b->state);
    }
    rxt_account_start(b->team);
    const enum rxt_err err = b->ask->kernel->run(b->state);
    rxt_account_stop(b->team, &b->run_s, &b->efficiency);
    return err;
}

static enum rxt_err close_kernel(void *context)
{
    struct bench *b = context;
    const enum rxt_err err = b->ask->kernel->check(b->state);
    b->ask->kernel->close(b->state);
    return err;
}

static double by_hand(const struct hand *hand, bool is_heat)
{
    if (is_heat) {
        hand_heat_reset(hand);
    }
#pragma omp parallel num_threads(hand->n_threads)
    {
        /* wake the threads: the team's are awake too */
    }
    MPI_Barrier(MPI_COMM_WORLD);
    const double start_s = rxt_now_s();
    if (is_heat) {
        hand_heat(hand);
    } else {
        (void)hand_mandelbrot(hand);
    }
    double run_s = rxt_now_s() - start_s;
    MPI_Allreduce(MPI_IN_PLACE, &run_s, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    return run_s;
}

static void say(const struct bench *b, const char *what, const double *ours, const double *theirs, size_t n)
{
    double ratio[PAIRS];
    char text[RXT_LAYOUT_BYTES];
    struct rxt_stat r, a, h;
    for (size_t i = 0; i < n; i++) {
        ratio[i] = ours[i] / theirs[i];
    }
    if (rxt_stat_of(ratio, n, &r) == RXT_OK && rxt_stat_of(ours, n, &a) == RXT_OK &&
        rxt_stat_of(theirs, n, &h) == RXT_OK && rxt_comm_is_first()) {
        printf("| %s | %s | %.4g | %.4g | %.3f [%.3f, %.3f] | %s |\n", what,
               rxt_layout_text(&b->spec.layout, text, sizeof text), a.median, h.median, r.median, r.low,
               r.high, r.median <= 1.02 ? "hit" : "MISS");
        fflush(stdout);
    }
}

static enum rxt_err compare(struct bench *b, const char *name)
{
    struct rxt_request request = {0};
    char word[32];
    char *words[] = {word};
    double ours[PAIRS], theirs[PAIRS];
    const bool is_heat = !strcmp(name, "heat");
    snprintf(word, sizeof word, "%s", name);
    enum rxt_err err = rxt_request_add(&request, words, 1, RXT_DEFAULT);
    if (err != RXT_OK) {
        return err;
    }
    b->ask = &request.asks[0];
    struct hand hand = {.rank = rxt_team_rank(b->team),
                        .n_ranks = rxt_team_ranks(b->team),
                        .n_threads = rxt_team_threads(b->team),
                        .n = (size_t)b->ask->values[0].integer,
                        .iterations = is_heat ? 1 : (unsigned)b->ask->values[1].integer,
                        .steps = is_heat ? (size_t)b->ask->values[1].integer : 0};
    err = hand_open(&hand) ? rxt_fail(RXT_E_MEMORY, "no room for the versions by hand")
                           : rxt_team_run(b->team, open_kernel, b);
    err = err == RXT_OK ? rxt_team_run(b->team, run_kernel, b) : err;
    for (size_t i = 0; i < PAIRS && err == RXT_OK; i++) {
        if (i % 2) { /* neither is always the first */
            theirs[i] = by_hand(&hand, is_heat);
        }
        err = rxt_team_run(b->team, run_kernel, b);
        ours[i] = b->run_s;
        if (i % 2 == 0) {
            theirs[i] = by_hand(&hand, is_heat);
        }
    }
    if (err == RXT_OK && is_heat && !(hand_heat_error(&hand) < 1e-12)) {
        err = rxt_fail(RXT_E_WRONG, "heat by hand is wrong by %g", hand_heat_error(&hand));
    }
    err = err == RXT_OK ? rxt_team_run(b->team, close_kernel, b) : err;
    if (err == RXT_OK) {
        say(b, name, ours, theirs, PAIRS);
    }
    hand_close(&hand);
    rxt_request_free(&request);
    return err;
}

static void nothing(void *context, const struct rxt_chunk *chunk)
{
    (void)chunk;
    atomic_signal_fence(memory_order_seq_cst);
    (void)context;
}

static enum rxt_err open_loop(void *context)
{
    struct bench *b = context;
    const struct rxt_loop_spec spec = {CHUNKS, 1, 0, b->roams};
    return rxt_loop_open(&b->loop, b->team, &spec);
}

static enum rxt_err time_loop(void *context)
{
    struct bench *b = context;
    rxt_account_start(b->team);
    rxt_map(b->loop, nothing, NULL);
    rxt_account_stop(b->team, &b->run_s, &b->efficiency);
    return RXT_OK;
}

static enum rxt_err close_loop(void *context)
{
    rxt_loop_close(((struct bench *)context)->loop);
    return RXT_OK;
}

/* ns a chunk of all workers together. */
static void say_chunk(const struct bench *b, const char *what, const double *run_s)
{
    struct rxt_stat s;
    char text[RXT_LAYOUT_BYTES];
    if (rxt_stat_of(run_s, REPEATS, &s) == RXT_OK && rxt_comm_is_first()) {
        printf("| %s | %s | %.1f [%.1f, %.1f] |\n", what, rxt_layout_text(&b->spec.layout, text, sizeof text),
               1e9 * s.median / CHUNKS, 1e9 * s.low / CHUNKS, 1e9 * s.high / CHUNKS);
        fflush(stdout);
    }
}

static enum rxt_err chunks_by_team(struct bench *b, bool roams)
{
    double run_s[REPEATS];
    char what[64];
    b->roams = roams;
    enum rxt_err err = rxt_team_run(b->team, open_loop, b);
    for (size_t i = 0; i < REPEATS && err == RXT_OK; i++) {
        err = rxt_team_run(b->team, time_loop, b);
        run_s[i] = b->run_s;
    }
    snprintf(what, sizeof what, "rxt %s, %s", rxt_sched_name(b->spec.sched),
             roams ? "over ranks" : "within a rank");
    if (err == RXT_OK) {
        say_chunk(b, what, run_s);
        err = rxt_team_run(b->team, close_loop, b);
    }
    return err;
}

static void chunks_by_openmp(const struct bench *b)
{
    double run_s[REPEATS];
    for (size_t i = 0; i < REPEATS; i++) {
        double start_s = 0.0;
#pragma omp parallel num_threads(rxt_team_threads(b->team))
        {
#pragma omp barrier
#pragma omp master
            start_s = rxt_now_s();
#pragma omp for schedule(dynamic, 1)
            for (size_t c = 0; c < CHUNKS; c++) {
                nothing(NULL, NULL);
            }
        }
        run_s[i] = rxt_now_s() - start_s;
    }
    say_chunk(b, "OpenMP schedule(dynamic,1)", run_s);
}

static void chunks_by_mpi(const struct bench *b)
{
    double run_s[REPEATS];
    long *counter, one = 1;
    MPI_Win window;
    MPI_Win_allocate(rxt_comm_is_first() ? sizeof *counter : 0, sizeof *counter, MPI_INFO_NULL,
                     MPI_COMM_WORLD, &counter, &window);
    MPI_Win_lock_all(0, window);
    for (size_t i = 0; i < REPEATS; i++) {
        if (rxt_comm_is_first()) {
            *counter = 0;
            MPI_Win_sync(window);
        }
        MPI_Barrier(MPI_COMM_WORLD);
        const double start_s = rxt_now_s();
        for (long chunk = 0; chunk < CHUNKS;) {
            MPI_Fetch_and_op(&one, &chunk, MPI_LONG, 0, 0, MPI_SUM, window);
            MPI_Win_flush(0, window);
            nothing(NULL, NULL);
        }
        run_s[i] = rxt_now_s() - start_s;
        MPI_Allreduce(MPI_IN_PLACE, &run_s[i], 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    }
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
    say_chunk(b, "MPI_Fetch_and_op and flush", run_s);
}

static enum rxt_err run_chunks(struct bench *b)
{
    enum rxt_err err = chunks_by_team(b, false);
    err = err == RXT_OK ? chunks_by_team(b, true) : err;
    if (b->spec.sched == RXT_DYNAMIC && rxt_team_ranks(b->team) == 1) {
        chunks_by_openmp(b);
    }
    if (b->spec.sched == RXT_DYNAMIC && rxt_team_threads(b->team) == 1) {
        chunks_by_mpi(b);
    }
    return err;
}

int main(int argc, char **argv)
{
    struct bench b = {.spec = {.options = {.oversubscribe = true}}};
    struct rxt_binding *binding = NULL;
    if (argc != 4 || rxt_layout_parse(argv[1], &b.spec.layout) != RXT_OK) {
        fprintf(stderr,
                "usage: bench_team LAYOUT static|dynamic kernels|chunks, as one rank of the layout\n");
        return 2;
    }
    b.spec.sched = !strcmp(argv[2], "dynamic") ? RXT_DYNAMIC : RXT_STATIC;
    enum rxt_err err = rxt_binding_open(&binding, &b.spec);
    err = err == RXT_OK ? rxt_comm_start() : err;
    err = err == RXT_OK ? rxt_team_open(&b.team, binding, &b.spec) : err;
    if (err == RXT_OK && !strcmp(argv[3], "kernels")) {
        err = compare(&b, "mandelbrot");
        err = err == RXT_OK ? compare(&b, "heat") : err;
    } else if (err == RXT_OK) {
        err = run_chunks(&b);
    }
    if (err != RXT_OK) {
        fprintf(stderr, "bench_team: %s\n", rxt_reason());
    }
    rxt_team_close(b.team);
    rxt_binding_close(binding);
    rxt_comm_stop();
    return rxt_err_status(err);
}
