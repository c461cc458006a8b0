/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_matmul_fill.c - the random matrices, each part written by the worker that will use it.
 */
#include "kernel_matmul.h"

#include "rxt/random.h"

#include <string.h>

/* Evenly in [-1, 1), a multiple of 2^-52. */
static double entry(uint64_t seed, size_t at)
{
    return (double)(rxt_random_at(seed, at) >> 11) * 0x1p-52 - 1.0;
}

static void fill_a(const struct matmul *s, size_t block, size_t first_column, size_t last_column)
{
    const size_t last_row = rxt_min(s->n, (block + 1) * s->rows);
    for (size_t i = block * s->rows; i < last_row; i++) {
        for (size_t j = first_column; j < last_column; j++) {
            s->a[(i - s->first_block * s->rows) * s->n + j] = entry(2 * s->seed, i * s->n + j);
        }
    }
}

/* The tile's share of the rows of A above which it stands, and the tile itself. */
static void fill_tile(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const struct matmul_tile t = matmul_tile_at(s, chunk->first);
    fill_a(s, t.block, t.column, t.column + t.columns);
    memset(t.c, 0, s->rows * s->columns * sizeof *t.c);
}

/* Rows of A at the edge of the home stand above tiles of other ranks too. */
static void fill_edges(const struct matmul *s, struct rxt_span home)
{
    const size_t last = matmul_ceil_div(home.last, s->tiles_across);
    if (home.first == home.last) {
        return;
    }
    fill_a(s, s->first_block, 0, home.first % s->tiles_across * s->columns);
    if (home.last % s->tiles_across) {
        fill_a(s, last - 1, home.last % s->tiles_across * s->columns, s->n);
    }
}

static void fill_panel(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const size_t first = chunk->first * PANEL, last = rxt_min(s->n, first + PANEL);
    double *b = s->b + (chunk->first - s->first_panel) * PANEL * s->n;
    for (size_t at = first * s->n; at < last * s->n; at++) {
        b[at - first * s->n] = entry(2 * s->seed + 1, at);
    }
}

void matmul_fill(struct matmul *s)
{
    rxt_map_home(s->tiles, fill_tile, s);
    rxt_map_home(s->panels, fill_panel, s);
    fill_edges(s, rxt_loop_home(s->tiles));
    memset(s->received, 0, s->pages[3].n_bytes);
    matmul_vectors(s);
}
