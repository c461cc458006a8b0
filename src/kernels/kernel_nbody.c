/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody.c - n bodies that all pull each other: arithmetic, and one allgather a step.
 *
 * The bodies of a chunk live with its rank; where all of them are is the partial result of a step, so
 * every rank (on a node: all of them together) holds them in chunk order. Counted per interaction:
 * 20 flop, as is usual, whatever the square root costs; the n forces of a body on itself count.
 */
#include "kernel_nbody.h"
#include "kernel_parts.h"

#include "rxt/digest.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LANES = NBODY_LANES };
enum { N, STEPS, DT, SOFTENING, SEED };

static const struct rxt_param params[] = {
    [N] = {"n", "bodies", RXT_INTEGER, 1, 10000000, {"1024", "8192", "65536"}, "bodies"},
    [STEPS] = {"steps", "", RXT_INTEGER, 1, 1000000, {"10", "10", "4"}, "time steps"},
    [DT] = {"dt", "", RXT_REAL, 1e-6, 0.1, {"0.001", "0.001", "0.0005"}, "time of a step, at most softening"},
    [SOFTENING] = {"softening",
                   "",
                   RXT_REAL,
                   1e-3,
                   10,
                   {"0.01", "0.01", "0.01"},
                   "length below which the pull weakens (the ball's radius is 1)"},
    [SEED] = KERNEL_SEED("of the bodies"),
    {.name = NULL},
};

/* Partial result of check (the sums) and of digest. */
struct part {
    struct nbody_sums sums;
    uint64_t digest;
};

struct state {
    struct rxt_team *team;
    struct rxt_loop *step; /* partial results: where the bodies of a chunk are */
    struct rxt_loop *fold; /* the same chunks; partial results for check and digest */
    struct kernel_pages group_pages, start_pages;
    struct nbody_group *group; /* of this rank's chunks */
    struct nbody_body *start;  /* where all bodies began, whole chunks */
    size_t first_chunk, n, steps, now;
    double dt, softening;
    int64_t seed;
    nbody_pull_fn pull;
};

static size_t chunks_of(size_t n)
{
    return (n + LANES - 1) / LANES;
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)chunks_of((size_t)v[N].integer) * LANES;
    const double chunk = sizeof(struct nbody_group) + 2.0 * sizeof(struct part);
    *out = (struct rxt_need){.split_bytes = n / LANES * chunk + 2.0 * n * sizeof(struct nbody_body),
                             .rank_bytes = n * sizeof(struct nbody_body)};
}

static struct nbody_group *group_of(const struct state *s, const struct rxt_chunk *chunk)
{
    return &s->group[chunk->index - s->first_chunk];
}

static void set_start(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    nbody_start(group_of(s, chunk), chunk->first, s->n, (uint64_t)s->seed);
}

static void publish(void *context, const struct rxt_chunk *chunk)
{
    nbody_publish(group_of(context, chunk), chunk->partial);
}

/* Kick, drift, kick: the second kick of a step and the first one of the next share their pull. */
static void advance(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct nbody_group *g = group_of(s, chunk);
    s->pull(g, rxt_partials(s->step), s->n, s->softening * s->softening);
    if (s->now > 0) {
        nbody_kick(g, s->dt);
    }
    if (s->now < s->steps) {
        nbody_kick(g, s->dt);
        nbody_drift(g, s->dt);
    }
    nbody_publish(g, chunk->partial);
}

static enum rxt_err open_loops(struct state *s)
{
    struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = LANES, .n_partial_bytes = LANES * sizeof(struct nbody_body)};
    enum rxt_err err = rxt_loop_open(&s->step, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct part);
    return err ? err : rxt_loop_open(&s->fold, s->team, &spec);
}

static void reset(void *state)
{
    struct state *s = state;
    rxt_map_home(s->step, set_start, s);
    rxt_map(s->step, publish, s);
}

