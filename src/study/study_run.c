/* SPDX-License-Identifier: BSD-3-Clause
 * study_run.c - rounds in random order over the surviving layouts, until they or the time are over.
 *
 * In each round every surviving layout is launched once, so that slow drift of
 * the machine hits all alike; what a killed study had not finished of a round is made up for.
 */
#include "study_state.h"

#include "clock.h"
#include "decide.h"
#include "study_order.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Was this kernel tried under this layout in this round, with a sample or a failure to show for it? */
static bool is_done(const struct rxt_study *study, int round, const struct rxt_layout *layout,
                    const char *kernel)
{
    char text[RXT_LAYOUT_BYTES];
    rxt_layout_text(layout, text, sizeof text);
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (s->round == round && rxt_layout_equal(&s->layout, layout) && !strcmp(s->kernel, kernel)) {
            return true;
        }
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        const struct rxt_failure *f = &study->failures[i];
        if (f->round == round && !strcmp(f->layout, text) && (!f->kernel || !strcmp(f->kernel, kernel))) {
            return true;
        }
    }
    return false;
}

/* Launch what this round still lacks of a layout. */
static enum rxt_err launch_missing(struct rxt_runner *run, const struct rxt_layout *layout)
{
    const struct rxt_study_spec *spec = run->spec;
    struct rxt_request missing = spec->request;
    struct rxt_ask *asks = NULL;
    missing.n_asks = 0;
    missing.asks = calloc(spec->request.n_asks + 1, sizeof *missing.asks);
    enum rxt_err err = missing.asks ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a request");
    err = err == RXT_OK ? rxt_study_asks(spec, layout, &asks) : err;
    for (size_t k = 0; k < spec->request.n_asks && err == RXT_OK; k++) {
        if (!is_done(run->study, run->round, layout, asks[k].kernel->name)) {
            missing.asks[missing.n_asks++] = asks[k];
        }
    }
    err = err == RXT_OK && missing.n_asks > 0 ? rxt_runner_launch(run, layout, &missing) : err;
    free(missing.asks);
    rxt_study_free_asks(spec, asks);
    return err;
}

static void tell(const struct rxt_runner *run, const char *layout, size_t launch, size_t n_launches,
                 double elapsed_s, double left_s)
{
    if (run->spec->progress) {
        run->spec->progress(&(struct rxt_progress){.round = run->round,
                                                   .n_rounds = run->spec->n_rounds,
                                                   .launch = launch,
                                                   .n_launches = n_launches,
                                                   .layout = layout,
                                                   .elapsed_s = elapsed_s,
                                                   .left_s = left_s,
                                                   .n_samples = run->study->n_samples,
                                                   .n_failures = run->study->n_failures});
    }
}

/* Until every launch must have ended. */
static double left_of(const struct rxt_runner *run, double now_s)
{
    return run->end_s > 0.0 ? run->end_s - now_s : (double)INFINITY;
}

static enum rxt_err launch_one(struct rxt_runner *run, size_t i)
{
    const struct rxt_study_spec *spec = run->spec;
    const double start_s = rxt_now_s();
    run->timeout_s = rxt_launch_limit(spec->timeout_s, run->longest_s, left_of(run, start_s), &run->is_cut);
    const enum rxt_err err = launch_missing(run, &spec->layouts[i]);
    const double took_s = rxt_now_s() - start_s;
    run->took_s[i] = took_s > run->took_s[i] ? took_s : run->took_s[i];
    return err;
}

static enum rxt_err run_round(struct rxt_runner *run, const bool *survives, size_t *order, double start_s,
                              double round_s)
{
    const struct rxt_study_spec *spec = run->spec;
    char text[RXT_LAYOUT_BYTES];
    size_t n_launches = 0, launch = 0;
    enum rxt_err err = RXT_OK;
    rxt_round_shuffle(order, spec->n_layouts, spec->seed, run->round);
    if (run->end_s > 0.0 && (run->round == 0 || round_s > left_of(run, rxt_now_s()))) {
        rxt_round_hurry(order, spec->layouts, spec->n_layouts, run->round);
    }
    for (size_t i = 0; i < spec->n_layouts; i++) {
        n_launches += survives[i];
    }
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        if (!survives[order[i]]) {
            continue;
        }
        if (!rxt_launch_fits(left_of(run, rxt_now_s()), run->took_s[order[i]], run->longest_s)) {
            run->ran_out = true;
            continue;
        }
        const double elapsed_s = rxt_now_s() - start_s;
        tell(run, rxt_layout_text(&spec->layouts[order[i]], text, sizeof text), launch++, n_launches,
             elapsed_s, round_s * (spec->n_rounds - run->round));
        run->place = (int)i;
        err = launch_one(run, order[i]);
    }
    tell(run, NULL, launch, n_launches, rxt_now_s() - start_s, 0.0);
    return err;
}

