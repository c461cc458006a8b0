/* SPDX-License-Identifier: BSD-3-Clause
 * study_warm.c - launches before the first round, which do not count: files come to memory, and clocks up to speed.
 */
#include "study_state.h"

#include <stdlib.h>

/* Those that share a launch with subject k, begin with it, and run under the layout; 0: there are none. */
static size_t choose(const struct rxt_study_spec *spec, size_t k, const struct rxt_layout *layout,
                     bool *wants)
{
    bool is_first = true;
    size_t n = 0;
    for (size_t i = 0; i < spec->n_subjects; i++) {
        const bool shares = rxt_subjects_share(spec->subjects[k], spec->subjects[i]);
        is_first &= i >= k || !shares;
        wants[i] = shares && rxt_subject_runs(spec->subjects[i], layout);
        n += wants[i];
    }
    return is_first ? n : 0;
}

static enum rxt_err launch(struct rxt_runner *run, const struct rxt_layout *layout, const bool *wants)
{
    struct rxt_subject **wanted = NULL;
    size_t n = 0;
    enum rxt_err err = rxt_study_grown(run->spec, layout, wants, &wanted, &n);
    rxt_runner_limit(run, layout);
    if (!err) {
        err = rxt_runner_launch(run, layout, wanted, n);
    }
    rxt_subjects_close(wanted, n);
    return err;
}

enum rxt_err rxt_study_warm(struct rxt_runner *run)
{
    const struct rxt_study_spec *spec = run->spec;
    bool *wants = calloc(spec->n_subjects + 1, sizeof *wants);
    enum rxt_err err = wants ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the subjects of a study");
    run->is_warming = true;
    for (int w = 0; w < spec->n_warmup && err == RXT_OK; w++) {
        for (size_t i = 0; i < spec->n_layouts * spec->n_subjects && err == RXT_OK; i++) {
            const struct rxt_layout *layout = &spec->layouts[i / spec->n_subjects];
            err = choose(spec, i % spec->n_subjects, layout, wants) > 0 ? launch(run, layout, wants) : RXT_OK;
        }
    }
    run->is_warming = false;
    free(wants);
    return err;
}
