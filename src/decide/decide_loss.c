/* SPDX-License-Identifier: BSD-3-Clause
 * decide_loss.c - what a mode loses to the best, and by what: one sentence each.
 *
 * Of two layouts with accounts the times are apart by the product of what their factors are apart by. A factor is the cause
 * when it makes up most of the loss; two are when they do together.
 */
#include "decide_reason.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Parts of what is lost: what two causes together must be, and by how much the sum may miss what was measured. */
static const double both = 0.85, astray = 0.25;

enum part { RANKS, TRANSFER, THREADS, OVERHEAD, CORES, COMPUTING, FEWER, N_PARTS };

struct why {
    const struct rxt_row *row, *best;
    double part[N_PARTS]; /* of all that it loses by; below 0 where it gains */
    enum part order[N_PARTS];
};

/* The parts of two rows that make up the ratio of their costs; false: they do not add up to it. */
static bool split(struct why *w)
{
    const struct rxt_efficiency *a = &w->best->factors, *b = &w->row->factors;
    const double loss = log(w->row->ratio.value);
    const double ratios[N_PARTS] = {
        [RANKS] = a->mpi_load_balance / b->mpi_load_balance,
        [TRANSFER] = a->mpi_transfer / b->mpi_transfer,
        [THREADS] = a->omp_load_balance / b->omp_load_balance,
        [OVERHEAD] = a->omp_overhead / b->omp_overhead,
        [CORES] = isnan(a->core_time) || isnan(b->core_time) ? 1.0 : a->core_time / b->core_time,
        [COMPUTING] = w->best->scaling / w->row->scaling,
        [FEWER] = (double)w->best->workers / (double)w->row->workers};
    double sum = 0.0, lost = 0.0;
    for (int p = 0; p < N_PARTS; p++) {
        w->part[p] = log(ratios[p]);
        w->order[p] = (enum part)p;
        sum += w->part[p];
        lost += fmax(0.0, w->part[p]);
    }
    for (int p = 0; p < N_PARTS; p++) {
        w->part[p] /= lost;
    }
    for (int p = 1; p < N_PARTS; p++) { /* the largest first */
        for (int q = p; q > 0 && w->part[w->order[q]] > w->part[w->order[q - 1]]; q--) {
            const enum part other = w->order[q];
            w->order[q] = w->order[q - 1];
            w->order[q - 1] = other;
        }
    }
    return fabs(sum / loss - 1.0) <= astray;
}

static double share_of(const struct rxt_row *row, enum part part)
{
    const struct rxt_efficiency *f = &row->factors;
    return part == RANKS      ? f->mpi_load_balance
           : part == TRANSFER ? f->mpi_transfer
           : part == THREADS  ? f->omp_load_balance
                              : f->omp_overhead;
}

static void say_part(const struct why *w, enum part part, struct rxt_text *text)
{
    const double here = 100.0 * share_of(w->row, part), there = 100.0 * share_of(w->best, part);
    switch (part) {
    case RANKS:
        rxt_text_add(text, "its ranks are unequal: they work for %.0f %% of the busiest one's time (%.0f %%)",
                     here, there);
        break;
    case TRANSFER:
        rxt_text_add(text, "%.0f %% of its time goes into MPI (%.0f %%)", 100.0 - here, 100.0 - there);
        break;
    case THREADS:
        rxt_text_add(text,
                     "its threads are unequal: they work for %.0f %% of the busiest one's time (%.0f %%)",
                     here, there);
        break;
    case OVERHEAD:
        rxt_text_add(text, "%.0f %% of its time goes into serial parts and thread overhead (%.0f %%)",
                     100.0 - here, 100.0 - there);
        break;
    default:
        rxt_text_add(text, "it uses %zu of %zu cores", w->row->workers, w->best->workers);
    }
}

static bool is_cause(enum part part)
{
    return part != CORES && part != COMPUTING;
}

static void say_computing(const struct why *w, struct rxt_text *text)
{
    rxt_text_add(
        text,
        ", not known why: the same work takes its threads %.2fx as long, and nothing here counts what a core "
        "does (memory, clock and more instructions look alike)",
        w->best->scaling / w->row->scaling);
}

static bool say_starved(const struct why *w, struct rxt_text *text)
{
    const struct rxt_row *starved = !rxt_row_had_cores(w->row) ? w->row : w->best;
    if (rxt_row_had_cores(starved)) {
        return false;
    }
    rxt_text_add(text, ", not known why: the threads of %s did not have their cores ", starved->text);
    rxt_say_no_cores(starved, text);
    return true;
}

