/* SPDX-License-Identifier: BSD-3-Clause
 * decide_reason.c - why a layout is the best: what it gains, where its time goes, and what bounds it.
 */
#include "decide_parts.h"

#include "text.h"

#include <math.h>
#include <stdio.h>

struct worst {
    double factor;
    const char *to;
};

/* The factor below 1 by more than 2 % that makes up most of what is lost, and not only a little more than another. */
static struct worst worst_loss(const struct rxt_row *row)
{
    const struct worst losses[] = {
        {row->factors.mpi_load_balance, "unequal ranks (MPI load balance)"},
        {row->factors.mpi_transfer, "MPI (transfer and waiting)"},
        {row->factors.omp_load_balance, "unequal threads (OpenMP load balance)"},
        {row->factors.omp_overhead, "serial parts and OpenMP overhead"},
        {row->factors.core_time, "waits for cores that others had"},
        {row->scaling, "slower computation (memory, clock, or more instructions; computation scaling)"},
    };
    struct worst worst = {1.0, NULL};
    double lost = 0.0;
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        lost += fmax(0.0, -log(losses[i].factor)); /* none where it is not known */
        if (losses[i].factor < worst.factor) {
            worst = losses[i];
        }
    }
    const bool is_most = -log(worst.factor) >= RXT_CAUSE_SHARE * lost;
    return worst.factor < 0.98 && is_most ? worst : (struct worst){1.0, NULL};
}

static void say_gain(const struct rxt_row *row, struct rxt_text *text)
{
    const size_t n_workers = rxt_layout_workers(&row->layout);
    if (isnan(row->speedup.value)) {
        rxt_text_add(text, "%s ran in no round with serial", row->text);
        return;
    }
    rxt_text_add(text, "%s is %.2fx serial on %zu workers (efficiency %.2f", row->text, row->speedup.value,
                 n_workers, row->efficiency.value);
    if (row->usage) {
        rxt_text_add(text, ")");
    } else if (!rxt_row_had_cores(row)) {
        rxt_text_add(text, "; its threads did not have their cores)");
    } else if (isnan(row->factors.parallel) || isnan(row->scaling)) {
        rxt_text_add(text, "; where its time went was not measured)");
    } else {
        rxt_text_add(text, " = parallel %.2f x computation scaling %.2f)", row->factors.parallel,
                     row->scaling);
    }
}

/* Does any other number of workers take longer than the first, as far as intervals show? */
static bool is_first_shown(const struct rxt_verdict_of_kernel *k)
{
    bool is = k->best->step == 0;
    for (size_t s = 1; s < k->n_steps && is; s++) {
        const struct rxt_estimate *ratio = &k->steps[s].ratio;
        is = ratio->n == 0 || (ratio->has_interval && ratio->low > 1.0);
    }
    return is;
}

/* All bound ones are out: what serial is the fastest of. */
static const char *say_fastest(const struct rxt_verdict_of_kernel *k, bool has_left)
{
    return has_left ? "serial is the fastest of those that were compared to the end"
           : k->steps[k->serial->step].plain_is_faster
               ? "serial is the fastest of the layouts that were placed: the others pay more than they gain"
               : "serial is the fastest here: the others pay more than they gain";
}

/* Of serial as the best, or of a best beside which there is none: how the others stand to it. */
static void say_serial(const struct rxt_verdict_of_kernel *k, const struct rxt_row *it, struct rxt_text *text)
{
    size_t n_out = 0, n_open = 0, n_left = 0;
    bool has_more = false;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        const bool is_other = row != it && row->step == it->step && rxt_row_is_candidate(row);
        n_out += is_other && row->verdict == RXT_IS_OUT;
        n_open += is_other && row->verdict != RXT_IS_OUT;
        n_left += row->step == it->step && row->verdict == RXT_IS_DROPPED;
        has_more |= row->step > it->step && rxt_row_is_candidate(row);
    }
    if (it != k->serial) {
        rxt_text_add(text, "serial gave no time to compare %s with", it->text);
    } else if (k->steps[it->step].is_busy) {
        rxt_text_add(text, "serial was ahead while the machine was busy, which shows nothing");
    } else if (k->best && k->best != it && k->best->step == it->step) {
        rxt_text_add(text, "serial is as good as %s, the fastest", k->best->text);
    } else if (n_open > 0) {
        rxt_text_add(text, "no other is shown to be faster than serial");
    } else if (n_out > 0) {
        rxt_text_add(text, "%s", say_fastest(k, n_left > 0));
    } else if (has_more && is_first_shown(k)) {
        rxt_text_add(text, "one worker is the fastest: more of them take longer");
    } else if (has_more) {
        rxt_text_add(text, "no number of workers is shown to be faster than one");
    } else {
        rxt_text_add(text, "serial alone gave times that count");
    }
}

/* Why there is no best: what the proof rejected is no time, however many launches there were. */
static void say_none(const struct rxt_verdict_of_kernel *k, struct rxt_text *text)
{
    const struct rxt_row *first = NULL;
    size_t n_failed = 0;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        const bool is_bound = row->layout.policy != RXT_BY_NONE;
        first = is_bound && !first && row->n_rejected > 0 ? row : first;
        n_failed += is_bound ? row->n_failed : 0;
    }
    if (first && first->verdict != RXT_IS_WRONG) {
        rxt_text_add(text, "every launch under a bound layout %s: %s: %s",
                     n_failed > 0 ? "failed or was rejected" : "was rejected", first->text,
                     first->note ? first->note : "no reason is known");
    } else if (n_failed > 0) {
        rxt_text_add(text, "no launch under a bound layout ended well: what went wrong is told with each");
    } else {
        rxt_text_add(text, "no layout gave a sample that counts");
    }
}

void rxt_reason_write(struct rxt_verdict_of_kernel *k)
{
    const struct rxt_row *it = k->recommended ? k->recommended : k->best;
    struct rxt_text text = {0};
    k->bound_is_known = false;
    if (!it) {
        say_none(k, &text);
        snprintf(k->reason, sizeof k->reason, "%s", rxt_text_of(&text));
        rxt_text_free(&text);
        return;
    }
    if (k->serial && it != k->serial) {
        say_gain(it, &text);
    } else {
        say_serial(k, it, &text);
    }
    const struct worst loss = worst_loss(it);
    if (loss.to && it != k->serial && rxt_row_had_cores(it) && (!k->serial || rxt_row_had_cores(k->serial))) {
        rxt_text_add(&text, ", loses most to %s: %.2f", loss.to, loss.factor);
    }
    rxt_text_add(&text, "; ");
    if (k->measure.is_program) {
        rxt_account_say(k, it, &text);
    } else {
        k->bound_is_known = rxt_bound_say(it, &text);
    }
    snprintf(k->reason, sizeof k->reason, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}
