/* SPDX-License-Identifier: BSD-3-Clause
 * decide_access.c - how far a scaling study keeps a rule.
 */
#include "decide_access.h"

#include "decide_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_several_nodes(const struct rxt_verdict_of_kernel *k)
{
    const struct rxt_row *first = NULL;
    bool has = false;
    for (size_t s = 0; s < k->n_steps; s++) {
        const struct rxt_row *best = k->steps[s].best;
        first = first ? first : best;
        has |= best && best->layout.nodes != first->layout.nodes;
    }
    return has;
}

/* Steps ascend in workers: of as many nodes the last stays. Few cores of many nodes are no count of their own. */
static void choose_counts(const struct rxt_verdict_of_kernel *k, struct rxt_access *out)
{
    for (size_t s = 0; s < k->n_steps; s++) {
        const struct rxt_row *best = k->steps[s].best;
        while (best && out->has_nodes && out->n > 0 &&
               out->counts[out->n - 1].row->layout.nodes >= best->layout.nodes) {
            out->n--;
        }
        if (best) {
            out->counts[out->n++] = (struct rxt_count){.row = best};
        }
    }
}

static struct rxt_estimate scaled(struct rxt_estimate estimate, double factor)
{
    estimate.value *= factor;
    estimate.low *= factor;
    estimate.high *= factor;
    return estimate;
}

/* What one doubling brings where several of them brought so much together. */
static struct rxt_estimate of_a_doubling(struct rxt_estimate estimate, double doublings)
{
    estimate.value = pow(estimate.value, 1.0 / doublings);
    estimate.low = pow(estimate.low, 1.0 / doublings);
    estimate.high = pow(estimate.high, 1.0 / doublings);
    return estimate;
}

static void judge(struct rxt_count *count, const struct rxt_rule *rule, bool is_first)
{
    const struct rxt_estimate *asked = rule->is_share ? &count->efficiency : &count->gain;
    count->keeps = is_first || asked->value >= rule->limit;
    count->is_sure = is_first || (asked->has_interval &&
                                  (count->keeps ? asked->low >= rule->limit : asked->high < rule->limit));
}

static void compare(struct rxt_access *out, const struct rxt_entry *entry, const struct rxt_series *series,
                    const struct rxt_rule *rule)
{
    const struct rxt_row *base = out->counts[0].row;
    for (size_t i = 0; i < out->n; i++) {
        struct rxt_count *count = &out->counts[i];
        const double more = (double)count->row->workers / (double)base->workers;
        count->speedup =
            scaled(rxt_estimate_ratio(&series[0], &series[i]), rxt_load_of(entry, count->row, base));
        count->efficiency = scaled(count->speedup, 1.0 / more);
        count->gain = (struct rxt_estimate){.value = NAN, .low = NAN, .high = NAN};
        if (i > 0) {
            const struct rxt_row *before = out->counts[i - 1].row;
            count->gain = of_a_doubling(scaled(rxt_estimate_ratio(&series[i - 1], &series[i]),
                                               rxt_load_of(entry, count->row, before)),
                                        log2((double)count->row->workers / (double)before->workers));
        }
        judge(count, rule, i == 0);
    }
}

static void conclude(struct rxt_access *out)
{
    out->is_sure = true;
    while (out->n_keep < out->n && out->counts[out->n_keep].keeps) {
        out->is_sure &= out->counts[out->n_keep++].is_sure;
    }
    out->is_sure &= out->n_keep == out->n || out->counts[out->n_keep].is_sure;
}

/* The line of the largest count, as if that were the best. */
static void write_launch(const struct rxt_study *study, const struct rxt_verdict_of_kernel *kernel,
                         const struct rxt_entry *entry, struct rxt_access *out)
{
    struct rxt_verdict_of_kernel k = *kernel;
    k.best = k.recommended = out->counts[out->n_keep - 1].row;
    k.launch[0] = '\0';
    const struct rxt_sample *typical = rxt_typical_sample(study, k.kernel, &k.best->layout);
    rxt_launch_write(study, &k, typical ? typical->params : entry->params);
    memcpy(out->launch, k.launch, sizeof out->launch);
}

enum rxt_err rxt_access_make(const struct rxt_study *study, const struct rxt_verdict_of_kernel *kernel,
                             const struct rxt_rule *rule, struct rxt_access *out)
{
    const struct rxt_entry *entry = rxt_header_entry(study->header, kernel->kernel);
    struct rxt_series *series = calloc(kernel->n_steps + 1, sizeof *series);
    *out = (struct rxt_access){.counts = calloc(kernel->n_steps + 1, sizeof *out->counts),
                               .has_nodes = has_several_nodes(kernel)};
    enum rxt_err err = !entry ? rxt_fail(RXT_E_INPUT, "the header has no kernel '%s'", kernel->kernel)
                       : out->counts && series
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room for %zu steps", kernel->n_steps);
    if (!err) {
        choose_counts(kernel, out);
    }
    for (size_t i = 0; i < out->n && !err; i++) {
        err = rxt_series_of(study, kernel->kernel, &out->counts[i].row->layout, rxt_sample_cost, &series[i]);
    }
    if (!err && out->n > 0) {
        compare(out, entry, series, rule);
        conclude(out);
        write_launch(study, kernel, entry, out);
    }
    for (size_t i = 0; series && i < kernel->n_steps; i++) {
        free(series[i].value);
    }
    free(series);
    if (err) {
        free(out->counts);
        *out = (struct rxt_access){.counts = NULL};
    }
    return err;
}
