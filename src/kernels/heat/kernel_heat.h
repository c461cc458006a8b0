/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat.h - a plate or a cube of points in rows: how it lies in memory, and how a row is stepped.
 *
 * The first dimension is cut over the workers: a slab is a row of the plate or a plane of the cube. The
 * last one runs fastest. All steps add in the same order, so that neither a tile nor the depth of
 * blocking changes a bit.
 */
#ifndef KERNEL_HEAT_H
#define KERNEL_HEAT_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    HEAT_MODES = 2,
    HEAT_PAD = 8, /* numbers before the first inner one of a row: it begins a cache line */
    HEAT_MAX_BLOCK = 9,
    /* numbers from one array to the other modulo a page: a load is not taken for one behind a store to the
     * same place of the other array, as far as its last 12 bits tell */
    HEAT_APART = 256,
    HEAT_BUNDLE = 4
};

/* amplitude sin(p Pi z / (n + 1)) sin(q Pi y / (n + 1)) sin(r Pi x / (n + 1)), times lambda in every
 * step; coordinates count from the border, 0, to the other, n + 1. A plate has no y: its factor is 1. */
struct heat_mode {
    double amplitude, lambda;
    const double *wave[3]; /* of z, y, x: n + 2 values each */
};

struct heat_modes {
    struct heat_mode mode[HEAT_MODES];
};

static inline size_t heat_modes_bytes(size_t n)
{
    return HEAT_MODES * 3 * (n + 2) * sizeof(double);
}

/** Set up the modes of a plate (dims 2) or a cube (3) of n inner points a side; waves is
 *  heat_modes_bytes(n) bytes. */
void heat_modes_set(struct heat_modes *modes, double *waves, size_t n, int dims);

/** Return a times the first mode plus b times the second at a point; any y for a plate. */
static inline double heat_modes_at(const struct heat_modes *modes, size_t z, size_t y, size_t x, double a,
                                   double b)
{
    const struct heat_mode *m = modes->mode;
    return a * (m[0].amplitude * (m[0].wave[0][z] * m[0].wave[1][y]) * m[0].wave[2][x]) +
           b * (m[1].amplitude * (m[1].wave[0][z] * m[1].wave[1][y]) * m[1].wave[2][x]);
}

/* Up to HEAT_BUNDLE neighbouring rows that are stepped together, so that a row that several of them need is
 * loaded once, and several streams from memory are under way. All begin at the same point. */
struct heat_bundle {
    size_t n_rows, n; /* rows, and numbers of each */
    ptrdiff_t ahead;  /* numbers from what is read to what comes soon */
    double *out[HEAT_BUNDLE];
    const double *row[HEAT_BUNDLE + 2];                      /* with the rows before and behind them; row[-1]
                                                                and row[n] of the inner ones are there too */
    const double *before[HEAT_BUNDLE], *behind[HEAT_BUNDLE]; /* of a cube: in the planes beside theirs */
};

typedef void (*heat_step_fn)(const struct heat_bundle *bundle);

/* Which side of a step is memory and not a cache: what is read is fetched ahead, what is written goes
 * around the caches. */
enum heat_far { HEAT_NEAR, HEAT_READS, HEAT_WRITES, HEAT_BOTH, HEAT_FARS };

/** Return the step for a plate (dims 2) or a cube (3). */
heat_step_fn heat_step_of(int dims, enum rxt_isa isa, enum heat_far far);

/** The same in AVX-512. */
heat_step_fn heat_step_avx512(int dims, enum heat_far far);

/** Tell whether both arrays of a rank, n_bytes, are more than the caches of its threads hold. */
static inline bool heat_is_far(size_t n_bytes, int n_threads)
{
    return n_bytes > ((size_t)16 << 20) * (size_t)n_threads;
}

/* Where numbers lie. Point (z, y, x), from 0, is at[z slab + y stride + x]; all are inner points, and
 * the neighbours of the outermost ones are in memory too, and 0. */
struct heat_grid {
    size_t n, rows; /* points a row; rows a slab: 1 or n */
    bool is_cube;
    size_t stride, slab;     /* numbers from row to row, slab to slab */
    size_t head, slab_bytes; /* numbers of a slab before its first inner one; bytes of a slab */
};

static inline struct heat_grid heat_grid_of(size_t n, int dims)
{
    const size_t stride = (HEAT_PAD + n + 1 + 7) / 8 * 8, rows = dims == 3 ? n : 1;
    const size_t slab = (dims == 3 ? n + 2 : 1) * stride;
    return (struct heat_grid){.n = n,
                              .rows = rows,
                              .is_cube = dims == 3,
                              .stride = stride,
                              .slab = slab,
                              .head = HEAT_PAD + (dims == 3 ? stride : 0),
                              .slab_bytes = slab * sizeof(double)};
}

/* What a tile is cut to, and the steps it does at once. */
struct heat_tiling {
    int depth;            /* steps                                       */
    size_t width, height; /* points along x, rows along y, of the result */
    size_t margin;        /* points that inner steps need more, left and right */
    size_t bundle;        /* slabs that are stepped together             */
    size_t n_planes;      /* that an inner step keeps                    */
    size_t stride, plane; /* of such a plane                             */
};

/** Choose tiles for `depth` steps at once, 1 ... HEAT_MAX_BLOCK. */
struct heat_tiling heat_tiling_of(const struct heat_grid *grid, int depth);

/** Return the numbers of scratch that a worker needs. */
size_t heat_scratch(const struct heat_tiling *tiling);

struct heat_sweep {
    const struct heat_grid *grid;
    const struct heat_tiling *tiling;
    const double *from; /* point (0, 0, 0) of the array that is read, even if it lives elsewhere */
    double *to;         /* of the one that is written */
    double *scratch;    /* of this worker; aligned to 64 bytes */
    bool is_far;        /* both arrays are memory */
    enum rxt_isa isa;
};

/** Do depth (at most tiling->depth) steps for slabs [first, last): reads `from` in up to depth slabs more on
 *  either side. */
void heat_sweep(const struct heat_sweep *sweep, int depth, size_t first, size_t last);

#endif