static enum rxt_err open_pages(struct state *s)
{
    const struct rxt_span home = rxt_loop_home(s->step);
    const size_t n_bytes = chunks_of(s->n) * LANES * sizeof(struct nbody_body);
    s->first_chunk = home.first / LANES;
    enum rxt_err err = kernel_pages_open(&s->group_pages, s->team,
                                         chunks_of(home.last - home.first) * sizeof(struct nbody_group));
    err = err ? err : kernel_pages_open(&s->start_pages, s->team, n_bytes);
    if (!err) {
        s->group = s->group_pages.at;
        s->start = s->start_pages.at;
    }
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err =
        v[DT].real <= v[SOFTENING].real
            ? RXT_OK
            : rxt_fail(RXT_E_USAGE,
                       "nbody: dt=%g must not be above softening=%g, or close bodies jump past "
                       "each other: choose a smaller dt",
                       v[DT].real, v[SOFTENING].real);
    err = err ? err : kernel_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.team = team,
                        .n = (size_t)v[N].integer,
                        .steps = (size_t)v[STEPS].integer,
                        .dt = v[DT].real,
                        .softening = v[SOFTENING].real,
                        .seed = v[SEED].integer,
                        .pull = nbody_pulls[kernel_isa_choose(team)]};
    err = open_loops(s);
    err = err ? err : open_pages(s);
    if (!err) {
        struct nbody_group g;
        reset(s);
        for (size_t c = 0; c < chunks_of(s->n); c++) {
            nbody_start(&g, c * LANES, s->n, (uint64_t)s->seed);
            nbody_publish(&g, s->start + c * LANES);
        }
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    for (s->now = 0; s->now <= s->steps; s->now++) {
        rxt_map(s->step, advance, s);
    }
    return RXT_OK;
}

static void sum_now(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct part *part = chunk->partial;
    nbody_sum(&part->sums, group_of(s, chunk), chunk->first, rxt_partials(s->step), s->n, s->softening);
}

static void sum_start(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct nbody_group g;
    nbody_start(&g, chunk->first, s->n, (uint64_t)s->seed);
    struct part *part = chunk->partial;
    nbody_sum(&part->sums, &g, chunk->first, s->start, s->n, s->softening);
}

static struct nbody_sums sums_by(struct state *s, rxt_body_fn body)
{
    struct nbody_sums all = {.n_wrong_pulls = 0};
    rxt_map(s->fold, body, s);
    const struct part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        for (int i = 0; i < NBODY_SUMS; i++) {
            all.of[i] += parts[c].sums.of[i];
        }
        all.n_wrong_pulls += parts[c].sums.n_wrong_pulls;
    }
    return all;
}

/* The largest of three differences; NaN if one is. */
static double off_by(const double *a, const double *b)
{
    const double x = fabs(a[0] - b[0]), y = fabs(a[1] - b[1]), z = fabs(a[2] - b[2]);
    return sqrt(x * x + y * y + z * z);
}

/* Rounding: every step rounds velocities and places once, and the pulls by less than sqrt(n) units. */
static enum rxt_err check_conserved(const struct state *s, const double *a, const double *b)
{
    const double time = (double)s->steps * s->dt, unit = 4.0 * DBL_EPSILON;
    const double by_step = unit * ((double)s->steps + 16.0),
                 by_pull = unit * time * (8.0 + sqrt((double)s->n));
    const double p = by_step * (a[NBODY_SCALE_MOMENTUM] + b[NBODY_SCALE_MOMENTUM]) +
                     by_pull * (a[NBODY_SCALE_PULL] + b[NBODY_SCALE_PULL]);
    const double x = by_step * (a[NBODY_SCALE_CENTRE] + b[NBODY_SCALE_CENTRE]) + time * p;
    const double l = by_step * (a[NBODY_SCALE_ANGULAR] + b[NBODY_SCALE_ANGULAR]) +
                     by_pull * (a[NBODY_SCALE_TORQUE] + b[NBODY_SCALE_TORQUE]);
    const double e = s->dt * s->dt * (a[NBODY_ORDER] + b[NBODY_ORDER]) +
                     by_step * (a[NBODY_SCALE_ENERGY] + b[NBODY_SCALE_ENERGY]);
    double centre[3];
    for (int d = 0; d < 3; d++) {
        centre[d] = a[NBODY_CENTRE + d] + time * a[NBODY_MOMENTUM + d];
    }
    const double off[] = {off_by(a + NBODY_MOMENTUM, b + NBODY_MOMENTUM), off_by(centre, b + NBODY_CENTRE),
                          off_by(a + NBODY_ANGULAR, b + NBODY_ANGULAR),
                          fabs(a[NBODY_ENERGY] - b[NBODY_ENERGY])};
    const double allowed[] = {p, x, l, e};
    static const char *const what[] = {"momentum", "centre of mass", "angular momentum", "energy"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        if (!(off[i] <= allowed[i])) {
            return rxt_fail(RXT_E_WRONG, "nbody: the %s is off by %.3g, %.3g is allowed", what[i], off[i],
                            allowed[i]);
        }
    }
    return RXT_OK;
}

