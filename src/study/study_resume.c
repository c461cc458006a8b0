/* SPDX-License-Identifier: BSD-3-Clause
 * study_resume.c - does a journal hold the study that is asked for again?
 */
#include "study_state.h"

#include <math.h>
#include <string.h>

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool have_same_subjects(const struct rxt_header *a, const struct rxt_header *b)
{
    bool same = a->n_kernels == b->n_kernels;
    for (size_t k = 0; k < a->n_kernels && same; k++) {
        const struct rxt_entry *x = &a->kernels[k], *y = &b->kernels[k];
        same = is_same_text(x->name, y->name) && x->is_ceiling == y->is_ceiling &&
               json_equal(x->params, y->params) &&
               (x->definition == y->definition || json_equal(x->definition, y->definition));
    }
    return same;
}

static bool have_same_layouts(const struct rxt_header *a, const struct rxt_header *b)
{
    bool same = a->n_layouts == b->n_layouts;
    for (size_t i = 0; i < a->n_layouts && same; i++) {
        same = rxt_layout_equal(&a->layouts[i], &b->layouts[i]);
    }
    return same;
}

static bool is_of_program(const struct rxt_header *h)
{
    return h->n_kernels > 0 && h->kernels[0].is_program;
}

static bool have_same_budget(const struct rxt_header *a, const struct rxt_header *b)
{
    const double apart = a->budget.value - b->budget.value;
    return a->budget.unit == b->budget.unit && !(apart < 0.0 || apart > 0.0);
}

/* Which layouts were dropped goes by these; where none is, more may be asked for. */
static const char *find_other_terms(const struct rxt_header *a, const struct rxt_header *b)
{
    return !is_same_text(a->strategy, b->strategy)               ? "strategy (--full)"
           : rxt_header_screens(a) && a->n_rounds != b->n_rounds ? "rounds, by which layouts were dropped"
           : rxt_header_screens(a) && !have_same_budget(a, b)    ? "budget, by which layouts were dropped"
                                                                 : NULL;
}

/* What two requests differ in, as the header calls it; NULL: in nothing. */
static const char *find_difference(const struct rxt_header *a, const struct rxt_header *b)
{
    const char *subjects = is_of_program(a) ? "programs, or other options of them" : "kernels";
    return !have_same_subjects(a, b)              ? subjects
           : !have_same_layouts(a, b)             ? "layouts"
           : a->scaling != b->scaling             ? "scaling"
           : !is_same_text(a->sched, b->sched)    ? "sched"
           : a->n_reps != b->n_reps               ? "reps"
           : a->smt != b->smt                     ? "smt"
           : a->oversubscribe != b->oversubscribe ? "oversubscribe"
                                                  : find_other_terms(a, b);
}

enum rxt_err rxt_header_compare(const struct rxt_header *old, const struct rxt_header *new,
                                const char *folder)
{
    const char *differs = rxt_journal_difference(old, new), *other = find_difference(old, new);
    /* Another build may tell of the same kernels in other words: then it is the build that differs. */
    const bool is_elsewhere = differs && (!strncmp(differs, "machine", strlen("machine")) ||
                                          !strncmp(differs, "build", strlen("build")));
    if (other && !is_elsewhere) {
        return rxt_fail(RXT_E_USAGE,
                        "the study in %s is of other %s; resume it with the same request, or choose another "
                        "--out",
                        folder, other);
    }
    if (!old->cpu || !new->cpu || strcmp(old->cpu, new->cpu) != 0) {
        return rxt_fail(RXT_E_USAGE,
                        "the study in %s was begun on another kind of machine (%s); choose another --out",
                        folder, old->cpu ? old->cpu : "unknown");
    }
    return differs ? rxt_fail(RXT_E_USAGE,
                              "the study in %s was begun with another %s; choose another --out ('rxt merge' "
                              "shows both)",
                              folder, differs)
                   : RXT_OK;
}
