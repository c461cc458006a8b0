/* SPDX-License-Identifier: BSD-3-Clause
 * study_probe.c - does the launcher deliver one world of all ranks?
 */
#include "study_state.h"

static void count_places(void *context, const char *line)
{
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    size_t *n = context;
    *n += json_array_size(json_object_get(record, "placement"));
    json_decref(record);
}

enum rxt_err rxt_study_probe(const struct rxt_study_spec *spec)
{
    const struct rxt_layout *multi = NULL;
    struct rxt_request where = {.team = spec->request.team};
    struct rxt_words words = {0};
    struct rxt_outcome outcome;
    size_t n_places = 0;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        multi = spec->layouts[i].ranks > 1 ? &spec->layouts[i] : multi;
    }
    if (!multi) {
        return RXT_OK;
    }
    enum rxt_err err = rxt_study_words(&where, multi, NULL, &words);
    const struct rxt_launch launch = {*multi, where.team.options, &words};
    err = err == RXT_OK ? rxt_launch_run(&launch, 60.0, spec->stop, count_places, &n_places, &outcome) : err;
    rxt_words_free(&words);
    if (err == RXT_OK && !outcome.stopped && n_places != (size_t)multi->ranks * (size_t)multi->threads) {
        err = rxt_fail(RXT_E_LAUNCH, "the launcher delivered no world of %d ranks (status %d): %s",
                       multi->ranks, outcome.status, outcome.note);
    }
    return err;
}
