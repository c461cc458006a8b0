/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_run.c - rows through FFTW and out as columns, to where they belong, and through FFTW again.
 *
 * Within a rank the transpose is a part of the first pass: rows are transformed in scratch that fits a cache and
 * leave it as columns. Between ranks the same picture is a message, sent in rounds.
 */
#include "kernel_fft.h"

#ifdef RXT_HAVE_FFTW

#include <string.h>

struct rxt_span fft_round_rows(const struct fft *s, size_t rank)
{
    const size_t step = s->round_chunks * FFT_BLOCK, last = s->bound[rank + 1];
    const size_t first = rxt_min(last, s->bound[rank] + s->at_round * step);
    return (struct rxt_span){first, rxt_min(last, first + step)};
}

/* Rows [first, last) of x, at most BLOCK, as columns; to is where the first of them begins. */
static void transform_block(const struct fft *s, size_t first, size_t last, int worker,
                            struct fft_complex *to, size_t stride)
{
    struct fft_complex *scratch = (void *)(s->scratch + (size_t)worker * s->scratch_bytes);
    for (size_t i = first; i < last; i++) {
        fft_plan_row(s, s->x + (i - s->first) * s->n, scratch + (i - first) * s->apart);
    }
    if (last - first == FFT_BLOCK) {
        const bool whole_lines = stride % FFT_PAD == 0 && (size_t)to % 64 == 0;
        (whole_lines ? s->leave : fft_leave)(scratch, s->apart, s->n, to, stride);
        return;
    }
    for (size_t i = 0; i < last - first; i++) {
        for (size_t j = 0; j < s->n; j++) {
            to[j * stride + i] = scratch[i * s->apart + j];
        }
    }
}

/* For one rank: the columns go where they belong. */
static void columns_home(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    transform_block(s, chunk->first, chunk->last, chunk->worker, s->b + chunk->first, s->n);
}

/* For several: into the message, which is the same picture, as wide as this rank's rows of the round. */
static void columns_out(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    const struct rxt_span rows = fft_round_rows(s, (size_t)rxt_team_rank(s->team));
    const size_t first = rows.first + (chunk->first - rxt_loop_home(s->round).first) * FFT_BLOCK;
    if (first < rows.last) {
        transform_block(s, first, rxt_min(rows.last, first + FFT_BLOCK), chunk->worker,
                        s->send + (first - rows.first), rows.last - rows.first);
    }
}

/* What came from each rank is a part of each row of b. */
static void columns_in(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    const struct fft_complex *from = s->received;
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), n_home = s->last - s->first;
    for (size_t rank = 0; rank < n_ranks; rank++) {
        const struct rxt_span rows = fft_round_rows(s, rank);
        const size_t width = rows.last - rows.first;
        for (size_t k = chunk->first; k < chunk->last && width > 0; k++) {
            memcpy(s->b + (k - s->first) * s->n + rows.first, from + (k - s->first) * width,
                   width * sizeof *from);
        }
        from += n_home * width;
    }
}

static void transform_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct fft *s = context;
    struct fft_complex *scratch = (void *)(s->scratch + (size_t)chunk->worker * s->scratch_bytes);
    for (size_t k = chunk->first; k < chunk->last; k++) {
        struct fft_complex *b = s->b + (k - s->first) * s->n;
        memcpy(scratch, b, s->n * sizeof *b);
        fft_plan_row(s, scratch, b);
    }
}

static enum rxt_err exchange(struct fft *s)
{
    const void *received = NULL;
    size_t n_bytes = 0;
    for (s->at_round = 0; s->at_round < s->n_rounds; s->at_round++) {
        const struct rxt_span rows = fft_round_rows(s, (size_t)rxt_team_rank(s->team));
        for (size_t r = 0; r < (size_t)rxt_team_ranks(s->team); r++) {
            s->n_send[r] =
                (rows.last - rows.first) * (s->bound[r + 1] - s->bound[r]) * sizeof(struct fft_complex);
        }
        rxt_map(s->round, columns_out, s);
        const enum rxt_err err = rxt_alltoall(s->team, s->send, s->n_send, &received, &n_bytes);
        if (err) {
            return err;
        }
        s->received = received;
        rxt_map(s->rows, columns_in, s);
    }
    return RXT_OK;
}

enum rxt_err fft_run(void *state)
{
    struct fft *s = state;
    enum rxt_err err = RXT_OK;
    if (rxt_team_ranks(s->team) == 1) {
        rxt_map(s->rows, columns_home, s);
    } else {
        err = exchange(s);
    }
    if (!err) {
        rxt_map(s->rows, transform_rows, s);
    }
    return err;
}
#endif
