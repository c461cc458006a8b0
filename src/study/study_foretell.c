/* SPDX-License-Identifier: BSD-3-Clause
 * study_foretell.c - how long a study becomes at most: its own strategy is asked, over launches that only pretend.
 *
 * What they pretend to have measured is so noisy that no comparison ever becomes narrow.
 */
#include "study_forecast.h"

#include "study_state.h"
#include "study_strategy.h"

#include "rxt/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 50 };

struct pretence {
    const struct rxt_study_spec *spec;
    struct rxt_study *study; /* pretended */
    size_t n_cores;
    double guess_s; /* of a launch on all cores */
    double elapsed_s, core_s;
};

static int cores_of(const struct pretence *p, const struct rxt_layout *layout)
{
    const size_t workers = rxt_layout_node_workers(layout);
    return layout->nodes * (int)(workers < p->n_cores ? workers : p->n_cores);
}

/* The guess is that of all cores of the most nodes; but the work of --scaling weak grows with the nodes. */
static double launch_s(const struct pretence *p, const struct rxt_layout *layout)
{
    int n_nodes = layout->nodes;
    for (size_t i = 0; i < p->spec->n_layouts && p->spec->scaling != RXT_SCALING_WEAK; i++) {
        n_nodes = p->spec->layouts[i].nodes > n_nodes ? p->spec->layouts[i].nodes : n_nodes;
    }
    return p->guess_s * (double)p->n_cores * n_nodes / cores_of(p, layout);
}

/* A launch with its subjects, which share its time. */
static enum rxt_err add_launch(struct pretence *p, const struct rxt_turn *turn)
{
    struct rxt_study *s = p->study;
    const struct rxt_layout *layout = &p->spec->layouts[turn->layout];
    size_t n_racing = 0;
    struct rxt_launched **list = realloc(s->launches, (s->n_launches + 1) * sizeof(struct rxt_launched *));
    s->launches = list ? list : s->launches;
    struct rxt_launched *l = list ? calloc(1, sizeof *l) : NULL;
    if (!l) {
        return rxt_fail(RXT_E_MEMORY, "no room for a launch");
    }
    list[s->n_launches] = l;
    *l = (struct rxt_launched){.launch = (int)s->n_launches++,
                               .round = turn->round,
                               .place = turn->place,
                               .layout = *layout,
                               .wall_s = launch_s(p, layout),
                               .cores = cores_of(p, layout),
                               .cpu_share = NAN,
                               .subjects = calloc(p->spec->n_subjects + 1, sizeof *l->subjects),
                               .run_s = calloc(p->spec->n_subjects + 1, sizeof *l->run_s)};
    for (size_t k = 0; l->subjects && l->run_s && k < p->spec->n_subjects; k++) {
        if (turn->wants[k]) {
            n_racing += !s->header->kernels[k].is_ceiling;
            l->run_s[l->n_subjects] = s->header->kernels[k].is_ceiling ? 0.0 : l->wall_s;
            l->subjects[l->n_subjects++] = strdup(p->spec->subjects[k]->name);
        }
    }
    for (size_t k = 0; l->run_s && k < l->n_subjects; k++) { /* a ceiling is soon measured */
        l->run_s[k] /= (double)(n_racing > 0 ? n_racing : 1);
    }
    p->elapsed_s += l->wall_s;
    p->core_s += l->wall_s * l->cores;
    return l->subjects && l->run_s ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a launch");
}

static enum rxt_err add_sample(struct pretence *p, const struct rxt_turn *turn, size_t k)
{
    struct rxt_study *s = p->study;
    struct rxt_sample **list = realloc(s->samples, (s->n_samples + 1) * sizeof(struct rxt_sample *));
    s->samples = list ? list : s->samples;
    struct rxt_sample *sample = list ? calloc(1, sizeof *sample) : NULL;
    if (!sample) {
        return rxt_fail(RXT_E_MEMORY, "no room for a sample");
    }
    const uint64_t at = (uint64_t)turn->round * p->spec->n_layouts + turn->layout;
    const double noise = (double)(rxt_random_at(1 + k, at) % 1000) / 1000.0;
    list[s->n_samples++] = sample;
    *sample = (struct rxt_sample){.kernel = strdup(p->spec->subjects[k]->name),
                                  .layout = p->spec->layouts[turn->layout],
                                  .launcher = strdup("none"),
                                  .params = json_object(),
                                  .n_times = 1,
                                  .time_s = malloc(sizeof *sample->time_s),
                                  .check = RXT_CHECK_PASS,
                                  .round = turn->round,
                                  .launch = (int)s->n_launches - 1};
    if (!sample->kernel || !sample->launcher || !sample->time_s) {
        return rxt_fail(RXT_E_MEMORY, "no room for a sample");
    }
    sample->time_s[0] = 1.0 + noise;
    return RXT_OK;
}

