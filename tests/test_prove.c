/* SPDX-License-Identifier: BSD-3-Clause
 * test_prove.c - a kernel that moves its own thread: what the proof of a real launch says of it.
 *
 * proof.sh starts it under a launcher, `test_rxt prove LAYOUT CASE`; rank 0 prints why the sample was rejected, or
 * "proven". The thread that errs is the first of the last rank; `other` is a PU that its plan does not give it.
 */
#include "tests.h"

#include "comm.h"
#include "launch_place.h"
#include "note.h"
#include "team_state.h"
#include "trial.h"

#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

static const char *what;       /* the case */
static struct rxt_team *here;  /* of the launch */
static int other = -1, n_runs; /* n_runs: of the kernel, the untimed one too */

static bool errs(void)
{
    return rxt_team_rank(here) == rxt_team_ranks(here) - 1;
}

static void go_to(int pu)
{
    struct rxt_mask mask = {{0}};
    rxt_mask_add(&mask, pu);
    if (errs() && rxt_bind_thread(&mask) != RXT_OK) {
        fprintf(stderr, "%s\n", rxt_reason());
    }
}

/* A PU of another core than the first thread's; of the first rank for a plan that errs. */
static int find_other(const struct rxt_topology *topology, int mine)
{
    for (size_t c = 0; c < topology->n_cores; c++) {
        if (topology->cores[c].pu[0] != mine) {
            return topology->cores[c].pu[0];
        }
    }
    return -1;
}

static enum rxt_err open_state(void **state, struct rxt_team *team, const union rxt_value *values)
{
    (void)values;
    *state = NULL;
    here = team;
    const bool plan_errs = !strcmp(what, "overlap");
    other = plan_errs ? team->binding->plan->place[0].pu
                      : find_other(team->binding->topology, team->workers[0].planned_pu);
    if (plan_errs && errs()) { /* planned, and bound, where the first rank is */
        team->workers[0].planned_pu = other;
        go_to(other);
    }
    return RXT_OK;
}

static void spin(void)
{
    const double end_s = rxt_now_s() + 0.02;
    while (rxt_now_s() < end_s) {
    }
}

static void *spin_alone(void *none)
{
    spin();
    return none;
}

static enum rxt_err run(void *state)
{
    const int home = here->workers[0].planned_pu;
    (void)state;
    if (!strcmp(what, "moved")) {
        go_to(n_runs > 0 ? other : home);
    } else if (!strcmp(what, "came-late")) {
        go_to(n_runs > 0 ? home : other);
    } else if (!strcmp(what, "loose") && errs() && n_runs > 0) {
        struct rxt_mask mask = {{0}};
        rxt_mask_add(&mask, home);
        rxt_mask_add(&mask, other);
        (void)!rxt_bind_thread(&mask);
    }
    n_runs++;
    if (strcmp(what, "quick") != 0) {
        spin();
    }
    return RXT_OK;
}

static void need(const union rxt_value *values, struct rxt_need *out)
{
    (void)values;
    *out = (struct rxt_need){0};
}

static enum rxt_err check(void *state)
{
    (void)state;
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    (void)state;
    return 1;
}

static void work(const void *state, struct rxt_work *out)
{
    (void)state;
    *out = (struct rxt_work){.items = 1.0};
}

static void close_state(void *state)
{
    (void)state;
}

static const struct rxt_param params[] = {{.name = NULL}};
static const struct rxt_kernel mover = {.name = "mover",
                                        .params = params,
                                        .need = need,
                                        .open = open_state,
                                        .run = run,
                                        .check = check,
                                        .digest = digest,
                                        .work = work,
                                        .close = close_state};

#ifdef _OPENMP
static void spin_on(int n_threads)
{
#pragma omp parallel num_threads(n_threads)
    spin();
}

static int count_at_home(void)
{
    int n = 0;
#pragma omp parallel reduction(+ : n)
    {
        spin();
        n += rxt_pu_now() == here->workers[omp_get_thread_num()].planned_pu;
    }
    return n;
}
#else
static void spin_on(int n_threads)
{
    (void)n_threads;
    spin();
}

static int count_at_home(void)
{
    spin();
    return rxt_pu_now() == here->workers[0].planned_pu;
}
#endif

/* A kernel of kind whole: its own region takes what OpenMP gives, and must get the layout's threads, each at home. */
static enum rxt_err run_whole(void *state)
{
    const int n_threads = rxt_team_threads(here);
    pthread_t stranger;
    (void)state;
    if (!strcmp(what, "whole-stranger") && pthread_create(&stranger, NULL, spin_alone, NULL) == 0) {
        pthread_join(stranger, NULL);
    }
    if (!strcmp(what, "whole-mpi")) { /* this program is linked with MPI, if there is one */
        void *symbol = dlsym(dlopen(NULL, RTLD_LAZY), "MPI_Initialized");
        int (*ask)(int *) = NULL;
        int is_started = 0;
        memcpy(&ask, &symbol, sizeof ask);
        spin();
        return ask && ask(&is_started) == 0 && is_started ? RXT_OK
                                                          : rxt_fail(RXT_E_WRONG, "MPI was not started");
    }
    if (!strcmp(what, "whole-more")) {
        spin_on(n_threads + 1);
        return RXT_OK;
    }
    const int n_at_home = count_at_home();
    n_runs++;
    return n_at_home == n_threads
               ? RXT_OK
               : rxt_fail(RXT_E_WRONG, "%d of %d threads are at home", n_at_home, n_threads);
}

static double answer(void *state)
{
    (void)state;
    return !strcmp(what, "whole-nan") ? (double)NAN : 0.1;
}

static struct rxt_kernel whole = {.name = "whole",
                                  .kind = RXT_WHOLE,
                                  .params = params,
                                  .open = open_state,
                                  .run = run_whole,
                                  .answer = answer,
                                  .close = close_state};

static void take(void *context, const json_t *record)
{
    int *n = context;
    const char *rejected = json_string_value(json_object_get(record, "rejected"));
    const char *failed = json_string_value(json_object_get(record, "reason"));
    const char *note = json_string_value(json_object_get(record, "check_note"));
    const char *answered = json_string_value(json_object_get(record, "answer"));
    printf("%s%s%s\n",
           rejected ? rejected
           : failed ? failed
           : note   ? note
                    : "proven",
           answered ? " " : "", answered ? answered : "");
    ++*n;
}

static void print_note(enum rxt_note_kind kind, const char *text)
{
    (void)kind;
    printf("%s\n", text);
}

int rxt_prove(int argc, char **argv)
{
    whole.uses_mpi = argc == 3 && !strcmp(argv[2], "whole-mpi");
    struct rxt_setting setting = {.kernel = argc == 3 && !strncmp(argv[2], "whole", 5) ? &whole : &mover};
    struct rxt_request request = {.settings = &setting, .n_settings = 1, .n_reps = 9, .launcher = "none"};
    int n = 0;
    if (argc != 3 || rxt_layout_parse(argv[1], &request.team.layout) != RXT_OK) {
        fprintf(
            stderr,
            "usage: test_rxt prove LAYOUT held|moved|came-late|loose|overlap|quick|whole[-more|-stranger|-nan|-mpi]\n");
        return 2;
    }
    what = argv[2];
    rxt_notes_to(print_note);
    request.team.start = rxt_start_here();
    return rxt_trial_run(&request, take, &n) != RXT_OK;
}