/* The error of one revolution falls by 4 when the step is halved. */
static enum rxt_err check_orbit(const struct state *s)
{
    enum { COARSE = 1000 };
    const double coarse = nbody_orbit_error(s->pull, COARSE), fine = nbody_orbit_error(s->pull, 2 * COARSE);
    if (!(coarse < 1e-3 && coarse > 3.9 * fine && coarse < 4.1 * fine)) {
        return rxt_fail(RXT_E_WRONG,
                        "nbody: two bodies miss Kepler's ellipse by %.3g, with half the step by %.3g", coarse,
                        fine);
    }
    return RXT_OK;
}

static enum rxt_err check(void *state)
{
    struct state *s = state;
    const struct nbody_sums then = sums_by(s, sum_start), now = sums_by(s, sum_now);
    enum rxt_err err = check_orbit(s);
    if (!err && now.n_wrong_pulls) {
        err = rxt_fail(RXT_E_WRONG, "nbody: the pull on %llu of %zu bodies differs from m d / (s sqrt(s))",
                       (unsigned long long)now.n_wrong_pulls, s->n);
    }
    return rxt_team_agree(s->team, err ? err : check_conserved(s, then.of, now.of));
}

static void digest_group(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody_group *g = group_of(context, chunk);
    struct part *part = chunk->partial;
    const double *const all[] = {g->x, g->y, g->z, g->vx, g->vy, g->vz};
    part->digest = RXT_DIGEST_START;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        part->digest = rxt_digest_bytes(part->digest, all[i], sizeof g->x);
    }
}

static uint64_t digest(void *state)
{
    struct state *s = state;
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->steps);
    rxt_map(s->fold, digest_group, s);
    const struct part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all = rxt_digest_word(all, parts[c].digest);
    }
    return all;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct state *s = state;
    const double pulls = (double)s->steps + 1.0, n = (double)s->n;
    *out = (struct rxt_work){.items = n * n * pulls, .flop = 20.0 * n * n * pulls, .messages = 2.0 * pulls};
}

static void spoil(void *state)
{
    struct state *s = state;
    const size_t body = s->n / 2;
    if (rxt_loop_owner(s->step, body) == rxt_team_rank(s->team)) {
        s->group[body / LANES - s->first_chunk].vx[body % LANES] += 1e-3;
    }
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->step);
        rxt_loop_close(s->fold);
        kernel_pages_close(&s->group_pages);
        kernel_pages_close(&s->start_pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_nbody = {
    .name = "nbody",
    .what = "bodies that all pull each other",
    .category = "simulation",
    .formula = "a_i = sum_j m_j (x_j - x_i) / (|x_j - x_i|^2 + softening^2)^(3/2); kick, drift, kick",
    .source =
        "Aarseth, Gravitational N-Body Simulations, Cambridge (2003); Hairer, Lubich & Wanner, Acta Numerica "
        "12 (2003)",
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
