/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_matmul.c - C = A B, tile by tile with CBLAS; panels of B are broadcast.
 *
 * Items are the tiles of C, row by row of tiles; a rank holds its tiles of C and all of A that they need. B is cut into panels of PANEL
 * rows, each at home on one rank, which sends it to all when its turn comes. Every
 * call of dgemm has a shape that follows from n alone. Counted: 2 n^3 flop; A, B and C once, 24 n^2 bytes.
 */
#include "kernel_matmul.h"

#ifdef RXT_HAVE_CBLAS

#include "rxt/digest.h"

#include <stdlib.h>

enum { N, SEED };

static const struct rxt_param params[] = {
    [N] = {"n", "rows", RXT_INTEGER, 1, 32768, {"500", "1536", "4000"}, "rows and columns of each matrix"},
    [SEED] = RXT_PARAM_SEED("which random matrices"),
    {.name = NULL},
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const size_t n = (size_t)v[N].integer;
    const size_t rows = matmul_share(n, MAX_ROWS, BLOCKS), columns = matmul_share(n, MAX_COLUMNS, ACROSS);
    const size_t tiles = matmul_ceil_div(n, rows) * matmul_ceil_div(n, columns);
    const double row = 8.0 * (double)n;
    out->split_bytes = 2.0 * row * (double)n + 8.0 * (double)(rows * columns * tiles);
    out->rank_bytes =
        (PANEL + 2.0 * (double)rows + VECTORS) * row + (double)(sizeof(struct matmul_proof) * tiles);
}

static enum rxt_err open_loops(struct matmul *s)
{
    const size_t blocks = matmul_ceil_div(s->n, s->rows), panels = matmul_ceil_div(s->n, PANEL);
    s->tiles_across = matmul_ceil_div(s->n, s->columns);
    struct rxt_loop_spec spec = {.n_items = blocks * s->tiles_across, .grain = 1};
    enum rxt_err err = rxt_loop_open(&s->tiles, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct matmul_proof);
    err = err ? err : rxt_loop_open(&s->proof, s->team, &spec);
    const struct rxt_loop_spec by_panel = {
        .n_items = panels, .grain = 1, .n_partial_bytes = sizeof(struct matmul_projected)};
    return err ? err : rxt_loop_open(&s->panels, s->team, &by_panel);
}

static enum rxt_err allocate(struct matmul *s, struct rxt_span tiles, struct rxt_span panels)
{
    const size_t row_bytes = s->n * sizeof(double), last_block = matmul_ceil_div(tiles.last, s->tiles_across);
    const size_t blocks = tiles.first < tiles.last ? last_block - s->first_block : 0;
    const size_t tile_bytes = s->rows * s->columns * sizeof(double);
    const size_t received = rxt_team_ranks(s->team) > 1 ? PANEL * row_bytes : 0;
    enum rxt_err err = rxt_pages_open(&s->pages[0], s->team, blocks * s->rows * row_bytes);
    err = err ? err : rxt_pages_open(&s->pages[1], s->team, (panels.last - panels.first) * PANEL * row_bytes);
    err = err ? err : rxt_pages_open(&s->pages[2], s->team, (tiles.last - tiles.first) * tile_bytes);
    err = err ? err : rxt_pages_open(&s->pages[3], s->team, received);
    err = err ? err : rxt_pages_open(&s->pages[4], s->team, VECTORS * row_bytes);
    s->a = s->pages[0].at;
    s->b = s->pages[1].at;
    s->c = s->pages[2].at;
    s->received = s->pages[3].at;
    s->x = s->pages[4].at;
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct matmul));
    if (err) {
        return err;
    }
    struct matmul *s = *out;
    *s = (struct matmul){.team = team, .n = (size_t)v[N].integer, .seed = (uint64_t)v[SEED].integer};
    s->rows = matmul_share(s->n, MAX_ROWS, BLOCKS);
    s->columns = matmul_share(s->n, MAX_COLUMNS, ACROSS);
    err = open_loops(s);
    if (err) {
        return err;
    }
    const struct rxt_span tiles = rxt_loop_home(s->tiles), panels = rxt_loop_home(s->panels);
    s->first_tile = tiles.first;
    s->first_block = tiles.first / s->tiles_across;
    s->first_panel = panels.first;
    err = allocate(s, tiles, panels);
    err = err ? err : matmul_blas_open(team);
    if (!err) {
        matmul_fill(s);
    }
    return err;
}

