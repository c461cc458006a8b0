/* SPDX-License-Identifier: BSD-3-Clause
 * launch_run.c - one launch: start it, read it, wait for it, within its time.
 */
#include "launch.h"

#include "clock.h"
#include "comm.h"
#include "launch_end.h"
#include "launch_listen.h"
#include "launch_place.h"
#include "launch_rank.h"
#include "machine_tree.h"
#include "note.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

/* Variables by which users, OpenMP or BLAS would move threads that rxt places. */
static void place_threads(const struct rxt_launch *launch)
{
    static const char *const cleared[] = {"OMP_PROC_BIND", "OMP_PLACES",       "GOMP_CPU_AFFINITY",
                                          "KMP_AFFINITY",  "OMP_THREAD_LIMIT", "OMP_DYNAMIC"};
    char threads[16];
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) {
        unsetenv(cleared[i]);
    }
    snprintf(threads, sizeof threads, "%d", launch->layout.threads);
    setenv("OMP_NUM_THREADS", threads, 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 1); /* the threads are the team's */
}

/* In the child, which keeps them until it is another program. */
static void set_exports(const struct rxt_words *exports)
{
    for (size_t i = 0; exports && i < exports->n; i++) {
        putenv(exports->word[i]);
    }
}

static void set_environment(const struct rxt_launcher *launcher, const struct rxt_launch *launch)
{
    rxt_rank_forget(); /* whoever starts launches is none */
    if (!launch->is_foreign) {
        place_threads(launch);
        rxt_listener_tell(launcher->name);
    }
    set_exports(launch->exports);
    setenv("PATH", rxt_search_path(), 1); /* mpirun looks for ssh, even where it needs none */
    launcher->environ(launch);
}

/* OMP_PROC_BIND bound this thread before main began; its children shall have the whole mask again. */
static void lift_openmp_binding(void)
{
    struct rxt_mask whole, now;
    if (rxt_mask_of_process(&whole) == RXT_OK && rxt_mask_of_thread(&now) == RXT_OK &&
        !rxt_mask_equal(&whole, &now) && rxt_bind_thread(&whole) != RXT_OK) {
        rxt_note(RXT_NOTE_WARNING, "%s", rxt_reason());
    }
}

/* In the child. */
static void prepare(void *context)
{
    const struct rxt_running *run = context;
    lift_openmp_binding();
    set_environment(run->launcher, run->launch);
    rxt_room_environ(run->room);
}

static void listen_to(struct rxt_running *run, double timeout_s, const volatile sig_atomic_t *stop,
                      struct rxt_outcome *outcome)
{
    const struct rxt_launcher *launcher = run->launcher;
    rxt_listen(run, timeout_s > 0.0 ? run->start_s + timeout_s : 0.0, stop, outcome);
    rxt_tree_end_strays();
    outcome->wall_s = rxt_now_s() - run->start_s;
    outcome->rank = launcher == &rxt_launcher_none && outcome->signal > 0 && run->launch->tells ? 0 : -1;
    rxt_outcome_read(outcome, launcher, rxt_text_of(&run->pending[RXT_ERR]));
    if (run->launch->tells && !run->is_up && outcome->status != 0 && !outcome->stopped && !outcome->is_own) {
        rxt_launch_suspects(launcher, outcome->suspects, sizeof outcome->suspects);
    }
    rxt_child_close(&run->child);
}

enum rxt_err rxt_launch_run(const struct rxt_launch *launch, double timeout_s,
                            const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                            struct rxt_outcome *outcome)
{
    char path[4096], rank[4096];
    struct rxt_words words = {0};
    struct rxt_room room = {0};
    struct rxt_running run = {.launch = launch, .line = line, .context = context, .room = &room};
    *outcome = (struct rxt_outcome){0};
    if (launch->tells && rxt_rank_find(rank, sizeof rank) != RXT_OK) { /* said once, and not by every rank */
        return RXT_E_ABSENT;
    }
    const struct rxt_launcher *launcher = rxt_launcher_of(launch, path, sizeof path);
    if (!launcher || (launcher != &rxt_launcher_none && rxt_comm_check() != RXT_OK)) {
        return RXT_E_ABSENT;
    }
    run.launcher = launcher;
    launcher->command(&words, path, launch);
    for (size_t i = 0; i < launch->program->n; i++) {
        rxt_words_add(&words, "%s", launch->program->word[i]);
    }
    enum rxt_err err = words.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
    if (!err) {
        err = rxt_listen_patience(launch, &run.patience_s);
    }
    run.start_s = rxt_now_s();
    rxt_room_open(&room, launch->tells || launch->is_foreign ? launcher : &rxt_launcher_none,
                  rxt_hosts_known(launch->way.hostfile));
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a launcher leaves behind becomes ours to end */
    if (!err) {
        err = rxt_child_start(&run.child, words.word, prepare, &run);
    }
    if (err == RXT_OK) {
        listen_to(&run, timeout_s, stop, outcome);
    }
    rxt_room_close(&room, err == RXT_OK && outcome->status == 0 && !outcome->lingered);
    rxt_text_free(&run.pending[RXT_OUT]);
    rxt_text_free(&run.pending[RXT_ERR]);
    rxt_words_free(&words);
    return err;
}
