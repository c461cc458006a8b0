/* SPDX-License-Identifier: BSD-3-Clause
 * decide_idle.c - a program that never uses the threads that it is given: its other thread counts are left out of the choice.
 *
 * They run what one thread runs, so that between them and it chance alone decides.
 */
#include "decide_parts.h"

#include <stdio.h>
#include <string.h>

void rxt_idle_add(struct rxt_idle *idle, int round, const struct rxt_layout *layout, bool used_one)
{
    const bool is_same = idle->round == round && rxt_layout_equal(&idle->layout, layout);
    *idle = (struct rxt_idle){!used_one ? 0 : is_same ? idle->n : idle->n + 1, round, *layout};
}

struct rxt_idle rxt_decide_idle(const struct rxt_study *study, const char *subject)
{
    struct rxt_idle idle = {0};
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (s->has_usage && s->layout.threads > 1 && s->layout.policy != RXT_BY_NONE && !s->rejected &&
            !s->unproven && s->usage.used > 0 && !strcmp(s->kernel, subject)) {
            rxt_idle_add(&idle, s->round, &s->layout, s->usage.used == 1);
        }
    }
    return idle;
}

/* As the race has it (decide_race_read.c). */
static bool has_one_thread(const struct rxt_row *row)
{
    return row->layout.threads == 1 && row->layout.policy != RXT_BY_NONE;
}

void rxt_idle_drop(const struct rxt_study *study, struct rxt_verdict_of_kernel *k)
{
    bool is_left = false;
    for (size_t i = 0; i < k->n_rows; i++) {
        is_left |= has_one_thread(&k->rows[i]);
    }
    if (!is_left || rxt_decide_idle(study, k->kernel).n < RXT_IDLE_LAUNCHES) {
        return;
    }
    for (size_t i = 0; i < k->n_rows; i++) {
        struct rxt_row *row = &k->rows[i];
        const bool is_open = rxt_row_is_candidate(row) || row->verdict == RXT_IS_NOT_RUN;
        if (is_open && row->layout.threads > 1 && row->layout.policy != RXT_BY_NONE) {
            row->verdict = row->verdict == RXT_IS_NOT_RUN ? RXT_IS_NOT_RUN : RXT_IS_DROPPED;
            row->note =
                "it never uses more than one of the threads that a rank is given: layouts with more are "
                "left out of the choice";
        }
    }
}
