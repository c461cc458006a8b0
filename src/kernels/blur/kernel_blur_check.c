/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_check.c - is it the blur? By its mass in every tile, and by its definition at scattered spots.
 *
 * The sum over a tile of the answer is a weighted sum of the input around it; the weights are known without
 * blurring anything. Each number may be off by shape.error, so a tile by BLUR_TILE^2 as much.
 */
#include "kernel_blur.h"

#include "rxt/digest.h"
#include "rxt/random.h"

#include <math.h>
#include <string.h>

enum { SEGMENT = 8 }; /* tiles whose columns are summed together */

/* How often, in all, each of the input places around `size` outputs in a row enters them: the first lies `radius` before
 * the first output. */
static void set_weights(const struct blur_shape *b, size_t size, double *weight)
{
    const ptrdiff_t r = (ptrdiff_t)b->radius, n = (ptrdiff_t)size;
    for (ptrdiff_t at = -r; at < n + r; at++) {
        double sum = 0.0;
        for (ptrdiff_t y = 0; y < n; y++) {
            const size_t k = (size_t)(y > at ? y - at : at - y);
            sum += k <= b->radius ? b->g[k] : 0.0;
        }
        weight[at + r] = sum;
    }
}

static size_t clamped(ptrdiff_t x, size_t n)
{
    return x < 0 ? 0 : x < (ptrdiff_t)n ? (size_t)x : n - 1;
}

/* Input row y; it may lie `radius` outside the home. */
static const unsigned char *in_row(const struct blur *s, ptrdiff_t y)
{
    return s->in + (size_t)(y + (ptrdiff_t)s->shape.radius - (ptrdiff_t)s->first) * s->stride;
}

static const unsigned char *out_row(const struct blur *s, size_t y)
{
    return s->out + (y - s->first) * s->row_bytes;
}

enum { WEIGHTS = BLUR_TILE + 2 * BLUR_MOST_RADIUS };

struct segment {
    size_t first_row, last_row, first, last; /* rows; pixels */
    double row_weight[WEIGHTS];              /* of the input rows around the segment's */
    double tile_weight[WEIGHTS];             /* of the input columns around a tile of full width */
    double in[(SEGMENT * BLUR_TILE + 2 * BLUR_MOST_RADIUS) * BLUR_MOST_CHANNELS];
    double out[SEGMENT * BLUR_TILE * BLUR_MOST_CHANNELS];
};

/* Add n numbers of a row, from number `first` on, times w. One loop for each width of a number, for the compiler. */
static void add_numbers(double *restrict sum, const unsigned char *row, int bits, size_t first, size_t n,
                        double w)
{
    const unsigned char *narrow = row + first;
    const uint16_t *wide = (const uint16_t *)(const void *)row + first;
    for (size_t i = 0; bits == 8 && i < n; i++) {
        sum[i] += w * narrow[i];
    }
    for (size_t i = 0; bits != 8 && i < n; i++) {
        sum[i] += w * wide[i];
    }
}

/* The same of pixels [begin, end), some of which lie inside; those beyond a border are as at the border. */
static void add_pixels(const struct blur *s, double *sum, const unsigned char *row, ptrdiff_t begin,
                       ptrdiff_t end, double w)
{
    const ptrdiff_t width = (ptrdiff_t)s->head.width;
    const ptrdiff_t first = begin < 0 ? 0 : begin, last = end < width ? end : width;
    const size_t c = s->shape.channels;
    const int bits = s->head.bits;
    for (ptrdiff_t x = begin; x < first; x++) {
        add_numbers(sum + (size_t)(x - begin) * c, row, bits, 0, c, w);
    }
    add_numbers(sum + (size_t)(first - begin) * c, row, bits, (size_t)first * c, (size_t)(last - first) * c,
                w);
    for (ptrdiff_t x = last; x < end; x++) {
        add_numbers(sum + (size_t)(x - begin) * c, row, bits, (size_t)(width - 1) * c, c, w);
    }
}

/* Column sums of the answer, and weighted column sums of the input around it. */
static void sum_columns(const struct blur *s, struct segment *g)
{
    const ptrdiff_t r = (ptrdiff_t)s->shape.radius;
    const size_t c = s->shape.channels, n = (g->last - g->first) * c, n_around = n + 2 * s->shape.radius * c;
    memset(g->out, 0, n * sizeof *g->out);
    memset(g->in, 0, n_around * sizeof *g->in);
    for (size_t y = g->first_row; y < g->last_row; y++) {
        add_numbers(g->out, out_row(s, y), s->head.bits, g->first * c, n, 1.0);
    }
    for (ptrdiff_t y = (ptrdiff_t)g->first_row - r; y < (ptrdiff_t)g->last_row + r; y++) {
        add_pixels(s, g->in, in_row(s, y), (ptrdiff_t)g->first - r, (ptrdiff_t)g->last + r,
                   g->row_weight[y + r - (ptrdiff_t)g->first_row]);
    }
}

