/* SPDX-License-Identifier: BSD-3-Clause
 * cli_dry.c - what a study would do: its layouts, launches, lines, and an estimate of time and core-hours.
 */
#include "cli_dry.h"

#include "cli_option.h"
#include "folder.h"
#include "study_forecast.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum rxt_err rxt_dry_check(const struct rxt_args *args)
{
    const bool is_none = args->launcher && !strcmp(args->launcher, "none");
    if (!args->dry_run && (args->topology || args->guess_s > 0.0)) {
        return rxt_fail(
            RXT_E_USAGE,
            "--%s is of --dry-run: a study measures on the machine that it is on, and needs no guess",
            args->topology ? "topology" : "guess");
    }
    if (!args->dry_run && args->launcher && !is_none) {
        return rxt_fail(
            RXT_E_USAGE,
            "--launcher %s is of --dry-run: a study finds out by itself which launcher delivers; RXT_MPIRUN names one",
            args->launcher);
    }
    if (is_none && !rxt_args_name_program(args)) {
        return rxt_fail(RXT_E_USAGE,
                        "--launcher none is of a program: RXT_MPIRUN names the launcher of kernels");
    }
    if (args->dry_run && args->json) {
        return rxt_fail(RXT_E_USAGE, "--dry-run has no --json: leave one of the two out");
    }
    return RXT_OK;
}

/* The launcher's name as the table has it. */
static const char *launcher_of(const struct rxt_args *args)
{
    const bool is_named = args->launcher && strcmp(args->launcher, "none") != 0;
    return !is_named ? NULL : !strcmp(args->launcher, "mpirun") ? "openmpi" : args->launcher;
}

/* Seconds of one launch of the layout with most workers, made in a folder of its own; NaN if it failed. */
static enum rxt_err try_one(const struct rxt_study_spec *spec, double *wall_s)
{
    char folder[RXT_FOLDER_BYTES], text[RXT_LAYOUT_BYTES];
    struct rxt_study_spec one = *spec;
    struct rxt_study *study = NULL;
    size_t widest = 0;
    *wall_s = (double)NAN;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        const bool is_wider =
            rxt_layout_workers(&spec->layouts[i]) > rxt_layout_workers(&spec->layouts[widest]);
        widest = is_wider && spec->layouts[i].policy != RXT_BY_NONE ? i : widest;
    }
    if (spec->n_layouts == 0) {
        return RXT_OK;
    }
    enum rxt_err err = rxt_folder_make_temporary("dry", folder, sizeof folder);
    if (err) {
        return err;
    }
    one.layouts = &spec->layouts[widest];
    one.n_layouts = 1;
    one.is_full = true;
    one.n_rounds = 1;
    one.budget = (struct rxt_budget){RXT_BUDGET_NONE, 0.0};
    one.n_warmup = 0;
    one.plain = (struct rxt_layout){0};
    one.folder = folder;
    one.progress = NULL;
    rxt_say("rxt: ", "one launch of %s for the estimate; --guess TIME says without it how long one takes",
            rxt_layout_text(one.layouts, text, sizeof text));
    err = rxt_study_run(&one, &study);
    for (size_t i = 0; study && i < study->n_launches; i++) {
        *wall_s = study->launches[i]->end == RXT_END_OK ? study->launches[i]->wall_s : *wall_s;
    }
    if (study && isnan(*wall_s)) {
        rxt_say("rxt: warning: ", "that launch failed: %s",
                study->n_failures > 0 ? study->failures[0].reason : "no reason is known");
    }
    rxt_study_close(study);
    rxt_folder_remove(folder);
    return err;
}

static void add_rows(struct rxt_text *out, const struct rxt_forecast *forecast)
{
    char layout[RXT_LAYOUT_BYTES];
    for (size_t i = 0; i < forecast->n_rows; i++) {
        const struct rxt_forecast_row *row = &forecast->rows[i];
        const char *line = rxt_text_of(&row->line);
        rxt_text_add(out, "%-12s %-8s %5zu core%s  ", rxt_layout_text(row->layout, layout, sizeof layout),
                     row->layout->policy == RXT_BY_NONE ? "plain"
                                                        : rxt_mode_name(rxt_layout_mode(row->layout)),
                     row->cores, row->cores == 1 ? " " : "s");
        if (row->subject) {
            rxt_text_add_clean(out, row->subject->name, strlen(row->subject->name));
        } else {
            rxt_text_add(out, "all subjects");
        }
        rxt_text_add(out, "\n    ");
        rxt_text_add_clean(out, line, strlen(line));
        rxt_text_add(out, "\n");
    }
}

static void add_estimate(struct rxt_text *out, const struct rxt_study_spec *spec,
                         const struct rxt_forecast *forecast, double guess_s, const char *from)
{
    char guess[16], wall[32];
    snprintf(wall, sizeof wall, "%.3g hours", forecast->wall_s / 3600.0);
    if (forecast->wall_s < 3600.0) {
        rxt_show_s(wall, sizeof wall, forecast->wall_s);
    }
    rxt_text_add(out, "\nlaunches     %s %zu in %zu rounds: %zu in the first%s\n",
                 forecast->by_share ? "about" : "at most", forecast->n_launches, forecast->n_rounds,
                 forecast->n_rows, spec->n_warmup > 0 ? ", and those that warm up" : "");
    if (isnan(forecast->wall_s)) {
        rxt_text_add(out, "time         not known: --guess TIME says how long a launch on all cores takes\n");
        return;
    }
    rxt_text_add(
        out,
        "time         %sabout %s, %.3g core-hours\n"
        "             if a launch on all cores takes %s (%s) and one on fewer longer in proportion;\n"
        "             less if a comparison becomes narrow before, and --budget ends it sooner\n",
        forecast->by_share ? "" : "at most ", wall, forecast->core_s / 3600.0,
        rxt_show_s(guess, sizeof guess, guess_s), from);
}

enum rxt_err rxt_dry_show(const struct rxt_study_spec *spec, const struct rxt_args *args)
{
    struct rxt_text text = {0};
    struct rxt_way way = {0};
    struct rxt_topology *topology = NULL;
    struct rxt_forecast forecast = {0};
    double guess_s = args->guess_s > 0.0 ? args->guess_s : (double)NAN;
    const bool is_guess = !isnan(guess_s), is_here = !args->topology && !launcher_of(args);
    enum rxt_err err = rxt_topology_open(&topology, args->topology);
    if (!err) {
        err = rxt_study_way(spec, launcher_of(args), &way);
    }
    if (!err && !is_guess && is_here) {
        err = try_one(spec, &guess_s);
    }
    if (!err) {
        const struct rxt_topology *node =
            spec->nodes.n > 0 ? spec->nodes.topology[spec->nodes.smallest] : topology;
        err = rxt_study_forecast(spec, &way, rxt_quota_workers(node, node->n_cores), guess_s, &forecast);
    }
    if (!err) {
        add_rows(&text, &forecast);
        add_estimate(&text, spec, &forecast, guess_s, is_guess ? "--guess" : "the one that was made");
        err =
            text.failed ? rxt_fail(RXT_E_MEMORY, "no room for the launches") : rxt_print(rxt_text_of(&text));
    }
    rxt_forecast_free(&forecast);
    rxt_topology_close(topology);
    rxt_text_free(&text);
    return err;
}