static enum rxt_err pretend(struct pretence *p, const struct rxt_turn *turn)
{
    enum rxt_err err = add_launch(p, turn);
    for (size_t k = 0; k < p->spec->n_subjects && err == RXT_OK; k++) {
        err = turn->wants[k] ? add_sample(p, turn, k) : RXT_OK;
    }
    return err;
}

static struct rxt_time time_of(const struct pretence *p, bool is_known)
{
    const bool is_limited = is_known && p->spec->budget.unit == RXT_BUDGET_TIME;
    return (struct rxt_time){.elapsed_s = p->elapsed_s,
                             .left_s = is_limited ? p->spec->budget.value - p->elapsed_s : (double)INFINITY};
}

static enum rxt_err run(struct pretence *p, bool is_known, struct rxt_forecast *out)
{
    const struct rxt_strategy *strategy = rxt_strategy_of(p->spec);
    void *state = NULL;
    struct rxt_turn turn = {0};
    bool is_one = false, ran_out = false;
    enum rxt_err err = strategy->open(&state, p->spec);
    do {
        const struct rxt_time time = time_of(p, is_known);
        err = err == RXT_OK ? strategy->next(state, p->study, &time, &turn, &is_one, &ran_out) : err;
        if (err == RXT_OK && is_one) {
            out->n_rounds = (size_t)turn.round + 1;
            err = pretend(p, &turn);
        }
    } while (err == RXT_OK && is_one);
    strategy->close(state);
    return err;
}

/* Rounds beyond those that were pretended are like the last of them: all of it costs as little as that. */
static void add_more(struct pretence *p, int n_more, struct rxt_forecast *out)
{
    const size_t n = p->study->n_launches;
    const int last = n > 0 ? p->study->launches[n - 1]->round : 0;
    for (size_t i = n; i > 0 && p->study->launches[i - 1]->round == last; i--) {
        const struct rxt_launched *l = p->study->launches[i - 1];
        out->n_launches += (size_t)n_more;
        p->elapsed_s += n_more * l->wall_s;
        p->core_s += n_more * l->wall_s * l->cores;
    }
    out->n_rounds += (size_t)n_more;
}

/* Every launch of a round before the first, as often as it is asked for. */
static void add_warm(struct pretence *p, struct rxt_forecast *out)
{
    const size_t n_warm = (size_t)p->spec->n_warmup;
    for (size_t i = 0; i < p->study->n_launches && p->study->launches[i]->round == 0; i++) {
        const struct rxt_launched *l = p->study->launches[i];
        out->n_launches += n_warm;
        p->elapsed_s += (double)n_warm * l->wall_s;
        p->core_s += (double)n_warm * l->wall_s * l->cores;
    }
}

/* Of more than three layouts that race a share is the budget where none is asked for. */
static bool is_by_share(const struct rxt_study_spec *spec)
{
    size_t n_racing = 0;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        n_racing +=
            spec->layouts[i].policy != RXT_BY_NONE && rxt_layout_mode(&spec->layouts[i]) != RXT_MODE_SERIAL;
    }
    const bool is_usual = spec->budget.unit == RXT_BUDGET_NONE && n_racing > 3 && !spec->is_full &&
                          spec->scaling == RXT_SCALING_NONE;
    return spec->budget.unit == RXT_BUDGET_SHARE || is_usual;
}

enum rxt_err rxt_study_foretell(const struct rxt_study_spec *spec, const struct rxt_way *way, size_t n_cores,
                                double guess_s, struct rxt_forecast *out)
{
    const bool is_known = !isnan(guess_s);
    struct pretence p = {.spec = spec,
                         .study = calloc(1, sizeof *p.study),
                         .n_cores = n_cores,
                         .guess_s = is_known ? guess_s : 1.0};
    *out = (struct rxt_forecast){.wall_s = NAN, .core_s = NAN, .by_share = is_by_share(spec)};
    if (!p.study) {
        return rxt_fail(RXT_E_MEMORY, "no room for a forecast");
    }
    enum rxt_err err = rxt_header_make(spec, way, &p.study->header);
    if (err == RXT_OK && !is_known && spec->budget.unit != RXT_BUDGET_SHARE) {
        p.study->header->budget =
            (struct rxt_budget){RXT_BUDGET_NONE, 0.0}; /* when it is spent nobody can tell */
    }
    const int n_more = spec->n_rounds > MOST_ROUNDS ? spec->n_rounds - MOST_ROUNDS : 0;
    if (!err) {
        p.study->header->n_rounds -= n_more;
        err = run(&p, is_known, out);
    }
    if (!err) {
        out->n_launches = p.study->n_launches;
        add_more(&p, n_more, out);
        add_warm(&p, out);
    }
    if (err == RXT_OK && is_known) {
        out->wall_s = p.elapsed_s;
        out->core_s = p.core_s;
    }
    rxt_study_close(p.study);
    return err;
}
