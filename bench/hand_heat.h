/* SPDX-License-Identifier: BSD-3-Clause
 * hand_heat.h - heat by hand: blocks of rows, two MPI_Sendrecv and one parallel region a step.
 */
#ifndef HAND_HEAT_H
#define HAND_HEAT_H

#include "hand.h"

#include "rxt/kernel.h"
#include "rxt/memory.h"

#include "kernel_heat.h"

#include <mpi.h>
#include <omp.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* The rows are stepped by the kernel's own heat_sweep: what is compared is how they are handed out, exchanged, waited for. */
struct hand_heat {
    struct hand_place place;
    struct rxt_pages pages[2], waves, scratch;
    double *u[2]; /* n_rows slabs and a ghost one before and behind */
    size_t n, steps, first, n_rows;
    int now;
    struct heat_grid grid;
    struct heat_tiling tiling;
    struct heat_modes modes;
    bool is_far;
    enum rxt_isa isa;
};

/* Of one thread, in numbers: whole cache lines. */
static size_t hand_heat_scratch(const struct hand_heat *s)
{
    return (heat_scratch(&s->tiling) + 7) / 8 * 8;
}

static enum rxt_err hand_heat_open(void **out, const struct hand_place *place, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, place->team, sizeof(struct hand_heat));
    if (err) {
        return err;
    }
    struct hand_heat *s = *out;
    *s = (struct hand_heat){.place = *place, .n = (size_t)v[0].integer, .steps = (size_t)v[1].integer};
    s->grid = heat_grid_of(s->n, 2);
    s->tiling = heat_tiling_of(&s->grid, 1);
    s->isa = rxt_isa_choose(place->team);
    s->first = s->n * (size_t)place->rank / (size_t)place->n_ranks;
    s->n_rows = s->n * ((size_t)place->rank + 1) / (size_t)place->n_ranks - s->first;
    const size_t n_bytes = (s->n_rows + 2) * s->grid.slab_bytes;
    const size_t n_scratch = hand_heat_scratch(s) * (size_t)place->n_threads * sizeof(double);
    err = rxt_pages_open(&s->pages[0], place->team, n_bytes);
    err = err ? err : rxt_pages_open(&s->pages[1], place->team, n_bytes + HEAT_APART * sizeof(double));
    err = err ? err : rxt_pages_open(&s->waves, place->team, heat_modes_bytes(s->n));
    err = err ? err : rxt_pages_open(&s->scratch, place->team, n_scratch);
    if (!err) {
        s->u[0] = s->pages[0].at;
        s->u[1] = (double *)s->pages[1].at + HEAT_APART;
        s->is_far = heat_is_far(s->pages[0].n_bytes + s->pages[1].n_bytes, place->n_threads);
        heat_modes_set(&s->modes, s->waves.at, s->n, 2);
    }
    return err;
}

static double *hand_heat_row_at(const struct hand_heat *s, int which, size_t row)
{
    return s->u[which] + (row + 1) * s->grid.slab + s->grid.head;
}

/* The first one places the pages, by the threads that will sweep them. */
static void hand_heat_reset(void *state)
{
    struct hand_heat *s = state;
    s->now = 0;
#pragma omp parallel for num_threads(s->place.n_threads) schedule(static)
    for (size_t i = 0; i < s->n_rows; i++) {
        double *a = hand_heat_row_at(s, 0, i), *b = hand_heat_row_at(s, 1, i);
        for (size_t j = 0; j < s->n; j++) {
            a[j] = heat_modes_at(&s->modes, s->first + i + 1, 1, j + 1, 1.0, 1.0);
            b[j] = 0.0;
        }
    }
}

static void hand_heat_part(const struct hand_heat *s, int thread)
{
    const size_t n_threads = (size_t)s->place.n_threads, t = (size_t)thread;
    const struct heat_sweep sweep = {.grid = &s->grid,
                                     .tiling = &s->tiling,
                                     .from = hand_heat_row_at(s, s->now, 0),
                                     .to = hand_heat_row_at(s, 1 - s->now, 0),
                                     .scratch = (double *)s->scratch.at + t * hand_heat_scratch(s),
                                     .is_far = s->is_far,
                                     .isa = s->isa};
    heat_sweep(&sweep, 1, s->n_rows * t / n_threads, s->n_rows * (t + 1) / n_threads);
}

static void hand_heat_sweep(const struct hand_heat *s)
{
    if (s->place.n_threads == 1) {
        hand_heat_part(s, 0);
        return;
    }
#pragma omp parallel num_threads(s->place.n_threads)
    hand_heat_part(s, omp_get_thread_num());
}

static void hand_heat_halo(const struct hand_heat *s)
{
    const int before = s->place.rank > 0 ? s->place.rank - 1 : MPI_PROC_NULL;
    const int behind = s->place.rank + 1 < s->place.n_ranks ? s->place.rank + 1 : MPI_PROC_NULL;
    const int n = (int)s->grid.slab;
    double *u = s->u[s->now], *end = u + s->n_rows * s->grid.slab;
    MPI_Status status;
    MPI_Sendrecv(u + n, n, MPI_DOUBLE, before, 0, end + n, n, MPI_DOUBLE, behind, 0, MPI_COMM_WORLD, &status);
    MPI_Sendrecv(end, n, MPI_DOUBLE, behind, 1, u, n, MPI_DOUBLE, before, 1, MPI_COMM_WORLD, &status);
}

static void hand_heat_run(void *state)
{
    struct hand_heat *s = state;
    for (size_t t = 0; t < s->steps; t++) {
        if (s->place.uses_mpi) {
            hand_heat_halo(s);
        }
        hand_heat_sweep(s);
        s->now = 1 - s->now;
    }
}

static bool hand_heat_is_right(void *state, const struct rxt_work *work)
{
    const struct hand_heat *s = state;
    const double a = pow(s->modes.mode[0].lambda, (double)s->steps);
    const double b = pow(s->modes.mode[1].lambda, (double)s->steps);
    const double tolerance = 4.0 * DBL_EPSILON * ((double)s->steps + 16.0);
    int wrong = work->items != (double)s->n * (double)s->n * (double)s->steps;
    for (size_t i = 0; i < s->n_rows; i++) {
        const double *u = hand_heat_row_at(s, s->now, i);
        for (size_t j = 0; j < s->n; j++) {
            wrong |= !(fabs(u[j] - heat_modes_at(&s->modes, s->first + i + 1, 1, j + 1, a, b)) <= tolerance);
        }
    }
    MPI_Allreduce(MPI_IN_PLACE, &wrong, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    return !wrong;
}

static void hand_heat_close(void *state)
{
    struct hand_heat *s = state;
    if (s) {
        rxt_pages_close(&s->pages[0]);
        rxt_pages_close(&s->pages[1]);
        rxt_pages_close(&s->waves);
        rxt_pages_close(&s->scratch);
    }
    free(s);
}

static const struct hand hand_heat = {
    .kernel = "heat",
    .open = hand_heat_open,
    .reset = hand_heat_reset,
    .run = hand_heat_run,
    .is_right = hand_heat_is_right,
    .close = hand_heat_close,
};

#endif
