/* SPDX-License-Identifier: BSD-3-Clause
 * study_forecast.c - the launches of a study that is not begun.
 */
#include "study_forecast.h"

#include "study_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The words of a launch, as the study would make them. */
static enum rxt_err write_line(const struct rxt_study_spec *spec, const struct rxt_way *way,
                               struct rxt_subject *const *subjects, size_t n, struct rxt_forecast_row *row)
{
    const struct rxt_family *family = subjects[0]->family;
    struct rxt_launch launch = {.layout = *row->layout, .options = spec->terms.options, .way = *way};
    const struct rxt_party party = {
        .subjects = subjects, .n = n, .layout = row->layout, .terms = &spec->terms, .folder = spec->folder};
    void *state = NULL;
    if (family->paste) {
        return family->paste(subjects[0], &launch, &row->line);
    }
    struct rxt_words shown = {0}; /* by rxt's name, wherever its file is */
    enum rxt_err err = family->begin(&party, &launch, &state);
    rxt_words_add(&shown, "rxt");
    for (size_t i = 1; err == RXT_OK && i < launch.program->n; i++) {
        rxt_words_add(&shown, "%s", launch.program->word[i]);
    }
    launch.program = &shown;
    if (!err) {
        err = rxt_launch_line(&launch, &row->line);
    }
    rxt_words_free(&shown);
    family->done(state);
    return err;
}

/* The subjects that share a launch with the first of them, or it alone. */
static size_t count_party(const struct rxt_study_spec *spec, size_t first)
{
    size_t n = 1;
    while (first + n < spec->n_subjects &&
           rxt_subjects_share(spec->subjects[first], spec->subjects[first + n])) {
        n++;
    }
    return n;
}

static enum rxt_err add_layout(const struct rxt_study_spec *spec, const struct rxt_way *way,
                               const struct rxt_layout *layout, size_t n_cores, struct rxt_forecast *out)
{
    enum rxt_err err = RXT_OK;
    for (size_t k = 0, n; k < spec->n_subjects && err == RXT_OK; k += n) {
        n = count_party(spec, k);
        if (rxt_subject_runs(spec->subjects[k], layout)) {
            struct rxt_forecast_row *row = &out->rows[out->n_rows++];
            const size_t workers = rxt_layout_node_workers(layout);
            *row = (struct rxt_forecast_row){.subject = n > 1 ? NULL : spec->subjects[k],
                                             .layout = layout,
                                             .cores = (size_t)layout->nodes *
                                                      (workers < n_cores ? workers : n_cores)};
            err = write_line(spec, way, &spec->subjects[k], n, row);
        }
    }
    return err;
}

enum rxt_err rxt_study_forecast(const struct rxt_study_spec *spec, const struct rxt_way *way, size_t n_cores,
                                double guess_s, struct rxt_forecast *out)
{
    enum rxt_err err = rxt_study_foretell(spec, way, n_cores, guess_s, out);
    out->rows = calloc(spec->n_layouts * spec->n_subjects + 1, sizeof *out->rows);
    if (err == RXT_OK && !out->rows) {
        err = rxt_fail(RXT_E_MEMORY, "no room for %zu layouts", spec->n_layouts);
    }
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        err = add_layout(spec, way, &spec->layouts[i], n_cores, out);
    }
    return err;
}

void rxt_forecast_free(struct rxt_forecast *forecast)
{
    for (size_t i = 0; i < forecast->n_rows; i++) {
        rxt_text_free(&forecast->rows[i].line);
    }
    free(forecast->rows);
    *forecast = (struct rxt_forecast){0};
}

/* The most demanding layout decides. */
static const struct rxt_layout *widest(const struct rxt_study_spec *spec)
{
    const struct rxt_layout *most = spec->layouts;
    for (size_t i = 1; i < spec->n_layouts; i++) {
        most = rxt_layout_ranks(&spec->layouts[i]) > rxt_layout_ranks(most) ? &spec->layouts[i] : most;
    }
    return most;
}

enum rxt_err rxt_study_way(const struct rxt_study_spec *spec, const char *name, struct rxt_way *out)
{
    char path[4096];
    *out = (struct rxt_way){.hostfile = spec->hostfile, .is_elsewhere = name != NULL};
    for (const struct rxt_launcher *const *l = rxt_launchers; *l && name; l++) {
        out->launcher = !strcmp((*l)->name, name) ? *l : out->launcher;
    }
    if (name || spec->n_layouts == 0) {
        return out->launcher || !name ? RXT_OK : rxt_fail(RXT_E_USAGE, "no launcher is called '%s'", name);
    }
    const struct rxt_family *family = spec->n_subjects > 0 ? spec->subjects[0]->family : NULL;
    if (family && family->find_way) {
        return family->find_way(spec->subjects[0], widest(spec), out);
    }
    out->launcher = rxt_launcher_find(widest(spec), out, NULL, path, sizeof path);
    return out->launcher ? RXT_OK : RXT_E_ABSENT;
}
