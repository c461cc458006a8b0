/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_row.c - rows, one step: the reference of every variant.
 */
#include "kernel_heat.h"

static void row_of_plate(double *restrict out, const double *restrict before, const double *restrict row,
                         const double *restrict behind, size_t n)
{
    for (size_t x = 0; x < n; x++) {
        out[x] = 0.25 * ((before[x] + behind[x]) + (row[x - 1] + row[x + 1]));
    }
}

static void step_plate(const struct heat_bundle *b)
{
    for (size_t k = 0; k < b->n_rows; k++) {
        row_of_plate(b->out[k], b->row[k], b->row[k + 1], b->row[k + 2], b->n);
    }
}

static void row_of_cube(double *restrict out, const struct heat_bundle *b, size_t k)
{
    const double *restrict before = b->before[k], *restrict behind = b->behind[k];
    const double *restrict above = b->row[k], *restrict row = b->row[k + 1], *restrict below = b->row[k + 2];
    const size_t n = b->n;
    for (size_t x = 0; x < n; x++) {
        out[x] =
            (1.0 / 6.0) * (((before[x] + behind[x]) + (above[x] + below[x])) + (row[x - 1] + row[x + 1]));
    }
}

static void step_cube(const struct heat_bundle *b)
{
    for (size_t k = 0; k < b->n_rows; k++) {
        row_of_cube(b->out[k], b, k);
    }
}

heat_step_fn heat_step_of(int dims, enum rxt_isa isa, enum heat_far far)
{
#ifdef RXT_HAVE_AVX512
    if (isa == RXT_ISA_AVX512) {
        return heat_step_avx512(dims, far);
    }
#endif
    (void)isa, (void)far;
    return dims == 3 ? step_cube : step_plate;
}
