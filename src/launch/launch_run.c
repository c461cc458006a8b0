/* SPDX-License-Identifier: BSD-3-Clause
 * launch_run.c - one launch: start it, read it, wait for it, within its time.
 */
#include "launch.h"

#include "clock.h"
#include "comm.h"
#include "launch_end.h"
#include "launch_listen.h"
#include "launch_tree.h"
#include "launch_place.h"
#include "note.h"
#include "signals.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Variables by which users, OpenMP or BLAS would move threads that rxt places; and those of a rank, which whoever
 * starts launches is not. */
static void set_environment(const struct rxt_launcher *launcher, const struct rxt_launch *launch)
{
    static const char *const cleared[] = {"OMP_PROC_BIND", "OMP_PLACES",       "GOMP_CPU_AFFINITY",
                                          "KMP_AFFINITY",  "OMP_THREAD_LIMIT", "OMP_DYNAMIC"};
    char threads[16];
    rxt_rank_forget();
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) {
        unsetenv(cleared[i]);
    }
    snprintf(threads, sizeof threads, "%d", launch->layout.threads);
    setenv("OMP_NUM_THREADS", threads, 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 1); /* the threads are the team's */
    setenv("RXT_LAUNCHER", launcher->name, 1);
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

/* The driver's handlers are nothing to a launch, which must end by SIGTERM and by a broken pipe. What whoever
 * started the driver had ignored (nohup, a shell's background) stays ignored. */
static void reset_signals(void)
{
    static const int kept[] = {SIGINT, SIGHUP, SIGUSR1};
    struct sigaction now;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (sigaction(kept[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            signal(kept[i], SIG_DFL);
        }
    }
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
}

static void become(const struct rxt_running *run, const struct rxt_launcher *launcher, char *const *argv,
                   const int pipes[RXT_PIPES][2], pid_t parent)
{
    lift_openmp_binding();
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) { /* it died before the line above */
        _exit(127);
    }
    reset_signals();
    rxt_signals_give_back();
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(pipes[RXT_OUT][1], STDOUT_FILENO);
    dup2(pipes[RXT_ERR][1], STDERR_FILENO);
    set_environment(launcher, run->launch);
    rxt_room_environ(run->room);
    execv(argv[0], argv);
    dprintf(STDERR_FILENO, "rxt: %s: %s\n", argv[0],
            strerror(errno)); /* into the pipe: the parent hears it */
    _exit(127);
}

static enum rxt_err start(struct rxt_running *run, const struct rxt_launcher *launcher, char *const *argv)
{
    int pipes[RXT_PIPES][2];
    if (pipe(pipes[RXT_OUT]) != 0) {
        return rxt_fail(RXT_E_LAUNCH, "no pipe for a launch: %s", strerror(errno));
    }
    if (pipe(pipes[RXT_ERR]) != 0) {
        close(pipes[RXT_OUT][0]);
        close(pipes[RXT_OUT][1]);
        return rxt_fail(RXT_E_LAUNCH, "no pipe for a launch: %s", strerror(errno));
    }
    for (int p = 0; p < RXT_PIPES; p++) {
        fcntl(pipes[p][0], F_SETFD, FD_CLOEXEC);
        fcntl(pipes[p][1], F_SETFD, FD_CLOEXEC);
        run->fd[p] = pipes[p][0];
    }
    const pid_t parent = getpid();
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a launcher leaves behind becomes ours to end */
    fflush(NULL);
    run->pid = fork();
    if (run->pid == 0) {
        become(run, launcher, argv, (const int(*)[2])pipes, parent);
    }
    close(pipes[RXT_OUT][1]);
    close(pipes[RXT_ERR][1]);
    return run->pid > 0 ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "no process for a launch: %s", strerror(errno));
}

static void listen_to(struct rxt_running *run, const struct rxt_launcher *launcher, double timeout_s,
                      const volatile sig_atomic_t *stop, struct rxt_outcome *outcome)
{
    rxt_listen(run, timeout_s > 0.0 ? run->start_s + timeout_s : 0.0, stop, outcome);
    rxt_tree_end_strays();
    outcome->wall_s = rxt_now_s() - run->start_s;
    outcome->rank = launcher == &rxt_launcher_none && outcome->signal > 0 && run->launch->tells ? 0 : -1;
    rxt_outcome_read(outcome, launcher, rxt_text_of(&run->pending[RXT_ERR]));
    if (run->launch->tells && !run->is_up && outcome->status != 0 && !outcome->stopped && !outcome->is_own) {
        rxt_launch_suspects(launcher, outcome->suspects, sizeof outcome->suspects);
    }
    close(run->fd[RXT_OUT]);
    close(run->fd[RXT_ERR]);
}

enum rxt_err rxt_launch_run(const struct rxt_launch *launch, double timeout_s,
                            const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                            struct rxt_outcome *outcome)
{
    char path[4096];
    struct rxt_words words = {0};
    struct rxt_room room = {0};
    struct rxt_running run = {.launch = launch, .line = line, .context = context, .room = &room};
    *outcome = (struct rxt_outcome){0};
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
    err = err == RXT_OK ? rxt_listen_patience(launch, &run.patience_s) : err;
    run.start_s = rxt_now_s();
    rxt_room_open(&room, launch->tells ? launcher : &rxt_launcher_none,
                  rxt_hosts_known(launch->way.hostfile));
    err = err == RXT_OK ? start(&run, launcher, words.word) : err;
    if (err == RXT_OK) {
        listen_to(&run, launcher, timeout_s, stop, outcome);
    }
    rxt_room_close(&room, err == RXT_OK && outcome->status == 0 && !outcome->lingered);
    rxt_text_free(&run.pending[RXT_OUT]);
    rxt_text_free(&run.pending[RXT_ERR]);
    rxt_words_free(&words);
    return err;
}
