/* SPDX-License-Identifier: BSD-3-Clause
 * hand_heat.h - heat by hand: blocks of rows, two MPI_Sendrecv and one `parallel for` a step.
 */
#ifndef HAND_HEAT_H
#define HAND_HEAT_H

#include "hand.h"

#include "kernel_heat.h"
#include "kernel_parts.h"

#include <mpi.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>

struct hand_heat {
    struct hand_place place;
    struct kernel_pages pages[2], waves;
    double *u[2]; /* n_rows rows and a ghost row before and behind, `stride` numbers apart */
    size_t n, steps, stride, first, n_rows;
    int now;
    struct heat_modes modes;
};

static enum rxt_err hand_heat_open(void **out, const struct hand_place *place, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, place->team, sizeof(struct hand_heat));
    if (err) {
        return err;
    }
    struct hand_heat *s = *out;
    *s = (struct hand_heat){.place = *place, .n = (size_t)v[0].integer, .steps = (size_t)v[1].integer};
    s->stride = (s->n + 2 + 7) / 8 * 8;
    s->first = s->n * (size_t)place->rank / (size_t)place->n_ranks;
    s->n_rows = s->n * ((size_t)place->rank + 1) / (size_t)place->n_ranks - s->first;
    const size_t n_bytes = (s->n_rows + 2) * s->stride * sizeof(double);
    err = kernel_pages_open(&s->pages[0], place->team, n_bytes);
    err = err ? err : kernel_pages_open(&s->pages[1], place->team, n_bytes);
    err = err ? err : kernel_pages_open(&s->waves, place->team, heat_modes_bytes(s->n));
    if (!err) {
        s->u[0] = s->pages[0].at;
        s->u[1] = s->pages[1].at;
        heat_modes_set(&s->modes, s->waves.at, s->n, 2);
    }
    return err;
}

/* The first one places the pages, by the threads that will sweep them. */
static void hand_heat_reset(void *state)
{
    struct hand_heat *s = state;
    s->now = 0;
#pragma omp parallel for num_threads(s->place.n_threads) schedule(static)
    for (size_t i = 1; i <= s->n_rows; i++) {
        double *a = s->u[0] + i * s->stride, *b = s->u[1] + i * s->stride;
        for (size_t j = 0; j < s->stride; j++) {
            const bool inner = j >= 1 && j <= s->n;
            a[j] = inner ? heat_modes_at(&s->modes, s->first + i, 1, j, 1.0, 1.0) : 0.0;
            b[j] = 0.0;
        }
    }
}

static void hand_heat_row(double *restrict out, const double *restrict up, const double *restrict mid,
                          const double *restrict down, size_t n)
{
    for (size_t j = 1; j <= n; j++) {
        out[j] = 0.25 * ((up[j] + down[j]) + (mid[j - 1] + mid[j + 1]));
    }
}

static void hand_heat_sweep(const struct hand_heat *s)
{
    const double *from = s->u[s->now];
    double *to = s->u[1 - s->now];
    const size_t stride = s->stride, n = s->n;
    if (s->place.n_threads == 1) {
        for (size_t i = 1; i <= s->n_rows; i++) {
            const double *mid = from + i * stride;
            hand_heat_row(to + i * stride, mid - stride, mid, mid + stride, n);
        }
        return;
    }
#pragma omp parallel for num_threads(s->place.n_threads) schedule(static)
    for (size_t i = 1; i <= s->n_rows; i++) {
        const double *mid = from + i * stride;
        hand_heat_row(to + i * stride, mid - stride, mid, mid + stride, n);
    }
}

static void hand_heat_halo(const struct hand_heat *s)
{
    const int before = s->place.rank > 0 ? s->place.rank - 1 : MPI_PROC_NULL;
    const int behind = s->place.rank + 1 < s->place.n_ranks ? s->place.rank + 1 : MPI_PROC_NULL;
    const int n = (int)s->stride;
    double *u = s->u[s->now], *end = u + s->n_rows * s->stride;
    MPI_Status status;
    MPI_Sendrecv(u + s->stride, n, MPI_DOUBLE, before, 0, end + s->stride, n, MPI_DOUBLE, behind, 0,
                 MPI_COMM_WORLD, &status);
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
    for (size_t i = 1; i <= s->n_rows; i++) {
        const double *u = s->u[s->now] + i * s->stride;
        for (size_t j = 1; j <= s->n; j++) {
            wrong |= !(fabs(u[j] - heat_modes_at(&s->modes, s->first + i, 1, j, a, b)) <= tolerance);
        }
    }
    MPI_Allreduce(MPI_IN_PLACE, &wrong, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    return !wrong;
}

static void hand_heat_close(void *state)
{
    struct hand_heat *s = state;
    if (s) {
        kernel_pages_close(&s->pages[0]);
        kernel_pages_close(&s->pages[1]);
        kernel_pages_close(&s->waves);
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
