/* SPDX-License-Identifier: BSD-3-Clause
 * decide_scaling.c - from one number of workers to the next: steps, loads, serial fractions, and where the winner changes.
 */
#include "decide_parts.h"

#include "text.h"

#include "rxt/kernel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_workers(const void *a, const void *b)
{
    const size_t x = ((const struct rxt_step *)a)->workers, y = ((const struct rxt_step *)b)->workers;
    return (x > y) - (x < y);
}

enum rxt_err rxt_steps_make(struct rxt_verdict_of_kernel *k, enum rxt_scaling scaling)
{
    k->steps = calloc(k->n_rows + 1, sizeof *k->steps);
    if (!k->steps) {
        return rxt_fail(RXT_E_MEMORY, "no room for the steps of a study");
    }
    for (size_t i = 0; i < k->n_rows; i++) {
        size_t s = 0;
        while (s < k->n_steps && scaling != RXT_SCALING_NONE && k->steps[s].workers != k->rows[i].workers) {
            s++;
        }
        const size_t most = s < k->n_steps ? k->steps[s].workers : 0;
        k->steps[s].workers = k->rows[i].workers > most ? k->rows[i].workers : most;
        k->n_steps = s == k->n_steps ? s + 1 : k->n_steps;
    }
    qsort(k->steps, k->n_steps, sizeof *k->steps, by_workers);
    for (size_t i = 0; i < k->n_rows && scaling != RXT_SCALING_NONE; i++) {
        while (k->steps[k->rows[i].step].workers != k->rows[i].workers) {
            k->rows[i].step++;
        }
    }
    return RXT_OK;
}

static bool is_tied_or_best(const struct rxt_verdict_of_kernel *k, size_t step, enum rxt_mode mode)
{
    bool is = false;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        is |= row->step == step && rxt_layout_mode(&row->layout) == mode && row->verdict != RXT_IS_OUT &&
              rxt_row_is_candidate(row);
    }
    return is;
}

/* How many workers to use, where it is not simply the most of them. */
static void tell_workers(const struct rxt_verdict_of_kernel *k, struct rxt_text *text)
{
    if (!k->recommended || k->steps[k->recommended->step].is_busy || k->steps[k->best->step].is_busy) {
        return;
    }
    if (k->none_shown) {
        rxt_text_add(text, "; no number of workers is shown to be faster than another");
    } else if (k->recommended->step + 1 < k->n_steps) {
        rxt_text_add(text, "; %zu worker%s %s enough (%s)", k->recommended->workers,
                     k->recommended->workers > 1 ? "s" : "", k->recommended->workers > 1 ? "are" : "is",
                     k->recommended->text);
    }
    for (size_t s = 0; s < k->n_steps; s++) {
        const struct rxt_step *step = &k->steps[s];
        if (step->may_do && step->ratio.has_interval) {
            rxt_text_add(text, "; %zu may do: %.2fx [%.2fx, %.2fx]", step->workers, step->ratio.value,
                         step->ratio.low, step->ratio.high);
        }
    }
}

/* Is a layout of another mode not shown to be slower than the best of the step? */
static bool has_rival(const struct rxt_verdict_of_kernel *k, size_t step)
{
    const enum rxt_mode best = rxt_layout_mode(&k->steps[step].best->layout);
    bool has = false;
    for (enum rxt_mode mode = RXT_MODE_THREADS; mode <= RXT_MODE_HYBRID; mode++) {
        has |= mode != best && is_tied_or_best(k, step, mode);
    }
    return has;
}

/* A mode stays the winner while none of its layouts is out: a tie is no change, and a tie at first has no winner. */
void rxt_steps_tell(struct rxt_verdict_of_kernel *k)
{
    struct rxt_text text = {0};
    enum rxt_mode now = RXT_MODE_SERIAL;
    for (size_t s = 0; s < k->n_steps; s++) {
        const struct rxt_row *best = k->steps[s].best;
        if (!best || k->steps[s].workers == 1 || (now != RXT_MODE_SERIAL && is_tied_or_best(k, s, now))) {
            continue;
        }
        const bool is_tie = has_rival(k, s);
        if (is_tie && text.n > 0 && now == RXT_MODE_SERIAL) {
            continue; /* it was said of the steps before */
        }
        if (is_tie) {
            rxt_text_add(&text, "%sno difference shown between modes from %zu workers on",
                         text.n ? ", then " : "", k->steps[s].workers);
        } else {
            rxt_text_add(&text, "%s%s (%s) from %zu workers on", text.n ? ", then " : "",
                         rxt_mode_name(rxt_layout_mode(&best->layout)), best->text, k->steps[s].workers);
        }
        now = is_tie ? RXT_MODE_SERIAL : rxt_layout_mode(&best->layout);
    }
    if (text.n > 0) {
        tell_workers(k, &text);
    }
    snprintf(k->turn, sizeof k->turn, "%s",
             text.n ? rxt_text_of(&text) : "no step of several workers has a time");
    rxt_text_free(&text);
}

void rxt_rule_tell(struct rxt_verdict_of_kernel *k, const struct rxt_entry *entry, enum rxt_scaling scaling)
{
    k->grows[0] = '\0';
    if (scaling == RXT_SCALING_WEAK && entry->size_param) {
        rxt_show_growth(k->grows, sizeof k->grows, entry->size_param, entry->growth.power,
                        entry->growth.has_log);
    }
}

double rxt_load_of(const struct rxt_entry *entry, const struct rxt_row *row, const struct rxt_row *base)
{
    const double load = rxt_growth_load(entry->growth, row->size, base->size);
    return isfinite(load) ? load : 1.0;
}

static double fraction(double speedup, double workers)
{
    return (1.0 / speedup - 1.0 / workers) / (1.0 - 1.0 / workers);
}

/* A share: what lies below 0 or above 1 is told by no serial work. */
struct rxt_estimate rxt_serial_fraction(const struct rxt_estimate *speedup, size_t workers)
{
    struct rxt_estimate e = {.value = NAN, .low = NAN, .high = NAN};
    const double value = fraction(speedup->value, (double)workers), rounding = 1e-12;
    if (workers > 1 && speedup->n > 0 && value >= -rounding && value <= 1.0 + rounding) {
        e = *speedup;
        e.value = fmin(fmax(value, 0.0), 1.0);
        e.low = fmax(fraction(speedup->high, (double)workers), 0.0);
        e.high = fmin(fraction(speedup->low, (double)workers), 1.0);
    }
    return e;
}

const char *rxt_serial_why(const struct rxt_estimate *speedup, size_t workers)
{
    const bool has = workers > 1 && speedup->n > 0 && isfinite(speedup->value);
    return !has || rxt_serial_fraction(speedup, workers).n > 0 ? NULL
           : speedup->value < 1.0                              ? "slower than one worker"
                                                               : "a speed-up above the number of workers";
}
