/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_avx512.c - a bundle of rows, 8 numbers of each at once.
 *
 * Writing around the caches saves the load that a store of a whole line would begin with: 16 instead of 24
 * bytes a point cross the memory bus. Four rows together ran at 37 GB/s where one ran at 23, from memory.
 */
#include "kernel_heat.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

INLINE __m512d load(const double *at, __mmask8 m)
{
    return m == 0xff ? _mm512_loadu_pd(at) : _mm512_maskz_loadu_pd(m, at);
}

INLINE void store(double *at, __mmask8 m, __m512d value, bool streams)
{
    if (m != 0xff) {
        _mm512_mask_storeu_pd(at, m, value);
    } else if (streams) {
        _mm512_stream_pd(at, value);
    } else {
        _mm512_storeu_pd(at, value);
    }
}

INLINE void fetch(const double *at, ptrdiff_t ahead, enum heat_far far)
{
    if (far & HEAT_READS) {
        _mm_prefetch((const char *)(at + ahead), _MM_HINT_T0);
    }
}

INLINE void plate(const struct heat_bundle *b, size_t n_rows, size_t x, __mmask8 m, enum heat_far far)
{
    __m512d row[HEAT_BUNDLE + 2];
    for (size_t k = 0; k < n_rows + 2; k++) {
        row[k] = load(b->row[k] + x, m);
    }
    for (size_t k = 0; k < n_rows; k++) {
        const __m512d along = _mm512_add_pd(load(b->row[k + 1] + x - 1, m), load(b->row[k + 1] + x + 1, m));
        const __m512d sum = _mm512_add_pd(_mm512_add_pd(row[k], row[k + 2]), along);
        fetch(b->row[k + 2] + x, b->ahead, far);
        store(b->out[k] + x, m, _mm512_mul_pd(_mm512_set1_pd(0.25), sum), far & HEAT_WRITES);
    }
}

INLINE void cube(const struct heat_bundle *b, size_t n_rows, size_t x, __mmask8 m, enum heat_far far)
{
    __m512d row[HEAT_BUNDLE + 2];
    for (size_t k = 0; k < n_rows + 2; k++) {
        row[k] = load(b->row[k] + x, m);
    }
    for (size_t k = 0; k < n_rows; k++) {
        const __m512d along = _mm512_add_pd(load(b->row[k + 1] + x - 1, m), load(b->row[k + 1] + x + 1, m));
        const __m512d across = _mm512_add_pd(load(b->before[k] + x, m), load(b->behind[k] + x, m));
        const __m512d sum = _mm512_add_pd(_mm512_add_pd(across, _mm512_add_pd(row[k], row[k + 2])), along);
        fetch(b->behind[k] + x, b->ahead, far);
        store(b->out[k] + x, m, _mm512_mul_pd(_mm512_set1_pd(1.0 / 6.0), sum), far & HEAT_WRITES);
    }
}

typedef void (*part_fn)(const struct heat_bundle *b, size_t n_rows, size_t x, __mmask8 m, enum heat_far far);

INLINE void rows(const struct heat_bundle *b, size_t n_rows, enum heat_far far, part_fn part)
{
    const struct heat_bundle here = *b; /* the stores cannot change it: its pointers stay in registers */
    size_t x = 0;
    for (; x + 8 <= here.n; x += 8) {
        part(&here, n_rows, x, 0xff, far);
    }
    if (x < here.n) {
        part(&here, n_rows, x, (__mmask8)((1u << (here.n - x)) - 1), far);
    }
}

INLINE void step(const struct heat_bundle *b, enum heat_far far, part_fn part)
{
    if (b->n_rows == HEAT_BUNDLE) {
        rows(b, HEAT_BUNDLE, far, part);
        return;
    }
    for (size_t k = 0; k < b->n_rows; k++) { /* the last few of a chunk or tile */
        const struct heat_bundle one = {.n = b->n,
                                        .ahead = b->ahead,
                                        .out = {b->out[k]},
                                        .row = {b->row[k], b->row[k + 1], b->row[k + 2]},
                                        .before = {b->before[k]},
                                        .behind = {b->behind[k]}};
        rows(&one, 1, far, part);
    }
}

#define STEP(name, far, part)                                                                                \
    static void name(const struct heat_bundle *b)                                                            \
    {                                                                                                        \
        step(b, far, part);                                                                                  \
    }

STEP(plate_near, HEAT_NEAR, plate)
STEP(plate_reads, HEAT_READS, plate)
STEP(plate_writes, HEAT_WRITES, plate)
STEP(plate_both, HEAT_BOTH, plate)
STEP(cube_near, HEAT_NEAR, cube)
STEP(cube_reads, HEAT_READS, cube)
STEP(cube_writes, HEAT_WRITES, cube)
STEP(cube_both, HEAT_BOTH, cube)

heat_step_fn heat_step_avx512(int dims, enum heat_far far)
{
    static const heat_step_fn steps[2][HEAT_FARS] = {
        {plate_near, plate_reads, plate_writes, plate_both},
        {cube_near, cube_reads, cube_writes, cube_both},
    };
    return steps[dims == 3][far];
}
