/* SPDX-License-Identifier: BSD-3-Clause
 * threads.c - a whole kernel whose answer is that of one thread of all.
 *
 * launch: and one rank of one thread 101: add up what all ranks and threads have
 */
#include "rxt/plugin.h"

#include <omp.h>
#include <stdlib.h>

struct state {
    double n, sum;
};

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    const enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err == RXT_OK) {
        ((struct state *)*out)->n = (double)values[0].integer;
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
#pragma omp parallel
    {
        double sum = 0.0;
#pragma omp for
        for (long i = 0; i < (long)s->n; i++) {
            sum += 1.0;
        }
        if (omp_get_thread_num() == 0) {
            s->sum = sum;
        }
    }
    return RXT_OK;
}

static double answer(void *state)
{
    return ((const struct state *)state)->sum;
}

static const struct rxt_param params[] = {
    {"n", "", RXT_INTEGER, 0, 1e9, {"1000", "100000000", "100000000"}, "ones"},
    {NULL, NULL, RXT_INTEGER, 0, 0, {NULL, NULL, NULL}, NULL},
};

static const struct rxt_kernel kernel = {
    .name = "ones",
    .what = "so many ones",
    .kind = RXT_WHOLE,
    .params = params,
    .size_param = "n",
    .open = open_state,
    .run = run,
    .answer = answer,
    .close = free,
};

RXT_PLUGIN(kernel);
