/* SPDX-License-Identifier: BSD-3-Clause
 * bench_team.c RxT openmp|mpi|hybrid [SECONDS] - the team's kernels against the same loops by hand.
 *
 * Pairs of runs in turn, A B then B A, on the same cores and the same threads: the team's in
 * rxt_team_run, as a trial runs it, the hand-written one outside of it. Prints rows of a Markdown table.
 */
#include "bench.h"
#include "hand.h"
#include "hand_heat.h"
#include "hand_mandelbrot.h"

#include "trial.h"

enum { ROUNDS = 5 };

struct task {
    const struct hand *hand;
    struct rxt_setting *setting;
    void *ours, *rival; /* states */
    struct bench *bench;
    double run_s; /* of the team's last run */
    bool with_check;
};

static const struct hand *const hands[] = {&hand_mandelbrot, &hand_heat, NULL};

/* One a kernel: long enough that the clock and a barrier do not count, short enough for many pairs. */
static char words[][16] = {"mandelbrot", "n=512", "iterations=500", "heat",    "n=2048",
                           "steps=6",    "heat",  "n=512",          "steps=60"};

static enum rxt_err open_ours(void *context)
{
    struct task *t = context;
    return t->setting->kernel->open(&t->ours, t->bench->team, t->setting->values);
}

static enum rxt_err run_ours(void *context)
{
    struct task *t = context;
    const struct rxt_kernel *kernel = t->setting->kernel;
    if (kernel->reset) {
        kernel->reset(t->ours);
    }
    const double start_s = bench_start_s();
    enum rxt_err err = kernel->run(t->ours);
    t->run_s = bench_stop_s(start_s);
    return err == RXT_OK && t->with_check ? rxt_team_agree(t->bench->team, kernel->check(t->ours)) : err;
}

static double run_rival(const struct task *t)
{
    t->hand->reset(t->rival);
#pragma omp parallel num_threads(t->bench->n_threads)
    {
        /* wakes the threads, since those of a team are awake too */
    }
    const double start_s = bench_start_s();
    t->hand->run(t->rival);
    return bench_stop_s(start_s);
}

/* Untimed first runs of both sides, and the proof that both are right. */
static enum rxt_err warm_up(struct task *t)
{
    struct rxt_work work;
    t->with_check = true;
    const enum rxt_err err = rxt_team_run(t->bench->team, run_ours, t);
    t->with_check = false;
    if (err != RXT_OK) {
        return err;
    }
    (void)run_rival(t);
    t->setting->kernel->work(t->ours, &work);
    return t->hand->is_right(t->rival, &work) ? RXT_OK
                                              : rxt_fail(RXT_E_WRONG, "%s by hand is wrong", t->hand->kernel);
}

static enum rxt_err time_pairs(struct task *t, double budget_s, size_t n_max, struct bench_pairs *p)
{
    const double start_s = bench_start_s();
    enum rxt_err err = RXT_OK;
    for (size_t n = 0; n < n_max && err == RXT_OK; n++, p->n++) {
        if (n >= BENCH_MIN_PAIRS / ROUNDS && bench_stop_s(start_s) > budget_s) {
            break;
        }
        const bool rival_first = n % 2;
        if (rival_first) {
            p->rival_s[p->n] = run_rival(t);
        }
        err = rxt_team_run(t->bench->team, run_ours, t);
        p->ours_s[p->n] = t->run_s;
        if (!rival_first) {
            p->rival_s[p->n] = run_rival(t);
        }
    }
    return err;
}

/* Which pages a state gets is worth some percent in a cache, in favour of either side for as long as it
 * is open; so all is opened anew in every round, the sides taking turns to be the first. */
static enum rxt_err do_round(struct task *t, const struct hand_place *place, int round, double budget_s,
                             struct bench_pairs *pairs)
{
    enum rxt_err err = RXT_OK;
    t->ours = t->rival = NULL;
    for (int side = 0; side < 2 && err == RXT_OK; side++) {
        err = (side + round) % 2 ? t->hand->open(&t->rival, place, t->setting->values)
                                 : rxt_team_run(t->bench->team, open_ours, t);
        if (err == RXT_OK && (side + round) % 2) {
            t->hand->reset(t->rival);
        }
    }
    if (!err) {
        err = warm_up(t);
    }
    if (!err) {
        err = time_pairs(t, budget_s, BENCH_MAX_PAIRS / ROUNDS, pairs);
    }
    t->setting->kernel->close(t->ours);
    t->hand->close(t->rival);
    return err;
}

static void print_row(const struct task *t, const char *kind, const struct bench_result *r, size_t n)
{
    char layout[RXT_LAYOUT_BYTES], size[64];
    const struct rxt_topology *topology = rxt_binding_topology(t->bench->binding);
    const bool is_crowded = (size_t)(t->bench->n_ranks * t->bench->n_threads) > topology->n_pus;
    printf("| %s %s %s | %s %s | %.2f | %.2f | %.4f | %.4f to %.4f | %.4f | %zu | %s |\n", t->hand->kernel,
           rxt_setting_word(t->setting, 0, size, 32), rxt_setting_word(t->setting, 1, size + 32, 32),
           rxt_layout_text(&t->bench->layout, layout, sizeof layout), kind, 1e3 * r->ours.median,
           1e3 * r->rival.median, r->ratio, r->pair.low, r->pair.high, r->ours.min / r->rival.min, n,
           is_crowded ? "crowded: no goal" : bench_verdict(r));
}

static enum rxt_err do_task(struct bench *bench, struct rxt_setting *setting, const char *kind,
                            double budget_s)
{
    struct task t = {.setting = setting, .bench = bench};
    struct bench_pairs pairs = {.n = 0};
    struct bench_result result;
    const struct hand_place place = {.team = bench->team,
                                     .rank = bench->rank,
                                     .n_ranks = bench->n_ranks,
                                     .n_threads = bench->n_threads,
                                     .uses_mpi = strcmp(kind, "openmp") != 0};
    for (const struct hand *const *h = hands; *h && !t.hand; h++) {
        t.hand = strcmp((*h)->kernel, setting->kernel->name) == 0 ? *h : NULL;
    }
    enum rxt_err err = t.hand ? RXT_OK : rxt_fail(RXT_E_ABSENT, "no %s by hand", setting->kernel->name);
    for (int round = 0; round < ROUNDS && err == RXT_OK; round++) {
        err = do_round(&t, &place, round, budget_s / ROUNDS, &pairs);
    }
    if (!err) {
        err = bench_compare(&pairs, &result);
    }
    if (err == RXT_OK && bench->rank == 0) {
        print_row(&t, kind, &result, pairs.n);
    }
    return err;
}

static enum rxt_err ask_all(struct rxt_request *request)
{
    enum { N = sizeof words / sizeof *words };
    char *word[N];
    for (size_t i = 0; i < N; i++) {
        word[i] = words[i];
    }
    return rxt_request_add(request, word, N, RXT_DEFAULT);
}

int main(int argc, char **argv)
{
    struct bench bench;
    struct rxt_request request = {.n_reps = 0};
    const char *kind = argc > 2 ? argv[2] : "hybrid";
    const double budget_s = argc > 3 ? strtod(argv[3], NULL) : 2.0;
    enum rxt_err err = bench_open(&bench, argc > 1 ? argv[1] : "1x1", "static");
    if (!err) {
        err = ask_all(&request);
    }
    for (size_t i = 0; i < request.n_settings && err == RXT_OK; i++) {
        err = do_task(&bench, &request.settings[i], kind, budget_s);
    }
    rxt_request_free(&request);
    return bench_close(&bench, err);
}
