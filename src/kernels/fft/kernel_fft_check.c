/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_check.c - is X the transform of x? Three ways, none of which transforms x.
 *
 * For random signs a, b: sum of a(k1) b(k2) X(k1,k2) = sum of x(i,j) A(i) B(j), where A and B are the transforms of a
 * and b by their definition, n^2 steps each. An error in any one bin shows in full. Parseval: sum |X|^2 =
 * n^2 sum |x|^2. A tone's bin holds n^2 times its amplitude, up to the noise there.
 */
#include "kernel_fft.h"

#include "rxt/digest.h"
#include "rxt/random.h"

#include <float.h>
#include <math.h>

enum { SIDES = 2, SIGNS = FFT_VECTORS * SIDES };

/* Of an index, SIGNS numbers beside each other: each vector's for k1 and for k2. */
static const double *signs_of(const struct fft *s, size_t k)
{
    return s->sign + k * SIGNS;
}

static void set_signs(const struct fft *s)
{
    for (size_t k = 0; k < s->n; k++) {
        for (size_t i = 0; i < SIGNS; i++) {
            s->sign[k * SIGNS + i] = rxt_random_at(~s->seed, i * s->n + k) & 1 ? 1.0 : -1.0;
        }
    }
}

/* All of them in one pass: their sums do not wait for each other. */
static void transform_signs(const struct fft *s, size_t i, struct fft_complex sum[SIGNS])
{
    double re[SIGNS] = {0.0}, im[SIGNS] = {0.0};
    size_t at = 0; /* i k mod n */
    for (size_t k = 0; k < s->n; k++) {
        const double *sign = signs_of(s, k);
        const struct fft_complex w = s->circle[at];
        for (size_t c = 0; c < SIGNS; c++) {
            re[c] += sign[c] * w.re;
            im[c] += sign[c] * w.im;
        }
        at += i;
        at -= at >= s->n ? s->n : 0;
    }
    for (size_t c = 0; c < SIGNS; c++) {
        sum[c] = (struct fft_complex){re[c], im[c]};
    }
}

static void find_signs(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    struct fft_signs *signs = chunk->partial;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        struct fft_complex sum[SIGNS];
        transform_signs(s, i, sum);
        for (size_t c = 0; c < SIGNS; c++) {
            signs->at[c / SIDES][c % SIDES][i - chunk->first] = sum[c];
        }
    }
}

static struct fft_complex signs_at(const struct fft_signs *signs, size_t v, size_t side, size_t i)
{
    return signs[i / FFT_BLOCK].at[v][side][i % FFT_BLOCK];
}

/* Row i of x: the sum of x(i,j) B(j), times A(i). */
static void add_x(const struct fft *s, size_t i, struct fft_proof *proof)
{
    const struct fft_signs *signs = rxt_partials(s->signs);
    const struct fft_complex *x = s->x + (i - s->first) * s->n;
    struct fft_complex sum[FFT_VECTORS] = {{0.0, 0.0}};
    double energy = 0.0;
    for (size_t j = 0; j < s->n; j++) { /* one pass, whose sums do not wait for each other */
        for (size_t v = 0; v < FFT_VECTORS; v++) {
            sum[v] = fft_plus(sum[v], fft_times(x[j], signs_at(signs, v, 1, j)));
        }
        energy += x[j].re * x[j].re + x[j].im * x[j].im;
    }
    for (size_t v = 0; v < FFT_VECTORS; v++) {
        proof->x_side[v] = fft_plus(proof->x_side[v], fft_times(sum[v], signs_at(signs, v, 0, i)));
    }
    proof->x_energy += energy;
}

/* Row k2 of b. */
static void add_b(const struct fft *s, size_t k2, struct fft_proof *proof)
{
    const struct fft_complex *b = s->b + (k2 - s->first) * s->n;
    struct fft_complex sum[FFT_VECTORS] = {{0.0, 0.0}};
    double energy = 0.0;
    for (size_t k1 = 0; k1 < s->n; k1++) {
        for (size_t v = 0; v < FFT_VECTORS; v++) {
            const double a = signs_of(s, k1)[v * SIDES];
            sum[v] = fft_plus(sum[v], (struct fft_complex){a * b[k1].re, a * b[k1].im});
        }
        energy += b[k1].re * b[k1].re + b[k1].im * b[k1].im;
    }
    for (size_t v = 0; v < FFT_VECTORS; v++) {
        const double a = signs_of(s, k2)[v * SIDES + 1];
        proof->b_side[v] = fft_plus(proof->b_side[v], (struct fft_complex){a * sum[v].re, a * sum[v].im});
    }
    proof->b_energy += energy;
}