static void say_program(const struct why *w, struct rxt_text *text)
{
    rxt_text_add(text, ", not known why: what a program does inside is not measured");
    if (isfinite(w->row->busy) && isfinite(w->best->busy)) {
        rxt_text_add(text, "; its threads ran for %.0f %% of the time (%.0f %%)", 100.0 * w->row->busy,
                     100.0 * w->best->busy);
    }
    if (w->row->usage && !isnan(w->row->usage->mpi_high)) {
        rxt_text_add(text, "; MPI took up to %.0f %% of a rank's time", 100.0 * w->row->usage->mpi_high);
    }
}

/* True: a cause was told. */
static bool say_cause(struct why *w, bool is_program, struct rxt_text *text)
{
    if (say_starved(w, text)) {
        return false;
    }
    if (is_program) {
        say_program(w, text);
        return false;
    }
    if (isnan(w->row->scaling) || isnan(w->best->scaling)) {
        rxt_text_add(text, ", not known why: where its time went was not measured");
        return false;
    }
    const bool adds_up = split(w);
    const enum part first = w->order[0], second = w->order[1];
    if (adds_up && w->part[first] >= RXT_CAUSE_SHARE) {
        rxt_text_add(text, "%s", is_cause(first) ? " because " : "");
        first == COMPUTING ? say_computing(w, text) : say_part(w, first, text);
        return is_cause(first);
    }
    if (adds_up && is_cause(first) && is_cause(second) && w->part[first] + w->part[second] >= both) {
        rxt_text_add(text, " because ");
        say_part(w, first, text);
        rxt_text_add(text, ", and ");
        say_part(w, second, text);
        return true;
    }
    rxt_text_add(text, ", not known why: no part of its time makes up the difference alone");
    return false;
}

/* Who loses, and in which words. */
struct loser {
    enum rxt_mode mode;
    const char *name, *lose, *take, *are;
};

static void write_loss(const struct rxt_verdict_of_kernel *k, const struct loser *who,
                       const struct rxt_row *row, struct rxt_loss *out)
{
    struct rxt_text text = {0};
    struct why why = {.row = row, .best = k->best};
    const double ratio = row->ratio.value;
    rxt_text_add(&text, "%s (%s) ", who->name, row->text);
    if (ratio < 2.0) {
        rxt_text_add(&text, "%s %.0f %% to %s", who->lose, 100.0 * (ratio - 1.0), k->best->text);
    } else if (k->measure.has_metric) {
        rxt_text_add(&text, "%s %.1fx worse than %s", who->are, ratio, k->best->text);
    } else {
        rxt_text_add(&text, "%s %.1fx the time of %s", who->take, ratio, k->best->text);
    }
    out->row = row;
    out->is_known = say_cause(&why, k->measure.is_program, &text);
    snprintf(out->text, sizeof out->text, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
}

static bool is_in_play(enum rxt_verdict verdict)
{
    return verdict == RXT_IS_BEST || verdict == RXT_IS_EQUAL || verdict == RXT_IS_UNDECIDED ||
           verdict == RXT_IS_OPEN;
}

/* The fastest row of a mode, if all of it are shown to be slower, or were left out before; NULL: it does not lose. */
static const struct rxt_row *loser_of(const struct rxt_verdict_of_kernel *k, enum rxt_mode mode)
{
    const struct rxt_row *loser = NULL;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        if (row->step != k->best->step || row->layout.policy == RXT_BY_NONE ||
            rxt_layout_mode(&row->layout) != mode) {
            continue;
        }
        if (is_in_play(row->verdict)) {
            return NULL;
        }
        loser = row->verdict == RXT_IS_OUT && (!loser || row->ratio.value < loser->ratio.value) ? row : loser;
    }
    return loser;
}

void rxt_losses_write(struct rxt_verdict_of_kernel *k)
{
    static const struct loser losers[] = {
        {RXT_MODE_THREADS, "threads", "lose", "take", "are"},
        {RXT_MODE_RANKS, "ranks", "lose", "take", "are"},
        {RXT_MODE_HYBRID, "hybrid", "loses", "takes", "is"},
    };
    static const struct loser plain = {RXT_MODE_RANKS, "the plain line", "loses", "takes", "is"};
    k->n_losses = 0;
    for (size_t m = 0; m < sizeof losers / sizeof *losers && k->best; m++) {
        const struct rxt_row *row = loser_of(k, losers[m].mode);
        if (row) {
            write_loss(k, &losers[m], row, &k->losses[k->n_losses++]);
        }
    }
    if (k->best && k->plain && k->plain->step == k->best->step && rxt_plain_is_told(k) &&
        k->plain->ratio.low > 1.0) {
        write_loss(k, &plain, k->plain, &k->losses[k->n_losses++]);
    }
}