static void multiply(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const struct matmul_tile t = matmul_tile_at(s, chunk->first);
    const size_t first = s->panel * PANEL, depth = rxt_min(PANEL, s->n - first);
    const double *a = s->a + (t.row - s->first_block * s->rows) * s->n + first;
    matmul_blas_add(s, &t, a, s->panel_b + t.column, depth);
}

static enum rxt_err run(void *state)
{
    struct matmul *s = state;
    const size_t n_panels = rxt_loop_chunks(s->panels);
    for (s->panel = 0; s->panel < n_panels; s->panel++) {
        const size_t depth = rxt_min(PANEL, s->n - s->panel * PANEL);
        const int owner = rxt_loop_owner(s->panels, s->panel);
        s->panel_b = s->received;
        if (owner == rxt_team_rank(s->team)) {
            s->panel_b = s->b + (s->panel - s->first_panel) * PANEL * s->n;
        }
        rxt_bcast(s->team, s->panel_b, depth * s->n * sizeof(double), owner);
        rxt_map(s->tiles, multiply, s);
    }
    return RXT_OK;
}

static void digest_tile(void *context, const struct rxt_chunk *chunk)
{
    const struct matmul *s = context;
    const struct matmul_tile t = matmul_tile_at(s, chunk->first);
    struct matmul_proof *proof = chunk->partial;
    *proof = (struct matmul_proof){.digest = RXT_DIGEST_START};
    for (size_t i = 0; i < t.rows; i++) {
        proof->digest = rxt_digest_bytes(proof->digest, t.c + i * s->columns, t.columns * sizeof *t.c);
    }
}

static uint64_t digest(void *state)
{
    struct matmul *s = state;
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->n);
    rxt_map(s->proof, digest_tile, s);
    const struct matmul_proof *proofs = rxt_partials(s->proof);
    for (size_t i = 0; i < rxt_loop_chunks(s->proof); i++) {
        all = rxt_digest_word(all, proofs[i].digest);
    }
    return all;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct matmul *s = state;
    const double n = (double)s->n;
    *out = (struct rxt_work){.items = n * n,
                             .flop = 2.0 * n * n * n,
                             .bytes = 24.0 * n * n,
                             .messages = (double)rxt_loop_chunks(s->panels)};
}

static void spoil(void *state)
{
    struct matmul *s = state;
    const size_t middle = rxt_loop_chunks(s->tiles) / 2;
    if (rxt_loop_owner(s->tiles, middle) == rxt_team_rank(s->team)) {
        matmul_tile_at(s, middle).c[0] += 1e-3;
    }
}

static void close_state(void *state)
{
    struct matmul *s = state;
    if (s) {
        rxt_loop_close(s->tiles);
        rxt_loop_close(s->proof);
        rxt_loop_close(s->panels);
        for (size_t i = 0; i < sizeof s->pages / sizeof s->pages[0]; i++) {
            rxt_pages_close(&s->pages[i]);
        }
    }
    free(s);
}
#endif

const struct rxt_kernel rxt_kernel_matmul = {
    .name = "matmul",
    .what = "product of two matrices",
    .category = "mathematics",
    .stresses = "flops, broadcast",
    .formula = "C(i,j) = sum over k of A(i,k) B(k,j)",
    .source = "van de Geijn & Watts, SUMMA (1997); check: Freivalds (1977)",
    .size_param = "n",
    .growth = {.power = 3.0},
#ifdef RXT_HAVE_CBLAS
    .params = params,
    .need = need,
    .open = open_state,
    .run = run,
    .check = matmul_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
#else
    .lack = "CBLAS (libopenblas-dev)",
#endif
};
