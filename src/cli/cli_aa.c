/* SPDX-License-Identifier: BSD-3-Clause
 * cli_aa.c - a race of the best layout with itself, under another name: what it calls different there is a false alarm.
 */
#include "cli_audit.h"

#include "report.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* What was found, over all subjects. */
struct found {
    size_t n_equal, n_undecided, n_out, n_open;
};

/* Serial is no contender, so that it is not entered: the best of the others is. */
static const struct rxt_row *entrant(const struct rxt_verdict_of_kernel *k)
{
    const struct rxt_row *best = NULL;
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        const bool is_bound =
            row->layout.policy != RXT_BY_NONE && rxt_layout_mode(&row->layout) != RXT_MODE_SERIAL;
        if (row->verdict == RXT_IS_BEST && is_bound) {
            return row;
        }
        if (is_bound && row->time_s.n > 0 && row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_DROPPED &&
            (!best || row->ratio.value < best->ratio.value)) {
            best = row;
        }
    }
    return best;
}

/* The subjects whose entrant this layout is. Returns how many. */
static size_t choose(const struct rxt_study_spec *spec, const struct rxt_decision *decision,
                     const struct rxt_layout *layout, struct rxt_subject **out)
{
    size_t n = 0;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_row *row = entrant(&decision->kernels[k]);
        for (size_t s = 0; row && rxt_layout_equal(&row->layout, layout) && s < spec->n_subjects; s++) {
            if (!strcmp(spec->subjects[s]->name, decision->kernels[k].kernel)) {
                out[n++] = spec->subjects[s];
            }
        }
    }
    return n;
}

static void add_found(struct rxt_text *out, const struct rxt_decision *decision, struct found *found)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *mine = &decision->kernels[k];
        for (size_t i = 0; i < mine->n_rows; i++) {
            const struct rxt_row *row = &mine->rows[i];
            if (row->verdict == RXT_IS_BEST) {
                continue;
            }
            found->n_equal += row->verdict == RXT_IS_EQUAL;
            found->n_undecided += row->verdict == RXT_IS_UNDECIDED;
            found->n_out += row->verdict == RXT_IS_OUT;
            found->n_open += row->verdict == RXT_IS_OPEN;
            rxt_text_add(out, "  ");
            rxt_text_add_clean(out, mine->kernel, strlen(mine->kernel));
            rxt_text_add(out, ": %s against %s: ", row->text, mine->best ? mine->best->text : "none");
            if (row->ratio.n > 0) {
                rxt_text_add(out, "%.3fx", row->ratio.value);
            }
            if (row->ratio.has_interval) {
                rxt_text_add(out, " [%.3f, %.3f]", row->ratio.low, row->ratio.high);
            }
            rxt_text_add(out, " over %zu rounds: %s%s\n", row->ratio.n, rxt_verdict_name(row->verdict),
                         row->verdict == RXT_IS_OUT ? ", which is a false alarm" : "");
        }
    }
}

static enum rxt_err race_itself(const struct rxt_study_spec *spec, const struct rxt_layout *layout,
                                const struct rxt_layout *twin, struct rxt_subject **subjects, size_t n,
                                struct rxt_text *out, struct found *found)
{
    char text[RXT_LAYOUT_BYTES];
    struct rxt_layout pair[2] = {*layout, *twin};
    struct rxt_study_spec aa = *spec;
    struct rxt_study *study = NULL;
    struct rxt_decision *decision = NULL;
    struct rxt_text folder = {0};
    rxt_text_add(&folder, "%s/aa-%s", spec->folder, rxt_layout_text(layout, text, sizeof text));
    aa.folder = rxt_text_of(&folder);
    aa.kept = NULL;
    aa.subjects = subjects;
    aa.n_subjects = n;
    aa.layouts = pair;
    aa.n_layouts = 2;
    aa.plain = (struct rxt_layout){0};
    aa.budget = (struct rxt_budget){RXT_BUDGET_NONE, 0.0};
    rxt_say("rxt: ", "%s races with itself now, for %zu subject%s", text, n, n == 1 ? "" : "s");
    enum rxt_err err = rxt_study_run(&aa, &study);
    if (!err) {
        err = rxt_decide(&decision, study);
    }
    if (!err) {
        add_found(out, decision, found);
        err = rxt_report_write(study, decision, aa.folder);
    }
    rxt_decision_close(decision);
    rxt_study_close(study);
    rxt_text_free(&folder);
    return err;
}

static enum rxt_err race_all(const struct rxt_study_spec *spec, const struct rxt_decision *decision,
                             const struct rxt_topology *topology, struct rxt_text *out, struct found *found)
{
    struct rxt_subject **subjects = calloc(spec->n_subjects + 1, sizeof(struct rxt_subject *));
    enum rxt_err err =
        subjects ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", spec->n_subjects);
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        char text[RXT_LAYOUT_BYTES];
        struct rxt_layout twin;
        const struct rxt_layout *layout = &spec->layouts[i];
        const size_t n = choose(spec, decision, layout, subjects);
        if (n > 0 && !rxt_layout_twin(topology, layout, &spec->terms.options, &twin)) {
            rxt_text_add(out, "  %s has no other name here: no other policy gives its placement\n",
                         rxt_layout_text(layout, text, sizeof text));
        } else if (n > 0) {
            err = race_itself(spec, layout, &twin, subjects, n, out, found);
        }
    }
    free(subjects);
    return err;
}

enum rxt_err rxt_aa(const struct rxt_study_spec *spec, const struct rxt_decision *decision,
                    struct rxt_text *out)
{
    struct found found = {0};
    struct rxt_topology *here = NULL;
    enum rxt_err err = spec->nodes.n > 0 ? RXT_OK : rxt_topology_open(&here, NULL);
    rxt_text_add(
        out,
        "\nA/A: the best layout beside serial against itself under another name: nothing differs there\n");
    if (!err) {
        err = race_all(spec, decision, spec->nodes.n > 0 ? spec->nodes.topology[spec->nodes.smallest] : here,
                       out, &found);
    }
    rxt_text_add(out, "equal %zu, undecided %zu, open %zu; false alarms (out): %zu of %zu\n", found.n_equal,
                 found.n_undecided, found.n_open, found.n_out,
                 found.n_equal + found.n_undecided + found.n_open + found.n_out);
    rxt_topology_close(here);
    return err;
}
