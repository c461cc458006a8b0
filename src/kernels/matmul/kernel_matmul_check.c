/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_matmul_check.c - is C really A B? C x = A (B x) for random signs x, at the price of n^2.
 */
#include "kernel_matmul.h"

#include "rxt/random.h"

#include <float.h>
#include <math.h>

void matmul_vectors(struct matmul *s)
{
    for (size_t i = 0; i < VECTORS * s->n; i++) {
        s->x[i] = rxt_random_at(~s->seed, i) & 1 ? 1.0 : -1.0;
    }
}

static void project_panel(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const size_t rows = rxt_min(PANEL, s->n - chunk->first * PANEL);
    struct matmul_projected *out = chunk->partial;
    *out = (struct matmul_projected){.y = {{0.0}}};
    for (size_t v = 0; v < VECTORS; v++) {
        for (size_t i = 0; i < rows; i++) {
            const double *b = s->b + ((chunk->first - s->first_panel) * PANEL + i) * s->n;
            for (size_t j = 0; j < s->n; j++) {
                out->y[v][i] += b[j] * s->x[v * s->n + j];
            }
        }
    }
}

static void add_ay(const struct matmul *s, const struct matmul_tile *t, size_t v, double *ay)
{
    const struct matmul_projected *projected = rxt_partials(s->panels);
    for (size_t i = 0; i < t->rows; i++) {
        const double *a = s->a + (t->row + i - s->first_block * s->rows) * s->n;
        for (size_t k = 0; k < s->n; k++) {
            ay[i] += a[k] * projected[k / PANEL].y[v][k % PANEL];
        }
    }
}

static void prove_tile(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const struct matmul_tile t = matmul_tile_at(s, chunk->first);
    struct matmul_proof *proof = chunk->partial;
    *proof = (struct matmul_proof){.digest = 0};
    for (size_t v = 0; v < VECTORS; v++) {
        for (size_t i = 0; i < t.rows; i++) {
            for (size_t j = 0; j < t.columns; j++) {
                proof->cx[v][i] += t.c[i * s->columns + j] * s->x[v * s->n + t.column + j];
            }
        }
        if (t.column == 0) {
            add_ay(s, &t, v, proof->ay[v]);
        }
    }
}

/* How many of the rows of one row of tiles differ; the proofs of its tiles stand side by side. */
static size_t wrong_rows(const struct matmul *s, const struct matmul_proof *proof, double tolerance)
{
    size_t wrong = 0;
    for (size_t v = 0; v < VECTORS; v++) {
        for (size_t i = 0; i < s->rows; i++) { /* rows behind the end are 0 on both sides */
            double cx = 0.0;
            for (size_t t = 0; t < s->tiles_across; t++) {
                cx += proof[t].cx[v][i];
            }
            wrong += !(fabs(cx - proof->ay[v][i]) <= tolerance);
        }
    }
    return wrong;
}

enum rxt_err matmul_check(void *state)
{
    struct matmul *s = state;
    /* Rounding of sums of n entries, each a sum of n products of size 1/3 with random signs: about
     * epsilon n^1.5; 16 times as much is allowed. */
    const double tolerance = 16.0 * DBL_EPSILON * (double)s->n * sqrt((double)s->n);
    rxt_map(s->panels, project_panel, s);
    rxt_map(s->proof, prove_tile, s);
    const struct matmul_proof *proofs = rxt_partials(s->proof);
    size_t wrong = 0;
    for (size_t i = 0; i < rxt_loop_chunks(s->proof); i += s->tiles_across) {
        wrong += wrong_rows(s, proofs + i, tolerance);
    }
    if (wrong) {
        return rxt_fail(RXT_E_WRONG, "matmul: %zu rows of C x and A (B x) differ by more than %.3g", wrong,
                        tolerance);
    }
    return RXT_OK;
}
