/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_block.c - several steps in one sweep over memory: tiles that overlap, slab behind slab.
 *
 * A tile goes through its slabs once. When a slab comes in, step 1 is done for it, step 2 for the slab before
 * it, and so on: the inner steps keep a few planes each, which stay in a cache. What a tile needs of
 * its neighbours it computes itself, so that no tile waits for another. The inner steps are done for
 * the whole margin left and right, although each needs one point less than the one before: what they compute
 * beyond that is wrong and read by nobody, and the rows stay aligned.
 */
#include "kernel_heat.h"

#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <stdint.h>

enum { CACHE_BYTES = 1 << 19, MIN_WIDTH = 128, MAX_WIDTH = 512, AHEAD = 128 /* numbers */ };

/* The planes of all steps, with those that are read, are CACHE_BYTES in all: they stay in a second-level
 * cache. A plate takes several slabs at a time, since its slab is a row. */
struct heat_tiling heat_tiling_of(const struct heat_grid *grid, int depth)
{
    const size_t inner = (size_t)depth - 1;
    struct heat_tiling t = {.depth = depth, .margin = (inner + 7) / 8 * 8};
    t.bundle = grid->is_cube ? 1 : HEAT_BUNDLE;
    t.n_planes = t.bundle + 2;
    const size_t numbers = CACHE_BYTES / sizeof(double) / (t.n_planes * (size_t)depth);
    t.width = grid->is_cube ? MAX_WIDTH : numbers;
    t.width = rxt_max(t.width / 8 * 8, MIN_WIDTH);
    t.width = rxt_min(t.width, (grid->n + 7) / 8 * 8);
    t.stride = HEAT_PAD + t.width + 2 * t.margin + HEAT_PAD;
    t.height = rxt_max(numbers / t.stride, 4 * inner + 4);
    t.height = rxt_min(t.height, grid->rows);
    t.plane = (t.height + 2 * inner) * t.stride;
    return t;
}

/* The planes of the inner steps, and a row of zeros. */
size_t heat_scratch(const struct heat_tiling *t)
{
    return t->n_planes * ((size_t)t->depth - 1) * t->plane + t->stride;
}

/* Half open ranges of slabs, rows and points. */
struct box {
    ptrdiff_t z0, z1, y0, y1, x0, x1;
};

struct tile {
    const struct heat_sweep *sweep;
    int depth;
    struct box result;
    heat_step_fn step[HEAT_MAX_BLOCK + 1]; /* from 1 */
};

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

