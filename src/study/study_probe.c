/* SPDX-License-Identifier: BSD-3-Clause
 * study_probe.c - which launcher delivers a layout, and how must it be told?
 */
#include "study_nodes.h"

#include "study_state.h"
#include "text.h"
#include "trial_words.h"

#include <stdio.h>
#include <string.h>

/* Time for a launch that measures nothing, once its rank 0 is up; how long that may take, launch.h tells. */
static const double try_s = 300.0;

static bool keep_where(void *context, const char *line)
{
    struct rxt_whereabouts **where = context;
    json_t *record = line[0] == '{' && !*where ? json_loads(line, 0, NULL) : NULL;
    if (record && rxt_whereabouts_from_json(record, where) != RXT_OK) {
        *where = NULL; /* somebody's talk, or of another kind */
    }
    json_decref(record);
    return true;
}

static enum rxt_err add_try(json_t *tried, const struct rxt_launch *launch, const char *failed, double wall_s)
{
    char layout[RXT_LAYOUT_BYTES];
    struct rxt_text line = {0};
    const struct rxt_words none = {0};
    struct rxt_launch bare = *launch;
    bare.program = &none;
    const enum rxt_err err = rxt_launch_line(&bare, &line);
    const int added = json_array_append_new(
        tried, json_pack("{s:s, s:s, s:s, s:s, s:f, s:s?}", "launcher", launch->way.launcher->name, "binds",
                         launch->way.binds ? "launcher" : "rxt", "layout",
                         rxt_layout_text(&launch->layout, layout, sizeof layout), "line", rxt_text_of(&line),
                         "wall_s", wall_s, "failed", failed));
    rxt_text_free(&line);
    return err == RXT_OK && added != 0 ? rxt_fail(RXT_E_MEMORY, "no room for a launch's record") : err;
}

/* One line of printable text, as JSON and people take it. */
static void clean(char *text)
{
    for (char *c = text; *c; c++) {
        *c = (unsigned char)*c < 32 ? ' ' : (unsigned char)*c < 127 ? *c : '?';
    }
}

/* Launch `rxt where` in one way; *good tells whether it delivered. */
static enum rxt_err try_way(const struct rxt_launch *launch, const struct rxt_job *job,
                            const volatile sig_atomic_t *stop, json_t *tried, struct rxt_whereabouts **where,
                            bool *good)
{
    char why[2048] = "";
    struct rxt_outcome outcome = {0};
    struct rxt_whereabouts *heard = NULL;
    enum rxt_err err = rxt_launch_run(launch, try_s, stop, keep_where, &heard, &outcome);
    if (err == RXT_E_LAUNCH) {
        snprintf(why, sizeof why, "%s", rxt_reason());
        err = RXT_OK;
    } else if (err == RXT_OK && outcome.stopped) {
        err = rxt_fail(RXT_E_STOPPED, "stopped before the first launch");
    } else if (err == RXT_OK) {
        *good = rxt_where_delivers(heard, &outcome, &launch->layout, job, why, sizeof why);
    }
    clean(why);
    if (!err) {
        err = add_try(tried, launch, why[0] ? why : NULL, outcome.wall_s);
    }
    if (err == RXT_OK && *good && where) {
        *where = heard;
        heard = NULL;
    }
    rxt_whereabouts_close(heard);
    return err == RXT_OK && !*good ? rxt_fail(RXT_E_LAUNCH, "%s", why) : err;
}

enum rxt_err rxt_way_find(const struct rxt_layout *layout, const struct rxt_plan_options *options,
                          const struct rxt_job *job, const volatile sig_atomic_t *stop, json_t *tried,
                          struct rxt_way *way, struct rxt_whereabouts **where)
{
    char path[4096], first[1024] = "", text[RXT_LAYOUT_BYTES];
    struct rxt_words words = {0};
    const struct rxt_launcher *launcher = rxt_launcher_find(layout, way, NULL, path, sizeof path);
    enum rxt_err err = launcher ? rxt_where_words(layout, options, &words) : RXT_E_ABSENT;
    bool good = false;
    while (launcher && !good && (err == RXT_OK || err == RXT_E_LAUNCH)) {
        for (int binds = 0; binds < 2 && !good && (err == RXT_OK || err == RXT_E_LAUNCH); binds++) {
            way->launcher = launcher;
            way->binds = binds > 0;
            const struct rxt_launch launch = {.layout = *layout,
                                              .options = *options,
                                              .program = &words,
                                              .way = *way,
                                              .tells = true,
                                              .hint = rxt_study_hint};
            err = try_way(&launch, job, stop, tried, where, &good);
            if (err == RXT_E_LAUNCH && !first[0]) {
                snprintf(first, sizeof first, "%s: %s", launcher->name, rxt_reason());
            }
        }
        if (err == RXT_E_LAUNCH) { /* only then: to find none would take the place of another reason */
            launcher = rxt_launcher_find(layout, way, launcher, path, sizeof path);
        }
    }
    rxt_words_free(&words);
    return err == RXT_E_LAUNCH ? rxt_fail(err, "no launcher here delivers layout %s; %s",
                                          rxt_layout_text(layout, text, sizeof text), first)
                               : err;
}

/* The most demanding layout of several ranks: the most nodes, then the most ranks, then the most threads. */
static const struct rxt_layout *hardest(const struct rxt_study_spec *spec)
{
    const struct rxt_layout *best = NULL;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        const struct rxt_layout *l = &spec->layouts[i];
        if (rxt_layout_ranks(l) > 1 && l->policy != RXT_BY_NONE &&
            (!best || l->nodes > best->nodes ||
             (l->nodes == best->nodes &&
              (l->ranks > best->ranks || (l->ranks == best->ranks && l->threads > best->threads))))) {
            best = l;
        }
    }
    return best;
}

enum rxt_err rxt_study_probe(const struct rxt_study_spec *spec, struct rxt_way *way)
{
    const struct rxt_layout *layout = hardest(spec);
    const struct rxt_subject *first = spec->n_subjects > 0 ? spec->subjects[0] : NULL;
    *way = (struct rxt_way){.hostfile = spec->hostfile};
    if (first && first->family->find_way) {
        return first->family->find_way(first, layout ? layout : spec->layouts, way);
    }
    if (layout) {
        rxt_shm_warn(layout);
    }
    return layout ? rxt_way_find(layout, &spec->terms.options, &spec->job, spec->stop, spec->tried, way, NULL)
                  : RXT_OK;
}
