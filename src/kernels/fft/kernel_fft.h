/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft.h - how `fft` is cut, what travels between ranks, and what its check needs.
 *
 * Rows of the input x and rows of the answer b are both items of one loop: b(k2,k1) = X(k1,k2), so the answer lies
 * transposed, row k2 with its owner. A chunk of BLOCK rows is transformed in a worker's scratch and leaves it as
 * columns of BLOCK numbers.
 */
#ifndef KERNEL_FFT_H
#define KERNEL_FFT_H

#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <math.h>

/* BLOCK complex numbers are two cache lines; a round's bytes stay in a cache while they are sent. */
enum { FFT_BLOCK = 8, FFT_TONES = 3, FFT_VECTORS = 2, FFT_PAD = 4, FFT_ROUND_BYTES = 1 << 26 };

struct fft_complex {
    double re, im;
};

/* amplitude exp(2 Pi i (p i + q j) / n); p and q are below n. */
struct fft_tone {
    double amplitude;
    size_t p, q;
};

/* The transforms of the random signs at the chunk's indices: one for k1, one for k2. */
struct fft_signs {
    struct fft_complex at[FFT_VECTORS][2][FFT_BLOCK];
};

/* A chunk's part of both sides of the proof. */
struct fft_proof {
    struct fft_complex x_side[FFT_VECTORS], b_side[FFT_VECTORS]; /* the projections of x and of b */
    double x_energy, b_energy;
    uint64_t wrong_tones, digest;
    double pad[4];
};

typedef void (*fft_leave_fn)(const struct fft_complex *rows, size_t apart, size_t n,
                             struct fft_complex *columns, size_t stride);

struct fft {
    struct rxt_team *team;
    struct rxt_loop *rows;  /* of x and of b                       */
    struct rxt_loop *signs; /* the same, with struct fft_signs      */
    struct rxt_loop *proof; /* the same, with struct fft_proof      */
    struct rxt_loop *round; /* round_chunks items for every rank   */
    struct rxt_pages pages[5];
    struct fft_complex *x, *b;  /* rows of the home, n numbers each   */
    struct fft_complex *send;   /* one round; NULL for one rank       */
    struct fft_complex *circle; /* exp(-2 Pi i k / n)                */
    struct fft_complex *column; /* of each tone, exp(+2 Pi i q j / n) */
    double *sign;               /* of the check: 2 FFT_VECTORS numbers an index */
    char *scratch;              /* scratch_bytes for every thread     */
    size_t *bound;              /* ranks + 1 numbers: the first row of every home */
    size_t *n_send;             /* ranks numbers: bytes for each      */
    const struct fft_complex *received;
    size_t n, first, last, scratch_bytes, apart; /* apart: between rows of the scratch */
    size_t round_chunks, n_rounds, at_round;
    uint64_t seed;
    struct fft_tone tone[FFT_TONES];
    fft_leave_fn leave;
    void *plan; /* of FFTW: one row, out of place */
};

/** Open FFTW and plan one row, out of place; collective. RXT_E_ABSENT, RXT_E_MEMORY. */
RXT_CHECKED
enum rxt_err fft_plan_open(struct fft *s);
/** Transform a row of n numbers. */
void fft_plan_row(const struct fft *s, const struct fft_complex *from, struct fft_complex *to);
void fft_plan_close(struct fft *s);

/** Return the rows of a rank's home that are sent in the current round. */
struct rxt_span fft_round_rows(const struct fft *s, size_t rank);

/** Set the tones and the unit circle, and write the input; collective. */
void fft_fill(struct fft *s);
/** Return exp(-2 Pi i k / n), k < n. */
struct fft_complex fft_root(size_t k, size_t n);

/** Transform x into b; collective. */
RXT_CHECKED
enum rxt_err fft_run(void *state);
/** Check the answer; collective. */
RXT_CHECKED
enum rxt_err fft_check(void *state);
/** Digest the answer; collective. */
uint64_t fft_digest(void *state);

/** Write BLOCK rows of n numbers, `apart` numbers apart, as n runs of BLOCK numbers, `stride` apart.
 *  The variant for AVX-512 writes past the caches and needs columns and stride to be multiples of 64 bytes. */
void fft_leave(const struct fft_complex *rows, size_t apart, size_t n, struct fft_complex *columns,
               size_t stride);
void fft_leave_avx512(const struct fft_complex *rows, size_t apart, size_t n, struct fft_complex *columns,
                      size_t stride);

/* fma by name: gcc 12 makes a difference beside a sum into vfmaddsub even under -ffp-contract=off, clang does
 * not, and the input would differ. */
static inline struct fft_complex fft_times(struct fft_complex a, struct fft_complex b)
{
    return (struct fft_complex){fma(a.re, b.re, -(a.im * b.im)), fma(a.re, b.im, a.im * b.re)};
}

static inline struct fft_complex fft_plus(struct fft_complex a, struct fft_complex b)
{
    return (struct fft_complex){a.re + b.re, a.im + b.im};
}

#endif
