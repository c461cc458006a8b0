/* SPDX-License-Identifier: BSD-3-Clause
 * decide_compare.c - two studies beside each other: in what they differ, layout by layout, and where the winner is another.
 */
#include "decide_compare.h"

#include "decide_differ.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *rxt_turn_name(enum rxt_turn turn)
{
#define NAME(name, text) [RXT_TURN_##name] = text,
    static const char *const names[] = {RXT_TURN_LIST(NAME)};
#undef NAME
    return names[turn];
}

static const struct rxt_verdict_of_kernel *kernel_of(const struct rxt_decision *decision, const char *name)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        if (!strcmp(decision->kernels[k].kernel, name)) {
            return &decision->kernels[k];
        }
    }
    return NULL;
}

static const struct rxt_row *row_of(const struct rxt_verdict_of_kernel *kernel,
                                    const struct rxt_layout *layout)
{
    for (size_t r = 0; kernel && r < kernel->n_rows; r++) {
        if (rxt_layout_equal(&kernel->rows[r].layout, layout)) {
            return &kernel->rows[r];
        }
    }
    return NULL;
}

static enum rxt_turn turn_of(const struct rxt_verdict_of_kernel *a, const struct rxt_verdict_of_kernel *b)
{
    if (!a || !b || !a->best || !b->best) {
        return RXT_TURN_UNKNOWN;
    }
    if (rxt_layout_equal(&a->best->layout, &b->best->layout)) {
        return RXT_TURN_SAME;
    }
    const struct rxt_row *in_a = row_of(a, &b->best->layout), *in_b = row_of(b, &a->best->layout);
    if (!in_a || !in_b || in_a->step != a->best->step || in_b->step != b->best->step) {
        return RXT_TURN_UNKNOWN;
    }
    return in_a->verdict == RXT_IS_OUT || in_b->verdict == RXT_IS_OUT ? RXT_TURN_FLIPS : RXT_TURN_TIED;
}

/* What is shown of a row, its number or its time; NULL: nothing of it counts. */
static const struct rxt_estimate *value_of(const struct rxt_verdict_of_kernel *kernel,
                                           const struct rxt_row *row)
{
    const struct rxt_estimate *value = !row ? NULL : kernel->measure.has_metric ? &row->metric : &row->time_s;
    return value && row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED && isfinite(value->value)
               ? value
               : NULL;
}

static struct rxt_pair pair_of(const struct rxt_compared *c, const struct rxt_row *a, const struct rxt_row *b,
                               bool are_comparable)
{
    struct rxt_pair pair = {a, b, NAN, false};
    const struct rxt_estimate *in_a = value_of(c->a, a), *in_b = value_of(c->b, b);
    if (are_comparable && in_a && in_b) {
        pair.ratio = in_b->value / in_a->value;
        pair.is_apart =
            in_a->has_interval && in_b->has_interval && (in_a->high < in_b->low || in_b->high < in_a->low);
    }
    return pair;
}

static bool add_pairs(struct rxt_compared *c, bool are_comparable)
{
    const size_t n_a = c->a ? c->a->n_rows : 0, n_b = c->b ? c->b->n_rows : 0;
    c->pairs = calloc(n_a + n_b + 1, sizeof *c->pairs);
    for (size_t r = 0; c->pairs && r < n_a; r++) {
        c->pairs[c->n_pairs++] =
            pair_of(c, &c->a->rows[r], row_of(c->b, &c->a->rows[r].layout), are_comparable);
    }
    for (size_t r = 0; c->pairs && r < n_b; r++) {
        if (!row_of(c->a, &c->b->rows[r].layout)) {
            c->pairs[c->n_pairs++] = pair_of(c, NULL, &c->b->rows[r], false);
        }
    }
    return c->pairs != NULL;
}

static void add_subject(struct rxt_comparison *all, const struct rxt_study *a, const struct rxt_study *b,
                        const struct rxt_verdict_of_kernel *of_a, const struct rxt_verdict_of_kernel *of_b)
{
    struct rxt_compared *c = &all->subjects[all->n_subjects++];
    *c = (struct rxt_compared){.subject = of_a ? of_a->kernel : of_b->kernel, .a = of_a, .b = of_b};
    if (of_a && of_b) {
        rxt_subjects_differ(&c->differences, a, of_a, b, of_b);
    }
    c->turn = turn_of(of_a, of_b);
    all->differences.failed |= c->differences.failed;
    all->differences.failed |= !add_pairs(c, !all->differences.hinder && !c->differences.hinder);
}

enum rxt_err rxt_compare(struct rxt_comparison **out, const struct rxt_study *a,
                         const struct rxt_decision *of_a, const struct rxt_study *b,
                         const struct rxt_decision *of_b)
{
    struct rxt_comparison *all = calloc(1, sizeof *all);
    *out = all;
    if (all) {
        all->subjects = calloc(of_a->n_kernels + of_b->n_kernels + 1, sizeof *all->subjects);
    }
    if (!all || !all->subjects) {
        rxt_comparison_close(all);
        *out = NULL;
        return rxt_fail(RXT_E_MEMORY, "no room for a comparison");
    }
    rxt_headers_differ(&all->differences, a->header, b->header);
    for (size_t k = 0; k < of_a->n_kernels; k++) {
        add_subject(all, a, b, &of_a->kernels[k], kernel_of(of_b, of_a->kernels[k].kernel));
    }
    for (size_t k = 0; k < of_b->n_kernels; k++) {
        if (!kernel_of(of_a, of_b->kernels[k].kernel)) {
            add_subject(all, a, b, NULL, &of_b->kernels[k]);
        }
    }
    if (all->differences.failed) {
        rxt_comparison_close(all);
        *out = NULL;
        return rxt_fail(RXT_E_MEMORY, "no room for a comparison");
    }
    return RXT_OK;
}

void rxt_comparison_close(struct rxt_comparison *all)
{
    if (all) {
        for (size_t s = 0; s < all->n_subjects; s++) {
            rxt_differences_free(&all->subjects[s].differences);
            free(all->subjects[s].pairs);
        }
        rxt_differences_free(&all->differences);
        free(all->subjects);
        free(all);
    }
}
