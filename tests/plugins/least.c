/* SPDX-License-Identifier: BSD-3-Clause
 * least.c - a plug-in with what a kernel must have alone: the sum of 0 .. n - 1; C and C++ alike.
 *
 * tests/plugins.sh builds it with what a test has it say (NAME, MIN ...) or do (AT_OPEN='abort()' ...) wrong.
 */
#include "rxt/plugin.h"

#ifdef WITH_MPI
#include <mpi.h>
#endif
#ifdef _OPENMP
#include <omp.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef NAME
#define NAME "least"
#endif
#ifndef WHAT
#define WHAT "the sum of the numbers below n"
#endif
#ifndef PARAM
#define PARAM "n"
#endif
#ifndef MIN
#define MIN 1
#endif
#ifndef MAX
#define MAX 1e9
#endif
#ifndef SMALL
#define SMALL "1000000"
#endif
#ifndef TYPE
#define TYPE RXT_INTEGER
#endif
#ifndef END
#define END NULL
#endif
#ifndef SIZE
#define SIZE "n"
#endif
#ifndef AT_START
#define AT_START (void)0
#endif
#ifndef AT_OPEN
#define AT_OPEN (void)0
#endif
#ifndef AT_RUN
#define AT_RUN (void)0
#endif
#ifndef AT_CLOSE
#define AT_CLOSE (void)0
#endif

struct state {
    struct rxt_loop *loop;
    size_t n;
};

__attribute__((constructor)) static void start(void)
{
    AT_START;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    AT_OPEN;
    const size_t n = (size_t)values[0].integer;
    const struct rxt_loop_spec spec = {n, 1 + n / 64, sizeof(double), true, false};
    const enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err != RXT_OK) {
        return err;
    }
    struct state *s = (struct state *)*out;
    s->n = n;
    return rxt_loop_open(&s->loop, team, &spec);
}

static void add(void *context, const struct rxt_chunk *chunk)
{
    double sum = 0.0;
    (void)context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        sum += (double)i;
    }
    *(double *)chunk->partial = sum;
}

static enum rxt_err run(void *state)
{
    AT_RUN;
    struct state *s = (struct state *)state;
    rxt_map(s->loop, add, s);
    return RXT_OK;
}

static double sum_of(const struct state *s)
{
    const double *parts = (const double *)rxt_partials(s->loop);
    double sum = 0.0;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        sum += parts[c];
    }
    return sum;
}

static enum rxt_err check(void *state)
{
    const struct state *s = (const struct state *)state;
    const double want = 0.5 * (double)s->n * ((double)s->n - 1.0), sum = sum_of(s);
    return sum >= want && sum <= want ? RXT_OK
                                      : rxt_fail(RXT_E_WRONG, "the sum is %g, and not %g", sum, want);
}

static uint64_t digest(void *state)
{
    const double sum = sum_of((const struct state *)state);
    return rxt_digest_bytes(RXT_DIGEST_START, &sum, sizeof sum);
}

static void close_state(void *state)
{
    AT_CLOSE;
    struct state *s = (struct state *)state;
    if (s) {
        rxt_loop_close(s->loop);
    }
    free(s);
}

#ifdef GROWS /* a small problem by no rule */
static struct rxt_growth growth_of(const union rxt_value *values)
{
    struct rxt_growth growth = {values[0].integer > 1000 ? 1.0 : 0.0, false};
    return growth;
}
#endif

static const struct rxt_param params[] = {
    {PARAM, "", TYPE, MIN, MAX, {SMALL, "2000000", "8000000"}, "how many"},
    {END, "", RXT_INTEGER, 0, 0, {"", "", ""}, ""},
};

static const struct rxt_kernel kernel = {
    .name = NAME,
    .what = WHAT,
    .params = params,
    .size_param = SIZE,
    .growth = {1.0, false},
#ifdef GROWS
    .growth_of = growth_of,
#endif
    .open = open_state,
    .run = run,
    .check = check,
#ifndef NO_DIGEST
    .digest = digest,
#endif
    .close = close_state,
};

#ifdef INTERFACE
const struct rxt_plugin rxt_plugin = {INTERFACE, RXT_PLUGIN_MPI, sizeof(struct rxt_kernel), &kernel};
#elif !defined NO_PLUGIN
RXT_PLUGIN(kernel);
#endif
