/* SPDX-License-Identifier: BSD-3-Clause
 * hand.c - mandelbrot and heat as one writes them by hand with OpenMP and MPI.
 *
 * The inner loops are those of the kernels, so that what differs is the team.
 */
#include "hand.h"

#include "kernel_mandelbrot.h"

#include <mpi.h>

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

static void *pages(size_t n_bytes)
{
    const size_t huge = (size_t)2 << 20, whole = (n_bytes + huge - 1) / huge * huge;
    void *memory = aligned_alloc(huge, whole);
    if (memory) {
        madvise(memory, whole, MADV_HUGEPAGE);
    }
    return memory;
}

int hand_open(struct hand *h)
{
    h->first = h->n * (size_t)h->rank / (size_t)h->n_ranks;
    h->last = h->n * ((size_t)h->rank + 1) / (size_t)h->n_ranks;
    h->stride = (h->n + 2 + 7) / 8 * 8;
    const size_t rows = h->last - h->first + 2;
    h->counts = pages(rows * h->n * sizeof *h->counts);
    h->u[0] = pages(rows * h->stride * sizeof(double));
    h->u[1] = pages(rows * h->stride * sizeof(double));
    if (!h->counts || !h->u[0] || !h->u[1]) {
        return 1;
    }
    hand_heat_reset(h);
    return 0;
}

void hand_close(struct hand *h)
{
    free(h->counts);
    free(h->u[0]);
    free(h->u[1]);
}

double hand_mandelbrot(const struct hand *h)
{
    const struct mandelbrot_view view = {h->n, h->iterations, -0.75, 0.0, 2.5};
    double total = 0.0;
#pragma omp parallel for num_threads(h->n_threads) schedule(static) reduction(+ : total)
    for (size_t j = h->first; j < h->last; j++) {
        unsigned short *row = h->counts + (j - h->first) * h->n;
        mandelbrot_row(&view, j, row);
        total += (double)mandelbrot_sum_of(row, h->n).iterations;
    }
    MPI_Allreduce(MPI_IN_PLACE, &total, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
    return total;
}

static double start_at(const struct hand *h, size_t i, size_t j)
{
    const double wave = acos(-1.0) / (double)(h->n + 1);
    return sin(wave * (double)i) * sin(wave * (double)j);
}

void hand_heat_reset(const struct hand *h)
{
    const size_t rows = h->last - h->first;
#pragma omp parallel for num_threads(h->n_threads) schedule(static)
    for (size_t r = 0; r < rows; r++) {
        for (size_t k = 0; k < 2; k++) {
            for (size_t edge = r == 0 ? 0 : r + 1; edge <= (r + 1 == rows ? r + 2 : r + 1); edge++) {
                for (size_t j = 0; j < h->stride; j++) {
                    const size_t i = h->first + edge; /* 0 and n + 1 are the boundary */
                    const int inside = i > 0 && i <= h->n && j > 0 && j <= h->n;
                    h->u[k][edge * h->stride + j] = inside ? start_at(h, i, j) : 0.0;
                }
            }
        }
    }
}

static void exchange(const struct hand *h, double *u)
{
    const size_t rows = h->last - h->first;
    const int n = (int)h->stride, up = h->rank > 0 ? h->rank - 1 : MPI_PROC_NULL;
    const int down = h->rank + 1 < h->n_ranks ? h->rank + 1 : MPI_PROC_NULL;
    MPI_Sendrecv(u + h->stride, n, MPI_DOUBLE, up, 0, u + (rows + 1) * h->stride, n, MPI_DOUBLE, down, 0,
                 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Sendrecv(u + rows * h->stride, n, MPI_DOUBLE, down, 1, u, n, MPI_DOUBLE, up, 1, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
}

static void sweep_row(const double *restrict north, const double *restrict here, const double *restrict south,
                      double *restrict out, size_t n)
{
    for (size_t j = 1; j <= n; j++) {
        out[j] = 0.25 * ((north[j] + south[j]) + (here[j - 1] + here[j + 1]));
    }
}

void hand_heat(const struct hand *h)
{
    const size_t rows = h->last - h->first;
    for (size_t t = 0; t < h->steps; t++) {
        double *u = h->u[t % 2], *next = h->u[1 - t % 2];
        if (h->n_ranks > 1) {
            exchange(h, u);
        }
#pragma omp parallel for num_threads(h->n_threads) schedule(static)
        for (size_t r = 1; r <= rows; r++) {
            sweep_row(u + (r - 1) * h->stride, u + r * h->stride, u + (r + 1) * h->stride,
                      next + r * h->stride, h->n);
        }
    }
}

double hand_heat_error(const struct hand *h)
{
    const double lambda = cos(acos(-1.0) / (double)(h->n + 1));
    double worst = 0.0;
    for (size_t r = 1; r <= h->last - h->first; r += 97) {
        for (size_t j = 1; j <= h->n; j += 97) {
            const double want = pow(lambda, (double)h->steps) * start_at(h, h->first + r, j);
            worst = fmax(worst, fabs(h->u[h->steps % 2][r * h->stride + j] - want));
        }
    }
    return worst;
}
