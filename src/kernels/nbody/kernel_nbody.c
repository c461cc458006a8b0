/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody.c - n bodies that all pull each other: arithmetic, and one allgather a step.
 *
 * The bodies of a chunk live with its rank; where all of them are is the partial result of a step, so
 * every rank (on a node: all of them together) holds them in chunk order. Counted per interaction:
 * 20 flop, as is usual, whatever the square root costs; the n forces of a body on itself count.
 */
#include "kernel_nbody_team.h"

#include "rxt/digest.h"

#include <stdlib.h>

enum { N, STEPS, DT, SOFTENING, SEED };

static const struct rxt_param params[] = {
    [N] = {"n", "bodies", RXT_INTEGER, 1, 10000000, {"1024", "8192", "32768"}, "bodies"},
    [STEPS] = {"steps", "", RXT_INTEGER, 1, 1000000, {"10", "5", "4"}, "time steps"},
    [DT] = {"dt", "", RXT_REAL, 1e-6, 0.1, {"0.001", "0.001", "0.0005"}, "time of a step, at most softening"},
    [SOFTENING] = {"softening",
                   "",
                   RXT_REAL,
                   1e-3,
                   10,
                   {"0.01", "0.01", "0.01"},
                   "length below which the pull weakens (the ball's radius is 1)"},
    [SEED] = RXT_PARAM_SEED("of the bodies"),
    {.name = NULL},
};

static size_t chunks_of(size_t n)
{
    return (n + NBODY_LANES - 1) / NBODY_LANES;
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)chunks_of((size_t)v[N].integer) * NBODY_LANES;
    const double chunk = sizeof(struct nbody_group) + 2.0 * sizeof(struct nbody_part);
    *out = (struct rxt_need){.split_bytes = n / NBODY_LANES * chunk + 2.0 * n * sizeof(struct nbody_body),
                             .rank_bytes = n * sizeof(struct nbody_body)};
}

static void set_start(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody *s = context;
    nbody_start(nbody_group_of(s, chunk), chunk->first, s->n, (uint64_t)s->seed);
}

static void publish(void *context, const struct rxt_chunk *chunk)
{
    nbody_publish(nbody_group_of(context, chunk), chunk->partial);
}

/* Kick, drift, kick: the second kick of a step and the first one of the next share their pull. */
static void advance(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody *s = context;
    struct nbody_group *g = nbody_group_of(s, chunk);
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

static enum rxt_err open_loops(struct nbody *s)
{
    struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = NBODY_LANES, .n_partial_bytes = NBODY_LANES * sizeof(struct nbody_body)};
    enum rxt_err err = rxt_loop_open(&s->step, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct nbody_part);
    return err ? err : rxt_loop_open(&s->fold, s->team, &spec);
}

static void reset(void *state)
{
    struct nbody *s = state;
    rxt_map_home(s->step, set_start, s);
    rxt_map(s->step, publish, s);
}

static enum rxt_err open_pages(struct nbody *s)
{
    const struct rxt_span home = rxt_loop_home(s->step);
    const size_t n_bytes = chunks_of(s->n) * NBODY_LANES * sizeof(struct nbody_body);
    s->first_chunk = home.first / NBODY_LANES;
    enum rxt_err err = rxt_pages_open(&s->group_pages, s->team,
                                      chunks_of(home.last - home.first) * sizeof(struct nbody_group));
    err = err ? err : rxt_pages_open(&s->start_pages, s->team, n_bytes);
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
    err = err ? err : rxt_state_open(out, team, sizeof(struct nbody));
    if (err) {
        return err;
    }
    struct nbody *s = *out;
    *s = (struct nbody){.team = team,
                        .n = (size_t)v[N].integer,
                        .steps = (size_t)v[STEPS].integer,
                        .dt = v[DT].real,
                        .softening = v[SOFTENING].real,
                        .seed = v[SEED].integer,
                        .pull = nbody_pulls[rxt_isa_choose(team)]};
    err = open_loops(s);
    err = err ? err : open_pages(s);
    if (!err) {
        struct nbody_group g;
        reset(s);
        for (size_t c = 0; c < chunks_of(s->n); c++) {
            nbody_start(&g, c * NBODY_LANES, s->n, (uint64_t)s->seed);
            nbody_publish(&g, s->start + c * NBODY_LANES);
        }
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct nbody *s = state;
    for (s->now = 0; s->now <= s->steps; s->now++) {
        rxt_map(s->step, advance, s);
    }
    return RXT_OK;
}

static void digest_group(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody_group *g = nbody_group_of(context, chunk);
    struct nbody_part *part = chunk->partial;
    const double *const all[] = {g->x, g->y, g->z, g->vx, g->vy, g->vz};
    part->digest = RXT_DIGEST_START;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        part->digest = rxt_digest_bytes(part->digest, all[i], sizeof g->x);
    }
}

static uint64_t digest(void *state)
{
    struct nbody *s = state;
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, s->steps);
    rxt_map(s->fold, digest_group, s);
    const struct nbody_part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all = rxt_digest_word(all, parts[c].digest);
    }
    return all;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct nbody *s = state;
    const double pulls = (double)s->steps + 1.0, n = (double)s->n;
    *out = (struct rxt_work){.items = n * n * pulls, .flop = 20.0 * n * n * pulls, .messages = 2.0 * pulls};
}

static void spoil(void *state)
{
    struct nbody *s = state;
    const size_t body = s->n / 2;
    if (rxt_loop_owner(s->step, body) == rxt_team_rank(s->team)) {
        s->group[body / NBODY_LANES - s->first_chunk].vx[body % NBODY_LANES] += 1e-3;
    }
}

static void close_state(void *state)
{
    struct nbody *s = state;
    if (s) {
        rxt_loop_close(s->step);
        rxt_loop_close(s->fold);
        rxt_pages_close(&s->group_pages);
        rxt_pages_close(&s->start_pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_nbody = {
    .name = "nbody",
    .what = "bodies that all pull each other",
    .category = "simulation",
    .stresses = "arithmetic, allgather",
    .formula = "a_i = sum_j m_j (x_j - x_i) / (|x_j - x_i|^2 + softening^2)^(3/2); kick, drift, kick",
    .source =
        "Aarseth, Gravitational N-Body Simulations, Cambridge (2003); Hairer, Lubich & Wanner, Acta Numerica "
        "12 (2003)",
    .params = params,
    .size_param = "n",
    .growth = {.power = 2.0},
    .need = need,
    .open = open_state,
    .reset = reset,
    .run = run,
    .check = nbody_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
