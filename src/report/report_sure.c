/* SPDX-License-Identifier: BSD-3-Clause
 * report_sure.c - how sure an answer is: against the other layouts of as many workers, and against other numbers of workers.
 */
#include "report_answer.h"

#include <math.h>
#include <stdio.h>

/* Why nothing is known of how much faster another may be. */
static const char *why_open(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row)
{
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *other = &kernel->rows[r];
        if (other->step == row->step && other->verdict == RXT_IS_OPEN && other->is_unequally_disturbed) {
            return "not sure: the layouts were not disturbed alike";
        }
    }
    return kernel->steps[row->step].n_confirming < 6 ? "not sure: fewer than 6 rounds"
                                                     : "not sure: too few rounds have a time of each layout";
}

/* Was the layout to use compared with no other one of its step? */
static bool is_unrivalled(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *use)
{
    bool is = true;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        is &= row == use || row->step != use->step || isnan(row->ratio.value);
    }
    return is;
}

/* The step beside that of the answer whose best takes least; NULL: of none an interval is known. */
static const struct rxt_step *nearest_step(const struct rxt_verdict_of_kernel *kernel,
                                           const struct rxt_row *row)
{
    const struct rxt_step *nearest = NULL;
    for (size_t s = 0; s < kernel->n_steps; s++) {
        const struct rxt_step *step = &kernel->steps[s];
        if (s != row->step && step->ratio.has_interval &&
            (!nearest || step->ratio.value < nearest->ratio.value)) {
            nearest = step;
        }
    }
    return nearest;
}

/* " with 2 workers" in a scaling study: what is sure is so among as many. */
static struct rxt_cell as_many(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row)
{
    struct rxt_cell cell = {""};
    if (kernel->n_steps > 1) {
        snprintf(cell.text, sizeof cell.text, " with %zu worker%s", row->workers,
                 row->workers == 1 ? "" : "s");
    }
    return cell;
}

static void say_bound(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                      const struct rxt_row *row)
{
    const bool has_metric = kernel->measure.has_metric;
    const struct rxt_cell with = as_many(kernel, row);
    if (kernel->steps[row->step].is_busy) {
        rxt_text_add(out, "not sure: too many launches were disturbed");
    } else if (is_unrivalled(kernel, row)) {
        rxt_text_add(out, "%sno other layout%s gave a time to compare it with",
                     nearest_step(kernel, row) ? "" : "not known: ", with.text);
    } else if (!isfinite(kernel->regret)) {
        rxt_text_add(out, "%s", why_open(kernel, row));
    } else if (kernel->regret <= 0.005) {
        rxt_text_add(out, "sure: no other layout measured%s is %s (95 %%)", with.text,
                     has_metric ? "better" : "faster");
    } else {
        rxt_text_add(out, "at most %.1f %% %s than the %s that ran%s (95 %%)", 100.0 * kernel->regret,
                     has_metric ? "worse" : "slower", has_metric ? "best" : "fastest", with.text);
    }
}

/* How other numbers of workers stand to that of the answer. */
static void say_steps(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                      const struct rxt_row *row)
{
    const struct rxt_row *fastest = kernel->best;
    const struct rxt_step *near = nearest_step(kernel, row);
    if (!fastest || kernel->steps[row->step].is_busy || kernel->steps[fastest->step].is_busy) {
        return;
    }
    if (fastest->step != row->step) {
        rxt_text_add(out, "; as good as %zu workers: %s of their %s", fastest->workers,
                     rxt_cell_estimate(&kernel->steps[row->step].ratio, rxt_cell_times).text,
                     kernel->measure.has_metric ? "number" : "time");
    } else if (near) {
        rxt_text_add(out, "; nearest %s %zu worker%s: %s of its %s", near->workers == 1 ? "is" : "are",
                     near->workers, near->workers == 1 ? "" : "s",
                     rxt_cell_estimate(&near->ratio, rxt_cell_times).text,
                     kernel->measure.has_metric ? "number" : "time");
    }
}

void rxt_answer_list(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                     enum rxt_verdict verdict, const char *before)
{
    const struct rxt_row *use = rxt_answer_row(kernel);
    for (size_t r = 0; use && r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        const bool is_it =
            row->verdict == verdict || (row->verdict == RXT_IS_BEST && verdict == RXT_IS_EQUAL);
        if (is_it && row != use && row->step == use->step) {
            rxt_text_add(out, "%s%s", before, row->text);
            before = ", ";
        }
    }
}

/* The undecided ones of its step: those that were slower in this comparison, or the others. */
static void say_undecided(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                          const struct rxt_row *use, bool is_slower, const char *before)
{
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        if (row->verdict == RXT_IS_UNDECIDED && row->step == use->step && row->is_slower_here == is_slower) {
            rxt_text_add(out, "%s%s", before, row->text);
            before = ", ";
        }
    }
}

bool rxt_answer_is_open(const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    const bool is_compared = row && (!is_unrivalled(kernel, row) || nearest_step(kernel, row));
    return !is_compared || kernel->none_shown || kernel->steps[row->step].is_busy ||
           (!is_unrivalled(kernel, row) && !isfinite(kernel->regret));
}

void rxt_answer_sure(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        return;
    }
    say_bound(out, kernel, row);
    say_steps(out, kernel, row);
    rxt_answer_list(out, kernel, RXT_IS_EQUAL, "; as good: ");
    say_undecided(out, kernel, row, false, "; not told apart: ");
    say_undecided(out, kernel, row, true, "; slower in this comparison, not shown over all of the study: ");
    rxt_answer_left(out, kernel);
    rxt_answer_list(out, kernel, RXT_IS_FAILED, "; failed: ");
    rxt_answer_list(out, kernel, RXT_IS_WRONG, "; wrong: ");
    rxt_answer_list(out, kernel, RXT_IS_NOT_RUN, "; never ran: ");
}
