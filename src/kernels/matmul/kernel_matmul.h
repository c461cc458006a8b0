/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_matmul.h - how `matmul` is cut, and what its check needs.
 */
#ifndef KERNEL_MATMUL_H
#define KERNEL_MATMUL_H

#include "rxt/kernel.h"
#include "rxt/memory.h"

/* Tiles of C are wide, since every call of dgemm packs its part of B anew, for all rows of the tile alone:
 * that costs 1 / (2 rows) of the work. Their number is a multiple of 16, so that they can be shared out.
 * A panel is as deep as two blocks of OpenBLAS. */
enum { MAX_ROWS = 512, MAX_COLUMNS = 2048, BLOCKS = 8, ACROSS = 2, PANEL = 768, VECTORS = 2 };

/* A panel's rows of y = B x. */
struct matmul_projected {
    double y[VECTORS][PANEL];
};

/* A tile's part of C x; A y, from the first tile of each row of tiles; a digest. */
struct matmul_proof {
    double cx[VECTORS][MAX_ROWS], ay[VECTORS][MAX_ROWS];
    uint64_t digest, pad[7];
};

struct matmul {
    struct rxt_team *team;
    struct rxt_loop *tiles;  /* of C                                       */
    struct rxt_loop *proof;  /* the same, with partial results             */
    struct rxt_loop *panels; /* of B, with partial results for the check   */
    struct rxt_pages pages[5];
    double *a;               /* rows of the home's rows of tiles, n numbers each  */
    double *b;               /* panels of the home                                */
    double *c;               /* tiles of the home, rows x columns each            */
    double *received;        /* a panel of another rank                           */
    double *x;               /* VECTORS x n numbers, +1 or -1                     */
    size_t n, rows, columns; /* of the matrices; of a tile */
    size_t tiles_across, first_tile, first_block, first_panel;
    uint64_t seed;
    size_t panel; /* the one that is multiplied now, and where it is */
    double *panel_b;
};

/* Where a tile is: its row of tiles, its first row and column, its size, its numbers. */
struct matmul_tile {
    size_t block, row, column, rows, columns;
    double *c;
};

static inline size_t matmul_ceil_div(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

/* The largest even share of n that is at most max, from a multiple of `parts` shares. */
static inline size_t matmul_share(size_t n, size_t max, size_t parts)
{
    return matmul_ceil_div(n, matmul_ceil_div(n, max * parts) * parts);
}

static inline struct matmul_tile matmul_tile_at(const struct matmul *s, size_t item)
{
    const size_t block = item / s->tiles_across, row = block * s->rows,
                 column = item % s->tiles_across * s->columns;
    return (struct matmul_tile){.block = block,
                                .row = row,
                                .column = column,
                                .rows = rxt_min(s->rows, s->n - row),
                                .columns = rxt_min(s->columns, s->n - column),
                                .c = s->c + (item - s->first_tile) * s->rows * s->columns};
}

/** Open the CBLAS; all ranks return the same code. RXT_E_ABSENT, RXT_E_MEMORY. Collective. */
RXT_CHECKED
enum rxt_err matmul_blas_open(struct rxt_team *team);
/** Add to a tile of C the product of depth columns of A and rows of B; the first panel sets it. */
void matmul_blas_add(const struct matmul *s, const struct matmul_tile *t, const double *a, const double *b,
                     size_t depth);
/** Fill A, B and x, and touch C; collective. */
void matmul_fill(struct matmul *s);
/** Draw the vectors x of the check. */
void matmul_vectors(struct matmul *s);
/** Compare C x with A (B x); collective. */
enum rxt_err matmul_check(void *state);

#endif
