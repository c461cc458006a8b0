/* SPDX-License-Identifier: BSD-3-Clause
 * hand_mandelbrot.h - mandelbrot by hand: blocks of rows, `parallel for`, one MPI_Allreduce.
 *
 * The row function is the kernel's, in its own source, so that only the work's distribution differs.
 */
#ifndef HAND_MANDELBROT_H
#define HAND_MANDELBROT_H

#include "hand.h"

#include "rxt/kernel.h"
#include "rxt/memory.h"

#include "kernel_mandelbrot.h"

#include <mpi.h>

#include <stdlib.h>
#include <string.h>

struct hand_mandelbrot {
    struct hand_place place;
    struct mandelbrot_view view;
    struct rxt_pages pages, sum_pages;
    uint16_t *k;
    struct mandelbrot_sum *sums;
    double total;
};

static void hand_mandelbrot_row(struct hand_mandelbrot *s, size_t j)
{
    uint16_t *row = s->k + j * s->view.n;
    mandelbrot_row(&s->view, j, row);
    s->sums[j] = mandelbrot_sum_of(row, s->view.n);
}

static enum rxt_err hand_mandelbrot_open(void **out, const struct hand_place *place, const union rxt_value *v)
{
    enum { N, ITERATIONS, CENTRE_X, CENTRE_Y, WIDTH }; /* the first five of the kernel */
    enum rxt_err err = rxt_state_open(out, place->team, sizeof(struct hand_mandelbrot));
    if (err) {
        return err;
    }
    struct hand_mandelbrot *s = *out;
    const size_t n = (size_t)v[N].integer;
    *s = (struct hand_mandelbrot){.place = *place};
    s->view = (struct mandelbrot_view){.n = n,
                                       .iterations = (unsigned)v[ITERATIONS].integer,
                                       .x = v[CENTRE_X].real,
                                       .y = v[CENTRE_Y].real,
                                       .width = v[WIDTH].real,
                                       .isa = rxt_isa_choose(place->team)};
    err = rxt_pages_open(&s->pages, place->team, n * n * sizeof *s->k);
    err = err ? err : rxt_pages_open(&s->sum_pages, place->team, n * sizeof *s->sums);
    if (!err) {
        s->k = s->pages.at;
        s->sums = s->sum_pages.at;
        memset(s->k, 0, s->pages.n_bytes);
        memset(s->sums, 0, s->sum_pages.n_bytes);
    }
    return err;
}

static void hand_mandelbrot_reset(void *state)
{
    (void)state;
}

static void hand_mandelbrot_run(void *state)
{
    struct hand_mandelbrot *s = state;
    const size_t n = s->view.n, n_ranks = (size_t)s->place.n_ranks, rank = (size_t)s->place.rank;
    const size_t first = n * rank / n_ranks, last = n * (rank + 1) / n_ranks;
    double total = 0.0;
    if (s->place.n_threads == 1) {
        for (size_t j = first; j < last; j++) {
            hand_mandelbrot_row(s, j);
            total += (double)s->sums[j].iterations;
        }
    } else {
#pragma omp parallel for num_threads(s->place.n_threads) schedule(static) reduction(+ : total)
        for (size_t j = first; j < last; j++) {
            hand_mandelbrot_row(s, j);
            total += (double)s->sums[j].iterations;
        }
    }
    if (s->place.uses_mpi) {
        MPI_Allreduce(MPI_IN_PLACE, &total, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
    }
    s->total = total;
}

/* Counts are whole numbers, so their sums are exact. */
static bool hand_mandelbrot_is_right(void *state, const struct rxt_work *work)
{
    const struct hand_mandelbrot *s = state;
    return 8.0 * s->total == work->flop;
}

static void hand_mandelbrot_close(void *state)
{
    struct hand_mandelbrot *s = state;
    if (s) {
        rxt_pages_close(&s->pages);
        rxt_pages_close(&s->sum_pages);
    }
    free(s);
}

static const struct hand hand_mandelbrot = {
    .kernel = "mandelbrot",
    .open = hand_mandelbrot_open,
    .reset = hand_mandelbrot_reset,
    .run = hand_mandelbrot_run,
    .is_right = hand_mandelbrot_is_right,
    .close = hand_mandelbrot_close,
};

#endif
