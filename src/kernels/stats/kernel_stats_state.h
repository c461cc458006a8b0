/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_state.h - the array of a rank, and the answer.
 */
#ifndef KERNEL_STATS_STATE_H
#define KERNEL_STATS_STATE_H

#include "kernel_stats.h"

#include "rxt/input.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <stdio.h>

/* Of the finite numbers of the whole array; of the population, that is divided by their number. */
struct stats_answer {
    uint64_t n, others; /* finite numbers; NaN and infinities */
    double mean, variance, skewness, excess, min, max;
    double m2, m3, m4; /* sums of powers of the distance from the mean */
    uint64_t bin[STATS_BINS];
};

struct stats {
    struct rxt_team *team;
    const char *output;     /* file, "" for none */
    struct rxt_loop *loop;  /* blocks of numbers, with the parts of run         */
    struct rxt_loop *proof; /* the same, with partial results for scan and check */
    struct rxt_pages pages;
    struct rxt_input input;
    const double *x; /* the numbers of the home */
    size_t first, n, sweeps;
    uint64_t factor, shift;
    bool is_file, has_bins;
    const struct stats_passes *passes;
    struct stats_range range;
    struct stats_answer answer;
};

/* A chunk by the definitions, number by number. */
struct stats_proof {
    double min, max, power[STATS_POWERS], size[STATS_POWERS]; /* sums of d^p and of |d|^p, d from the mean */
    uint64_t n, others, pad[4];
    uint64_t bin[STATS_BINS];
};

/** Find the range of a file's numbers, for its histogram; refuse numbers whose powers overflow. Collective. */
RXT_CHECKED enum rxt_err stats_scan(struct stats *s, const char *path);
/** Check, as rxt_kernel has it: a generated array against closed forms, a file against the definitions. */
enum rxt_err stats_check(void *state);

/** Write the answer of struct stats, a number and its name a line; a rxt_output_fn. */
bool stats_write(FILE *file, const void *state);

#endif
