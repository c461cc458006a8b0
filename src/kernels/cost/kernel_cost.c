/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_cost.c - what it costs a team to begin a loop, to hand out a chunk, to meet, to agree, to send 8 bytes.
 *
 * One kind a run. `fork`: a loop of 64 chunks that each add 1. `chunk`: one such loop of many chunks, to be run with
 * --sched dynamic. `barrier`: a loop as of fork, behind which all ranks have the results of all. `allreduce`: agree on the
 * worst of all ranks' errors. `pingpong`: the first and the last rank send a number in turn. A number is counted up with
 * each operation, so that the answer is how many there were.
 */

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 64 };
enum { N, OF };

static const struct rxt_param params[] = {
    [N] = {"n", "operations", RXT_INTEGER, 1, 1e9, {"1000", "100000", "1000000"}, "how many"},
    [OF] =
        {"of", "", RXT_TEXT, 0, 0, {"fork", "fork", "fork"}, "fork, chunk, barrier, allreduce or pingpong"},
    {.name = NULL},
};

struct state;
typedef enum rxt_err operate_fn(struct state *s);

struct state {
    struct rxt_team *team;
    struct rxt_loop *loop;
    operate_fn *operate;
    size_t n;
    double total;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    *out = (struct rxt_need){.split_bytes = 8.0 * (double)v[N].integer};
}

static void add_one(void *context, const struct rxt_chunk *chunk)
{
    (void)context;
    if (chunk->partial) {
        *(double *)chunk->partial = 1.0;
    }
}

static enum rxt_err fork_all(struct state *s)
{
    for (size_t i = 0; i < s->n; i++) {
        rxt_map(s->loop, add_one, NULL);
    }
    s->total = (double)s->n;
    return RXT_OK;
}

static enum rxt_err meet(struct state *s)
{
    s->total = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        rxt_map(s->loop, add_one, NULL);
        s->total += ((const double *)rxt_partials(s->loop))[i % FEW];
    }
    return RXT_OK;
}

static enum rxt_err hand_out(struct state *s)
{
    rxt_map(s->loop, add_one, NULL);
    const double *ones = rxt_partials(s->loop);
    s->total = 0.0;
    for (size_t c = 0; c < s->n; c++) {
        s->total += ones[c];
    }
    return RXT_OK;
}

static enum rxt_err agree(struct state *s)
{
    enum rxt_err err = RXT_OK;
    s->total = 0.0;
    for (size_t i = 0; i < s->n && !err; i++) {
        err = rxt_team_agree(s->team, RXT_OK);
        s->total += 1.0;
    }
    return err;
}

/* The number goes from the first rank to the last and back. */
static enum rxt_err send(struct state *s)
{
    const int last = rxt_team_ranks(s->team) - 1;
    s->total = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        const int root = i % 2 ? last : 0;
        if (rxt_team_rank(s->team) == root) {
            s->total += 1.0;
        }
        rxt_bcast(s->team, &s->total, sizeof s->total, root);
    }
    return RXT_OK;
}

static const struct kind {
    const char *name;
    operate_fn *operate;
    bool is_long, has_partials; /* its loop has a chunk an operation; its chunks have results */
} kinds[] = {{"fork", fork_all, false, false},
             {"chunk", hand_out, true, true},
             {"barrier", meet, false, true},
             {"allreduce", agree, false, false},
             {"pingpong", send, false, false}};

static const struct kind *find(const char *name)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (!strcmp(kinds[k].name, name)) {
            return &kinds[k];
        }
    }
    return NULL;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    const struct kind *kind = find(v[OF].text);
    *out = NULL;
    if (!kind) {
        return rxt_fail(RXT_E_USAGE, "cost: of=%s is none of fork, chunk, barrier, allreduce, pingpong",
                        v[OF].text);
    }
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.team = team, .n = (size_t)v[N].integer, .operate = kind->operate};
    const struct rxt_loop_spec spec = {.n_items = kind->is_long ? s->n : FEW,
                                       .grain = 1,
                                       .n_partial_bytes = kind->has_partials ? sizeof(double) : 0,
                                       .roams = kind->is_long};
    return rxt_loop_open(&s->loop, team, &spec);
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    return s->operate(s);
}

static enum rxt_err check(void *state)
{
    const struct state *s = state;
    return s->total == (double)s->n
               ? RXT_OK
               : rxt_fail(RXT_E_WRONG, "cost: %.17g operations were counted and not %zu", s->total, s->n);
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->total, sizeof s->total);
}

static void work(const void *state, struct rxt_work *out)
{
    *out = (struct rxt_work){.items = (double)((const struct state *)state)->n};
}

static void spoil(void *state)
{
    ((struct state *)state)->total += 1.0;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_cost = {
    .name = "cost",
    .what = "what a team's own work costs: fork, chunk, barrier, allreduce, pingpong",
    .category = "machine",
    .stresses = "dispatch, latency",
    .formula = "n operations, one behind the other",
    .source = "own; after Bull & O'Neill, EWOMP (2001), and the OSU micro-benchmarks",
    .ceiling = RXT_CEILING_COST,
    .params = params,
    .size_param = "n",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
