/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft.c - X = the 2-D Fourier transform of x: rows by FFTW, a transpose over all ranks, rows again.
 *
 * The answer is left transposed, b(k2,k1) = X(k1,k2): a transform that goes on in the other direction wants it so, and
 * a second transpose would tell nothing new. One plan for one row, of FFTW_ESTIMATE, which measures nothing, serves
 * every thread, so the bits do not depend on the layout. Counted: 5 n^2 log2(n^2) flop, by convention; x read,
 * b written, read and written, 64 n^2 bytes.
 */
#include "kernel_fft.h"

#ifdef RXT_HAVE_FFTW

#include <math.h>
#include <stdlib.h>

enum { N, SEED };

static const struct rxt_param params[] = {
    [N] = {"n", "rows", RXT_INTEGER, 1, 65536, {"512", "4096", "8192"}, "rows and columns"},
    [SEED] = RXT_PARAM_SEED("which noise"),
    {.name = NULL},
};

static size_t apart_of(size_t n)
{
    return (n + 3) / 4 * 4 + FFT_PAD; /* no two rows of the scratch in the same set of a cache */
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer, row = n * sizeof(struct fft_complex);
    const double round = fmin(row * n, FFT_ROUND_BYTES);
    *out = (struct rxt_need){.split_bytes = 2.0 * row * n,
                             .rank_bytes = 2.25 * round + (FFT_BLOCK + 1.0 + FFT_TONES + FFT_VECTORS) * row +
                                           (double)sizeof(struct fft_signs) * n / FFT_BLOCK};
}

static enum rxt_err open_loops(struct fft *s)
{
    struct rxt_loop_spec spec = {.n_items = s->n, .grain = FFT_BLOCK};
    enum rxt_err err = rxt_loop_open(&s->rows, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct fft_signs);
    err = err ? err : rxt_loop_open(&s->signs, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct fft_proof);
    return err ? err : rxt_loop_open(&s->proof, s->team, &spec);
}

/* The first row of every home, and how many rounds the largest home takes. */
static enum rxt_err open_rounds(struct fft *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), row = s->n * sizeof(struct fft_complex);
    size_t largest = 0;
    s->bound = calloc(n_ranks + 1, sizeof *s->bound);
    s->n_send = calloc(n_ranks, sizeof *s->n_send);
    enum rxt_err err = s->bound && s->n_send
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room for the bounds of %zu ranks", n_ranks);
    err = rxt_team_agree(s->team, err);
    if (err) {
        return err;
    }
    for (size_t i = 0; i < s->n; i += FFT_BLOCK) {
        s->bound[rxt_loop_owner(s->rows, i) + 1] = rxt_min(s->n, i + FFT_BLOCK);
    }
    for (size_t r = 0; r < n_ranks; r++) {
        s->bound[r + 1] = rxt_max(s->bound[r], s->bound[r + 1]); /* empty homes */
        largest = rxt_max(largest, s->bound[r + 1] - s->bound[r]);
    }
    const size_t chunks = (largest + FFT_BLOCK - 1) / FFT_BLOCK;
    s->round_chunks = rxt_max(1, rxt_min(chunks, FFT_ROUND_BYTES / (FFT_BLOCK * row)));
    s->n_rounds = (chunks + s->round_chunks - 1) / s->round_chunks;
    const struct rxt_loop_spec round = {.n_items = s->round_chunks * n_ranks, .grain = 1};
    return rxt_loop_open(&s->round, s->team, &round);
}

static enum rxt_err allocate(struct fft *s)
{
    const size_t row = s->n * sizeof(struct fft_complex), home = (s->last - s->first) * row;
    const size_t round = rxt_team_ranks(s->team) > 1 ? s->round_chunks * FFT_BLOCK * row : 0;
    s->apart = apart_of(s->n);
    s->scratch_bytes = FFT_BLOCK * s->apart * sizeof(struct fft_complex);
    enum rxt_err err = rxt_pages_open(&s->pages[0], s->team, home);
    err = err ? err : rxt_pages_open(&s->pages[1], s->team, home);
    err = err ? err : rxt_pages_open(&s->pages[2], s->team, round);
    err = err ? err : rxt_pages_open(&s->pages[3], s->team, (1 + FFT_TONES + FFT_VECTORS) * row);
    err = err ? err
              : rxt_pages_open(&s->pages[4], s->team, (size_t)rxt_team_threads(s->team) * s->scratch_bytes);
    s->x = s->pages[0].at;
    s->b = s->pages[1].at;
    s->send = s->pages[2].at;
    s->circle = s->pages[3].at;
    s->column = s->circle + s->n;
    s->sign = (double *)(void *)(s->column + FFT_TONES * s->n);
    s->scratch = s->pages[4].at;
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct fft));
    if (err) {
        return err;
    }
    struct fft *s = *out;
    *s = (struct fft){.team = team, .n = (size_t)v[N].integer, .seed = (uint64_t)v[SEED].integer};
    s->leave = fft_leave;
    if (rxt_isa_choose(team) == RXT_ISA_AVX512) {
        s->leave = RXT_AVX512_OF(fft_leave_avx512);
    }
    err = open_loops(s);
    if (err) {
        return err;
    }
    s->first = rxt_loop_home(s->rows).first;
    s->last = rxt_loop_home(s->rows).last;
    err = open_rounds(s);
    err = err ? err : allocate(s);
    err = err ? err : fft_plan_open(s);
    if (!err) {
        fft_fill(s);
    }
    return err;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct fft *s = state;
    const double points = (double)s->n * (double)s->n;
    *out = (struct rxt_work){.items = points,
                             .flop = 10.0 * points * log2((double)s->n),
                             .bytes = 64.0 * points,
                             .messages = (double)s->n_rounds};
}

static void spoil(void *state)
{
    struct fft *s = state;
    if (rxt_loop_owner(s->rows, s->n / 2) == rxt_team_rank(s->team)) {
        s->b[(s->n / 2 - s->first) * s->n + s->n / 2].im += 1.0;
    }
}

static void close_state(void *state)
{
    struct fft *s = state;
    if (!s) {
        return;
    }
    rxt_loop_close(s->rows);
    rxt_loop_close(s->signs);
    rxt_loop_close(s->proof);
    rxt_loop_close(s->round);
    for (size_t i = 0; i < sizeof s->pages / sizeof s->pages[0]; i++) {
        rxt_pages_close(&s->pages[i]);
    }
    fft_plan_close(s);
    free(s->bound);
    free(s->n_send);
    free(s);
}
#endif

const struct rxt_kernel rxt_kernel_fft = {
    .name = "fft",
    .what = "Fourier transform of a square of complex numbers",
    .category = "mathematics",
    .stresses = "all-to-all",
    .formula = "X(k1,k2) = sum over i, j of x(i,j) exp(-2 Pi i (k1 i + k2 j) / n), left transposed",
    .source = "Frigo & Johnson, FFTW3, Proc. IEEE 93 (2005); check: Parseval, Freivalds (1977)",
    .size_param = "n",
    .growth = {.power = 2.0, .has_log = true},
#ifdef RXT_HAVE_FFTW
    .params = params,
    .need = need,
    .open = open_state,
    .run = fft_run,
    .check = fft_check,
    .digest = fft_digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
#else
    .lack = "FFTW (libfftw3-dev)",
#endif
};
