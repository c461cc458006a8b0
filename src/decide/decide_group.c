/* SPDX-License-Identifier: BSD-3-Clause
 * decide_group.c - the samples and failures of a study layout by layout, so that a row looks at its own alone.
 */
#include "decide_parts.h"

#include <stdlib.h>

struct entry {
    struct rxt_layout layout;
    size_t at; /* its place in the study, which it keeps among those of its layout */
};

int rxt_layout_compare(const struct rxt_layout *a, const struct rxt_layout *b)
{
    return a->nodes != b->nodes       ? (a->nodes > b->nodes) - (a->nodes < b->nodes)
           : a->ranks != b->ranks     ? (a->ranks > b->ranks) - (a->ranks < b->ranks)
           : a->threads != b->threads ? (a->threads > b->threads) - (a->threads < b->threads)
                                      : (a->policy > b->policy) - (a->policy < b->policy);
}

static int compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    const int by_layout = rxt_layout_compare(&x->layout, &y->layout);
    return by_layout != 0 ? by_layout : (x->at > y->at) - (x->at < y->at);
}

/* Where the samples of a layout begin, or of the next one behind it. */
static size_t first_of(const struct rxt_group *group, const struct rxt_layout *layout)
{
    size_t low = 0, high = group->study.n_samples;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (rxt_layout_compare(&group->study.samples[middle]->layout, layout) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t first_failure_of(const struct rxt_group *group, const struct rxt_layout *layout)
{
    size_t low = 0, high = group->study.n_failures;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (rxt_layout_compare(&group->failed[middle], layout) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void order_samples(const struct rxt_study *study, struct entry *entries, struct rxt_sample **out)
{
    for (size_t i = 0; i < study->n_samples; i++) {
        entries[i] = (struct entry){study->samples[i]->layout, i};
    }
    qsort(entries, study->n_samples, sizeof *entries, compare);
    for (size_t i = 0; i < study->n_samples; i++) {
        out[i] = study->samples[entries[i].at];
    }
}

/* A failure knows its layout as text alone. */
static void order_failures(const struct rxt_study *study, struct entry *entries, struct rxt_group *out)
{
    for (size_t i = 0; i < study->n_failures; i++) {
        struct rxt_layout layout = {0};
        entries[i] = (struct entry){.at = i};
        entries[i].layout =
            rxt_layout_parse(study->failures[i].layout, &layout) == RXT_OK ? layout : (struct rxt_layout){0};
    }
    qsort(entries, study->n_failures, sizeof *entries, compare);
    for (size_t i = 0; i < study->n_failures; i++) {
        out->study.failures[i] = study->failures[entries[i].at];
        out->failed[i] = entries[i].layout;
    }
}

enum rxt_err rxt_group_make(struct rxt_group *out, const struct rxt_study *study)
{
    const size_t most = study->n_samples > study->n_failures ? study->n_samples : study->n_failures;
    struct entry *entries = malloc((most + 1) * sizeof *entries);
    *out = (struct rxt_group){.study = *study};
    out->study.samples = malloc((study->n_samples + 1) * sizeof *out->study.samples);
    out->study.failures = malloc((study->n_failures + 1) * sizeof *out->study.failures);
    out->failed = malloc((study->n_failures + 1) * sizeof *out->failed);
    if (!entries || !out->study.samples || !out->study.failures || !out->failed) {
        free(entries);
        rxt_group_free(out);
        return rxt_fail(RXT_E_MEMORY, "no room for %zu samples", study->n_samples);
    }
    order_samples(study, entries, out->study.samples);
    order_failures(study, entries, out);
    free(entries);
    return RXT_OK;
}

struct rxt_study rxt_group_of(const struct rxt_group *group, const struct rxt_layout *layout)
{
    struct rxt_study part = group->study;
    const size_t sample = first_of(group, layout), failure = first_failure_of(group, layout);
    part.samples += sample;
    part.failures += failure;
    part.n_samples = 0;
    part.n_failures = 0;
    while (sample + part.n_samples < group->study.n_samples &&
           rxt_layout_equal(&part.samples[part.n_samples]->layout, layout)) {
        part.n_samples++;
    }
    while (failure + part.n_failures < group->study.n_failures &&
           rxt_layout_equal(&group->failed[failure + part.n_failures], layout)) {
        part.n_failures++;
    }
    return part;
}

void rxt_group_free(struct rxt_group *group)
{
    free(group->study.samples);
    free(group->study.failures);
    free(group->failed);
    *group = (struct rxt_group){0};
}
