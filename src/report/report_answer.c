/* SPDX-License-Identifier: BSD-3-Clause
 * report_answer.c - the answer for one subject in plain words: what to use, what it gives, how sure that is, what another
 * choice costs.
 */
#include "report_answer.h"

#include <math.h>
#include <stdio.h>

/* "one", ..., or the digits of what is above twelve. */
static struct rxt_cell number_word(int n)
{
    static const char *const words[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    struct rxt_cell cell;
    if (n >= 0 && n < (int)(sizeof words / sizeof *words)) {
        snprintf(cell.text, sizeof cell.text, "%s", words[n]);
    } else {
        snprintf(cell.text, sizeof cell.text, "%d", n);
    }
    return cell;
}

const struct rxt_row *rxt_answer_row(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->recommended ? kernel->recommended : kernel->best;
}

void rxt_answer_use(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        rxt_text_add(out, "no answer: no bound layout gave a time that counts");
        return;
    }
    const struct rxt_layout *layout = &row->layout;
    rxt_text_add(out, "use %s (", row->text);
    if (layout->nodes > 1) {
        rxt_text_add(out, "on each of %s nodes ", number_word(layout->nodes).text);
    }
    rxt_text_add(out, "%s process%s, %s thread%s", number_word(layout->ranks).text,
                 layout->ranks == 1 ? "" : "es", number_word(layout->threads).text,
                 layout->threads == 1 ? "" : "s");
    rxt_text_add(out, "%s)", layout->ranks > 1 ? " each" : "");
}

void rxt_answer_gives(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        return;
    }
    rxt_text_add(out, "%s%s", rxt_cell_estimate(rxt_report_value(kernel, row), rxt_report_show(kernel)).text,
                 rxt_report_unit(kernel, " ").text);
    if (kernel->serial && kernel->serial != row && isfinite(row->speedup.value)) {
        rxt_text_add(out, ", %s serial", rxt_cell_times(row->speedup.value).text);
    }
    if (row->workers > 1 && isfinite(row->efficiency.value)) {
        rxt_text_add(out, ", %.0f %% of %s cores", 100.0 * row->efficiency.value,
                     number_word((int)row->workers).text);
    }
}

void rxt_answer_sure(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        rxt_text_add(out, "nothing can be said");
    } else if (!isfinite(kernel->regret)) {
        rxt_text_add(out, "not sure: ");
        rxt_text_add(out, row->time_s.n < 6 ? "fewer than 6 rounds count" : "too few rounds are shared");
    } else if (kernel->regret <= 0.005) {
        rxt_text_add(out, "yes: no other layout that ran is faster (95 %%)");
    } else {
        rxt_text_add(out, "at most %.1f %% %s than the fastest that ran (95 %%)", 100.0 * kernel->regret,
                     kernel->measure.has_metric ? "worse" : "slower");
    }
    rxt_report_list(out, kernel, RXT_IS_EQUAL, "; as good: ");
    rxt_report_list(out, kernel, RXT_IS_UNDECIDED, "; not told apart: ");
    rxt_report_list(out, kernel, RXT_IS_NOT_RUN, "; never ran: ");
}

/* The worst choice among the layouts beside the answer that is known to be worse; NULL: none is. */
static const struct rxt_row *worst_of(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row)
{
    const struct rxt_row *worst = NULL;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *other = &kernel->rows[r];
        if (other != row && other->verdict == RXT_IS_OUT && other->step == row->step &&
            (!worst || other->ratio.value > worst->ratio.value)) {
            worst = other;
        }
    }
    return worst;
}

void rxt_answer_wrong(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel), *worst = row ? worst_of(kernel, row) : NULL;
    if (worst) {
        rxt_text_add(out, "%s costs %s", worst->text, rxt_cell_estimate(&worst->ratio, rxt_cell_times).text);
    }
    if (kernel->plain && isfinite(kernel->plain->ratio.value)) {
        rxt_text_add(out, "%s%s (%s) %s", worst ? ", " : "",
                     rxt_report_mode(kernel, (size_t)(kernel->plain - kernel->rows)), kernel->plain->text,
                     rxt_cell_estimate(&kernel->plain->ratio, rxt_cell_times).text);
    }
}
