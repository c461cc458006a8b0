/* SPDX-License-Identifier: BSD-3-Clause
 * cli_report.c - decide, print, and leave the reports in the folder of a study.
 */
#include "cli.h"

#include "decide.h"
#include "report.h"
#include "report_document.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

/* Did no bound layout give a sample of this kernel that counts? Where none is bound, no other. */
static bool is_empty(const struct rxt_verdict_of_kernel *kernel)
{
    size_t n_bound = 0, n = 0, n_free = 0;
    for (size_t i = 0; i < kernel->n_rows; i++) {
        const struct rxt_row *row = &kernel->rows[i];
        const bool is_free = row->layout.policy == RXT_BY_NONE;
        n_bound += !is_free && row->verdict != RXT_IS_NOT_RUN;
        n += is_free ? 0 : row->n_launches;
        n_free += is_free ? row->n_launches : 0;
    }
    return n_bound > 0 ? n == 0 : n_free == 0;
}

static bool is_rejected(const struct rxt_verdict_of_kernel *kernel)
{
    size_t n = 0;
    for (size_t i = 0; i < kernel->n_rows; i++) {
        n += kernel->rows[i].n_rejected;
    }
    return n > 0;
}

/* A kernel that failed or was rejected under every layout fails the study, as it would have failed a run. */
static enum rxt_err find_empty(const struct rxt_study *study, const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const char *name = decision->kernels[k].kernel;
        const char *kind = decision->kernels[k].measure.is_program ? "" : "kernel ";
        if (!is_empty(&decision->kernels[k])) {
            continue;
        }
        if (is_rejected(&decision->kernels[k])) {
            return rxt_fail(RXT_E_WRONG, "%s'%s' gave no sample that counts: %s", kind, name,
                            decision->kernels[k].reason);
        }
        for (size_t i = 0; i < study->n_failures; i++) {
            const struct rxt_failure *f = &study->failures[i];
            if (!f->kernel || !strcmp(f->kernel, name)) {
                return rxt_fail(f->status == 2 ? RXT_E_INPUT : RXT_E_LAUNCH,
                                "%s'%s' gave no sample under any layout: %s", kind, name, f->reason);
            }
        }
    }
    return RXT_OK;
}

/* Files come first: whoever reads the terminal may leave. */
static enum rxt_err leave_files(const struct rxt_study *study, const struct rxt_decision *decision,
                                const char *folder)
{
    const enum rxt_err err = rxt_report_write(study, decision, folder);
    if (err == RXT_OK && decision->scaling != RXT_SCALING_NONE &&
        rxt_report_plots_draw(study, decision, folder) != RXT_OK) {
        rxt_say("rxt: warning: ", "%s", rxt_reason());
    }
    return err;
}

/* A report is printed whatever else failed, and what failed before is told rather than a reader that left. */
static enum rxt_err print_last(const char *text, enum rxt_err err)
{
    char why[1024];
    snprintf(why, sizeof why, "%s", rxt_reason());
    const enum rxt_err printed = rxt_print(text);
    return err == RXT_OK ? printed : rxt_fail(err, "%s", why);
}

/* What is wrong with a study that was reported. */
static enum rxt_err judge(const struct rxt_study *study, const struct rxt_decision *decision)
{
    return decision->is_wrong ? rxt_fail(RXT_E_WRONG, "a layout gave a wrong answer; see the report")
                              : find_empty(study, decision);
}

/* Where more of it lies: last, so that the answer stays in sight. Of files that are not whole none is named. */
static void add_folder(struct rxt_text *out, const char *folder, bool is_whole, const struct rxt_args *args)
{
    const struct rxt_screen screen = rxt_screen_of(args);
    struct rxt_document last = {0};
    rxt_document_add(&last, RXT_BLOCK_ITEM, "reports",
                     is_whole ? "%s/report.html, report.md, report.csv, rounds.csv, decision.json%s"
                              : "%s: not all of them could be written%s",
                     folder, args->explain ? "" : "; words: --explain");
    rxt_text_add(out, "\n");
    rxt_document_render(out, &last, &rxt_renderer_terminal, &screen);
    rxt_document_close(&last);
}

/* The words' meaning, if that was asked for, and the study. */
static void add_shown(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision, const struct rxt_args *args)
{
    const struct rxt_screen screen = rxt_screen_of(args);
    if (args->json) {
        rxt_report_format(out, &rxt_format_json, study, decision, NULL);
        return;
    }
    if (args->explain) {
        rxt_report_explain(out, &screen);
        rxt_text_add(out, "\n");
    }
    rxt_report_format(out, &rxt_format_terminal, study, decision, &screen);
}

enum rxt_err rxt_study_report(const struct rxt_study *study, const char *folder, const struct rxt_args *args)
{
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    enum rxt_err err = rxt_decide(&decision, study);
    if (err != RXT_OK) {
        return err;
    }
    add_shown(&text, study, decision, args);
    err = text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a report") : leave_files(study, decision, folder);
    if (!args->json) {
        add_folder(&text, folder, err == RXT_OK, args);
    }
    if (!err) {
        err = judge(study, decision);
    }
    err = print_last(rxt_text_of(&text), err);
    rxt_text_free(&text);
    rxt_decision_close(decision);
    return err;
}

/* "1.5x", or "75%". */
static enum rxt_err parse_rule(const char *text, struct rxt_rule *out)
{
    const size_t n = strlen(text);
    const char unit = n > 1 ? text[n - 1] : '\0';
    char number[32];
    if ((unit != 'x' && unit != '%') || n > sizeof number) {
        return rxt_fail(RXT_E_USAGE,
                        "--rule '%s' must be how many times as fast a doubling is, such as 1.5x, or an "
                        "efficiency, such as 75%%",
                        text);
    }
    snprintf(number, sizeof number, "%.*s", (int)n - 1, text);
    *out = (struct rxt_rule){.is_share = unit == '%'};
    const enum rxt_err err = out->is_share ? rxt_parse_real(number, "--rule in %", 1.0, 100.0, &out->limit)
                                           : rxt_parse_real(number, "--rule in x", 1.0, 2.0, &out->limit);
    out->limit *= out->is_share ? 0.01 : 1.0;
    return err;
}

/* What of the decision the user may say otherwise. */
static enum rxt_err ask(struct rxt_decision *decision, const char *format, const char *rule)
{
    if (!strcmp(format, rxt_format_access.name) && decision->scaling == RXT_SCALING_NONE) {
        return rxt_fail(RXT_E_USAGE, "--format access is of a scaling study, such as: rxt study --scaling "
                                     "strong --nodes 1,2,4");
    }
    return rule ? parse_rule(rule, &decision->rule) : RXT_OK;
}

enum rxt_err rxt_study_show(const struct rxt_study *study, const char *format, const char *rule)
{
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    enum rxt_err err = rxt_decide(&decision, study);
    if (!err) {
        err = ask(decision, format, rule);
    }
    if (!err) {
        rxt_report_format(&text, rxt_format_find(format), study, decision, NULL);
        err = text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a report")
                          : print_last(rxt_text_of(&text), judge(study, decision));
    }
    rxt_text_free(&text);
    rxt_decision_close(decision);
    return err;
}
