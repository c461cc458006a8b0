/* SPDX-License-Identifier: BSD-3-Clause
 * decide_reason.c - why a layout is the best: where its time goes, and what bounds it.
 */
#include "decide_parts.h"

#include "text.h"

#include <math.h>
#include <stdio.h>

/* Shares of a ceiling from which a kernel counts as bound by it. Streaming kernels that also store or
 * compute reach 60 % of a pure read; real arithmetic seldom is all multiply-add, so 40 % of that peak. */
static const double memory_bound = 0.6, arithmetic_bound = 0.4;

struct loss {
    double factor;
    const char *to;
};

/* The factor that costs most; the first of them below 1 by more than 2 %. */
static struct loss worst_loss(const struct rxt_row *row)
{
    const struct loss losses[] = {
        {row->factors.mpi_load_balance, "unequal ranks (MPI load balance)"},
        {row->factors.mpi_transfer, "MPI (transfer and waiting)"},
        {row->factors.omp_load_balance, "unequal threads (OpenMP load balance)"},
        {row->factors.omp_overhead, "serial parts and OpenMP overhead"},
        {row->scaling, "slower computation (memory, clock, or more instructions; computation scaling)"},
    };
    struct loss worst = {1.0, NULL};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        if (losses[i].factor < worst.factor) {
            worst = losses[i];
        }
    }
    return worst.factor < 0.98 ? worst : (struct loss){1.0, NULL};
}

static void say_bound(const struct rxt_verdict_of_kernel *k, const struct rxt_row *row, struct rxt_text *text)
{
    const double mpi_share = 1.0 - row->factors.mpi_load_balance * row->factors.mpi_transfer;
    if (row->share_bytes >= memory_bound) {
        rxt_text_add(text, "bound by memory bandwidth (%.0f %% of a pure read under this layout)",
                     100.0 * row->share_bytes);
    } else if (row->share_flop >= arithmetic_bound) {
        rxt_text_add(text, "bound by arithmetic (%.0f %% of the multiply-add peak under this layout)",
                     100.0 * row->share_flop);
    } else if (k->measure.is_program) {
        rxt_account_say(k, text);
    } else if (mpi_share > 0.1) {
        rxt_text_add(text, "bound by communication (%.0f %% of its time in MPI)", 100.0 * mpi_share);
    } else if (row->factors.omp_overhead < 0.9) {
        rxt_text_add(text, "bound by grain (%.0f %% of its time in serial parts and thread overhead)",
                     100.0 * (1.0 - row->factors.omp_overhead));
    } else if (isnan(row->share_bytes) && isnan(row->share_flop)) {
        rxt_text_add(text,
                     "bound by instructions: it counts neither flop nor bytes, or no ceiling was measured");
    } else {
        rxt_text_add(text, "bound by instructions or latency: it is near no ceiling (%s",
                     isnan(row->share_flop) ? "" : "flop ");
        if (!isnan(row->share_flop)) {
            rxt_text_add(text, "%.0f %%%s", 100.0 * row->share_flop, isnan(row->share_bytes) ? "" : ", ");
        }
        if (!isnan(row->share_bytes)) {
            rxt_text_add(text, "bandwidth %.0f %%", 100.0 * row->share_bytes);
        }
        rxt_text_add(text, ")");
    }
}

/* The fastest of the layouts that are out: what the best gains, and where the other loses it. */
static const struct rxt_row *runner_up(const struct rxt_verdict_of_kernel *k)
{
    const struct rxt_row *next = NULL;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        if (row->verdict == RXT_IS_OUT && row->step == k->best->step &&
            rxt_layout_mode(&row->layout) != RXT_MODE_SERIAL &&
            (!next || row->ratio.value < next->ratio.value)) {
            next = row;
        }
    }
    return next;
}

/* Measured from rounds and accounted within one launch, the two efficiencies agree only as well as the times
 * repeat: both are shown. */
static void say_gain(const struct rxt_row *best, struct rxt_text *text)
{
    const size_t n_workers = rxt_layout_workers(&best->layout);
    if (isnan(best->speedup.value)) {
        rxt_text_add(text, "%s ran in no round with serial", best->text);
        return;
    }
    rxt_text_add(text, "%s is %.2fx serial on %zu workers (efficiency %.2f", best->text, best->speedup.value,
                 n_workers, best->efficiency.value);
    if (best->usage) {
        rxt_text_add(text, ")");
    } else if (isnan(best->factors.parallel) || isnan(best->scaling)) {
        rxt_text_add(text, "; its time was not accounted)");
    } else {
        rxt_text_add(text, "; accounted: parallel %.2f x computation scaling %.2f = %.2f)",
                     best->factors.parallel, best->scaling, best->factors.parallel * best->scaling);
    }
}

/* Of serial as the best, or of a best beside which there is none: how the others stand to it. */
static void say_serial(const struct rxt_verdict_of_kernel *k, struct rxt_text *text)
{
    size_t n_out = 0, n_open = 0;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        const bool is_other = row != k->best && row->step == k->best->step && rxt_row_is_candidate(row);
        n_out += is_other && row->verdict == RXT_IS_OUT;
        n_open += is_other && row->verdict != RXT_IS_OUT;
    }
    if (k->best != k->serial) {
        rxt_text_add(text, "%s", k->best->text);
    } else if (n_open > 0) {
        rxt_text_add(text, "no other is shown to be faster than serial");
    } else if (n_out > 0) {
        rxt_text_add(text, "serial is the fastest here: the others pay more than they gain");
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
    } else {
        rxt_text_add(text, "no layout gave a sample that counts");
    }
}

void rxt_reason_write(const struct rxt_verdict_of_kernel *k, char *out, size_t n_bytes)
{
    const struct rxt_row *best = k->best, *next = best ? runner_up(k) : NULL;
    struct rxt_text text = {0};
    if (!best) {
        say_none(k, &text);
        snprintf(out, n_bytes, "%s", rxt_text_of(&text));
        rxt_text_free(&text);
        return;
    }
    const struct loss loss = worst_loss(best);
    if (k->serial && best != k->serial) {
        say_gain(best, &text);
    } else {
        say_serial(k, &text);
    }
    if (loss.to && best != k->serial) {
        rxt_text_add(&text, ", loses most to %s: %.2f", loss.to, loss.factor);
    }
    if (next) {
        const struct loss other = worst_loss(next);
        rxt_text_add(&text, "; %s takes %.2fx", next->text, next->ratio.value);
        if (other.to) {
            rxt_text_add(&text, ", losing to %s: %.2f", other.to, other.factor);
        }
    }
    rxt_text_add(&text, "; ");
    say_bound(k, best, &text);
    snprintf(out, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}
