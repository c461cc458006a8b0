/* whole.c - a kernel of kind whole without a check of its own: the sum of 1 / i^2, by a loop of its own OpenMP over all of
 * it. Every rank adds all: what two ranks do is not less, and their answer is the same but for the last digits. */
#include "rxt/plugin.h"

#include <stdlib.h>

static const struct rxt_param params[] = {
    {"n", "terms", RXT_INTEGER, 1, 1e9, {"100000", "20000000", "200000000"}, "terms of the sum"},
    {.name = NULL},
};

struct state {
    long n;
    double sum;
};

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    const enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (!err) {
        ((struct state *)*out)->n = (long)values[0].integer;
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
    for (long i = 1; i <= s->n; i++) {
        sum += 1.0 / ((double)i * (double)i);
    }
    s->sum = sum;
    return RXT_OK;
}

static double answer(void *state)
{
    return ((const struct state *)state)->sum;
}

static void close_state(void *state)
{
    free(state);
}

static const struct rxt_kernel kernel = {.name = "whole",
                                         .what = "the sum of 1 / i^2",
                                         .kind = RXT_WHOLE,
                                         .params = params,
                                         .size_param = "n",
                                         .open = open_state,
                                         .run = run,
                                         .answer = answer,
                                         .close = close_state};
RXT_PLUGIN(kernel);
