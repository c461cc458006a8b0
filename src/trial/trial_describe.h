/* SPDX-License-Identifier: BSD-3-Clause
 * trial_describe.h - what a kernel says of itself as JSON, and a kernel without functions made of it again.
 */
#ifndef RXT_TRIAL_DESCRIBE_H
#define RXT_TRIAL_DESCRIBE_H

#include "rxt/err.h"
#include "rxt/kernel.h"

#include <jansson.h>

#include <stdbool.h>

/** Describe a kernel: { name, what, kind: "split" | "whole", uses_mpi, category, stresses, formula, source, lack, ceiling,
 *  growth, growth_log, growth_varies, tolerance, size_param, input_param, output_param, has: ["reset", ...],
 *  params: [{name, unit, type, what, small, default, large, min, max}] }. NULL when memory ran out. */
json_t *rxt_kernel_describe(const struct rxt_kernel *kernel);

/* A kernel of a description: it has no functions. */
struct rxt_described {
    struct rxt_kernel kernel;
    bool growth_varies; /* with the parameters; the kernel's is that of the presets */
    json_t *json;       /* whose texts it has */
    struct rxt_param *params;
};

/** Make the kernel of a description, which came from another process.
 *
 *  out  out  rxt_described_free
 *
 *  Errors:  RXT_E_INPUT  it is none: see rxt_kernel_check_words
 */
RXT_CHECKED enum rxt_err rxt_kernel_from_description(json_t *json, struct rxt_described **out);
/** Accepts NULL. */
void rxt_described_free(struct rxt_described *described);

#endif