static ptrdiff_t most(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

/* What step `step` (1 ... depth) has to compute. */
static struct box box_of(const struct tile *tile, int step)
{
    const struct heat_grid *g = tile->sweep->grid;
    const struct box *r = &tile->result;
    const ptrdiff_t more = tile->depth - step, side = more ? (ptrdiff_t)tile->sweep->tiling->margin : 0;
    const ptrdiff_t n = (ptrdiff_t)g->n;
    return (struct box){.z0 = most(r->z0 - more, 0),
                        .z1 = least(r->z1 + more, n),
                        .y0 = most(r->y0 - more, 0),
                        .y1 = least(r->y1 + more, (ptrdiff_t)g->rows),
                        .x0 = most(r->x0 - side, 0),
                        .x1 = least(r->x1 + side, n)};
}

/* Zeros as long as a row of an inner step. */
static const double *zeros(const struct tile *tile)
{
    return tile->sweep->scratch + heat_scratch(tile->sweep->tiling) - tile->sweep->tiling->stride + HEAT_PAD;
}

/* Row (z, y) after a step, at point x0 of the result: 0 is what is read, `depth` what is written. */
static double *row_at(const struct tile *tile, int step, ptrdiff_t z, ptrdiff_t y)
{
    const struct heat_sweep *s = tile->sweep;
    const struct heat_tiling *t = s->tiling;
    if (step == tile->depth) {
        return s->to + z * (ptrdiff_t)s->grid->slab + y * (ptrdiff_t)s->grid->stride + tile->result.x0;
    }
    const ptrdiff_t n_planes = (ptrdiff_t)t->n_planes, plane = n_planes * (step - 1) + z % n_planes;
    const ptrdiff_t row = y - tile->result.y0 + t->depth - 1;
    return s->scratch + plane * (ptrdiff_t)t->plane + row * (ptrdiff_t)t->stride + HEAT_PAD +
           (ptrdiff_t)t->margin;
}

static const double *row_read(const struct tile *tile, int step, ptrdiff_t z, ptrdiff_t y, ptrdiff_t offset)
{
    const struct heat_sweep *s = tile->sweep;
    const struct heat_grid *g = s->grid;
    if (step == 0) {
        return s->from + z * (ptrdiff_t)g->slab + y * (ptrdiff_t)g->stride + tile->result.x0 + offset;
    }
    if (z < 0 || z >= (ptrdiff_t)g->n || y < 0 || y >= (ptrdiff_t)g->rows) {
        return zeros(tile);
    }
    return row_at(tile, step, z, y) + offset;
}

/* The border, where it is in the tile; elsewhere this is in the margin. */
static void close_rows(const struct heat_bundle *b)
{
    for (size_t k = 0; k < b->n_rows; k++) {
        b->out[k][-1] = 0.0;
        b->out[k][b->n] = 0.0;
    }
}

/* A plate: slabs, that is rows, z ... z + n_rows - 1. */
static void step_rows(const struct tile *tile, int step, const struct box *box, ptrdiff_t z, size_t n_rows)
{
    const ptrdiff_t offset = box->x0 - tile->result.x0;
    struct heat_bundle b = {.n_rows = n_rows, .n = (size_t)(box->x1 - box->x0), .ahead = AHEAD};
    for (size_t k = 0; k < n_rows + 2; k++) {
        b.row[k] = row_read(tile, step - 1, z + (ptrdiff_t)k - 1, 0, offset);
    }
    for (size_t k = 0; k < n_rows; k++) {
        b.out[k] = row_at(tile, step, z + (ptrdiff_t)k, 0) + offset;
    }
    tile->step[step](&b);
    if (step < tile->depth) {
        close_rows(&b);
    }
}

/* Where the rows lie that are read next: in this plane, or the first ones of the plane behind it. */
static ptrdiff_t next_bundle(const struct heat_grid *g, const struct box *box, ptrdiff_t y)
{
    const ptrdiff_t stride = (ptrdiff_t)g->stride;
    return y + HEAT_BUNDLE < box->y1 ? HEAT_BUNDLE * stride : (ptrdiff_t)g->slab - (y - box->y0) * stride;
}

/* A cube: the tile's rows of slab z. */
static void step_plane(const struct tile *tile, int step, const struct box *box, ptrdiff_t z)
{
    const ptrdiff_t offset = box->x0 - tile->result.x0;
    for (ptrdiff_t y = box->y0; y < box->y1; y += HEAT_BUNDLE) {
        struct heat_bundle b = {.n_rows = (size_t)least(HEAT_BUNDLE, box->y1 - y),
                                .n = (size_t)(box->x1 - box->x0),
                                .ahead = next_bundle(tile->sweep->grid, box, y)};
        for (size_t k = 0; k < b.n_rows + 2; k++) {
            b.row[k] = row_read(tile, step - 1, z, y + (ptrdiff_t)k - 1, offset);
        }
        for (size_t k = 0; k < b.n_rows; k++) {
            b.before[k] = row_read(tile, step - 1, z - 1, y + (ptrdiff_t)k, offset);
            b.behind[k] = row_read(tile, step - 1, z + 1, y + (ptrdiff_t)k, offset);
            b.out[k] = row_at(tile, step, z, y + (ptrdiff_t)k) + offset;
        }
        tile->step[step](&b);
        if (step < tile->depth) {
            close_rows(&b);
        }
    }
}

static void do_front(const struct tile *tile, const struct box *box, ptrdiff_t front)
{
    const ptrdiff_t bundle = (ptrdiff_t)tile->sweep->tiling->bundle;
    for (int step = 1; step <= tile->depth; step++) {
        const ptrdiff_t z0 = most(front - (step - 1), box[step].z0);
        const ptrdiff_t z1 = least(front - (step - 1) + bundle, box[step].z1);
        if (z0 >= z1) {
            continue;
        }
        if (tile->sweep->grid->is_cube) {
            step_plane(tile, step, &box[step], z0);
        } else {
            step_rows(tile, step, &box[step], z0, (size_t)(z1 - z0));
        }
    }
}

static void do_tile(const struct tile *tile)
{
    struct box box[HEAT_MAX_BLOCK + 1];
    const ptrdiff_t bundle = (ptrdiff_t)tile->sweep->tiling->bundle;
    for (int step = 1; step <= tile->depth; step++) {
        box[step] = box_of(tile, step);
    }
    for (ptrdiff_t front = box[1].z0; front < tile->result.z1 + tile->depth - 1; front += bundle) {
        do_front(tile, box, front);
    }
}

static void choose_steps(struct tile *tile)
{
    const struct heat_sweep *s = tile->sweep;
    for (int step = 1; step <= tile->depth; step++) {
        const int far =
            s->is_far ? (step == 1 ? HEAT_READS : 0) | (step == tile->depth ? HEAT_WRITES : 0) : 0;
        tile->step[step] = heat_step_of(s->grid->is_cube ? 3 : 2, s->isa, (enum heat_far)far);
    }
}

void heat_sweep(const struct heat_sweep *s, int depth, size_t first, size_t last)
{
    const struct heat_grid *g = s->grid;
    struct tile tile = {.sweep = s, .depth = depth};
    choose_steps(&tile);
    for (size_t y = 0; y < g->rows; y += s->tiling->height) {
        for (size_t x = 0; x < g->n; x += s->tiling->width) {
            tile.result = (struct box){.z0 = (ptrdiff_t)first,
                                       .z1 = (ptrdiff_t)last,
                                       .y0 = (ptrdiff_t)y,
                                       .y1 = (ptrdiff_t)rxt_min(y + s->tiling->height, g->rows),
                                       .x0 = (ptrdiff_t)x,
                                       .x1 = (ptrdiff_t)rxt_min(x + s->tiling->width, g->n)};
            do_tile(&tile);
        }
    }
}
