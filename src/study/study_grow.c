/* SPDX-License-Identifier: BSD-3-Clause
 * study_grow.c - the kernels of a study at the size that a layout gets: in weak scaling the same work a worker.
 */
#include "study_state.h"

#include <stdlib.h>
#include <string.h>

static enum rxt_err copy(const struct rxt_ask *from, double factor, struct rxt_ask *to)
{
    const size_t n_params = rxt_ask_params(from);
    *to = (struct rxt_ask){from->kernel, calloc(n_params + 1, sizeof *to->values)};
    if (!to->values) {
        return rxt_fail(RXT_E_MEMORY, "no room for kernel %s", from->kernel->name);
    }
    if (factor > 1.0 && from->kernel->ceiling == RXT_NO_CEILING) {
        return rxt_ask_grow(from, factor, to->values);
    }
    memcpy(to->values, from->values, n_params * sizeof *to->values);
    return RXT_OK;
}

enum rxt_err rxt_study_asks(const struct rxt_study_spec *spec, const struct rxt_layout *layout,
                            struct rxt_ask **out)
{
    const size_t n = spec->request.n_asks;
    const double workers = (double)rxt_layout_workers(layout);
    struct rxt_ask *asks = calloc(n + 1, sizeof *asks);
    enum rxt_err err = asks ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu kernels", n);
    for (size_t k = 0; k < n && err == RXT_OK; k++) {
        err = copy(&spec->request.asks[k], spec->scaling == RXT_SCALING_WEAK ? workers : 1.0, &asks[k]);
    }
    if (err != RXT_OK) {
        rxt_study_free_asks(spec, asks);
        asks = NULL;
    }
    *out = asks;
    return err;
}

void rxt_study_free_asks(const struct rxt_study_spec *spec, struct rxt_ask *asks)
{
    for (size_t k = 0; asks && k < spec->request.n_asks; k++) {
        free(asks[k].values);
    }
    free(asks);
}
