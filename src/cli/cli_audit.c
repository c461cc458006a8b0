/* SPDX-License-Identifier: BSD-3-Clause
 * cli_audit.c - the full sweep beside a race, and a race of a layout with itself.
 */
#include "cli_audit.h"

#include "decide_audit.h"
#include "report.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum rxt_err rxt_audit_check(const struct rxt_args *args)
{
    const char *name = args->audit ? "audit" : "aa";
    if (!args->audit && !args->aa) {
        return RXT_OK;
    }
    if (args->full && args->audit) {
        return rxt_fail(
            RXT_E_USAGE,
            "--audit measures beside a race what --full measures alone: leave one of the two out");
    }
    if (args->scaling) {
        return rxt_fail(
            RXT_E_USAGE,
            "--%s is of a study at one number of workers, and --scaling keeps every layout: leave "
            "one of the two out",
            name);
    }
    if (args->dry_run || args->json) {
        return rxt_fail(RXT_E_USAGE,
                        "--%s answers in sentences about launches that were made: leave --%s out", name,
                        args->json ? "json" : "dry-run");
    }
    return RXT_OK;
}

/* A study inside the folder of another one, with its reports. */
static enum rxt_err run_inside(struct rxt_study_spec *spec, const struct rxt_text *folder,
                               struct rxt_study **study, struct rxt_decision **decision)
{
    spec->folder = rxt_text_of(folder);
    spec->kept = NULL;
    enum rxt_err err = rxt_study_run(spec, study);
    if (!err) {
        err = rxt_decide(decision, *study);
    }
    return err == RXT_OK ? rxt_report_write(*study, *decision, spec->folder) : err;
}

/* "1.3 % [0.2, 2.1]" */
static void add_regret(struct rxt_text *out, const struct rxt_estimate *regret)
{
    if (regret->n == 0 || isnan(regret->value)) {
        rxt_text_add(out, "not known");
    } else {
        rxt_text_add(out, "%.1f %%", 100.0 * fmax(regret->value, 0.0));
    }
    if (regret->has_interval) {
        rxt_text_add(out, " [%.1f, %.1f]", 100.0 * regret->low, 100.0 * regret->high);
    }
}

static void add_share(struct rxt_text *out, double share)
{
    rxt_text_add(out, isnan(share) ? "not known" : "%.0f %%", 100.0 * share);
}

static void add_audit(struct rxt_text *out, const struct rxt_audit *audit, double tolerance,
                      const char *folder)
{
    rxt_text_add(out, "\nAudit: the race against %d rounds of every layout (", RXT_SWEEP_ROUNDS);
    rxt_text_add_clean(out, folder, strlen(folder));
    rxt_text_add(out, ")\n");
    for (size_t k = 0; k < audit->n_rows; k++) {
        const struct rxt_audit_row *row = &audit->rows[k];
        rxt_text_add(out, "  ");
        rxt_text_add_clean(out, row->kernel, strlen(row->kernel));
        rxt_text_add(out, ": chose %s, fastest there %s: regret ", row->chosen ? row->chosen->text : "none",
                     row->best ? row->best->text : "none");
        add_regret(out, &row->regret);
        rxt_text_add(out, ", cost ");
        add_share(out, row->share);
        rxt_text_add(out, "\n");
    }
    rxt_text_add(out, "true regret: median ");
    rxt_text_add(out, isnan(audit->median) ? "not known" : "%.1f %%, at most %.1f %%", 100.0 * audit->median,
                 100.0 * audit->worst);
    rxt_text_add(out, "; above %.3g %%: %zu of %zu\ncost: ", 100.0 * tolerance, audit->n_above,
                 audit->n_known);
    add_share(out, audit->share);
    rxt_text_add(out, " of the core-seconds of %d rounds of every layout\n", RXT_SWEEP_ROUNDS);
}

static enum rxt_err audit_sweep(const struct rxt_study_spec *spec, const struct rxt_study *study,
                                const struct rxt_decision *decision, struct rxt_text *out)
{
    struct rxt_study_spec full = *spec;
    struct rxt_study *sweep = NULL;
    struct rxt_decision *swept = NULL;
    struct rxt_text folder = {0};
    struct rxt_audit audit = {0};
    full.is_full = true;
    full.n_rounds = RXT_SWEEP_ROUNDS;
    full.budget = (struct rxt_budget){RXT_BUDGET_NONE, 0.0};
    rxt_text_add(&folder, "%s/full", spec->folder);
    rxt_say("rxt: ", "the audit measures %d rounds of every layout now", RXT_SWEEP_ROUNDS);
    enum rxt_err err = run_inside(&full, &folder, &sweep, &swept);
    if (!err) {
        err = rxt_audit_make(study, decision, sweep, swept, &audit);
    }
    if (!err) {
        add_audit(out, &audit, spec->tolerance, rxt_text_of(&folder));
    }
    free(audit.rows);
    rxt_decision_close(swept);
    rxt_study_close(sweep);
    rxt_text_free(&folder);
    return err;
}

enum rxt_err rxt_audit(const struct rxt_study_spec *spec, const struct rxt_study *study,
                       const struct rxt_args *args)
{
    struct rxt_decision *decision = NULL;
    struct rxt_text out = {0};
    enum rxt_err err = rxt_decide(&decision, study);
    if (err == RXT_OK && args->audit) {
        err = audit_sweep(spec, study, decision, &out);
    }
    if (err == RXT_OK && args->aa) {
        err = rxt_aa(spec, decision, &out);
    }
    if (!err) {
        err = out.failed ? rxt_fail(RXT_E_MEMORY, "no room for an audit") : rxt_print(rxt_text_of(&out));
    }
    rxt_text_free(&out);
    rxt_decision_close(decision);
    return err;
}
