/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_fill.c - the input: noise by counter and three pure tones, each the transform of one known bin.
 */
#include "kernel_fft.h"

#include "rxt/random.h"

#include <math.h>

/* From angles up to an eighth of a turn, so that the roots are symmetric to the last bit. */
struct fft_complex fft_root(size_t k, size_t n)
{
    if (2 * k > n) {
        const struct fft_complex below = fft_root(n - k, n);
        return (struct fft_complex){below.re, -below.im};
    }
    if (4 * k > n) {
        const struct fft_complex right = fft_root(n - 2 * k, 2 * n);
        return (struct fft_complex){-right.re, right.im};
    }
    if (8 * k > n) {
        const struct fft_complex beside = fft_root(n - 4 * k, 4 * n);
        return (struct fft_complex){-beside.im, -beside.re};
    }
    const double angle = -2.0 * acos(-1.0) * (double)k / (double)n;
    return (struct fft_complex){cos(angle), sin(angle)};
}

/* Evenly in [-1, 1), multiples of 2^-31. */
static struct fft_complex noise(uint64_t seed, size_t at)
{
    const uint64_t bits = rxt_random_at(seed, at);
    return (struct fft_complex){(double)(int32_t)(bits >> 32) * 0x1p-31, (double)(int32_t)bits * 0x1p-31};
}

/* A tone's factor exp(+2 Pi i p i / n). */
static struct fft_complex turn(const struct fft *s, size_t p, size_t i)
{
    const struct fft_complex w = s->circle[p * i % s->n];
    return (struct fft_complex){w.re, -w.im};
}

static struct fft_complex add_tone(struct fft_complex x, struct fft_complex row, struct fft_complex column)
{
    return fft_plus(x, fft_times(row, column));
}

static struct fft_complex tone_row(const struct fft *s, size_t t, size_t i)
{
    const struct fft_complex row = turn(s, s->tone[t].p, i);
    return (struct fft_complex){s->tone[t].amplitude * row.re, s->tone[t].amplitude * row.im};
}

/* What does not depend on the row stands in s->column, so that the loop has neither an index to turn nor a call. */
static void fill_row(const struct fft *s, size_t i, struct fft_complex *restrict x)
{
    const struct fft_complex *const c0 = s->column, *const c1 = c0 + s->n, *const c2 = c1 + s->n;
    const struct fft_complex r0 = tone_row(s, 0, i), r1 = tone_row(s, 1, i), r2 = tone_row(s, 2, i);
    const uint64_t seed = s->seed;
    const size_t first = i * s->n;
    for (size_t j = 0; j < s->n; j++) {
        x[j] = add_tone(add_tone(add_tone(noise(seed, first + j), r0, c0[j]), r1, c1[j]), r2, c2[j]);
    }
}

/* Both arrays are written, one on every page, so that both live where their rows are transformed. */
static void fill_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        struct fft_complex *b = s->b + (i - s->first) * s->n;
        fill_row(s, i, s->x + (i - s->first) * s->n);
        for (size_t j = 0; j < s->n; j += 4096 / sizeof *b) {
            b[j] = (struct fft_complex){0.0, 0.0};
        }
    }
}

void fft_fill(struct fft *s)
{
    const size_t n = s->n;
    s->tone[0] = (struct fft_tone){1.0, 1 % n, 0};
    s->tone[1] = (struct fft_tone){0.5, n / 3, n - 1 - n / 5};
    s->tone[2] = (struct fft_tone){0.25, n / 2, n / 2};
    for (size_t k = 0; k < n; k++) {
        s->circle[k] = fft_root(k, n);
    }
    for (size_t t = 0; t < FFT_TONES; t++) {
        for (size_t j = 0; j < n; j++) {
            s->column[t * n + j] = turn(s, s->tone[t].q, j);
        }
    }
    rxt_map_home(s->rows, fill_rows, s);
}
