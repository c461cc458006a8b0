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

/* What is gained by it where it is not the fastest. */
static void say_instead(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *use = kernel->recommended, *best = kernel->best;
    if (!use || !best || use == best) {
        return;
    }
    const bool has_less =
        use->layout.ranks >= best->layout.ranks || use->peak_node_bytes < 0.9 * best->peak_node_bytes;
    rxt_text_add(out, ", as good as %s, the %s, %s", best->text,
                 kernel->measure.has_metric ? "best" : "fastest",
                 use->workers < best->workers ? "on fewer cores"
                 : has_less                   ? "with less memory"
                                              : "with fewer ranks");
}

void rxt_answer_use(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        rxt_text_add(out, "no answer: no bound layout gave a time that counts");
        return;
    }
    const struct rxt_layout *layout = &row->layout;
    if (kernel->steps[row->step].is_busy) {
        rxt_text_add(out, "no answer: measured while the machine was busy; ahead was %s (", row->text);
    } else if (kernel->none_shown) {
        rxt_text_add(out, "no number of workers is shown to be %s than another; ahead was %s (",
                     kernel->measure.has_metric ? "better" : "faster", row->text);
    } else {
        rxt_text_add(out, "use %s (", row->text);
    }
    if (layout->nodes > 1) {
        rxt_text_add(out, "on each of %s nodes ", number_word(layout->nodes).text);
    }
    rxt_text_add(out, "%s process%s, %s thread%s", number_word(layout->ranks).text,
                 layout->ranks == 1 ? "" : "es", number_word(layout->threads).text,
                 layout->threads == 1 ? "" : "s");
    rxt_text_add(out, "%s)", layout->ranks > 1 ? " each" : "");
    say_instead(out, kernel);
}

/* Of times that drift an interval would promise too much, so what they ranged over is told. */
void rxt_answer_gives(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    if (!row) {
        return;
    }
    const rxt_cell_fn show = rxt_report_show(kernel);
    rxt_text_add(out, "%s%s", show(rxt_report_value(kernel, row)->value).text,
                 rxt_report_unit(kernel, " ").text);
    if (row->n_launches > 1 && row->most > row->least) {
        rxt_text_add(out, " (%s to %s)", show(row->least).text, show(row->most).text);
    }
    if (kernel->serial && kernel->serial != row && isfinite(row->speedup.value)) {
        rxt_text_add(out, ", %s serial", rxt_cell_times(row->speedup.value).text);
    }
    if (row->workers > 1 && isfinite(row->efficiency.value)) {
        rxt_text_add(out, ", %.0f %% of %s cores", 100.0 * row->efficiency.value,
                     number_word((int)row->workers).text);
    }
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

static bool plain_is_faster(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->plain && kernel->steps[kernel->plain->step].plain_is_faster;
}

void rxt_answer_plain(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    if (kernel->best && plain_is_faster(kernel)) {
        rxt_text_add(out, "%s (%s) was %s: %s of %s; it is not chosen, for rxt did not place it",
                     kernel->plain_name, kernel->plain->text,
                     kernel->measure.has_metric ? "better" : "faster",
                     rxt_cell_estimate(&kernel->plain->ratio, rxt_cell_times).text, kernel->best->text);
    }
}

/* A price that may be none is not called one; and one in another number of workers is said to be that. */
static void say_plain_costs(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                            const char *costs)
{
    const struct rxt_estimate *ratio = &kernel->plain->ratio;
    const struct rxt_row *best = kernel->steps[kernel->plain->step].best;
    const bool is_known = rxt_plain_is_told(kernel);
    const char *word = !is_known ? "not sure:" : ratio->low > 1.0 ? costs : "no difference shown:";
    rxt_text_add(out, "%s (%s) %s %s", kernel->plain_name, kernel->plain->text, word,
                 rxt_cell_estimate(ratio, rxt_cell_times).text);
    const struct rxt_row *use = rxt_answer_row(kernel);
    if (best && use && best->step != use->step) {
        rxt_text_add(out, " of %s", best->text);
    }
}

void rxt_answer_wrong(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel), *worst = row ? worst_of(kernel, row) : NULL;
    const char *const costs = kernel->measure.has_metric ? "is worse by" : "costs";
    if (worst) {
        rxt_text_add(out, "%s %s %s", worst->text, costs,
                     rxt_cell_estimate(&worst->ratio, rxt_cell_times).text);
    }
    if (kernel->plain && isfinite(kernel->plain->ratio.value) && !plain_is_faster(kernel)) {
        rxt_text_add(out, "%s", worst ? ", " : "");
        say_plain_costs(out, kernel, costs);
    }
}