static enum rxt_err run_rounds(struct rxt_runner *run)
{
    const struct rxt_study_spec *spec = run->spec;
    bool *survives = calloc(spec->n_layouts, sizeof *survives);
    size_t *order = calloc(spec->n_layouts, sizeof *order);
    run->took_s = calloc(spec->n_layouts, sizeof *run->took_s);
    enum rxt_err err = survives && order && run->took_s
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room for the layouts of a study");
    const double start_s = rxt_now_s();
    double round_s = 0.0;
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        survives[i] = true;
    }
    for (run->round = 0; run->round < spec->n_rounds && !run->ran_out && err == RXT_OK; run->round++) {
        const double elapsed_s = rxt_now_s() - start_s;
        if (!rxt_round_fits(spec->budget_s, elapsed_s, round_s, run->round)) {
            break;
        }
        if (spec->scaling == RXT_SCALING_NONE && run->round > 0) { /* a curve wants all its points */
            rxt_decide_survivors(run->study, spec->layouts, spec->n_layouts, survives);
        }
        err = run_round(run, survives, order, start_s, round_s);
        round_s = rxt_now_s() - start_s - elapsed_s;
    }
    free(survives);
    free(order);
    free(run->took_s);
    return err;
}

/* Read what is there, refuse what does not belong together, and open the journal for more. */
static enum rxt_err open_journal(struct rxt_runner *run)
{
    const struct rxt_study_spec *spec = run->spec;
    size_t n_whole = 0;
    struct rxt_header *header = NULL;
    enum rxt_err err = rxt_header_make(spec, &run->way, &header);
    if (err == RXT_OK && spec->resume && rxt_journal_is_begun(spec->folder)) {
        err = rxt_journal_read(spec->folder, &run->study, &n_whole);
        err = err == RXT_OK ? rxt_header_compare(run->study->header, header, spec->folder) : err;
        err = err == RXT_OK ? rxt_journal_open(&run->journal, spec->folder, n_whole) : err;
    } else if (err == RXT_OK) {
        run->study = calloc(1, sizeof *run->study);
        err = run->study ? rxt_journal_open(&run->journal, spec->folder, 0)
                         : rxt_fail(RXT_E_MEMORY, "no room for a study");
        err = err == RXT_OK ? rxt_journal_add(run->journal, header->json) : err;
        if (err == RXT_OK) {
            run->study->header = header;
            header = NULL;
        }
    }
    rxt_header_close(header);
    return err;
}

/* A size that cannot be, or a study that could not be read back, is refused before anything is measured. */
static enum rxt_err check_sizes(const struct rxt_study_spec *spec)
{
    enum rxt_err err = rxt_journal_fits(spec->request.n_asks, spec->n_layouts);
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        struct rxt_ask *asks = NULL;
        err = rxt_study_asks(spec, &spec->layouts[i], &asks);
        rxt_study_free_asks(spec, asks);
    }
    return err;
}

/* The journal was removed, replaced or cut: say where all that was measured stands now. */
static enum rxt_err save(const struct rxt_runner *run)
{
    char folder[RXT_FOLDER_BYTES], lost[512];
    snprintf(lost, sizeof lost, "%s", rxt_reason());
    const enum rxt_err err = rxt_study_keep(run->study, run->spec->folder, folder, sizeof folder);
    if (err != RXT_OK) {
        char why[512];
        snprintf(why, sizeof why, "%s", rxt_reason());
        return rxt_fail(RXT_E_OUTPUT, "%s; what was measured cannot be kept elsewhere: %s", lost, why);
    }
    if (run->spec->kept) {
        snprintf(run->spec->kept, RXT_FOLDER_BYTES, "%s", folder);
    }
    return rxt_fail(RXT_E_OUTPUT, "%s; what was measured is kept in %s", lost, folder);
}

enum rxt_err rxt_study_run(const struct rxt_study_spec *spec, struct rxt_study **out)
{
    struct rxt_runner run = {.spec = spec, .end_s = spec->limit_s > 0.0 ? rxt_now_s() + spec->limit_s : 0.0};
    *out = NULL;
    enum rxt_err err = check_sizes(spec);
    err = err == RXT_OK ? rxt_study_probe(spec, &run.way) : err;
    err = err == RXT_OK ? open_journal(&run) : err;
    if (err == RXT_OK) {
        err = run_rounds(&run);
        err = rxt_journal_is_lost(run.journal) ? save(&run) : err;
        *out = run.study;
        if (spec->ran_out) {
            *spec->ran_out = run.ran_out;
        }
    } else {
        rxt_study_close(run.study);
    }
    rxt_journal_close(run.journal);
    return err;
}