/* Noise of n^2 numbers of mean square 2/3 gives a bin about 0.8 n; 12 n is fifteen times as much. */
static void check_tones(const struct fft *s, size_t k2, struct fft_proof *proof)
{
    const double n = (double)s->n;
    for (size_t t = 0; t < FFT_TONES; t++) {
        double want = 0.0;
        if (s->tone[t].q != k2) {
            continue;
        }
        for (size_t u = 0; u < FFT_TONES; u++) { /* tones may share a bin when n is small */
            want += s->tone[u].p == s->tone[t].p && s->tone[u].q == k2 ? s->tone[u].amplitude * n * n : 0.0;
        }
        const struct fft_complex bin = s->b[(k2 - s->first) * s->n + s->tone[t].p];
        const double off = hypot(bin.re - want, bin.im);
        proof->wrong_tones += !(off <= 12.0 * n);
    }
}

static void prove_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    struct fft_proof proof = {.digest = RXT_DIGEST_START};
    for (size_t i = chunk->first; i < chunk->last; i++) {
        add_x(s, i, &proof);
        add_b(s, i, &proof);
        check_tones(s, i, &proof);
    }
    *(struct fft_proof *)chunk->partial = proof;
}

static struct fft_proof fold(const struct fft *s)
{
    const struct fft_proof *parts = rxt_partials(s->proof);
    struct fft_proof all = {.digest = 0};
    for (size_t c = 0; c < rxt_loop_chunks(s->proof); c++) {
        for (size_t v = 0; v < FFT_VECTORS; v++) {
            all.x_side[v] = fft_plus(all.x_side[v], parts[c].x_side[v]);
            all.b_side[v] = fft_plus(all.b_side[v], parts[c].b_side[v]);
        }
        all.x_energy += parts[c].x_energy;
        all.b_energy += parts[c].b_energy;
        all.wrong_tones += parts[c].wrong_tones;
    }
    return all;
}

/* Both sides of the projection are about n^2, and what rounds are sums of n terms, one in the other: about
 * epsilon n^2 sqrt(n). Measured up to n = 6000: at most an eighth of what is allowed. */
static double tolerance(const struct fft *s)
{
    const double n = (double)s->n;
    return 8.0 * DBL_EPSILON * n * n * (8.0 + sqrt(n));
}

enum rxt_err fft_check(void *state)
{
    struct fft *s = state;
    const double points = (double)s->n * (double)s->n;
    double worst = 0.0;
    set_signs(s);
    rxt_map(s->signs, find_signs, s);
    rxt_map(s->proof, prove_rows, s);
    const struct fft_proof all = fold(s);
    for (size_t v = 0; v < FFT_VECTORS; v++) {
        const double off = hypot(all.x_side[v].re - all.b_side[v].re, all.x_side[v].im - all.b_side[v].im);
        worst = off <= worst ? worst : off; /* keeps a NaN */
    }
    const double ratio = all.b_energy / (points * all.x_energy);
    if (!(worst <= tolerance(s))) {
        return rxt_fail(RXT_E_WRONG, "fft: its projection on random signs is off by %.3g, %.3g is allowed",
                        worst, tolerance(s));
    }
    if (!(fabs(ratio - 1.0) <= 8.0 * DBL_EPSILON * (double)s->n)) {
        return rxt_fail(RXT_E_WRONG, "fft: energy by energy of the input is 1 + %.3g", ratio - 1.0);
    }
    if (all.wrong_tones) {
        return rxt_fail(RXT_E_WRONG, "fft: %llu of %d pure tones are not in their bins",
                        (unsigned long long)all.wrong_tones, FFT_TONES);
    }
    return RXT_OK;
}

static void digest_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    struct fft_proof *proof = chunk->partial;
    *proof = (struct fft_proof){.digest = 0};
    proof->digest = rxt_digest_bytes(RXT_DIGEST_START, s->b + (chunk->first - s->first) * s->n,
                                     (chunk->last - chunk->first) * s->n * sizeof *s->b);
}

uint64_t fft_digest(void *state)
{
    struct fft *s = state;
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->n);
    rxt_map(s->proof, digest_rows, s);
    const struct fft_proof *parts = rxt_partials(s->proof);
    for (size_t c = 0; c < rxt_loop_chunks(s->proof); c++) {
        all = rxt_digest_word(all, parts[c].digest);
    }
    return all;
}
