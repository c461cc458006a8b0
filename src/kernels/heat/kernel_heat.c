/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat.c - heat spreads in a plate or a cube: Jacobi steps, neighbours exchange edges.
 *
 * The start is the sum of two eigenmodes of the discrete operator, so the answer after any number
 * of steps is known by algebra, without a discretisation error. Counted per point and step: 4 flop
 * (plate) or 6 (cube); 16 bytes, one load and one store of 8 B, however many steps a sweep does. The other
 * loads come from a cache; the load that a store may begin with is not counted.
 */
#include "kernel_heat_state.h"

#include <limits.h>
#include <stdlib.h>

enum { POINTS_A_CHUNK = 16384, MIN_CHUNKS = 64, MIN_CUBE_CHUNKS = 16, MIN_BLOCKED_CHUNKS = 16 };
enum { N, STEPS, DIMS, BLOCK };

static const size_t scratch_page = (size_t)2 << 20;

static const struct rxt_param params[] = {
    [N] = {"n", "points", RXT_INTEGER, 1, 1000000, {"256", "2048", "8192"}, "inner points along each side"},
    [STEPS] = {"steps", "", RXT_INTEGER, 1, 1e9, {"200", "60", "50"}, "time steps"},
    [DIMS] = {"dims", "", RXT_INTEGER, 2, 3, {"2", "2", "2"}, "2: a plate, n x n; 3: a cube, n x n x n"},
    [BLOCK] = {"block",
               "steps",
               RXT_INTEGER,
               1,
               HEAT_MAX_BLOCK,
               {"1", "1", "1"},
               "time steps a sweep over memory; 1: no temporal blocking"},
    {.name = NULL},
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer, row = 8.0 * (n + HEAT_PAD + 8.0);
    const double slab = v[DIMS].integer == 3 ? (n + 2.0) * row : row;
    *out = (struct rxt_need){.split_bytes = 2.0 * n * slab,
                             .rank_bytes = 4.0 * (double)v[BLOCK].integer * slab +
                                           (double)heat_modes_bytes((size_t)n) + (double)scratch_page};
}

static struct rxt_growth growth_of(const union rxt_value *v)
{
    return (struct rxt_growth){.power = (double)v[DIMS].integer};
}

/* Both arrays are written, so that both live where their slabs are swept. */
static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct heat *s = context;
    for (size_t z = chunk->first; z < chunk->last; z++) {
        for (int which = 0; which < 2; which++) {
            double *slab = heat_row_at(s, which, z, 0) - s->grid.head;
            for (size_t i = 0; i < s->grid.slab; i++) {
                slab[i] = 0.0;
            }
        }
        for (size_t y = 0; y < s->grid.rows; y++) {
            double *row = heat_row_at(s, 0, z, y);
            for (size_t x = 0; x < s->n; x++) {
                row[x] = heat_modes_at(&s->modes, z + 1, y + 1, x + 1, 1.0, 1.0);
            }
        }
    }
}

/* Slabs a chunk. A chunk reads `block` slabs more on either side, and a cube's chunk one at least. */
static size_t grain_of(const struct heat *s)
{
    const size_t slab = s->grid.rows * s->n;
    if (s->block > 1) {
        return rxt_max(s->block, rxt_min(32 * s->block, s->n / MIN_BLOCKED_CHUNKS));
    }
    if (s->dims == 3) {
        return rxt_max(1, rxt_min(32, s->n / MIN_CUBE_CHUNKS));
    }
    return rxt_max(1, rxt_min(rxt_max(POINTS_A_CHUNK / slab, 4 * HEAT_BUNDLE), s->n / MIN_CHUNKS));
}

static enum rxt_err open_loops(struct heat *s)
{
    struct rxt_loop_spec spec = {.n_items = s->n, .grain = grain_of(s)};
    enum rxt_err err = rxt_loop_open(&s->sweep, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct heat_part);
    return err ? err : rxt_loop_open(&s->fold, s->team, &spec);
}

static size_t scratch_bytes(const struct heat *s)
{
    const size_t n_bytes = heat_scratch(&s->tiling) * sizeof(double);
    return (n_bytes + scratch_page - 1) / scratch_page * scratch_page;
}