/* The tile of a segment that begins at pixel `first`, one channel; weights of its width. */
static bool tile_wrong(const struct blur *s, const struct segment *g, size_t first, size_t channel,
                       const double *weights)
{
    const size_t c = s->shape.channels, last = rxt_min(first + BLUR_TILE, g->last);
    double want = 0.0, have = 0.0;
    for (size_t i = 0; i < last - first + 2 * s->shape.radius; i++) {
        want += weights[i] * g->in[(first - g->first + i) * c + channel];
    }
    for (size_t x = first; x < last; x++) {
        have += g->out[(x - g->first) * c + channel];
    }
    const double numbers = (double)((last - first) * (g->last_row - g->first_row));
    return !(fabs(have - want) <= numbers * s->shape.error);
}

static size_t wrong_in(const struct blur *s, const struct segment *g)
{
    double narrower[WEIGHTS];
    const double *weights = g->tile_weight;
    size_t wrong = 0;
    for (size_t x = g->first; x < g->last; x += BLUR_TILE) {
        if (g->last - x < BLUR_TILE) { /* the last one of a row */
            set_weights(&s->shape, g->last - x, narrower);
            weights = narrower;
        }
        for (size_t k = 0; k < s->shape.channels; k++) {
            wrong += tile_wrong(s, g, x, k, weights);
        }
    }
    return wrong;
}

static size_t wrong_tiles(const struct blur *s, size_t first_row, size_t last_row)
{
    size_t wrong = 0;
    struct segment g;
    g.first_row = first_row;
    g.last_row = last_row;
    set_weights(&s->shape, last_row - first_row, g.row_weight);
    set_weights(&s->shape, BLUR_TILE, g.tile_weight);
    for (g.first = 0; g.first < s->head.width; g.first = g.last) {
        g.last = rxt_min(s->head.width, g.first + SEGMENT * BLUR_TILE);
        sum_columns(s, &g);
        wrong += wrong_in(s, &g);
    }
    return wrong;
}

/* One number by the definition, (2 radius + 1)^2 products. */
static bool spot_wrong(const struct blur *s, size_t y, size_t x, size_t channel)
{
    const struct blur_shape *b = &s->shape;
    const ptrdiff_t r = (ptrdiff_t)b->radius;
    double want = 0.0;
    for (ptrdiff_t j = -r; j <= r; j++) {
        const unsigned char *row = in_row(s, (ptrdiff_t)y + j);
        double sum = 0.0;
        for (ptrdiff_t i = -r; i <= r; i++) {
            const size_t at = clamped((ptrdiff_t)x + i, s->head.width) * b->channels + channel;
            sum += b->g[i < 0 ? -i : i] * blur_number(row, s->head.bits, at);
        }
        want += b->g[j < 0 ? -j : j] * sum;
    }
    return !(fabs(blur_number(out_row(s, y), s->head.bits, x * b->channels + channel) - want) <= b->error);
}

/* Anywhere in the chunk, and at the ends of its first and last row. */
static size_t wrong_spots(const struct blur *s, const struct rxt_chunk *chunk)
{
    const size_t width = s->head.width, channels = s->shape.channels;
    size_t wrong = 0;
    for (size_t i = 0; i < BLUR_SPOTS; i++) {
        const size_t y = chunk->first + rxt_random_at(chunk->index, 3 * i) % (chunk->last - chunk->first);
        const size_t x = rxt_random_at(chunk->index, 3 * i + 1) % width;
        wrong += spot_wrong(s, y, x, rxt_random_at(chunk->index, 3 * i + 2) % channels);
    }
    for (size_t k = 0; k < channels; k++) {
        wrong += spot_wrong(s, chunk->first, 0, k) + spot_wrong(s, chunk->last - 1, width - 1, k);
    }
    return wrong;
}

static void prove_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct blur *s = context;
    struct blur_proof proof = {.wrong_spots = wrong_spots(s, chunk)};
    for (size_t y = chunk->first; y < chunk->last; y += BLUR_TILE) {
        proof.wrong_tiles += wrong_tiles(s, y, rxt_min(chunk->last, y + BLUR_TILE));
    }
    *(struct blur_proof *)chunk->partial = proof;
}

enum rxt_err blur_check(void *state)
{
    struct blur *s = state;
    uint64_t tiles = 0, spots = 0;
    rxt_map(s->proof, prove_rows, s);
    const struct blur_proof *parts = rxt_partials(s->proof);
    for (size_t c = 0; c < rxt_loop_chunks(s->proof); c++) {
        tiles += parts[c].wrong_tiles;
        spots += parts[c].wrong_spots;
    }
    if (tiles || spots) {
        return rxt_fail(
            RXT_E_WRONG,
            "blur: %llu tiles have another mass than the input around them; %llu numbers are not the "
            "blur there",
            (unsigned long long)tiles, (unsigned long long)spots);
    }
    return RXT_OK;
}

static void digest_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct blur *s = context;
    *(struct blur_proof *)chunk->partial =
        (struct blur_proof){.digest = rxt_digest_bytes(RXT_DIGEST_START, out_row(s, chunk->first),
                                                       (chunk->last - chunk->first) * s->row_bytes)};
}

uint64_t blur_digest(void *state)
{
    struct blur *s = state;
    uint64_t all = rxt_digest_word(rxt_digest_word(RXT_DIGEST_START, s->head.width), s->head.height);
    rxt_map(s->proof, digest_rows, s);
    const struct blur_proof *parts = rxt_partials(s->proof);
    for (size_t c = 0; c < rxt_loop_chunks(s->proof); c++) {
        all = rxt_digest_word(all, parts[c].digest);
    }
    return all;
}
