/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat.c - heat spreads in a plate: 2-D Jacobi steps, neighbours exchange edges.
 *
 * The start is the sum of two eigenmodes of the discrete operator, so the answer after any number
 * of steps is known by algebra, without a discretisation error. Counted per point and step:
 * 4 flop; 16 bytes, one load and one store of 8 B. The other three loads come
 * from a cache, and the write-allocate load is not counted.
 */
#include "kernel_heat.h"
#include "kernel_parts.h"

#include "rxt/digest.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { POINTS_A_CHUNK = 16384, MIN_CHUNKS = 64 };
enum { N, STEPS };

static const struct rxt_param params[] = {
    [N] = {"n", "points", RXT_INTEGER, 1, 1000000, {"256", "2048", "8192"}, "inner points along each side"},
    [STEPS] = {"steps", "", RXT_INTEGER, 1, 1e9, {"200", "30", "50"}, "time steps"},
    {.name = NULL},
};

struct state {
    struct rxt_team *team;
    struct rxt_loop *sweep; /* the rows; no partial results, so that a step costs no exchange of them */
    struct rxt_loop *fold;  /* the same rows; partial results for check and digest */
    struct kernel_pages pages[2], waves; /* waves: of the modes */
    double *u[2]; /* home rows and a ghost row before and behind, `stride` numbers apart */
    int now;      /* which of the two holds the last step */
    size_t n, steps, stride, first;
    struct heat_modes modes;
};

struct part {
    uint64_t wrong, digest;
    double worst;
};

static size_t stride_of(size_t n)
{
    return (n + 2 + 7) / 8 * 8;
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer, stride = (double)stride_of((size_t)v[N].integer);
    *out = (struct rxt_need){.split_bytes = 16.0 * n * stride,
                             .rank_bytes = 32.0 * stride + (double)heat_modes_bytes((size_t)n)};
}

/* Numbers of row i (0 is the first inner row), boundary column first. */
static double *row_of(const struct state *s, int which, size_t i)
{
    return s->u[which] + (i + 1 - s->first) * s->stride;
}

/* Both arrays are written, so that both live where their rows are swept. */
static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        double *a = row_of(s, 0, i), *b = row_of(s, 1, i);
        for (size_t j = 0; j < s->stride; j++) {
            const bool inner = j >= 1 && j <= s->n;
            a[j] = inner ? heat_modes_at(&s->modes, i + 1, j, 1.0, 1.0) : 0.0;
            b[j] = 0.0;
        }
    }
}

static void step_row(double *restrict out, const double *restrict up, const double *restrict mid,
                     const double *restrict down, size_t n)
{
    for (size_t j = 1; j <= n; j++) {
        out[j] = 0.25 * ((up[j] + down[j]) + (mid[j - 1] + mid[j + 1]));
    }
}

static void step_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        const double *mid = row_of(s, s->now, i);
        step_row(row_of(s, 1 - s->now, i), mid - s->stride, mid, mid + s->stride, s->n);
    }
}

static enum rxt_err open_loops(struct state *s)
{
    struct rxt_loop_spec spec = {.n_items = s->n};
    spec.grain = kernel_max(1, kernel_min(POINTS_A_CHUNK / s->n, s->n / MIN_CHUNKS));
    enum rxt_err err = rxt_loop_open(&s->sweep, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct part);
    return err ? err : rxt_loop_open(&s->fold, s->team, &spec);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.team = team, .n = (size_t)v[N].integer, .steps = (size_t)v[STEPS].integer};
    s->stride = stride_of(s->n);
    err = open_loops(s);
    if (err) {
        return err;
    }
    const struct rxt_span home = rxt_loop_home(s->sweep);
    const size_t n_bytes = (home.last - home.first + 2) * s->stride * sizeof(double);
    s->first = home.first;
    err = kernel_pages_open(&s->pages[0], team, n_bytes);
    err = err ? err : kernel_pages_open(&s->pages[1], team, n_bytes);
    err = err ? err : kernel_pages_open(&s->waves, team, heat_modes_bytes(s->n));
    if (!err) {
        s->u[0] = s->pages[0].at;
        s->u[1] = s->pages[1].at;
        heat_modes_set(&s->modes, s->waves.at, s->n);
        rxt_map_home(s->sweep, fill, s);
    }
    return err;
}