static enum rxt_err allocate(struct heat *s)
{
    const struct rxt_span home = rxt_loop_home(s->sweep);
    const size_t n_bytes = (home.last - home.first + 2 * s->block) * s->grid.slab_bytes;
    const size_t n_threads = (size_t)rxt_team_threads(s->team);
    s->first = home.first;
    enum rxt_err err = rxt_pages_open(&s->pages[0], s->team, n_bytes);
    err = err ? err : rxt_pages_open(&s->pages[1], s->team, n_bytes + HEAT_APART * sizeof(double));
    err = err ? err : rxt_pages_open(&s->waves, s->team, heat_modes_bytes(s->n));
    err = err ? err : rxt_pages_open(&s->scratch, s->team, n_threads * scratch_bytes(s));
    s->u[0] = s->pages[0].at;
    s->u[1] = (double *)s->pages[1].at + HEAT_APART;
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct heat));
    if (err) {
        return err;
    }
    struct heat *s = *out;
    *s = (struct heat){.team = team,
                       .n = (size_t)v[N].integer,
                       .steps = (size_t)v[STEPS].integer,
                       .dims = (int)v[DIMS].integer,
                       .block = (size_t)v[BLOCK].integer};
    s->grid = heat_grid_of(s->n, s->dims);
    s->tiling = heat_tiling_of(&s->grid, (int)s->block);
    if (s->grid.slab_bytes * s->block > INT_MAX) {
        return rxt_fail(RXT_E_RANGE, "heat: %zu ghost slabs of n=%zu are more than one message of 2 GiB",
                        s->block, s->n);
    }
    err = open_loops(s);
    err = err ? err : allocate(s);
    if (!err) {
        heat_modes_set(&s->modes, s->waves.at, s->n, s->dims);
        s->isa = rxt_isa_choose(team);
        s->is_far = heat_is_far(s->pages[0].n_bytes + s->pages[1].n_bytes, rxt_team_threads(team));
        rxt_map_home(s->sweep, fill, s);
    }
    return err;
}

static void reset(void *state)
{
    struct heat *s = state;
    s->now = 0;
    rxt_map_home(s->sweep, fill, s);
}

struct steps {
    const struct heat *heat;
    int depth;
};

static void step_slabs(void *context, const struct rxt_chunk *chunk)
{
    const struct steps *steps = context;
    const struct heat *s = steps->heat;
    const size_t begin = s->block * s->grid.slab + s->grid.head, before = s->first * s->grid.slab;
    const struct heat_sweep sweep = {.grid = &s->grid,
                                     .tiling = &s->tiling,
                                     .from = s->u[s->now] + begin - before,
                                     .to = s->u[1 - s->now] + begin - before,
                                     .scratch = (double *)s->scratch.at +
                                                (size_t)chunk->worker * scratch_bytes(s) / sizeof(double),
                                     .is_far = s->is_far,
                                     .isa = s->isa};
    heat_sweep(&sweep, steps->depth, chunk->first, chunk->last);
}

static enum rxt_err run(void *state)
{
    struct heat *s = state;
    for (size_t done = 0, depth; done < s->steps; done += depth) {
        depth = rxt_min(s->block, s->steps - done);
        rxt_halo(s->sweep, s->u[s->now], s->grid.slab_bytes, s->block);
        rxt_map(s->sweep, step_slabs, &(struct steps){.heat = s, .depth = (int)depth});
        s->now = 1 - s->now;
    }
    return RXT_OK;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct heat *s = state;
    const double points = (double)s->n * (double)s->n * (double)s->grid.rows * (double)s->steps;
    const size_t n_sweeps = (s->steps + s->block - 1) / s->block;
    *out = (struct rxt_work){.items = points,
                             .flop = 2.0 * s->dims * points,
                             .bytes = 16.0 * points,
                             .messages = 2.0 * (double)n_sweeps};
}

static void spoil(void *state)
{
    struct heat *s = state;
    if (rxt_loop_owner(s->sweep, s->n / 2) == rxt_team_rank(s->team)) {
        heat_row_at(s, s->now, s->n / 2, s->grid.rows / 2)[s->n / 2] += 1e-3;
    }
}

static void close_state(void *state)
{
    struct heat *s = state;
    if (s) {
        rxt_loop_close(s->sweep);
        rxt_loop_close(s->fold);
        rxt_pages_close(&s->pages[0]);
        rxt_pages_close(&s->pages[1]);
        rxt_pages_close(&s->waves);
        rxt_pages_close(&s->scratch);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_heat = {
    .name = "heat",
    .what = "heat in a plate or a cube: Jacobi steps",
    .category = "simulation",
    .stresses = "memory bandwidth, neighbours",
    .formula = "u'(p) = the mean of u at the 2 dims neighbours of p, u = 0 on the border",
    .source = "LeVeque, Finite Difference Methods for ODEs and PDEs, SIAM (2007), 3.2 and 9; blocking: "
              "Frigo & Strumpen (2005), overlapped tiles",
    .params = params,
    .size_param = "n",
    .growth = {.power = 2.0},
    .growth_of = growth_of,
    .need = need,
    .open = open_state,
    .reset = reset,
    .run = run,
    .check = heat_check,
    .digest = heat_digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
