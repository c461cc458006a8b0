/* SPDX-License-Identifier: BSD-3-Clause
 * kit_try.c - start the ranks of a try, wait for them no longer than it may take, tell how they ended.
 */
#include "kit_try.h"

#include "clock.h"
#include "signals.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *kit_stage_name(enum kit_stage stage)
{
    static const char *const names[] = {
        [KIT_BEGIN] = "its start", [KIT_OPEN] = "open",   [KIT_RESET] = "reset",
        [KIT_RUN] = "run",         [KIT_CHECK] = "check", [KIT_DIGEST] = "digest",
        [KIT_SPOIL] = "spoil",     [KIT_CLOSE] = "close", [KIT_END] = "its end"};
    return names[stage];
}

/* What a kernel prints is kept for the sentence on its end, and is no part of ours. */
static void be_child(int said)
{
    const struct rlimit no_core = {0, 0};
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    (void)setpgid(0, 0); /* what it starts itself ends with it */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)dup2(nothing, STDIN_FILENO);
    (void)dup2(said, STDOUT_FILENO);
    (void)dup2(said, STDERR_FILENO);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
}

static pid_t start_rank(const struct kit_plan *plan, struct rxt_rig_ground *ground, int rank, int said,
                        struct kit_seen *seen)
{
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        be_child(said);
        kit_rank_run(plan, ground, rank, seen);
        _exit(0);
    }
    return pid;
}

/* The end of a rank that says more than that of another: the first crash of all. */
static void note_end(struct kit_result *out, int rank, const struct kit_seen *seen, int wait_status)
{
    const bool by_signal = WIFSIGNALED(wait_status);
    const enum kit_how how = by_signal ? KIT_CRASHED : seen->stage != KIT_END ? KIT_EXITED : KIT_RETURNED;
    if (how != KIT_RETURNED && out->how == KIT_RETURNED) {
        out->how = how;
        out->rank = rank;
        out->status = by_signal ? WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
    }
}

/* A rank whose end is no return leaves the others waiting for it. */
static void wait_for_all(pid_t *pids, int n, const struct kit_plan *plan, const struct kit_seen *seen,
                         struct kit_result *out)
{
    const double start_s = rxt_now_s();
    int n_left = n, wait_status;
    for (long pause_ns = 20000; n_left > 0;) {
        for (int r = 0; r < n; r++) {
            if (pids[r] > 0 && waitpid(pids[r], &wait_status, WNOHANG) == pids[r]) {
                (void)kill(-pids[r], SIGKILL);
                pids[r] = 0;
                n_left--;
                note_end(out, r, &seen[r], wait_status);
            }
        }
        const bool is_late = rxt_now_s() - start_s > plan->timeout_s;
        if (n_left > 0 && (is_late || out->how != KIT_RETURNED)) {
            break;
        }
        nanosleep(&(struct timespec){.tv_nsec = pause_ns}, NULL);
        pause_ns = pause_ns < 2000000 ? pause_ns * 2 : pause_ns;
    }
    for (int r = 0; r < n; r++) {
        if (pids[r] > 0) {
            if (out->how == KIT_RETURNED) {
                out->how = KIT_HUNG;
                out->rank = r;
            }
            (void)kill(-pids[r], SIGKILL);
            kill(pids[r], SIGKILL);
            waitpid(pids[r], &wait_status, 0);
        }
    }
}

/* The last line that is not empty; its end is what is known of a long one. */
static void read_said(int fd, char *out, size_t n_bytes)
{
    char text[4096];
    const off_t end = lseek(fd, 0, SEEK_END);
    const off_t from = end > (off_t)sizeof text ? end - (off_t)sizeof text : 0;
    const ssize_t n = pread(fd, text, sizeof text - 1, from);
    size_t last = n > 0 ? (size_t)n : 0;
    while (last > 0 && (text[last - 1] == '\n' || text[last - 1] == ' ')) {
        last--;
    }
    size_t first = last;
    while (first > 0 && text[first - 1] != '\n') {
        first--;
    }
    snprintf(out, n_bytes, "%.*s", (int)(last - first), text + first);
}

/* "SUMMARY: ThreadSanitizer: data race saxpy.c:12 in body" */
static void read_race(FILE *said, char *out, size_t n_bytes)
{
    static const char begin[] = "SUMMARY: ThreadSanitizer: ";
    char line[2048];
    rewind(said);
    while (!out[0] && fgets(line, sizeof line, said)) {
        if (!strncmp(line, begin, strlen(begin))) {
            line[strcspn(line, "\n")] = '\0';
            snprintf(out, n_bytes, "%.*s", (int)n_bytes - 1, line + strlen(begin));
        }
    }
}

static enum rxt_err run_ranks(const struct kit_plan *plan, struct rxt_rig_ground *ground,
                              struct kit_seen *seen, struct kit_result *out)
{
    pid_t pids[RXT_RIG_RANKS] = {0};
    enum rxt_err err = RXT_OK;
    FILE *said = tmpfile();
    if (!said) {
        return rxt_fail(RXT_E_OUTPUT, "no temporary file can be made for what a kernel says");
    }
    for (int r = 0; r < plan->ranks && err == RXT_OK; r++) {
        pids[r] = start_rank(plan, ground, r, fileno(said), &seen[r]);
        err = pids[r] > 0 ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "no process can be started for a try");
    }
    if (err == RXT_OK) {
        wait_for_all(pids, plan->ranks, plan, seen, out);
        read_said(fileno(said), out->said, sizeof out->said);
        read_race(said, out->race, sizeof out->race);
    }
    for (int r = 0; r < plan->ranks; r++) {
        if (err != RXT_OK && pids[r] > 0) {
            kill(pids[r], SIGKILL);
            waitpid(pids[r], NULL, 0);
        }
    }
    fclose(said);
    memcpy(out->seen, seen, (size_t)plan->ranks * sizeof *seen);
    return err;
}

enum rxt_err kit_try(const struct kit_plan *plan, struct kit_result *out)
{
    struct rxt_rig_ground *ground = NULL;
    const size_t n_bytes = (size_t)plan->ranks * sizeof(struct kit_seen);
    memset(out, 0, sizeof *out);
    struct kit_seen *seen = mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED) {
        return rxt_fail(RXT_E_MEMORY, "no room for what a try sees");
    }
    enum rxt_err err = rxt_rig_ground_open(&ground, plan->ranks);
    if (err == RXT_OK) {
        err = run_ranks(plan, ground, seen, out);
    }
    rxt_rig_ground_close(ground);
    munmap(seen, n_bytes);
    return err;
}