static void reset(void *state)
{
    struct state *s = state;
    s->now = 0;
    rxt_map_home(s->sweep, fill, s);
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    for (size_t t = 0; t < s->steps; t++) {
        rxt_halo(s->sweep, s->u[s->now], s->stride * sizeof(double));
        rxt_map(s->sweep, step_rows, s);
        s->now = 1 - s->now;
    }
    return RXT_OK;
}

/* Each step rounds by a few epsilon of at most 1.5, and averaging does not enlarge an error. */
static double tolerance(const struct state *s)
{
    return 4.0 * DBL_EPSILON * ((double)s->steps + 16.0);
}

static void check_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    const double a = pow(s->modes.mode[0].lambda, (double)s->steps);
    const double b = pow(s->modes.mode[1].lambda, (double)s->steps);
    struct part part = {.wrong = 0};
    for (size_t i = chunk->first; i < chunk->last; i++) {
        const double *u = row_of(s, s->now, i);
        for (size_t j = 1; j <= s->n; j++) {
            const double off = fabs(u[j] - heat_modes_at(&s->modes, i + 1, j, a, b));
            part.wrong += !(off <= tolerance(s));
            part.worst = off > part.worst ? off : part.worst;
        }
    }
    *(struct part *)chunk->partial = part;
}

static enum rxt_err check(void *state)
{
    struct state *s = state;
    struct part all = {.wrong = 0};
    rxt_map(s->fold, check_rows, s);
    const struct part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all.wrong += parts[c].wrong;
        all.worst = parts[c].worst > all.worst ? parts[c].worst : all.worst;
    }
    if (all.wrong) {
        return rxt_fail(RXT_E_WRONG, "heat: %llu points are off by up to %.3g, %.3g is allowed",
                        (unsigned long long)all.wrong, all.worst, tolerance(s));
    }
    return RXT_OK;
}

static void digest_rows(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct part part = {.digest = RXT_DIGEST_START};
    for (size_t i = chunk->first; i < chunk->last; i++) {
        part.digest = rxt_digest_bytes(part.digest, row_of(s, s->now, i) + 1, s->n * sizeof(double));
    }
    *(struct part *)chunk->partial = part;
}

static uint64_t digest(void *state)
{
    struct state *s = state;
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->steps);
    rxt_map(s->fold, digest_rows, s);
    const struct part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all = rxt_digest_word(all, parts[c].digest);
    }
    return all;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct state *s = state;
    const double points = (double)s->n * (double)s->n * (double)s->steps;
    *out = (struct rxt_work){
        .items = points, .flop = 4.0 * points, .bytes = 16.0 * points, .messages = 2.0 * (double)s->steps};
}

static void spoil(void *state)
{
    struct state *s = state;
    if (rxt_loop_owner(s->sweep, s->n / 2) == rxt_team_rank(s->team)) {
        row_of(s, s->now, s->n / 2)[1 + s->n / 2] += 1e-3;
    }
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->sweep);
        rxt_loop_close(s->fold);
        kernel_pages_close(&s->pages[0]);
        kernel_pages_close(&s->pages[1]);
        kernel_pages_close(&s->waves);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_heat = {
    .name = "heat",
    .what = "heat in a plate: 2-D Jacobi steps",
    .category = "simulation",
    .formula = "u'(i,j) = (u(i-1,j) + u(i+1,j) + u(i,j-1) + u(i,j+1)) / 4, u = 0 on the border",
    .source = "LeVeque, Finite Difference Methods for ODEs and PDEs, SIAM (2007), 3.2 and 9",
    .params = params,
    .growth = 2.0,
    .need = need,
    .open = open_state,
    .reset = reset,
    .run = run,
    .check = check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
