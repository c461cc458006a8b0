/* SPDX-License-Identifier: BSD-3-Clause
 * decide_parts.h - what the sources of a decision share.
 */
#ifndef RXT_DECIDE_PARTS_H
#define RXT_DECIDE_PARTS_H

#include "decide.h"
#include "decide_reason.h"
#include "decide_series.h"

#include "rxt/kernel.h"

/** Return the name of the kernel by which the study measured a ceiling; NULL if it did not. */
const char *rxt_ceiling_find(const struct rxt_study *study, enum rxt_ceiling kind);

/** Order layouts in some way; 0: they are equal. */
int rxt_layout_compare(const struct rxt_layout *a, const struct rxt_layout *b);

/* A study's samples and failures layout by layout, each in the order that they had; they stay the study's. */
struct rxt_group {
    struct rxt_study study;
    struct rxt_layout *failed; /* of each failure */
};
RXT_CHECKED enum rxt_err rxt_group_make(struct rxt_group *out, const struct rxt_study *study);
/** Return a study of one layout's samples and failures alone; it ends with the group, and is not closed. */
struct rxt_study rxt_group_of(const struct rxt_group *group, const struct rxt_layout *layout);
void rxt_group_free(struct rxt_group *group);

/** Tell by what a kernel or program was measured, or was to be where no launch of it gave a sample. It lives as long as the
 *  study. RXT_E_INPUT when its samples tell different things. */
RXT_CHECKED enum rxt_err rxt_measure_find(const struct rxt_study *study, const struct rxt_entry *entry,
                                          struct rxt_measure *out);

/* What the answers of a program under all layouts are held against. */
struct rxt_answers {
    const struct rxt_sample *right; /* NULL: nothing is known, or nothing was asked for      */
    size_t n_with,
        n_against; /* layouts that agree with it; the most that agree on another, if those are more than any */
};
struct rxt_answers rxt_answers_find(const struct rxt_study *study, const struct rxt_group *group,
                                    const struct rxt_entry *entry);
/** Tell whether a sample's answer is another one, and write why it counts as wrong. */
bool rxt_answer_differs(const struct rxt_answers *answers, const struct rxt_entry *entry,
                        const struct rxt_sample *sample, char *why, size_t n_bytes);
/** Tell whether two answers are the same: as numbers within a relative tolerance, as texts letter by letter. */
bool rxt_answers_agree(const char *a, const char *b, double tolerance);

/* One kernel of a study, looked at layout by layout. */
struct rxt_look {
    const struct rxt_study *study;
    const struct rxt_group *group;       /* of the same study */
    const struct rxt_entry *entry;       /* the kernel in the header */
    struct rxt_answers answers;          /* of a program */
    const struct rxt_sample *of, *right; /* the last problem that was met, and its right answer, so far */
};

/** All that one layout's own samples tell: counts, factors, rates, and whether it is wrong or failed. */
void rxt_row_fill(struct rxt_look *look, const struct rxt_layout *layout, struct rxt_row *row);

/** Tell whether a row may be chosen: neither plain nor wrong nor failed, nor left out before. */
static inline bool rxt_row_is_candidate(const struct rxt_row *row)
{
    return row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED && row->verdict != RXT_IS_NOT_RUN &&
           row->verdict != RXT_IS_PLAIN && row->verdict != RXT_IS_DROPPED;
}
/** Drop the rows of several threads of a program that never uses them, where the study has one of one thread. */
void rxt_idle_drop(const struct rxt_study *study, struct rxt_verdict_of_kernel *kernel);
/** Decide the race of every step: verdicts and ratios of the rows, whose loads are known, and what is recommended.
 *  RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_verdicts_find(const struct rxt_study *study,
                                           struct rxt_verdict_of_kernel *kernel);

/** Order the rows of a kernel into steps: by workers in a scaling study, else one. */
RXT_CHECKED enum rxt_err rxt_steps_make(struct rxt_verdict_of_kernel *kernel, enum rxt_scaling scaling);
/** Write at which step the winner changes, and how many workers are enough; of steps that have their verdicts. */
void rxt_steps_tell(struct rxt_verdict_of_kernel *kernel);
/** Write the rule by which the work grows, of the kernel's entry of the header. */
void rxt_rule_tell(struct rxt_verdict_of_kernel *kernel, const struct rxt_entry *entry,
                   enum rxt_scaling scaling);
/** Work of a row over that of another: of the sizes `n` that their samples tell, by the rule that the
 *  kernel's entry of the header names; 1 if they tell none. */
double rxt_load_of(const struct rxt_entry *entry, const struct rxt_row *row, const struct rxt_row *base);
/** Model the speeds of the steps' best layouts, over that of serial. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_curve_model(struct rxt_verdict_of_kernel *kernel, const struct rxt_entry *entry,
                                         const struct rxt_series *series, size_t n_rounds, bool is_weak);
/** The serial fraction e of a speed-up S on P workers: (1/S - 1/P) / (1 - 1/P); unknown
 *  if it lies below 0 or above 1, which is no share; of its limits what lies between. */
struct rxt_estimate rxt_serial_fraction(const struct rxt_estimate *speedup, size_t workers);
/** Return why it is unknown; NULL: it is known, or there is no speed-up of several workers. */
const char *rxt_serial_why(const struct rxt_estimate *speedup, size_t workers);

/** Find the kernels that were studied at several sizes, and tell where their winners change. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_sizes_find(struct rxt_decision *decision, const struct rxt_header *header);
/** Find the one layout for all subjects of a decision. */
void rxt_common_find(struct rxt_decision *decision);

/** Find the factors that multiply to the efficiency of a row, and its computation scaling: of the rounds next to the number
 *  that is told of it.
 *
 *  part         in   the row's samples
 *  serial, own  in   the costs of serial and of the row
 *  row          out  its efficiency and load are known; its factors stay as they are where no round has an account
 */
void rxt_factors_find(const struct rxt_study *part, const char *kernel, const struct rxt_series *serial,
                      const struct rxt_series *own, struct rxt_row *row);

/** Write the line that starts the best layout with these parameters; leaves "" if it is unknown or too long. */
void rxt_launch_write(const struct rxt_study *study, struct rxt_verdict_of_kernel *kernel,
                      const json_t *params);

#endif
